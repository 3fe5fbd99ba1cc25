//! A user's second factors: the operations for the software token and the preference.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::mfa_preference::{FactorSettings, set_preference};
use crate::pool::UserPool;
use crate::pool::mfa::{Factor, SoftwareToken};
use crate::pool::sessions::{Challenge, Session};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssociateSoftwareToken {
    pub access_token: Option<String>,
    pub session: Option<String>,
}

/// Refuses the set-up of a software token if the pool does not offer this factor.
fn require_software_tokens(pool: &UserPool) -> Result<(), CognitoError> {
    match pool.mfa.offers(Factor::SoftwareToken) {
        true => Ok(()),
        false => Err(CognitoError::new(
            "SoftwareTokenMFANotFoundException",
            "Software Token MFA has not been enabled by the userPool",
        )),
    }
}

/// Makes a new secret for a signed-in user, or in a sign-in that asks for a set-up. The user's old secret works until
/// VerifySoftwareToken accepts a code of the new one.
pub(crate) fn associate_software_token(
    call: &mut Call<'_>,
    request: AssociateSoftwareToken,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let token = Box::new(SoftwareToken::new()?);
    let secret_code = token.secret_code();
    if let Some(access_token) = &request.access_token {
        let (pool, username) = call.signed_in(access_token)?;
        require_software_tokens(pool)?;
        pool.user(&username)?.next_software_token = Some(token);
        return Ok(json!({ "SecretCode": secret_code }));
    }
    let (pool, session) = setup_session(call, request.session.as_deref(), now)?;
    require_software_tokens(pool)?;
    pool.sessions.find_for_any_client(session, now)?.software_token = Some(token);
    let session = pool.sessions.renew(session)?;
    Ok(json!({ "SecretCode": secret_code, "Session": session }))
}

/// Finds the pool of a Session that waits for the set-up of a factor. Returns the pool and the Session.
fn setup_session<'w, 's>(
    call: &'w mut Call<'_>,
    session: Option<&'s str>,
    now: Moment,
) -> Result<(&'w mut UserPool, &'s str), CognitoError> {
    let session = session
        .ok_or_else(|| CognitoError::invalid_parameter("Either AccessToken or Session must be provided."))?;
    let waits = |found: &Session| matches!(found.challenge, Challenge::MfaSetup);
    let mut refusal = CognitoError::invalid_session();
    let mut waiting = None;
    for pool in call.world.pools.values() {
        match pool.sessions.look_up(session, now).map(waits) {
            Ok(true) => waiting = Some(pool.id.clone()),
            Ok(false) => {}
            Err(error) if error == CognitoError::invalid_session() => {}
            Err(expired) => refusal = expired,
        }
    }
    Ok((call.world.pool(&waiting.ok_or(refusal)?)?, session))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VerifySoftwareToken {
    pub access_token: Option<String>,
    pub session: Option<String>,
    pub user_code: String,
    pub friendly_device_name: Option<String>,
}

pub(crate) fn verify_software_token(
    call: &mut Call<'_>,
    request: VerifySoftwareToken,
) -> Result<Value, CognitoError> {
    let now = call.now;
    if let Some(access_token) = &request.access_token {
        let (pool, username) = call.signed_in(access_token)?;
        let user = pool.user(&username)?;
        // If there is no new token, the code may come from the current one. Verifying the current token again changes
        // only the name of its device, if the request has one.
        let token = user.next_software_token.as_deref_mut().or(user.software_token.as_deref_mut());
        verify(token, &request, now)?;
        user.software_token = user.next_software_token.take().or(user.software_token.take());
        return Ok(json!({ "Status": "SUCCESS" }));
    }
    let (pool, session) = setup_session(call, request.session.as_deref(), now)?;
    let token = pool.sessions.find_for_any_client(session, now)?.software_token.as_deref_mut();
    if let Err(wrong) = verify(token, &request, now) {
        pool.sessions.count_wrong_answer(session);
        return Err(wrong);
    }
    let session = pool.sessions.renew(session)?;
    Ok(json!({ "Status": "SUCCESS", "Session": session }))
}

fn verify(
    token: Option<&mut SoftwareToken>,
    request: &VerifySoftwareToken,
    now: Moment,
) -> Result<(), CognitoError> {
    match token {
        None => Err(CognitoError::invalid_parameter("No software token has been associated.")),
        Some(token) if token.accepts(&request.user_code, now) => {
            token.verified = true;
            token.device_name = request.friendly_device_name.clone().or(token.device_name.take());
            Ok(())
        }
        Some(_) => {
            let text = "Code mismatch and fail enable Software Token MFA";
            Err(CognitoError::new("EnableSoftwareTokenMFAException", text))
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserMfaPreference {
    access_token: String,
    #[serde(flatten)]
    settings: FactorSettings,
}

pub(crate) fn set_user_mfa_preference(
    call: &mut Call<'_>,
    request: SetUserMfaPreference,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    set_preference(pool, &username, request.settings, now)
}
