//! A sign-in on the wire: its flows (API reference: InitiateAuth), what every challenge response carries, and the
//! machine's event for each response of the service. The kinds of challenges are in `challenge`.

use std::collections::BTreeMap;

use super::{AuthenticationResponse, InitiateAuthRequest, RespondToAuthChallengeRequest, TokenSet};
use crate::challenge::{
    AutomaticChallenge, ChallengeKind, ChallengeResponse, DEVICE_PASSWORD_VERIFIER, Parameters,
    PasswordClaim, PasswordVerifier, Username,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Credential, DeviceProof, Event, FromService, Initiation, IssuedTokens, OutgoingResponse,
    ReceivedChallenge,
};
use crate::model::{AuthFlowType, RequestContext};
use crate::secret::Secret;

/// The flow in which SRP verifies the password.
pub(super) const USER_SRP_AUTH: &str = "USER_SRP_AUTH";

const USERNAME: &str = "USERNAME";
const SRP_A: &str = "SRP_A";
const DEVICE_KEY: &str = "DEVICE_KEY";

/// The request that begins a sign-in, with the key of this device if it has one.
pub(crate) fn initiate_auth(initiation: Initiation, device_key: Option<&str>) -> InitiateAuthRequest {
    let mut parameters = BTreeMap::new();
    let mut add = |name: &str, value: Secret| drop(parameters.insert(name.to_owned(), value));
    add(USERNAME, Secret::from(initiation.username.as_str()));
    match initiation.credential {
        Some(Credential::SrpA(srp_a)) => add(SRP_A, srp_a),
        Some(Credential::Password(password)) => add("PASSWORD", password),
        None => {}
    }
    let flow = match initiation.flow {
        AuthFlowType::UserSrp => USER_SRP_AUTH,
        AuthFlowType::UserPassword => "USER_PASSWORD_AUTH",
        AuthFlowType::CustomWithSrp => {
            add("CHALLENGE_NAME", Secret::from(SRP_A));
            "CUSTOM_AUTH"
        }
        AuthFlowType::CustomWithoutSrp => "CUSTOM_AUTH",
        AuthFlowType::UserAuth { preferred_first_factor } => {
            if let Some(factor) = preferred_first_factor {
                add("PREFERRED_CHALLENGE", Secret::from(factor.challenge_response()));
            }
            "USER_AUTH"
        }
    };
    if let Some(key) = device_key {
        add(DEVICE_KEY, Secret::from(key));
    }
    InitiateAuthRequest {
        flow: flow.to_owned(),
        username: initiation.username,
        parameters,
        session: initiation.session,
        context: initiation.context,
    }
}

/// The request that answers a challenge, with the key of this device if it has one.
pub(crate) fn respond_to_auth_challenge(
    outgoing: OutgoingResponse,
    device_key: Option<&str>,
) -> RespondToAuthChallengeRequest {
    let OutgoingResponse { username, session, response, context } = outgoing;
    response_request(response, &username, session, device_key, context)
}

/// The request that begins the SRP of the device with this key.
pub(crate) fn begin_device_proof(
    proof: &DeviceProof,
    device_key: &str,
    srp_a: Secret,
) -> RespondToAuthChallengeRequest {
    let response = ChallengeResponse::device_srp_a(srp_a);
    response_request(
        response,
        &proof.username,
        proof.session.clone(),
        Some(device_key),
        proof.context.clone(),
    )
}

/// The request with the claim of the device with this key.
pub(crate) fn prove_device(
    proof: &DeviceProof,
    device_key: &str,
    claim: PasswordClaim,
) -> RespondToAuthChallengeRequest {
    let session = claim.session.clone();
    let response = ChallengeResponse::device_claim(claim);
    response_request(response, &proof.username, session, Some(device_key), proof.context.clone())
}

/// The values that the service sends for the device's SRP, from the response to [`begin_device_proof`].
pub(crate) fn device_challenge(response: AuthenticationResponse) -> Result<PasswordVerifier, AuthErrorCode> {
    match response {
        AuthenticationResponse::Challenge { name, session, parameters, .. }
            if name == DEVICE_PASSWORD_VERIFIER =>
        {
            PasswordVerifier::of_device(&Parameters::new(parameters), session)
        }
        _ => Err(AuthErrorCode::UnsupportedChallenge),
    }
}

fn response_request(
    response: ChallengeResponse,
    username: &Username,
    session: Option<Secret>,
    device_key: Option<&str>,
    context: RequestContext,
) -> RespondToAuthChallengeRequest {
    let ChallengeResponse { challenge_name, parameters: mut responses } = response;
    responses.insert(USERNAME.to_owned(), Secret::from(username.in_responses()));
    responses.extend(device_key.map(|key| (DEVICE_KEY.to_owned(), Secret::from(key))));
    RespondToAuthChallengeRequest {
        challenge_name: challenge_name.to_owned(),
        session,
        username: username.in_responses().to_owned(),
        responses,
        context,
    }
}

/// The machine's event for a response of the service: `WorkFailed` if the response is malformed, or is a challenge that
/// this version does not support.
pub(crate) fn event(response: AuthenticationResponse, now_milliseconds: i64) -> Event {
    let said = match response {
        AuthenticationResponse::Tokens(tokens) => issued_tokens(tokens).map(FromService::TokensReceived),
        AuthenticationResponse::Challenge { name, session, parameters, available } => {
            challenge(&name, session, &Parameters::new(parameters), &available, now_milliseconds)
        }
    };
    said.map_or_else(|code| Event::WorkFailed(code.into()), Event::Service)
}

/// The tokens for the machine. A response without a refresh token is malformed: there can be no session without it.
fn issued_tokens(tokens: TokenSet) -> Result<IssuedTokens, AuthErrorCode> {
    Ok(IssuedTokens {
        id_token: tokens.id_token,
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token.ok_or(AuthErrorCode::MalformedResponse)?,
        expires_in_seconds: tokens.expires_in_seconds.into(),
        new_device: tokens.new_device,
    })
}

fn challenge(
    name: &str,
    session: Option<Secret>,
    parameters: &Parameters,
    available: &[String],
    at_milliseconds: i64,
) -> Result<FromService, AuthErrorCode> {
    let pool_username = parameters.pool_username();
    Ok(match AutomaticChallenge::read(name, parameters, session.clone(), at_milliseconds)? {
        Some(AutomaticChallenge::Password(verifier)) => FromService::ProofRequested(verifier),
        Some(AutomaticChallenge::Device) => FromService::DeviceProofRequested { session, pool_username },
        Some(AutomaticChallenge::Passkey(passkey)) => FromService::PasskeyRequested(passkey),
        None => {
            let kind = ChallengeKind::read(name, parameters, available)?;
            let received = ReceivedChallenge { kind, session, pool_username, at_milliseconds };
            FromService::ChallengeReceived(received)
        }
    })
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
