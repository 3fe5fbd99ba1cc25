//! A user's passkeys: the operations that register, list and delete them.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::passkeys::{TIMEOUT, descriptor};
use crate::pool::UserPool;
use crate::pool::first_factor::FirstFactor;
use crate::pool::passkeys::{Ceremony, Passkey, Registration};
use crate::pool::scopes::USER_ADMIN;
use crate::service::Call;
use crate::tokens;
use crate::web_authn::{self, ALGORITHMS, Refused, RegistrationCredential};
use serde::Deserialize;
use serde_json::{Value, json};

/// A registration can be completed within this time after its start.
const REGISTRATION_SECONDS: i64 = 5 * Moment::MINUTE;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartWebAuthnRegistration {
    access_token: String,
}

pub(crate) fn start_web_authn_registration(
    call: &mut Call<'_>,
    request: StartWebAuthnRegistration,
) -> Result<Value, CognitoError> {
    let bearer = tokens::authorize(call, &request.access_token, USER_ADMIN)?;
    let now = call.now;
    let pool = call.world.pool(&bearer.pool_id)?;
    require_passkeys(pool)?;
    let ceremony = Ceremony::begin(pool.web_authn.as_ref())?;
    let user = pool.user(&bearer.username)?;
    let known: Vec<Value> = user.passkeys.all.iter().map(descriptor).collect();
    let algorithms = ALGORITHMS.map(|algorithm| json!({ "type": "public-key", "alg": algorithm }));
    let options = json!({
        "rp": { "id": ceremony.relying_party_id, "name": ceremony.relying_party_id },
        "user": {
            "id": web_authn::encode(user.sub.as_bytes()),
            "name": user.username,
            "displayName": user.username,
        },
        "challenge": ceremony.challenge,
        "pubKeyCredParams": algorithms,
        "timeout": TIMEOUT,
        "excludeCredentials": known,
        "authenticatorSelection": {
            "requireResidentKey": true,
            "residentKey": "required",
            "userVerification": ceremony.user_verification,
        },
    });
    let expires = now.plus_seconds(REGISTRATION_SECONDS);
    user.passkeys.start(Registration { ceremony, client_id: bearer.client_id, expires }, now)?;
    Ok(json!({ "CredentialCreationOptions": options }))
}

/// Refuses a pool without passkeys.
fn require_passkeys(pool: &UserPool) -> Result<(), CognitoError> {
    if pool.allowed_first_factors().any(|factor| factor == FirstFactor::WebAuthn) {
        return Ok(());
    }
    let text = "Passkeys are not enabled for the user pool.";
    Err(CognitoError::new("WebAuthnNotEnabledException", text))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CompleteWebAuthnRegistration {
    access_token: String,
    credential: Value,
}

pub(crate) fn complete_web_authn_registration(
    call: &mut Call<'_>,
    request: CompleteWebAuthnRegistration,
) -> Result<Value, CognitoError> {
    let bearer = tokens::authorize(call, &request.access_token, USER_ADMIN)?;
    let now = call.now;
    let pool = call.world.pool(&bearer.pool_id)?;
    require_passkeys(pool)?;
    let credential: RegistrationCredential = serde_json::from_value(request.credential)
        .map_err(|_| CognitoError::invalid_parameter("Credential is not a RegistrationResponseJSON."))?;
    let client_data = credential.client_data().map_err(refusal)?;
    let challenge = web_authn::challenge_of(&client_data).map_err(refusal)?;
    let started = pool.user(&bearer.username)?.passkeys.take_registration(&challenge, now);
    let started = started.ok_or_else(|| refusal(Refused::Challenge))?;
    if started.client_id != bearer.client_id {
        let text = "The registration was started by another client.";
        return Err(CognitoError::new("WebAuthnClientMismatchException", text));
    }
    let registered = web_authn::register(&credential, &started.ceremony.expected()).map_err(refusal)?;
    if pool.knows_passkey(&registered.id) {
        return Err(CognitoError::invalid_parameter("The passkey is already registered."));
    }
    let user = pool.user(&bearer.username)?;
    user.passkeys.add(Passkey {
        id: registered.id,
        public_key: registered.public_key,
        counter: registered.counter,
        backup_eligible: registered.backup_eligible,
        relying_party_id: started.ceremony.relying_party_id,
        attachment: credential.authenticator_attachment.clone(),
        transports: credential.transports().to_vec(),
        created: now,
    })?;
    Ok(json!({}))
}

/// The exception for a registration that is refused.
fn refusal(refused: Refused) -> CognitoError {
    let kind = match refused {
        Refused::Origin => "WebAuthnOriginNotAllowedException",
        Refused::RelyingParty => "WebAuthnRelyingPartyMismatchException",
        Refused::Challenge => "WebAuthnChallengeNotFoundException",
        Refused::Unsupported(_) | Refused::NotVerified => "WebAuthnCredentialNotSupportedException",
        Refused::Malformed(_) | Refused::Signature | Refused::Counter | Refused::Unknown => {
            "InvalidParameterException"
        }
    };
    CognitoError::new(kind, format!("The passkey is not accepted: {}.", refused.reason()))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListWebAuthnCredentials {
    access_token: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(crate) fn list_web_authn_credentials(
    call: &mut Call<'_>,
    request: ListWebAuthnCredentials,
) -> Result<Value, CognitoError> {
    const MOST: usize = 20;
    let (pool, username) = call.signed_in(&request.access_token)?;
    // 0 asks for the largest page.
    let most = request.max_results.filter(|most| *most > 0).unwrap_or(MOST);
    let all = &pool.user(&username)?.passkeys.all;
    let start = match &request.next_token {
        None => 0,
        Some(token) => page_start(all, token)?,
    };
    let end = all.len().min(start + most);
    let page: Vec<Value> = all[start..end].iter().map(describe).collect();
    let mut answer = json!({ "Credentials": page });
    if end < all.len() {
        answer["NextToken"] = json!(web_authn::encode(&all[end - 1].id));
    }
    Ok(answer)
}

/// The start of the page after a token. The token is the id of the last credential on the page before.
fn page_start(all: &[Passkey], token: &str) -> Result<usize, CognitoError> {
    let last = all.iter().position(|passkey| web_authn::encode(&passkey.id) == token);
    last.map(|last| last + 1).ok_or_else(|| CognitoError::invalid_parameter("NextToken is not valid."))
}

fn describe(passkey: &Passkey) -> Value {
    let name = match passkey.attachment.as_deref() {
        Some("platform") => "Platform passkey",
        Some("cross-platform") => "Roaming passkey",
        _ => "Passkey",
    };
    let mut described = json!({
        "CredentialId": web_authn::encode(&passkey.id),
        "FriendlyCredentialName": name,
        "RelyingPartyId": passkey.relying_party_id,
        "AuthenticatorTransports": passkey.transports,
        "CreatedAt": passkey.created.date(),
    });
    if let Some(attachment) = &passkey.attachment {
        described["AuthenticatorAttachment"] = json!(attachment);
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteWebAuthnCredential {
    access_token: String,
    credential_id: String,
}

pub(crate) fn delete_web_authn_credential(
    call: &mut Call<'_>,
    request: DeleteWebAuthnCredential,
) -> Result<Value, CognitoError> {
    let (pool, username) = call.signed_in(&request.access_token)?;
    let user = pool.user(&username)?;
    let id = web_authn::decode(&request.credential_id).unwrap_or_default();
    if user.passkeys.remove(&id) {
        return Ok(json!({}));
    }
    Err(CognitoError::new("ResourceNotFoundException", "The passkey does not exist."))
}
