//! Sign-in: InitiateAuth and RespondToAuthChallenge, and the response that both have.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::service::Request;
use super::{Cognito, ServiceError, json, malformed, wire};
use crate::machine::sign_in::NewDevice;
use crate::model::RequestContext;
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The request of InitiateAuth.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InitiateAuthRequest {
    /// The service's name of the flow, such as `USER_SRP_AUTH`.
    #[serde(rename = "AuthFlow")]
    pub flow: String,
    /// The user name for SECRET_HASH: the request's USERNAME, or for REFRESH_TOKEN_AUTH the access token's `username`
    /// claim.
    #[serde(skip)]
    pub username: String,
    /// The request's AuthParameters.
    #[serde(rename = "AuthParameters", serialize_with = "json::secrets")]
    pub parameters: BTreeMap<String, Secret>,
    /// The Session of a finished sign-up, which counts as a first factor.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub session: Option<Secret>,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

impl InitiateAuthRequest {
    /// Whether the request changes nothing at the service. The first request of SRP changes nothing: it only asks for
    /// the service's SRP values.
    pub(super) fn changes_nothing(&self) -> bool {
        self.flow == wire::USER_SRP_AUTH
    }
}

/// The request of RespondToAuthChallenge.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RespondToAuthChallengeRequest {
    /// The service's name of the challenge, such as `PASSWORD_VERIFIER`.
    pub challenge_name: String,
    /// The Session that came with the challenge.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub session: Option<Secret>,
    /// The user name for SECRET_HASH: the request's USERNAME.
    #[serde(skip)]
    pub username: String,
    /// The request's ChallengeResponses.
    #[serde(rename = "ChallengeResponses", serialize_with = "json::secrets")]
    pub responses: BTreeMap<String, Secret>,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The response of an operation that gives tokens, as its members on the wire. Some members are personal data or SRP
/// values. A member of an unexpected form counts as absent, so that the response's tokens are not lost. Only a list or
/// a map with too many items makes the response malformed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Authentication {
    /// The tokens, once the user is signed in.
    #[serde(default, deserialize_with = "json::lenient::object")]
    pub authentication_result: Option<AuthenticationResult>,
    /// The service's name of the challenge, if the service asks for more.
    #[serde(default, deserialize_with = "json::lenient::present")]
    pub challenge_name: Option<String>,
    /// The Session, which goes with the challenge response.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub session: Option<Secret>,
    /// The challenge's parameters, by the service's names.
    #[serde(default, deserialize_with = "json::lenient::texts")]
    pub challenge_parameters: BTreeMap<String, String>,
    /// The first factors to choose from, by the service's names.
    #[serde(default, deserialize_with = "json::lenient::list")]
    pub available_challenges: Vec<String>,
}

/// The tokens, as their members on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationResult {
    /// The access token, a JSON Web Token.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub access_token: Option<Secret>,
    /// The ID token, a JSON Web Token.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub id_token: Option<Secret>,
    /// The refresh token. Absent after a refresh that did not rotate it.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub refresh_token: Option<Secret>,
    /// How long the access token is valid, in seconds.
    #[serde(default, deserialize_with = "json::lenient::seconds")]
    pub expires_in: Option<i64>,
    /// The device that the service saw for the first time, if the pool remembers devices.
    #[serde(default, deserialize_with = "json::lenient::object")]
    pub new_device_metadata: Option<NewDeviceMetadata>,
}

/// A device that the service saw for the first time, as its members on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewDeviceMetadata {
    /// The device's key.
    #[serde(default, deserialize_with = "json::lenient::present")]
    pub device_key: Option<String>,
    /// The key of the device's group, which the device's SRP proof needs.
    #[serde(default, deserialize_with = "json::lenient::present")]
    pub device_group_key: Option<String>,
}

redacted_debug! {
    InitiateAuthRequest { flow, context } names { parameters };
    RespondToAuthChallengeRequest { challenge_name, context } names { responses };
}

impl fmt::Debug for Authentication {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters: Vec<_> = self.challenge_parameters.keys().collect();
        formatter
            .debug_struct("Authentication")
            .field("challenge_name", &self.challenge_name)
            .field("challenge_parameters", &parameters)
            .finish_non_exhaustive()
    }
}

/// The response of InitiateAuth or RespondToAuthChallenge: the tokens, or a challenge.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum AuthenticationResponse {
    /// The user is signed in.
    Tokens(TokenSet),
    /// The sign-in needs a challenge response.
    Challenge {
        /// The service's name of the challenge.
        name: String,
        /// The Session, which goes with the challenge response.
        session: Option<Secret>,
        /// The response's ChallengeParameters. Some are personal data or SRP values.
        parameters: BTreeMap<String, String>,
        /// The first factors to choose from, by the service's names.
        available: Vec<String>,
    },
}

/// Tokens as the service gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenSet {
    pub(crate) access_token: Secret,
    pub(crate) id_token: Secret,
    /// The refresh token. Absent after a refresh that did not rotate it.
    pub(crate) refresh_token: Option<Secret>,
    /// How long the access token is valid, in seconds; positive.
    pub(crate) expires_in_seconds: u32,
    /// The device that the service saw for the first time, if the pool remembers devices.
    pub(crate) new_device: Option<NewDevice>,
}

impl fmt::Debug for AuthenticationResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokens(_) => formatter.write_str("Tokens"),
            Self::Challenge { name, parameters, .. } => {
                write!(formatter, "Challenge({name:?}, {:?})", parameters.keys())
            }
        }
    }
}

impl Cognito {
    /// Calls InitiateAuth.
    pub(crate) async fn initiate_auth(
        &self,
        request: InitiateAuthRequest,
    ) -> Result<AuthenticationResponse, ServiceError> {
        self.initiate(request).await?.try_into()
    }

    /// Calls InitiateAuth. Gives the response as its members on the wire.
    pub(super) async fn initiate(
        &self,
        mut request: InitiateAuthRequest,
    ) -> Result<Authentication, ServiceError> {
        self.add_secret_hash(&mut request.parameters, &request.username);
        self.call(Request::InitiateAuth(self.of_client(None, request))).await
    }

    /// Calls RespondToAuthChallenge.
    pub(crate) async fn respond_to_auth_challenge(
        &self,
        mut request: RespondToAuthChallengeRequest,
    ) -> Result<AuthenticationResponse, ServiceError> {
        self.add_secret_hash(&mut request.responses, &request.username);
        let request = Request::RespondToAuthChallenge(self.of_client(None, request));
        let answer: Authentication = self.call(request).await?;
        answer.try_into()
    }

    /// Adds SECRET_HASH to the parameters, if the app client has a secret.
    fn add_secret_hash(&self, parameters: &mut BTreeMap<String, Secret>, username: &str) {
        parameters.extend(self.secret_hash(username).map(|hash| ("SECRET_HASH".to_owned(), hash)));
    }
}

impl TryFrom<Authentication> for AuthenticationResponse {
    type Error = ServiceError;

    /// A challenge if the response names one, otherwise the tokens.
    fn try_from(answer: Authentication) -> Result<Self, ServiceError> {
        match answer.challenge_name {
            Some(name) => Ok(Self::Challenge {
                name,
                session: answer.session,
                parameters: answer.challenge_parameters,
                available: answer.available_challenges,
            }),
            None => answer.authentication_result.ok_or_else(malformed)?.try_into().map(Self::Tokens),
        }
    }
}

impl TryFrom<AuthenticationResult> for TokenSet {
    type Error = ServiceError;

    /// Fails if the access token or the ID token is missing, or if the lifetime is missing, not positive, or does not
    /// fit into 32 bits.
    fn try_from(result: AuthenticationResult) -> Result<Self, ServiceError> {
        let lifetime = result.expires_in.and_then(|seconds| u32::try_from(seconds).ok());
        Ok(Self {
            access_token: result.access_token.ok_or_else(malformed)?,
            id_token: result.id_token.ok_or_else(malformed)?,
            refresh_token: result.refresh_token,
            expires_in_seconds: lifetime.filter(|seconds| *seconds > 0).ok_or_else(malformed)?,
            new_device: result.new_device_metadata.and_then(new_device),
        })
    }
}

/// The new device, or `None` if one of its keys is missing. That is not an error, because the tokens beside it are
/// valid.
fn new_device(metadata: NewDeviceMetadata) -> Option<NewDevice> {
    Some(NewDevice { key: metadata.device_key?, group_key: metadata.device_group_key? })
}
