//! The data folder: one file with everything that survives a restart. Each write replaces the whole file.

use crate::pool::World;
use crate::private_files::{create_new, make_folder};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The version of the file's format. Raise it with a change that an older program would misread.
const VERSION: u32 = 1;
const FILE: &str = "pools.json";

/// The first member of the file. It tells a file of a newer version from a damaged one.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    #[serde(rename = "cognitoLocalPool")]
    version: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot<'a> {
    #[serde(flatten)]
    header: Header,
    client_secret: &'a str,
    world: &'a World,
}

/// The state that an earlier run stored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredState {
    /// The secret of `local-client-secret`.
    pub client_secret: String,
    pub world: World,
}

/// A data folder that this process has locked.
pub(crate) struct Store {
    file: PathBuf,
    /// What this process wrote into the file. The same content is not written again.
    written: Option<Vec<u8>>,
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
        let file = folder.join(FILE);
        let found = read_plain(&file).map_err(|error| format!("cannot read {FILE}: {error}"))?;
        let stored = found.as_deref().map(read).transpose()?;
        Ok((Self { file, written: None, _lock: lock }, stored))
    }

    /// Writes the state into a new file, which replaces the former one. The same state is not written twice.
    pub(crate) fn write(&mut self, client_secret: &str, world: &World) -> io::Result<()> {
        let snapshot = Snapshot { header: Header { version: VERSION }, client_secret, world };
        let bytes = serde_json::to_vec(&snapshot)?;
        if self.written.as_ref() == Some(&bytes) {
            return Ok(());
        }
        let unfinished = self.file.with_extension("json.tmp");
        // Removes a file or a link that an earlier run or somebody else left at this path. The new file must not be
        // written through the link, and must not have the old file's permissions.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = create_new(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        fs::rename(&unfinished, &self.file)?;
        self.written = Some(bytes);
        Ok(())
    }
}

/// Reads a stored state. An error quotes nothing of the state, because the state holds secrets.
fn read(bytes: &[u8]) -> Result<StoredState, String> {
    let damaged = |error: serde_json::Error| {
        format!("{FILE} is damaged at line {}, column {}", error.line(), error.column())
    };
    let header: Header = serde_json::from_slice(bytes).map_err(damaged)?;
    match header.version {
        1..=VERSION => serde_json::from_slice(bytes).map_err(damaged),
        _ => Err(format!("{FILE} was written by a newer local pool")),
    }
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

/// Reads a file, if it is there. Does not change the file's permissions, because a hard link shares them with another
/// path.
fn read_plain(path: &Path) -> io::Result<Option<Vec<u8>>> {
    if is_plain_file(path)? { fs::read(path).map(Some) } else { Ok(None) }
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
