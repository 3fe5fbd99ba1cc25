//! The items of one Keychain service.

use zeroize::Zeroize;

use crate::ports::{FormerItem, FormerKeychain, StoreError};
use crate::secret::Secret;

/// The items of one service. Their values are wiped when they are dropped.
#[derive(Default)]
pub(super) struct Items(Vec<FormerItem>);

/// A value that is not UTF-8.
pub(super) struct NotText;

impl Items {
    pub(super) fn read(
        keychain: &dyn FormerKeychain,
        service: &str,
        access_group: Option<&str>,
    ) -> Result<Self, StoreError> {
        keychain.items(service.to_owned(), access_group.map(str::to_owned)).map(Self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The accounts, in alphabetical order.
    pub(super) fn accounts(&self) -> Vec<&str> {
        let mut accounts: Vec<&str> = self.0.iter().map(|item| item.name.as_str()).collect();
        accounts.sort_unstable();
        accounts
    }

    pub(super) fn bytes(&self, account: &str) -> Option<&[u8]> {
        self.0.iter().find(|item| item.name == account).map(|item| item.value.as_slice())
    }

    /// The text of an item, or `None` if there is no such item, or an empty one.
    pub(super) fn text(&self, account: &str) -> Result<Option<&str>, NotText> {
        let text = self.bytes(account).map(std::str::from_utf8).transpose().map_err(|_| NotText)?;
        Ok(text.filter(|text| !text.is_empty()))
    }

    /// The secret text of an item.
    pub(super) fn secret(&self, account: &str) -> Result<Option<Secret>, NotText> {
        Ok(self.text(account)?.map(Secret::from))
    }
}

impl Drop for Items {
    fn drop(&mut self) {
        for item in &mut self.0 {
            item.value.zeroize();
        }
    }
}
