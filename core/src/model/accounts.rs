//! The accounts of one user pool on this device.

use super::SessionState;
use crate::redacted::redacted_debug;

/// An account that has something stored, or a name or label in the index.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// The account's name; `None` for the default account.
    pub account: Option<String>,
    /// What the app calls the account, if it has set a label.
    pub label: Option<String>,
    /// Whom the account's session belongs to, as stored. [`SessionState::Unavailable`] if the account's records can't
    /// be read, or if an open [`Auth`](crate::Auth) of the account has another
    /// configuration than the [`Accounts`](crate::Accounts) that lists it.
    pub state: SessionState,
}

// A label may contain a person's name.
redacted_debug! {
    StoredAccount { account, state };
}
