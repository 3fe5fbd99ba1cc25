//! The changes of the index of accounts, and their effect on the stored index.

use zeroize::Zeroizing;

use super::record::{IndexEntry, IndexRecord, Unread};
use crate::ports::StoreError;

/// A change of the index.
pub(super) enum Change<'a> {
    /// Adds a named account, unless the index has it already, or `is_wanted` returns false.
    Add {
        name: &'a str,
        is_wanted: &'a (dyn Fn() -> bool + Send + Sync),
    },
    /// Sets or removes an account's label.
    SetLabel {
        name: Option<&'a str>,
        label: Option<&'a str>,
    },
    Remove {
        name: Option<&'a str>,
    },
}

impl Change<'_> {
    fn apply(&self, index: &mut IndexRecord) {
        match self {
            Self::Add { name, is_wanted } if is_wanted() => index.add(name),
            Self::Add { .. } => {}
            Self::SetLabel { name, label } => index.set_label(*name, label.map(str::to_owned)),
            Self::Remove { name } => index.remove(*name),
        }
    }
}

/// The stored index.
pub(super) struct StoredIndex {
    /// `None` if there is no index, or if the store can't give it back.
    pub(super) bytes: Option<Zeroizing<Vec<u8>>>,
    index: Result<IndexRecord, Unread>,
}

impl StoredIndex {
    pub(super) fn of(bytes: Option<Zeroizing<Vec<u8>>>) -> Self {
        let index = bytes.as_ref().map_or_else(|| Ok(IndexRecord::default()), |it| IndexRecord::read(it));
        Self { bytes, index }
    }

    /// An index that the store can't give back.
    pub(super) fn lost() -> Self {
        Self { bytes: None, index: Err(Unread::Damaged) }
    }

    /// The accounts of the index. A damaged index counts as empty.
    pub(super) fn entries(self) -> Result<Vec<IndexEntry>, StoreError> {
        match self.index {
            Ok(index) => Ok(index.entries()),
            Err(Unread::Damaged) => Ok(Vec::new()),
            Err(Unread::Newer) => Err(StoreError::Corrupt),
        }
    }

    /// The index after a change, or `None` if the index stays as it is. The removal of an account replaces a damaged
    /// index by an empty one, because the account's name may be in the damaged one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a newer version of the library has written the index, and the app has asked for the
    /// change. If the library itself wants to add a name, the result is `None` instead.
    pub(super) fn after(&self, change: &Change<'_>) -> Result<Option<IndexRecord>, StoreError> {
        let (before, is_to_go) = match (&self.index, change) {
            (Ok(index), _) => (index.clone(), false),
            (Err(Unread::Damaged), _) => (IndexRecord::default(), matches!(change, Change::Remove { .. })),
            (Err(Unread::Newer), Change::Add { .. }) => return Ok(None),
            (Err(Unread::Newer), Change::SetLabel { .. } | Change::Remove { .. }) => {
                return Err(StoreError::Corrupt);
            }
        };
        let mut after = before.clone();
        change.apply(&mut after);
        Ok((is_to_go || after != before).then_some(after))
    }

    /// The bytes of a damaged index that a change replaces. `None` for the removal of an account, because no copy of
    /// the account's name must stay.
    pub(super) fn to_quarantine(&self, change: &Change<'_>) -> Option<Zeroizing<Vec<u8>>> {
        match (&self.index, change) {
            (Ok(_), _) | (Err(_), Change::Remove { .. }) => None,
            (Err(_), Change::Add { .. } | Change::SetLabel { .. }) => self.bytes.clone(),
        }
    }
}
