//! What users are found by, other than the exact pool user name.

use super::identities::Identity;
use super::users::User;
use crate::collections::{Searchable, Term};

/// The attributes that can be aliases. The pool's settings decide which of them are.
pub(super) const ALIASES: [&str; 3] = ["email", "phone_number", "preferred_username"];

/// The term of a pool user name or an alias. It ignores case. Whoever finds a user by it compares the names again, as
/// the pool's settings say.
pub(super) fn name(text: &str) -> Term {
    Term::new("name", &[text.to_lowercase().as_bytes()])
}

/// The term of a `sub`.
pub(crate) fn sub(text: &str) -> Term {
    Term::new("sub", &[text.as_bytes()])
}

/// The term of an identity at a provider.
pub(super) fn identity(provider: &str, attribute: &str, value: &str) -> Term {
    Term::new("identity", &[provider, attribute, value].map(str::as_bytes))
}

/// The term of a passkey's id.
pub(super) fn passkey(id: &[u8]) -> Term {
    Term::new("passkey", &[id])
}

impl Searchable for User {
    fn terms(&self) -> Vec<Term> {
        let aliases = ALIASES.into_iter().filter_map(|attribute| self.attribute(attribute));
        let identities = self.identities.iter();
        let passkeys = self.passkeys.all.iter();
        [sub(&self.sub), name(&self.username)]
            .into_iter()
            .chain(aliases.map(name))
            .chain(identities.map(|Identity { provider_name, attribute, value, .. }| {
                identity(provider_name, attribute, value)
            }))
            .chain(passkeys.map(|held| passkey(&held.id)))
            .collect()
    }
}
