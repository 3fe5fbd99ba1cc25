//! The data folder: one file with everything that survives a restart. A start writes the whole state into a new file.
//! Each change then adds a line to it.

mod entries;
mod journal;
mod version_1;

pub(crate) use entries::forget_changes;

use crate::pool::World;
use crate::private_files::{create_new, make_folder};
use entries::Entry;
use journal::{Batch, Journal, Version};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

const FILE: &str = "pools.json";

/// How many bytes of changes the file takes, at least, before a new file replaces it.
const CHANGES: u64 = 16 * 1024 * 1024;

/// The state that an earlier run stored.
#[derive(Default)]
pub(crate) struct StoredState {
    /// The secret of `local-client-secret`.
    pub client_secret: String,
    pub world: World,
}

/// A data folder that this process has locked.
pub(crate) struct Store {
    path: PathBuf,
    /// The file that this process has written. `None` before the first write, after one that failed, and after a reset.
    journal: Option<Journal>,
    changes: u64,
    /// The lock file. It is locked as long as it is open.
    _lock: File,
}

impl Store {
    /// Locks the folder and reads its file. A missing folder is created, and its owner alone can read it. A file that
    /// can't be read is an error, and stays as it is. The first write replaces a file of an earlier run, because others
    /// may be able to read that file, or to write it through a hard link of their own.
    pub(crate) fn open(folder: &Path) -> Result<(Self, Option<StoredState>), String> {
        make_folder(folder).map_err(|error| error.to_string())?;
        let lock = open_lock(&folder.join("lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => "another local pool uses it".to_owned(),
            TryLockError::Error(error) => error.to_string(),
        })?;
        let path = folder.join(FILE);
        let stored = read(&path)?;
        Ok((Self { path, journal: None, changes: CHANGES, _lock: lock }, stored))
    }

    /// Writes what has changed since the last write.
    ///
    /// A new file replaces the present one after a failed write, after [`Self::forget_file`], if somebody else has
    /// changed the present one, or if its changes have become long. A new file that replaces long changes is at most
    /// about twice as long as they are. So a change costs as much with many users as with few, on average.
    pub(crate) fn write(&mut self, client_secret: &str, world: &mut World) -> io::Result<()> {
        let Some(mut journal) = self.journal.take() else { return self.replace(client_secret, world) };
        let mut batch = Batch::default();
        entries::pass_changes(world, &mut |entry| batch.add(&entry))?;
        if !batch.is_empty() {
            if !journal.is_in_place(&self.path) {
                return self.replace(client_secret, world);
            }
            if journal.is_long(self.changes) {
                if self.replace(client_secret, world).is_ok() {
                    return Ok(());
                }
                // Perhaps there is no room for a second file. So this one may take twice as many changes.
                self.changes = self.changes.saturating_mul(2);
            }
            journal.add(&batch)?;
        }
        self.journal = Some(journal);
        Ok(())
    }

    /// Lets the next write replace the file.
    pub(crate) fn forget_file(&mut self) {
        self.journal = None;
    }

    /// Writes the whole state into a new file. Once the new file is on the disk, it replaces the former one. If that
    /// fails, the former file stays.
    fn replace(&mut self, client_secret: &str, world: &mut World) -> io::Result<()> {
        let unfinished = self.path.with_extension("json.tmp");
        let replaced = self.write_anew(&unfinished, client_secret, world);
        if replaced.is_err() {
            // The unfinished file could keep the disk full.
            let _ = fs::remove_file(&unfinished);
        }
        replaced
    }

    fn write_anew(&mut self, unfinished: &Path, client_secret: &str, world: &mut World) -> io::Result<()> {
        // Removes a file or a link that an earlier run or somebody else left at this path. The new file must not be
        // written through the link, and must not have the old file's permissions.
        match fs::remove_file(unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut whole = Journal::begin(create_new(unfinished)?)?;
        let secret = serde_json::to_vec(client_secret)?;
        whole.put(&Entry { kind: entries::CLIENT_SECRET, owner: "", key: b"null", value: Some(&secret) })?;
        entries::pass_all(world, &mut |entry| whole.put(&entry))?;
        let journal = whole.finish()?;
        fs::rename(unfinished, &self.path)?;
        self.journal = Some(journal);
        Ok(())
    }
}

/// Reads a stored state, if there is one. An error quotes nothing of it, because it holds secrets.
fn read(path: &Path) -> Result<Option<StoredState>, String> {
    let unreadable = |error: io::Error| format!("cannot read {FILE}: {error}");
    let Some(file) = open_plain(path).map_err(unreadable)? else { return Ok(None) };
    let mut file = BufReader::new(file);
    let mut state = StoredState::default();
    let damaged = |line: usize| format!("{FILE} is damaged at line {line}");
    let version = journal::version(&mut file).map_err(unreadable)?;
    match version {
        Version::One(text) => version_1::read(&text, &mut state).map_err(|_| damaged(1))?,
        Version::Two(chain) => {
            let each = |entry| entries::restore(&mut state, entry);
            let read = journal::read(&mut file, chain, each).map_err(unreadable)?;
            read.map_err(damaged)?;
        }
        Version::Newer => return Err(format!("{FILE} was written by a newer local pool")),
        Version::Unknown => return Err(damaged(1)),
    }
    Ok(Some(state))
}

/// Opens the lock file, and makes it first if need be.
fn open_lock(path: &Path) -> Result<File, String> {
    let opened = match create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            is_plain_file(path).and_then(|_| OpenOptions::new().write(true).open(path))
        }
        made => made,
    };
    opened.map_err(|error| format!("cannot open {}: {error}", path.display()))
}

/// Opens a file for reading, if it is there. Does not change the file's permissions, because a hard link shares them with
/// another path.
fn open_plain(path: &Path) -> io::Result<Option<File>> {
    if is_plain_file(path)? { File::open(path).map(Some) } else { Ok(None) }
}

/// Whether there is a file at this path. A symbolic link is an error: whoever made it chose what the pool reads and
/// overwrites.
fn is_plain_file(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(_) => Err(io::Error::other("it is not a plain file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
