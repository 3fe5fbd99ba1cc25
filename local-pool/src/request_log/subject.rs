//! Whom a request is about: the pool, the client and the user that it names, if they exist.

use crate::jwt;
use crate::pool::World;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeSet;
use url::form_urlencoded;

/// The names of a pool, a client and a user that exist. For a user, this is the pool user name, even if the request has
/// another name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub pool: Option<String>,
    pub client: Option<String>,
    pub user: Option<String>,
}

impl Subject {
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            pool: self.pool.or(other.pool),
            client: self.client.or(other.client),
            user: self.user.or(other.user),
        }
    }
}

/// What may be a name in a request. Any of these texts can be wrong, and can even be a secret.
#[derive(Debug, Default)]
pub(crate) struct Clues {
    pools: BTreeSet<String>,
    clients: BTreeSet<String>,
    users: BTreeSet<String>,
}

impl Clues {
    pub(crate) fn in_request(parts: &Parts, body: &[u8]) -> Self {
        let mut clues = Self::default();
        clues.read_parameters(parts.uri.query().unwrap_or_default().as_bytes());
        clues.pools.extend(parts.uri.path().split('/').map(str::to_owned));
        clues.read_authorization(&parts.headers);
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            clues.read_parameters(body);
        } else if let Ok(request) = serde_json::from_slice::<Value>(body) {
            clues.read_operation(&request);
        }
        clues
    }

    fn read_parameters(&mut self, text: &[u8]) {
        for (name, value) in form_urlencoded::parse(text) {
            match name.as_ref() {
                "client_id" => self.clients.insert(value.into_owned()),
                "username" => self.users.insert(value.into_owned()),
                "userPoolId" => self.pools.insert(value.into_owned()),
                _ => false,
            };
        }
    }

    /// Reads the header in which a client sends its id and its secret, or an access token.
    fn read_authorization(&mut self, headers: &HeaderMap) {
        let header = headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok()).unwrap_or_default();
        match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => self.read_token(token.trim()),
            Some((scheme, encoded)) if scheme.eq_ignore_ascii_case("basic") => {
                let pair = STANDARD.decode(encoded.trim()).ok().and_then(|pair| String::from_utf8(pair).ok());
                self.clients.extend(pair.and_then(|pair| Some(pair.split_once(':')?.0.to_owned())));
            }
            _ => {}
        }
    }

    fn read_operation(&mut self, request: &Value) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        self.pools.extend(text(&request["UserPoolId"]));
        self.pools.extend(text(&request["IdentityPoolId"]));
        self.clients.extend(text(&request["ClientId"]));
        self.users.extend(text(&request["Username"]));
        self.users.extend(text(&request["AuthParameters"]["USERNAME"]));
        self.users.extend(text(&request["ChallengeResponses"]["USERNAME"]));
        if let Some(token) = request["AccessToken"].as_str() {
            self.read_token(token);
        }
    }

    /// Reads the claims of a token, whoever signed it.
    fn read_token(&mut self, token: &str) {
        let Some(claims) = jwt::unverified(token) else { return };
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        self.clients.extend(text("client_id"));
        self.users.extend(text("username"));
        self.pools.extend(text("iss").and_then(|issuer| Some(issuer.rsplit_once('/')?.1.to_owned())));
    }

    /// Those of the names that belong to a pool, to one of its clients, and to one of its users. Without a user pool,
    /// the id of an identity pool.
    pub(crate) fn in_world(&self, world: &World) -> Subject {
        let client = self.clients.iter().find_map(|id| {
            let pool = world.pools.values().find(|pool| pool.clients.contains_key(id))?;
            Some((pool, id))
        });
        let named = || self.pools.iter().find_map(|id| world.pools.get(id));
        let Some(pool) = client.map(|(pool, _)| pool).or_else(named) else {
            let identities = self.pools.iter().find(|id| world.identity_pools.pools.contains_key(*id));
            return Subject { pool: identities.cloned(), ..Subject::default() };
        };
        Subject {
            pool: Some(pool.id.clone()),
            client: client.map(|(_, id)| id.clone()),
            user: self.users.iter().find_map(|name| pool.resolve(name)),
        }
    }
}
