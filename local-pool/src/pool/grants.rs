//! What a sign-in granted: a line of refresh tokens, and the access tokens that descend from them.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One sign-in. `origin_jti` in its tokens points back here.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    pub origin_jti: String,
    pub username: String,
    /// Tells the user from a later one of the same name.
    pub sub: String,
    pub client_id: String,
    /// The device that the sign-in happened on, where the pool tracks devices.
    pub device_key: Option<String>,
    pub auth_time: Moment,
    /// When its refresh tokens end; rotation does not move it.
    pub expires: Moment,
    pub revoked: bool,
    refresh_token: String,
    replaced: HashMap<String, Moment>,
}

/// How a refresh token stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TokenState {
    Current,
    /// Replaced by rotation, and still within the grace period.
    InGrace,
    /// Replaced by rotation, and used too late.
    Reused,
}

impl Grant {
    pub(crate) fn refresh_token(&self) -> &str {
        &self.refresh_token
    }

    fn holds(&self, token: &str) -> bool {
        self.refresh_token == token || self.replaced.contains_key(token)
    }

    pub(crate) fn state(&self, token: &str, now: Moment) -> TokenState {
        match self.replaced.get(token) {
            None => TokenState::Current,
            Some(until) if now < *until => TokenState::InGrace,
            Some(_) => TokenState::Reused,
        }
    }

    /// Puts a new refresh token in place; the one before goes on for `grace_seconds`.
    pub(crate) fn rotate(&mut self, new_token: String, grace_seconds: i64, now: Moment) {
        let old = std::mem::replace(&mut self.refresh_token, new_token);
        self.replaced.insert(old, now.plus_seconds(grace_seconds));
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    all: Vec<Grant>,
}

/// What a new grant is made of.
pub(crate) struct NewGrant {
    pub origin_jti: String,
    pub refresh_token: String,
    pub username: String,
    pub sub: String,
    pub client_id: String,
    pub device_key: Option<String>,
    pub auth_time: Moment,
    pub expires: Moment,
}

impl Grants {
    pub(crate) fn add(&mut self, new: NewGrant) {
        self.all.push(Grant {
            origin_jti: new.origin_jti,
            username: new.username,
            sub: new.sub,
            client_id: new.client_id,
            device_key: new.device_key,
            auth_time: new.auth_time,
            expires: new.expires,
            revoked: false,
            refresh_token: new.refresh_token,
            replaced: HashMap::new(),
        });
    }

    pub(crate) fn by_refresh_token(&mut self, token: &str) -> Option<&mut Grant> {
        self.all.iter_mut().find(|grant| grant.holds(token))
    }

    pub(crate) fn by_origin(&self, origin_jti: &str) -> Option<&Grant> {
        self.all.iter().find(|grant| grant.origin_jti == origin_jti)
    }

    /// The oldest first.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Grant> {
        self.all.iter()
    }

    /// Ends every sign-in of a user.
    pub(crate) fn revoke_all_of(&mut self, username: &str) {
        self.all.iter_mut().filter(|grant| grant.username == username).for_each(|grant| grant.revoked = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn grants(now: Moment) -> Grants {
        let mut grants = Grants::default();
        grants.add(NewGrant {
            origin_jti: "origin".into(),
            refresh_token: "first".into(),
            username: "alice".into(),
            sub: "sub".into(),
            client_id: "client".into(),
            device_key: None,
            auth_time: now,
            expires: now.plus_seconds(Moment::DAY),
        });
        grants
    }

    #[test]
    fn a_replaced_token_works_through_its_grace_period_only() {
        let now = Clock::default().now();
        let mut grants = grants(now);
        let grant = grants.by_refresh_token("first").unwrap();
        grant.rotate("second".into(), 10, now);
        assert_eq!(grant.state("second", now), TokenState::Current);
        assert_eq!(grant.state("first", now.plus_seconds(9)), TokenState::InGrace);
        assert_eq!(grant.state("first", now.plus_seconds(10)), TokenState::Reused);
        assert!(grants.by_refresh_token("first").is_some(), "a replaced token is still known");
        assert!(grants.by_refresh_token("third").is_none());
    }

    #[test]
    fn revoking_a_users_grants_leaves_the_others() {
        let now = Clock::default().now();
        let mut grants = grants(now);
        grants.revoke_all_of("bob");
        assert!(!grants.by_origin("origin").unwrap().revoked);
        grants.revoke_all_of("alice");
        assert!(grants.by_origin("origin").unwrap().revoked);
    }
}
