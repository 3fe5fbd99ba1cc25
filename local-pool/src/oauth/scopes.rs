//! The scopes that a request asks for.

use super::errors::OAuthError;
use crate::pool::client::Client;
use crate::pool::scopes::{CLAIMS, OPENID, is_custom};

/// The scopes for a user who signs in. A request without scopes gets all scopes of the client.
pub(crate) fn of_user(client: &Client, asked: Option<&str>) -> Result<Vec<String>, OAuthError> {
    let scopes = granted(&client.settings.oauth.scopes, asked)?;
    let needs_openid = scopes.iter().any(|scope| CLAIMS.contains(&scope.as_str()));
    match needs_openid && !scopes.iter().any(|scope| scope == OPENID) {
        true => Err(OAuthError::because("invalid_scope", "email, phone and profile need openid")),
        false => Ok(scopes),
    }
}

/// The scopes for a client without a user: those of resource servers. A request without scopes gets all such scopes of
/// the client.
pub(crate) fn of_client(client: &Client, asked: Option<&str>) -> Result<Vec<String>, OAuthError> {
    let allowed: Vec<String> =
        client.settings.oauth.scopes.iter().filter(|scope| is_custom(scope)).cloned().collect();
    granted(&allowed, asked)
}

fn granted(allowed: &[String], asked: Option<&str>) -> Result<Vec<String>, OAuthError> {
    let Some(asked) = asked else { return Ok(allowed.to_vec()) };
    let mut scopes: Vec<String> = Vec::new();
    for scope in asked.split(' ').filter(|scope| !scope.is_empty()) {
        if !allowed.iter().any(|held| held == scope) {
            return Err(OAuthError::new("invalid_scope"));
        }
        if !scopes.iter().any(|held| held == scope) {
            scopes.push(scope.to_owned());
        }
    }
    Ok(if scopes.is_empty() { allowed.to_vec() } else { scopes })
}
