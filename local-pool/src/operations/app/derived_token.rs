//! GetDerivedToken: a service exchanges a user's token for one that another service accepts.

use crate::errors::CognitoError;
use crate::jwt::Claims;
use crate::pool::client::Client;
use crate::service::Call;
use crate::tokens::{Derivation, derive, presented};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TokenType {
    AccessToken,
    IdToken,
    Saml2,
}

impl TokenType {
    /// The `token_use` of such a token.
    fn token_use(self) -> Result<&'static str, CognitoError> {
        match self {
            Self::AccessToken => Ok("access"),
            Self::IdToken => Ok("id"),
            Self::Saml2 => Err(CognitoError::unsupported("The token type SAML2")),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDerivedToken {
    client_id: String,
    client_secret: Option<String>,
    subject_token: String,
    subject_token_type: TokenType,
    subject_token_provider_name: Option<String>,
    actor_token: Option<String>,
    actor_token_type: Option<TokenType>,
    actor_token_provider_name: Option<String>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    audiences: Vec<String>,
    #[serde(default)]
    resources: Vec<String>,
    requested_token_type: Option<TokenType>,
}

pub(crate) fn get_derived_token(
    call: &mut Call<'_>,
    request: GetDerivedToken,
) -> Result<Value, CognitoError> {
    let (pool, client) = call.world.client(&request.client_id)?;
    let pool_id = pool.id.clone();
    check_client(call, &client, request.client_secret.as_deref())?;
    let flow = match request.actor_token {
        None => "TOKEN_EXCHANGE_IMPERSONATION",
        Some(_) => "TOKEN_EXCHANGE_DELEGATION",
    };
    if !client.allows(flow) {
        let text = format!("{flow} flow not enabled for this client");
        return Err(CognitoError::invalid_parameter(text));
    }
    if request.subject_token_provider_name.is_some() || request.actor_token_provider_name.is_some() {
        return Err(CognitoError::unsupported("The token of another identity provider"));
    }
    let audience = audience(call, &pool_id, &request)?;
    let subject_use = request.subject_token_type.token_use()?;
    let subject = presented(call, &pool_id, &request.subject_token, subject_use)?;
    let actor = match (&request.actor_token, request.actor_token_type) {
        (Some(token), Some(kind)) => Some(presented(call, &pool_id, token, kind.token_use()?)?),
        (Some(_), None) => {
            return Err(CognitoError::invalid_parameter("ActorToken requires ActorTokenType."));
        }
        (None, _) => None,
    };
    let scopes = scopes(&client, &subject, request.scopes)?;
    let token_use = request.requested_token_type.unwrap_or(TokenType::AccessToken).token_use()?;
    let derivation = Derivation {
        pool_id: &pool_id,
        client: &client,
        subject: &subject,
        actor: actor.as_ref(),
        scopes: &scopes,
        audience: audience.as_deref(),
        token_use,
    };
    let (token, seconds) = derive(call, &derivation)?;
    let (issued, kind) = if token_use == "id" { ("ID_TOKEN", "N_A") } else { ("ACCESS_TOKEN", "Bearer") };
    Ok(json!({
        "IssuedToken": token,
        "IssuedTokenType": issued,
        "TokenType": kind,
        "ExpiresIn": seconds,
        "Scopes": scopes,
    }))
}

/// Checks the client's secret. If a client has a secret and the request does not, only an administrator may send the
/// request.
fn check_client(call: &Call<'_>, client: &Client, secret: Option<&str>) -> Result<(), CognitoError> {
    if secret.is_none() && !client.secrets.is_empty() {
        return Ok(call.sender.administration?);
    }
    match client.check_secret(secret) {
        true => Ok(()),
        false => {
            Err(CognitoError::not_authorized(format!("Unable to verify secret for client {}", client.id)))
        }
    }
}

/// Whom the new token is for: any name, or the identifier of a resource server of the pool.
fn audience(
    call: &mut Call<'_>,
    pool_id: &str,
    request: &GetDerivedToken,
) -> Result<Option<String>, CognitoError> {
    match (request.audiences.first(), request.resources.first()) {
        (Some(_), Some(_)) => {
            Err(CognitoError::invalid_parameter("Audiences and Resources cannot be in the same request."))
        }
        (audience, None) => Ok(audience.cloned()),
        (None, Some(resource)) if call.world.pool(pool_id)?.resource_servers.contains_key(resource) => {
            Ok(Some(resource.clone()))
        }
        (None, Some(resource)) => {
            let text = format!("Resource server {resource} does not exist.");
            Err(CognitoError::new("ResourceNotFoundException", text))
        }
    }
}

/// The scopes of the new token. Without `Scopes` in the request, they are those of the user's token. Otherwise they are
/// the requested scopes that both the user's token and the client have. An ID token has no scopes, and limits none.
fn scopes(
    client: &Client,
    subject: &Claims,
    asked: Option<Vec<String>>,
) -> Result<Vec<String>, CognitoError> {
    let held = subject.get("scope").and_then(Value::as_str);
    let held: Option<Vec<String>> = held.map(|scopes| scopes.split(' ').map(str::to_owned).collect());
    let Some(mut granted) = asked else { return Ok(held.unwrap_or_default()) };
    let has_asked = !granted.is_empty();
    granted.retain(|scope| {
        client.settings.oauth.scopes.contains(scope) && held.as_ref().is_none_or(|held| held.contains(scope))
    });
    match has_asked && granted.is_empty() {
        true => Err(CognitoError::invalid_parameter("None of the requested scopes can be granted.")),
        false => Ok(granted),
    }
}
