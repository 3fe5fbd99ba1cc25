//! A store and its leases in plain files, for tests with several processes. Nothing is encrypted, and nothing is synced
//! to the disk.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use cognito_auth_core::{LeaseStore, SecureStore, StoreError};

/// A store with one file in a folder for each entry.
pub struct FileStore(PathBuf);

impl FileStore {
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.0.join(file_name(key))
    }
}

impl SecureStore for FileStore {
    fn identity(&self) -> Option<String> {
        Some(self.0.display().to_string())
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.path(&key))
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        replace(&self.path(&key), &value).map_err(|_| StoreError::Unavailable)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        match fs::remove_file(self.path(&key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::Unavailable),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// A lease store with one file in a folder for each lease. A file lock makes each change atomic.
pub struct FileLeases {
    folder: PathBuf,
    process: Option<String>,
}

impl FileLeases {
    /// `process` is the name of this process. A test gives one only if no other process of that name runs at the same
    /// time.
    pub fn new(folder: &Path, process: Option<String>) -> Self {
        Self { folder: folder.to_owned(), process }
    }

    fn path(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", file_name(name)))
    }
}

impl LeaseStore for FileLeases {
    fn process(&self) -> Option<String> {
        self.process.clone()
    }

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.path(&name, "lease"))
    }

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError> {
        // The lock ends when the file is closed. The end of the process closes the file too.
        let lock = File::create(self.path(&name, "lock")).map_err(|_| StoreError::Unavailable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(_)) => return Err(StoreError::Unavailable),
        }
        let path = self.path(&name, "lease");
        if read(&path)? != expected {
            return Ok(false);
        }
        replace(&path, &lease).map_err(|_| StoreError::Unavailable)?;
        Ok(true)
    }
}

fn file_name(key: &str) -> String {
    key.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(StoreError::Unavailable),
    }
}

/// Replaces a file. Readers see the former bytes or the new ones, never a part of them.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // The whole name is kept: the files of an entry and of its lease differ only in their extensions.
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", std::process::id()));
    fs::write(&new, bytes)?;
    fs::rename(&new, path)
}
