//! Which identity a request gets: how a guest becomes a user, and how logins join one identity.

use super::identity::{Identity, Login, term_of_login};
use super::{IdentityPool, not_found};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use std::collections::BTreeSet;

impl IdentityPool {
    /// A new identity for a guest.
    pub(crate) fn new_guest(&mut self, now: Moment) -> Result<String, CognitoError> {
        if !self.settings.allow_unauthenticated_identities {
            return Err(guests_refused());
        }
        self.new_identity(now)
    }

    /// Finds the identity that has one of these logins, or makes a new identity. Then adds the logins that the identity
    /// lacks.
    pub(crate) fn identity_of(&mut self, logins: &[Login], now: Moment) -> Result<String, CognitoError> {
        let id = match self.owner(logins)? {
            Some(owner) => owner,
            None => self.new_identity(now)?,
        };
        self.link(&id, logins, now)?;
        Ok(id)
    }

    /// Checks that a guest may use the identity `id`. Returns the id.
    pub(crate) fn guest(&self, id: &str) -> Result<String, CognitoError> {
        let identity = self.identities.get(id).ok_or_else(|| not_found(id))?;
        if !self.settings.allow_unauthenticated_identities {
            return Err(guests_refused());
        }
        match identity.disabled || !identity.is_guest() {
            true => Err(forbidden(id)),
            false => Ok(id.to_owned()),
        }
    }

    /// The identity that a user's request for `id` gets. A guest's identity becomes the user's. If the user already has
    /// another identity, the request gets that one, and the guest's identity is disabled.
    pub(crate) fn user(&mut self, id: &str, logins: &[Login], now: Moment) -> Result<String, CognitoError> {
        let asked = self.identities.get(id).ok_or_else(|| not_found(id))?;
        if asked.disabled {
            return Err(forbidden(id));
        }
        let was_guest = asked.is_guest();
        if !was_guest && !logins.iter().any(|login| asked.has(login)) {
            return Err(mismatch());
        }
        let owner = self.owner(logins)?.unwrap_or_else(|| id.to_owned());
        if self.identities.get(owner.as_str()).is_some_and(|owner| owner.disabled) {
            return Err(forbidden(&owner));
        }
        self.link(&owner, logins, now)?;
        if let Some(guest) = self.identities.get_mut(id).filter(|_| was_guest && owner != id) {
            guest.disabled = true;
            guest.modified = now;
        }
        Ok(owner)
    }

    fn new_identity(&mut self, now: Moment) -> Result<String, CognitoError> {
        let id = format!("{}:{}", self.region(), random::uuid()?);
        self.identities.insert(id.clone().into(), Identity::new(id.clone(), now));
        Ok(id)
    }

    /// The identity that has one of these logins, if there is one. Fails if the logins belong to several identities.
    fn owner(&self, logins: &[Login]) -> Result<Option<String>, CognitoError> {
        let owners_of = |login: &Login| {
            let found = self.identities.with(term_of_login(&login.provider, &login.user));
            found.filter(|identity| identity.has(login)).map(|identity| &identity.id).collect::<Vec<_>>()
        };
        let owners: BTreeSet<&String> = logins.iter().flat_map(owners_of).collect();
        match owners.len() {
            0 | 1 => Ok(owners.first().map(|id| (*id).clone())),
            _ => Err(conflict()),
        }
    }

    /// Adds the logins that the identity lacks.
    fn link(&mut self, id: &str, logins: &[Login], now: Moment) -> Result<(), CognitoError> {
        let identity = self.identities.get_mut(id).ok_or_else(|| not_found(id))?;
        let new: Vec<&Login> = logins.iter().filter(|login| !identity.has(login)).collect();
        if new.iter().any(|login| identity.logins.contains_key(&login.provider)) {
            return Err(conflict());
        }
        if identity.logins.len() + new.len() > Identity::LOGINS {
            let text = format!("An identity has at most {} logins.", Identity::LOGINS);
            return Err(CognitoError::new("LimitExceededException", text));
        }
        if !new.is_empty() {
            identity.modified = now;
        }
        new.iter().for_each(|login| identity.logins.insert(login.provider.clone(), login.user.clone()));
        Ok(())
    }
}

fn guests_refused() -> CognitoError {
    CognitoError::not_authorized("Unauthenticated access is not supported for this identity pool.")
}

fn forbidden(id: &str) -> CognitoError {
    CognitoError::not_authorized(format!("Access to Identity '{id}' is forbidden."))
}

/// The error if none of the logins belongs to the identity, or if a login is of a provider that the pool does not have.
pub(crate) fn mismatch() -> CognitoError {
    let text =
        "Logins don't match. Please include at least one valid login for this identity or identity pool.";
    CognitoError::not_authorized(text)
}

fn conflict() -> CognitoError {
    CognitoError::new("ResourceConflictException", "Logged in user has different identity")
}
