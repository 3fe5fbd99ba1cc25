//! Sign-in: InitiateAuth and RespondToAuthChallenge, and the answer that both give.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, AuthenticationResultType, ChallengeNameType, NewDeviceMetadataType,
};

use super::convert::{client_metadata, malformed, required, text, user_context_data};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::machine::sign_in::NewDevice;
use crate::model::UserContextData;
use crate::secret::Secret;

/// What InitiateAuth takes.
#[derive(Clone, Debug)]
pub(crate) struct InitiateAuthRequest {
    /// The service's name of the flow, such as `USER_SRP_AUTH`.
    pub(crate) flow: String,
    /// The user name as the request carries it, for SECRET_HASH.
    pub(crate) username: String,
    /// AuthParameters, without SECRET_HASH.
    pub(crate) parameters: BTreeMap<String, Secret>,
    /// The session of a finished sign-up, which is as good as a first factor.
    pub(crate) session: Option<Secret>,
    pub(crate) client_metadata: BTreeMap<String, String>,
    pub(crate) user_context_data: Option<UserContextData>,
}

/// What RespondToAuthChallenge takes.
#[derive(Clone, Debug)]
pub(crate) struct RespondToAuthChallengeRequest {
    /// The service's name of the challenge, such as `PASSWORD_VERIFIER`.
    pub(crate) challenge_name: String,
    /// The session of the answer that asked.
    pub(crate) session: Option<Secret>,
    /// The user name as the request carries it, for SECRET_HASH.
    pub(crate) username: String,
    /// ChallengeResponses, without SECRET_HASH.
    pub(crate) responses: BTreeMap<String, Secret>,
    pub(crate) client_metadata: BTreeMap<String, String>,
    pub(crate) user_context_data: Option<UserContextData>,
}

/// What both answer: the tokens, or one more question.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum AuthenticationResponse {
    /// The user is signed in.
    Tokens(TokenSet),
    /// The service asks.
    Challenge {
        /// The service's name of the challenge.
        name: String,
        /// Goes with the answer.
        session: Option<Secret>,
        /// ChallengeParameters; personal data and SRP values are among them.
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
    /// None in the answer to a refresh that did not rotate it.
    pub(crate) refresh_token: Option<Secret>,
    /// How long the access token is good for, in seconds; positive.
    pub(crate) expires_in_seconds: u32,
    /// The device that the service saw for the first time, if the pool remembers devices.
    pub(crate) new_device: Option<NewDevice>,
}

impl fmt::Debug for AuthenticationResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokens(_) => formatter.write_str("Tokens"),
            Self::Challenge { name, parameters, .. } => {
                write!(formatter, "Challenge({name}, {:?})", parameters.keys())
            }
        }
    }
}

impl Cognito {
    /// InitiateAuth.
    pub(crate) async fn initiate_auth(
        &self,
        request: InitiateAuthRequest,
    ) -> Result<AuthenticationResponse, ServiceError> {
        let flow = AuthFlowType::from(request.flow.as_str());
        // The first step of SRP asks the service for values and changes nothing there.
        let operation = match flow {
            AuthFlowType::UserSrpAuth => Operation::InitiateAuthProof,
            _ => Operation::InitiateAuth,
        };
        let call = self
            .client
            .initiate_auth()
            .client_id(&self.app_client.id)
            .auth_flow(flow)
            .set_session(request.session.as_ref().map(text))
            .set_auth_parameters(Some(self.with_secret_hash(request.parameters, &request.username)))
            .set_client_metadata(client_metadata(request.client_metadata))
            .set_user_context_data(user_context_data(request.user_context_data));
        let answer = self.call(operation, || call.clone().send()).await?;
        AuthenticationResponse::new(
            answer.authentication_result(),
            answer.challenge_name(),
            answer.session(),
            answer.challenge_parameters(),
            answer.available_challenges(),
        )
    }

    /// RespondToAuthChallenge.
    pub(crate) async fn respond_to_auth_challenge(
        &self,
        request: RespondToAuthChallengeRequest,
    ) -> Result<AuthenticationResponse, ServiceError> {
        let call = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.app_client.id)
            .challenge_name(ChallengeNameType::from(request.challenge_name.as_str()))
            .set_session(request.session.as_ref().map(text))
            .set_challenge_responses(Some(self.with_secret_hash(request.responses, &request.username)))
            .set_client_metadata(client_metadata(request.client_metadata))
            .set_user_context_data(user_context_data(request.user_context_data));
        let answer = self.call(Operation::RespondToAuthChallenge, || call.clone().send()).await?;
        AuthenticationResponse::new(
            answer.authentication_result(),
            answer.challenge_name(),
            answer.session(),
            answer.challenge_parameters(),
            answer.available_challenges(),
        )
    }

    /// Parameters as the SDK takes them, with SECRET_HASH if the app client has a secret.
    fn with_secret_hash(
        &self,
        parameters: BTreeMap<String, Secret>,
        username: &str,
    ) -> HashMap<String, String> {
        let hash = self.secret_hash(username).map(|hash| ("SECRET_HASH".to_owned(), hash));
        let parameters = parameters.into_iter().chain(hash);
        parameters.map(|(name, value)| (name, value.expose().to_owned())).collect()
    }
}

impl AuthenticationResponse {
    /// A challenge if one is named; else the tokens have to be there.
    fn new(
        result: Option<&AuthenticationResultType>,
        challenge: Option<&ChallengeNameType>,
        session: Option<&str>,
        parameters: Option<&HashMap<String, String>>,
        available: &[ChallengeNameType],
    ) -> Result<Self, ServiceError> {
        match challenge {
            Some(name) => Ok(Self::Challenge {
                name: name.as_str().to_owned(),
                session: session.map(Secret::from),
                parameters: parameters.cloned().unwrap_or_default().into_iter().collect(),
                available: available.iter().map(|name| name.as_str().to_owned()).collect(),
            }),
            None => TokenSet::new(result).map(Self::Tokens),
        }
    }
}

impl TokenSet {
    /// The tokens of an answer; one that lacks any of them is malformed.
    pub(super) fn new(result: Option<&AuthenticationResultType>) -> Result<Self, ServiceError> {
        let result = result.ok_or_else(malformed)?;
        let lifetime = u32::try_from(result.expires_in()).ok().filter(|seconds| *seconds > 0);
        Ok(Self {
            access_token: required(result.access_token())?.into(),
            id_token: required(result.id_token())?.into(),
            refresh_token: present(result.refresh_token()),
            expires_in_seconds: lifetime.ok_or_else(malformed)?,
            new_device: result.new_device_metadata().and_then(new_device),
        })
    }
}

/// A token that is there, and not empty.
pub(super) fn present(token: Option<&str>) -> Option<Secret> {
    token.filter(|token| !token.is_empty()).map(Secret::from)
}

/// None if a name is missing: then there is nothing to remember, which is no reason to refuse the tokens.
fn new_device(metadata: &NewDeviceMetadataType) -> Option<NewDevice> {
    let present = |name: Option<&str>| name.filter(|name| !name.is_empty()).map(str::to_owned);
    Some(NewDevice { key: present(metadata.device_key())?, group_key: present(metadata.device_group_key())? })
}
