//! The folder that stores keys between starts. Making a key takes long, and a stored one is read at once.

use super::rsa_key::RsaKey;
use crate::private_files::{create_new, make_folder};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The user's cache folder for this program: `XDG_CACHE_HOME`, `~/Library/Caches`, or `~/.cache`.
pub(super) fn folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = set("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| {
        let home = set("HOME").or_else(|| set("USERPROFILE"))?;
        Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    })?;
    Some(caches.join("cognito-local-pool"))
}

/// The stored key of this name, or a new one. If the folder can't be used, the new key is not stored.
pub(super) fn key(folder: &Path, name: &str) -> Option<RsaKey> {
    let path = folder.join(format!("{name}.pem"));
    if let Some(key) = read(&path) {
        return Some(key);
    }
    let key = RsaKey::generate()?;
    // Another pool may have started at the same time: both use the key that is stored.
    let stored = write(folder, &path, &key).and_then(|()| read(&path));
    Some(stored.unwrap_or(key))
}

fn read(path: &Path) -> Option<RsaKey> {
    RsaKey::from_pem(&fs::read_to_string(path).ok()?)
}

/// Stores the key, readable by its owner alone, unless a key is there already.
fn write(folder: &Path, path: &Path, key: &RsaKey) -> Option<()> {
    make_folder(folder).ok()?;
    let unfinished = path.with_extension(format!("{}.{:p}.tmp", std::process::id(), key));
    let written = create_new(&unfinished).and_then(|mut file| file.write_all(key.pem().as_bytes()));
    let placed = written.and_then(|()| place(&unfinished, path));
    if placed.is_err() {
        // If this fails too, the leftover stays: the folder refuses every change.
        let _ = fs::remove_file(&unfinished);
    }
    placed.ok()
}

/// Puts the complete file in place. A link does not replace a file, so of several pools that store a key at once, the
/// first one wins.
fn place(unfinished: &Path, path: &Path) -> io::Result<()> {
    let linked = fs::hard_link(unfinished, path).is_ok();
    if linked || read(path).is_some() {
        return fs::remove_file(unfinished);
    }
    // The file is damaged, or the file system has no links.
    fs::rename(unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signer::TokenSigner as _;
    use std::sync::Barrier;
    use std::thread;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("cognito-local-pool-{name}-{}", std::process::id()))
    }

    #[test]
    fn a_key_is_stored_once_and_readable_by_its_owner_alone() {
        let folder = folder("stored");
        let first = key(&folder, "signing-key").unwrap();
        let second = key(&folder, "signing-key").unwrap();
        assert_eq!(first.key_id(), second.key_id());
        assert!(second.verify(b"message", &first.sign(b"message")));
        assert!(!second.verify(b"another", &first.sign(b"message")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = fs::metadata(folder.join("signing-key.pem")).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        let files = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(files, 1, "no unfinished file stays behind");
    }

    #[test]
    fn pools_that_make_a_key_at_once_use_the_same_one() {
        let made: Vec<RsaKey> = (0..3).map(|_| RsaKey::generate().unwrap()).collect();
        for round in 0..50 {
            let folder = folder(&format!("at-once-{round}"));
            let path = folder.join("signing-key.pem");
            let start = Barrier::new(made.len());
            let store = |key: &RsaKey| {
                start.wait();
                write(&folder, &path, key).unwrap();
                read(&path).unwrap().key_id().to_owned()
            };
            let store = &store;
            let used: Vec<String> = thread::scope(|scope| {
                let stored: Vec<_> = made.iter().map(|key| scope.spawn(move || store(key))).collect();
                stored.into_iter().map(|stored| stored.join().unwrap()).collect()
            });
            fs::remove_dir_all(&folder).unwrap();
            assert!(used.iter().all(|id| *id == used[0]), "round {round}: {used:?}");
        }
    }

    #[test]
    fn a_damaged_key_file_is_replaced() {
        let folder = folder("damaged");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("signing-key.pem"), "not a key").unwrap();
        let made = key(&folder, "signing-key").unwrap();
        let found = key(&folder, "signing-key").unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(made.key_id(), found.key_id());
    }
}
