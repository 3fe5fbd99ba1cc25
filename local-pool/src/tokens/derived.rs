//! Token exchange (RFC 8693): a token for another service, in exchange for a token of a user.

use crate::errors::CognitoError;
use crate::jwt::{self, Claims};
use crate::pool::UserPool;
use crate::pool::client::Client;
use crate::pool::identities::IDENTITIES;
use crate::pool::users::User;
use crate::random;
use crate::service::Call;
use serde_json::{Value, json};

/// What a new token is made from.
pub(crate) struct Derivation<'a> {
    pub pool_id: &'a str,
    pub client: &'a Client,
    /// The claims of the user's token.
    pub subject: &'a Claims,
    /// The claims of the token of the service that acts for the user.
    pub actor: Option<&'a Claims>,
    pub scopes: &'a [String],
    /// The `aud` of the new token.
    pub audience: Option<&'a str>,
    /// The `token_use` of the new token: `access` or `id`.
    pub token_use: &'a str,
}

/// The claims of a token that this pool has issued for this use. Checks signature, expiry and revocation, and that the
/// token's user exists and is enabled.
pub(crate) fn presented(
    call: &mut Call<'_>,
    pool_id: &str,
    token: &str,
    token_use: &str,
) -> Result<Claims, CognitoError> {
    let invalid = || CognitoError::not_authorized("Invalid token");
    let pool = call.world.pool(pool_id)?;
    let claims = jwt::decode(&*call.service.signer_of(pool)?, token).ok_or_else(invalid)?;
    let issued_here = text(&claims, "iss").rsplit_once('/').is_some_and(|(_, id)| id == pool_id);
    if !issued_here || text(&claims, "token_use") != token_use {
        return Err(invalid());
    }
    if claims.get("exp").and_then(Value::as_i64).is_none_or(|expires| expires <= call.now.seconds()) {
        return Err(CognitoError::not_authorized("The token has expired"));
    }
    let origin = claims.get("origin_jti").and_then(Value::as_str);
    if origin.is_some_and(|origin| pool.grants.by_origin(origin).is_none_or(|grant| grant.revoked)) {
        return Err(CognitoError::not_authorized("The token has been revoked"));
    }
    // A client's own token has no user.
    if !username(&claims).is_empty() && !user(pool, &claims)?.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    Ok(claims)
}

fn text<'c>(claims: &'c Claims, name: &str) -> &'c str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The pool user name in a token; empty in a client's own token.
fn username(claims: &Claims) -> &str {
    let name = if text(claims, "token_use") == "id" { "cognito:username" } else { "username" };
    text(claims, name)
}

fn user<'p>(pool: &'p UserPool, claims: &Claims) -> Result<&'p User, CognitoError> {
    let found = pool.users.get(username(claims)).filter(|user| user.sub == text(claims, "sub"));
    found.ok_or_else(CognitoError::user_not_found)
}

/// Makes the new token. It belongs to the same sign-in as the user's token, so a revocation revokes both.
pub(crate) fn derive(call: &mut Call<'_>, from: &Derivation<'_>) -> Result<(String, i64), CognitoError> {
    let now = call.now.seconds();
    let pool = call.world.pool(from.pool_id)?;
    let signer = call.service.signer_of(pool)?;
    let user = user(pool, from.subject)?;
    let seconds = match from.token_use {
        "id" => from.client.settings.id_token_seconds(),
        _ => from.client.settings.access_token_seconds(),
    };
    let mut claims = Claims::new();
    for name in ["sub", "auth_time", "origin_jti", "cognito:groups"] {
        claims.extend(from.subject.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let mut set = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
    set("iss", json!(call.service.issuer.of_user_pool(from.pool_id)));
    set("token_use", json!(from.token_use));
    set("event_id", json!(random::uuid()?));
    set("jti", json!(random::uuid()?));
    set("iat", json!(now));
    set("exp", json!(now.saturating_add(seconds)));
    if let Some(actor) = from.actor {
        set("act", actor_claim(actor, from.subject));
    }
    match from.token_use {
        "id" => {
            set("aud", json!(from.audience.unwrap_or(&from.client.id)));
            set("cognito:username", json!(user.username));
            for attribute in from.client.settings.readable(user.attribute_list()) {
                let value = match attribute.name.as_str() {
                    "email_verified" | "phone_number_verified" => json!(attribute.value == "true"),
                    IDENTITIES => user.identities_claim(),
                    _ => json!(attribute.value),
                };
                set(&attribute.name, value);
            }
        }
        _ => {
            set("version", json!(2));
            set("client_id", json!(from.client.id));
            set("username", json!(user.username));
            set("scope", json!(from.scopes.join(" ")));
            from.audience.iter().for_each(|audience| set("aud", json!(audience)));
        }
    }
    Ok((jwt::encode(&*signer, &claims), seconds))
}

/// The claim `act` (RFC 8693 section 4.1): who acts for the user. An earlier actor is within it.
fn actor_claim(actor: &Claims, subject: &Claims) -> Value {
    let mut act = json!({ "sub": text(actor, "sub") });
    if let Some(earlier) = subject.get("act") {
        act["act"] = earlier.clone();
    }
    act
}
