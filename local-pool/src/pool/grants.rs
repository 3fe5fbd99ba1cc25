//! Grants: each completed sign-in, with its refresh token and the tokens that rotation has replaced.

use crate::clock::Moment;
use crate::collections::{Indexed, Searchable, Term};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One completed sign-in. `origin_jti` in its tokens identifies it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    pub origin_jti: String,
    pub username: String,
    /// The user's `sub`, because a later user may have the same name.
    pub sub: String,
    pub client_id: String,
    /// The device of the sign-in, if the pool tracks devices.
    pub device_key: Option<String>,
    /// What a sign-in in a browser was granted. Other sign-ins have every right of their user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<WebGrant>,
    pub auth_time: Moment,
    /// When its refresh tokens expire. Rotation does not change this time.
    pub expires: Moment,
    pub revoked: bool,
    pub refresh_token: String,
    /// The refresh tokens that rotation has replaced, and until when they still work.
    pub replaced: HashMap<String, Moment>,
}

/// What a sign-in in a browser was granted.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebGrant {
    pub scopes: Vec<String>,
    /// The `aud` of its access tokens.
    pub resource: Option<String>,
}

/// Whether a refresh token works.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RefreshTokenState {
    Current,
    /// Replaced by rotation, and still within the grace period.
    InGrace,
    /// Replaced by rotation, and used too late.
    Reused,
}

impl Grant {
    fn holds(&self, token: &str) -> bool {
        self.refresh_token == token || self.replaced.contains_key(token)
    }

    pub(crate) fn state(&self, token: &str, now: Moment) -> RefreshTokenState {
        match self.replaced.get(token) {
            None => RefreshTokenState::Current,
            Some(until) if now < *until => RefreshTokenState::InGrace,
            Some(_) => RefreshTokenState::Reused,
        }
    }

    /// Replaces the refresh token. The old token works for another `grace_seconds`.
    pub(crate) fn rotate(&mut self, new_token: String, grace_seconds: i64, now: Moment) {
        let old = std::mem::replace(&mut self.refresh_token, new_token);
        self.replaced.insert(old, now.plus_seconds(grace_seconds));
    }
}

fn term_of_origin(origin_jti: &str) -> Term {
    Term::new("origin", &[origin_jti.as_bytes()])
}

fn term_of_token(token: &str) -> Term {
    Term::new("token", &[token.as_bytes()])
}

fn term_of_user(username: &str) -> Term {
    Term::new("user", &[username.as_bytes()])
}

fn term_of_sub(sub: &str) -> Term {
    Term::new("sub", &[sub.as_bytes()])
}

impl Searchable for Grant {
    fn terms(&self) -> Vec<Term> {
        let tokens = self.replaced.keys().chain([&self.refresh_token]).map(|token| term_of_token(token));
        let others = [term_of_origin(&self.origin_jti), term_of_user(&self.username), term_of_sub(&self.sub)];
        tokens.chain(others).collect()
    }
}

/// The grants of a pool, numbered from the oldest on.
pub(crate) type Grants = Indexed<u64, Grant>;

impl Grants {
    pub(crate) fn by_refresh_token(&mut self, token: &str) -> Option<&mut Grant> {
        self.find_mut(term_of_token(token), |grant| grant.holds(token))
    }

    pub(crate) fn by_origin(&self, origin_jti: &str) -> Option<&Grant> {
        self.with(term_of_origin(origin_jti)).find(|grant| grant.origin_jti == origin_jti)
    }

    /// The grants of the user with this name, and of deleted users who had the name. The oldest comes first.
    pub(crate) fn of_user(&self, username: &str) -> impl Iterator<Item = &Grant> {
        self.with(term_of_user(username)).filter(move |grant| grant.username == username)
    }

    /// The grants of the user with this `sub`, the oldest first.
    pub(crate) fn of_sub(&self, sub: &str) -> impl Iterator<Item = &Grant> {
        self.with(term_of_sub(sub)).filter(move |grant| grant.sub == sub)
    }

    /// Revokes one grant.
    pub(crate) fn revoke(&mut self, origin_jti: &str) {
        let found = self.find_mut(term_of_origin(origin_jti), |grant| grant.origin_jti == origin_jti);
        if let Some(grant) = found {
            grant.revoked = true;
        }
    }

    /// Revokes every grant of a user.
    pub(crate) fn revoke_all_of(&mut self, username: &str) {
        for number in self.keys_of(term_of_user(username)) {
            if let Some(grant) = self.get_mut(&number).filter(|grant| grant.username == username) {
                grant.revoked = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn grants(now: Moment) -> Grants {
        let mut grants = Grants::default();
        grants.push(Grant {
            origin_jti: "origin".into(),
            refresh_token: "first".into(),
            username: "alice".into(),
            sub: "sub".into(),
            client_id: "client".into(),
            device_key: None,
            web: None,
            auth_time: now,
            expires: now.plus_seconds(Moment::DAY),
            revoked: false,
            replaced: HashMap::new(),
        });
        grants
    }

    #[test]
    fn a_replaced_token_works_through_its_grace_period_only() {
        let now = Clock::default().now();
        let mut grants = grants(now);
        let grant = grants.by_refresh_token("first").unwrap();
        grant.rotate("second".into(), 10, now);
        assert_eq!(grant.state("second", now), RefreshTokenState::Current);
        assert_eq!(grant.state("first", now.plus_seconds(9)), RefreshTokenState::InGrace);
        assert_eq!(grant.state("first", now.plus_seconds(10)), RefreshTokenState::Reused);
        assert!(grants.by_refresh_token("first").is_some(), "a replaced token is still known");
        assert!(grants.by_refresh_token("third").is_none());
    }

    #[test]
    fn revoking_a_users_grants_keeps_the_grants_of_other_users() {
        let now = Clock::default().now();
        let mut grants = grants(now);
        grants.revoke_all_of("bob");
        assert!(!grants.by_origin("origin").unwrap().revoked);
        grants.revoke_all_of("alice");
        assert!(grants.by_origin("origin").unwrap().revoked);
    }
}
