//! InitiateAuth: the flows that begin a sign-in, and the one that refreshes.

use super::app_user::check_username;
use super::next_step;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::client::Client;
use crate::pool::sessions::{Challenge, PendingProof};
use crate::service::{Call, Service};
use crate::srp::{self, Exchange, Verifier};
use crate::{clock::Moment, random, tokens};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InitiateAuth {
    auth_flow: String,
    client_id: String,
    #[serde(default)]
    auth_parameters: HashMap<String, String>,
}

impl InitiateAuth {
    fn parameter(&self, name: &str) -> Result<&str, CognitoError> {
        self.auth_parameters
            .get(name)
            .map(String::as_str)
            .ok_or_else(|| CognitoError::missing_parameter(name))
    }

    fn secret_hash(&self) -> Option<&str> {
        self.auth_parameters.get("SECRET_HASH").map(String::as_str)
    }

    /// The typed name, with its SECRET_HASH checked.
    fn username(&self, client: &Client) -> Result<&str, CognitoError> {
        let username = self.parameter("USERNAME")?;
        check_username(username)?;
        client.check_secret_hash(username, self.secret_hash())?;
        Ok(username)
    }
}

pub(crate) fn initiate_auth(call: &mut Call<'_>, request: InitiateAuth) -> Result<Value, CognitoError> {
    const FLOWS: [&str; 6] = [
        "USER_SRP_AUTH",
        "USER_PASSWORD_AUTH",
        "REFRESH_TOKEN_AUTH",
        "REFRESH_TOKEN",
        "CUSTOM_AUTH",
        "USER_AUTH",
    ];
    begin(call, &request, &FLOWS)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminInitiateAuth {
    user_pool_id: String,
    #[serde(flatten)]
    request: InitiateAuth,
}

pub(crate) fn admin_initiate_auth(
    call: &mut Call<'_>,
    request: AdminInitiateAuth,
) -> Result<Value, CognitoError> {
    const FLOWS: [&str; 7] = [
        "USER_SRP_AUTH",
        "ADMIN_USER_PASSWORD_AUTH",
        "ADMIN_NO_SRP_AUTH",
        "REFRESH_TOKEN_AUTH",
        "REFRESH_TOKEN",
        "CUSTOM_AUTH",
        "USER_AUTH",
    ];
    call.world.client_of(&request.user_pool_id, &request.request.client_id)?;
    begin(call, &request.request, &FLOWS)
}

/// Begins one of the flows that the operation has, when the client may use it.
fn begin(call: &mut Call<'_>, request: &InitiateAuth, flows: &[&str]) -> Result<Value, CognitoError> {
    let (service, now) = (call.service, call.now);
    let (pool, client) = call.world.client(&request.client_id)?;
    pool.sessions.prune(now);
    if !flows.contains(&request.auth_flow.as_str()) {
        let set = format!("Member must satisfy enum value set: [{}]", flows.join(", "));
        return Err(CognitoError::constraint("authFlow", &set));
    }
    let flow = match request.auth_flow.as_str() {
        "REFRESH_TOKEN" => "REFRESH_TOKEN_AUTH",
        "ADMIN_NO_SRP_AUTH" => "ADMIN_USER_PASSWORD_AUTH",
        flow => flow,
    };
    if !client.allows(flow) {
        return Err(CognitoError::invalid_parameter(format!("{flow} flow not enabled for this client")));
    }
    match flow {
        "USER_SRP_AUTH" => begin_srp(pool, &client, request, now),
        "USER_PASSWORD_AUTH" | "ADMIN_USER_PASSWORD_AUTH" => password(service, pool, &client, request, now),
        "REFRESH_TOKEN_AUTH" => refresh(service, pool, &client, request, now),
        other => Err(CognitoError::unsupported(&format!("The flow {other}"))),
    }
}

/// Answers A with B, the salt, and a secret block to be signed. The client learns nothing about the password,
/// and where user existence is hidden it does not learn whether there is a user either.
fn begin_srp(
    pool: &mut UserPool,
    client: &Client,
    request: &InitiateAuth,
    now: Moment,
) -> Result<Value, CognitoError> {
    let typed = request.username(client)?;
    let client_public = srp::integer(request.parameter("SRP_A")?)
        .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must be a hexadecimal number."))?;
    let known = pool.resolve(typed);
    if known.is_none() && !client.settings.hides_existence() {
        return Err(CognitoError::user_not_found());
    }
    let username = known.as_deref().unwrap_or(typed);
    let registered = pool.users.get(username).and_then(|user| user.verifier.clone());
    let genuine = registered.is_some();
    let verifier = match registered {
        Some(verifier) => verifier,
        None => Verifier::register(pool.short_name(), username, &random::block::<32>()?)?,
    };
    let exchange = Exchange::begin(&verifier, client_public)?
        .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must not be a multiple of N."))?;
    let secret_block = random::block::<128>()?;
    let expires = now.plus_seconds(client.settings.session_seconds());
    let session = pool.sessions.open(Challenge::PasswordVerifier, username, &client.id, expires)?;
    let answer = json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "Session": session,
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": username,
            "USERNAME": username,
            "SALT": verifier.salt_hex(),
            "SRP_B": exchange.server_public_hex(),
            "SECRET_BLOCK": secret_block,
        },
    });
    let (username, client_id) = (username.to_owned(), client.id.clone());
    let proof = PendingProof { exchange, username, genuine, client_id, expires, session };
    pool.sessions.expect_proof(secret_block, proof);
    Ok(answer)
}

fn password(
    service: &Service,
    pool: &mut UserPool,
    client: &Client,
    request: &InitiateAuth,
    now: Moment,
) -> Result<Value, CognitoError> {
    let typed = request.username(client)?;
    let password = request.parameter("PASSWORD")?;
    let unknown = || client.settings.unknown_user(CognitoError::wrong_credentials());
    let username = pool.resolve(typed).ok_or_else(unknown)?;
    let group = pool.short_name().to_owned();
    next_step::after_first_factor(service, pool, client, &username, now, |user| {
        user.verifier.as_ref().is_some_and(|verifier| verifier.matches(&group, &user.username, password))
    })
}

fn refresh(
    service: &Service,
    pool: &mut UserPool,
    client: &Client,
    request: &InitiateAuth,
    now: Moment,
) -> Result<Value, CognitoError> {
    let token = request.parameter("REFRESH_TOKEN")?;
    if client.secret.is_some() {
        let owner = tokens::refresh_token_owner(pool, token)
            .ok_or_else(|| CognitoError::not_authorized("Invalid Refresh Token"))?;
        client.check_secret_hash(&owner, request.secret_hash())?;
    }
    if client.settings.rotation_grace().is_some() {
        return Err(CognitoError::invalid_parameter("REFRESH_TOKEN_AUTH flow not enabled for this client"));
    }
    tokens::refresh(service, pool, client, token, now)
}
