//! An identity: the id that an app keys its data by, and the logins that lead to it.

use crate::clock::Moment;
use crate::collections::{Searchable, Sorted, Term};
use crate::jwt::Claims;
use serde::{Deserialize, Serialize};

/// An identity of a guest, who has no login, or of a user.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub id: String,
    /// The user's id at each provider. The key is the provider's name.
    pub logins: Sorted<String, String>,
    /// Whether the pool refuses AWS credentials for this identity. There are three reasons: the identity's guest became
    /// a user with another identity, the identity lost its last login, or a test has forbidden the identity.
    pub disabled: bool,
    pub created: Moment,
    pub modified: Moment,
}

impl Identity {
    /// The largest number of logins that an identity can have.
    pub(crate) const LOGINS: usize = 20;

    pub(super) fn new(id: String, now: Moment) -> Self {
        Self { id, logins: Sorted::default(), disabled: false, created: now, modified: now }
    }

    pub(crate) fn is_guest(&self) -> bool {
        self.logins.is_empty()
    }

    pub(crate) fn has(&self, login: &Login) -> bool {
        self.logins.get(&login.provider) == Some(&login.user)
    }
}

/// The term of a login: of a user at a provider.
pub(super) fn term_of_login(provider: &str, user: &str) -> Term {
    Term::new("login", &[provider, user].map(str::as_bytes))
}

impl Searchable for Identity {
    fn terms(&self) -> Vec<Term> {
        self.logins.iter().map(|(provider, user)| term_of_login(provider, user)).collect()
    }
}

/// A login whose token is verified.
pub(crate) struct Login {
    /// The provider's name. For a user pool it is always `cognito-idp.<region>.amazonaws.com/<poolId>`, even if the
    /// request used the pool's other name.
    pub provider: String,
    /// The app client that the token is for, if the provider is a user pool.
    pub client_id: Option<String>,
    /// Who the user is at the provider.
    pub user: String,
    /// The token's claims; none if the token is opaque.
    pub claims: Claims,
}

impl Login {
    /// The key for this login in RoleMappings.
    pub(super) fn mapping_key(&self) -> String {
        match &self.client_id {
            Some(client_id) => format!("{}:{client_id}", self.provider),
            None => self.provider.clone(),
        }
    }
}
