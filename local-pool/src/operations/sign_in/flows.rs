//! The flows that begin a sign-in, and the flow that refreshes tokens.

use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::pool::sessions::{PasswordOf, Progress};
use crate::service::Call;
use crate::tokens;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The members that the requests of InitiateAuth and AdminInitiateAuth have in common.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InitiateAuth {
    auth_flow: String,
    pub client_id: String,
    #[serde(default)]
    auth_parameters: HashMap<String, String>,
    session: Option<String>,
}

/// Begins one of the operation's flows, if it is enabled for the client.
pub(crate) fn begin(
    call: &mut Call<'_>,
    request: InitiateAuth,
    flows: &[&str],
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(&request.client_id)?;
    pool.sessions.prune(now);
    if !flows.contains(&request.auth_flow.as_str()) {
        return Err(CognitoError::invalid_parameter("Initiate Auth method not supported."));
    }
    let name = match request.auth_flow.as_str() {
        "REFRESH_TOKEN" => "REFRESH_TOKEN_AUTH",
        "ADMIN_NO_SRP_AUTH" => "ADMIN_USER_PASSWORD_AUTH",
        name => name,
    };
    if !client.allows(name) {
        let text = match name {
            "USER_SRP_AUTH" | "CUSTOM_AUTH" => format!("{name} is not enabled for the client."),
            _ => format!("{name} flow not enabled for this client"),
        };
        return Err(CognitoError::invalid_parameter(text));
    }
    let pool_id = pool.id.clone();
    let (parameters, session) = (request.auth_parameters, request.session);
    let progress = Progress::default();
    let mut step = SignInStep { call, pool_id, client, parameters, session, progress };
    if name == "REFRESH_TOKEN_AUTH" {
        return step.refresh();
    }
    step.call.context.as_validation_data();
    let with_password = ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH"].contains(&name);
    if with_password {
        step.migrate()?;
    }
    step.pre_authentication()?;
    match name {
        _ if with_password => step.begin_password(),
        "USER_AUTH" => step.begin_choice(),
        "CUSTOM_AUTH" => step.begin_custom(),
        _ => step.begin_srp(),
    }
}

impl SignInStep<'_, '_> {
    fn begin_srp(&mut self) -> Result<Value, CognitoError> {
        let typed = self.typed_name()?;
        let username = self.known_or_feigned(&typed)?;
        self.begin_srp_for(&username)
    }

    /// Begins SRP for a user. If the client hides which users exist, a name without a user gets the same challenge.
    pub(crate) fn begin_srp_for(&mut self, username: &str) -> Result<Value, CognitoError> {
        let client_public = self.client_public()?;
        let pool = self.pool()?;
        let registered = pool.users.get(username).and_then(|user| user.verifier.clone());
        let (verifier, password_of) = match registered {
            Some(verifier) => (verifier, PasswordOf::User),
            None => (pool.feigned_verifier(username)?, PasswordOf::Nobody),
        };
        let names = json!({ "USER_ID_FOR_SRP": username, "USERNAME": username });
        self.open_exchange(username, password_of, &verifier, client_public, names)
    }

    pub(crate) fn begin_password(&mut self) -> Result<Value, CognitoError> {
        let typed = self.typed_name()?;
        self.parameter("PASSWORD")?;
        let username = self.pool()?.resolve(&typed).unwrap_or(typed);
        self.check_password(&username)?;
        self.password_verified(&username)
    }

    fn refresh(&mut self) -> Result<Value, CognitoError> {
        let token = self.parameter("REFRESH_TOKEN")?.to_owned();
        if !self.client.secrets.is_empty() {
            let owner = tokens::refresh_token_owner(self.pool()?, &token)
                .ok_or_else(|| CognitoError::not_authorized("Invalid Refresh Token"))?;
            self.client.check_secret_hash(&owner, self.given("SECRET_HASH"))?;
        }
        if self.client.settings.rotation_grace().is_some() {
            let text = "REFRESH_TOKEN_AUTH flow not enabled for this client";
            return Err(CognitoError::invalid_parameter(text));
        }
        let device = self.parameters.get("DEVICE_KEY").map(String::as_str);
        tokens::refresh(self.call, &self.pool_id, &self.client, &token, device)
    }
}
