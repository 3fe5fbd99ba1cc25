//! The entries of a preferences file, and why they can't be read.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::model::MoveWarning;
use crate::moving::Former;
use crate::ports::{FormerPreferences, StoreError};

/// Why an entry of the former library can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The storage can't be reached now. A later try may succeed.
    Unreachable(StoreError),
    /// The key that encrypts the entry is lost.
    KeyLost,
    /// The entry is damaged, or of an unknown form.
    Damaged,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unrecoverable => Self::KeyLost,
            StoreError::Corrupt => Self::Damaged,
            StoreError::Locked
            | StoreError::Unavailable
            | StoreError::UserPresenceRefused
            | StoreError::Full
            | StoreError::Misconfigured => Self::Unreachable(error),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreachable(error) => error,
            Failure::KeyLost => Self::Unrecoverable,
            Failure::Damaged => Self::Corrupt,
        }
    }
}

impl From<Failure> for Former {
    fn from(failure: Failure) -> Self {
        StoreError::from(failure).into()
    }
}

/// What was found, or `None` with a warning if it can't be understood. An unreachable storage stays an error.
pub(super) fn or_warn<T>(
    found: Result<Option<T>, Failure>,
    warning: MoveWarning,
    warnings: &mut Vec<MoveWarning>,
) -> Result<Option<T>, Failure> {
    match found {
        Err(Failure::KeyLost | Failure::Damaged) => {
            warnings.push(warning);
            Ok(None)
        }
        found => found,
    }
}

/// What was found, or `None` if it can't be understood.
pub(super) fn or_unreachable<T>(found: Result<Option<T>, Failure>) -> Result<Option<T>, Failure> {
    match found {
        Err(Failure::KeyLost | Failure::Damaged) => Ok(None),
        found => found,
    }
}

/// The entries of one preferences file. Their values are wiped when they are dropped.
pub(super) struct Entries(BTreeMap<String, Zeroizing<Vec<u8>>>);

impl Entries {
    /// Reads a preferences file. `None` if there is no such file.
    pub(super) fn read(storage: &dyn FormerPreferences, file: &str) -> Result<Option<Self>, Failure> {
        let Some(items) = storage.preferences(file.to_owned())? else { return Ok(None) };
        let wiped = |item: crate::ports::FormerItem| (item.name, Zeroizing::new(item.value));
        Ok(Some(Self(items.into_iter().map(wiped).collect())))
    }

    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(|value| value.as_slice())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The bytes of a Base64 text. Android's encoder can break lines.
pub(super) fn base64(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let text: Zeroizing<Vec<u8>> =
        Zeroizing::new(text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect());
    STANDARD.decode(&*text).map(Zeroizing::new).map_err(|_| Failure::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_may_have_line_breaks() {
        assert_eq!(base64(b"AAEC\nAw==\n").unwrap().as_slice(), [0, 1, 2, 3]);
        for damaged in ["AAEC\nAw", "AAE*", "="] {
            assert_eq!(base64(damaged.as_bytes()), Err(Failure::Damaged), "{damaged}");
        }
    }
}
