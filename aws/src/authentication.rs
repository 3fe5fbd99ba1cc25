//! Sign-in: InitiateAuth and RespondToAuthChallenge, which have the same response.

use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, AuthenticationResultType, ChallengeNameType, NewDeviceMetadataType,
};
use cognito_auth_core::service::{
    Authentication, AuthenticationResult, InitiateAuthRequest, NewDeviceMetadata, OfClient,
    RespondToAuthChallengeRequest, ServiceError,
};

use crate::AwsUserPool;
use crate::convert::{in_context, present, present_secret, text, texts};
use crate::errors::from_sdk;

/// Converts the SDK's response of either operation into the core's type. This is a macro because the SDK's two types
/// have the same members but no common trait.
macro_rules! authentication {
    ($answer:ident) => {
        Authentication {
            authentication_result: $answer.authentication_result.map(authentication_result),
            challenge_name: present($answer.challenge_name.as_ref().map(name)),
            session: present_secret($answer.session),
            challenge_parameters: $answer.challenge_parameters.unwrap_or_default().into_iter().collect(),
            available_challenges: $answer.available_challenges.iter().flatten().map(name).collect(),
        }
    };
}

impl AwsUserPool {
    pub(crate) async fn initiate_auth(
        &self,
        OfClient { client_id, request, .. }: &OfClient<InitiateAuthRequest>,
    ) -> Result<Authentication, ServiceError> {
        let call = self
            .client
            .initiate_auth()
            .client_id(client_id)
            .auth_flow(AuthFlowType::from(request.flow.as_str()))
            .set_auth_parameters(Some(texts(&request.parameters)))
            .set_session(request.session.as_ref().map(text));
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(authentication!(answer))
    }

    pub(crate) async fn respond_to_auth_challenge(
        &self,
        OfClient { client_id, request, .. }: &OfClient<RespondToAuthChallengeRequest>,
    ) -> Result<Authentication, ServiceError> {
        let call = self
            .client
            .respond_to_auth_challenge()
            .client_id(client_id)
            .challenge_name(ChallengeNameType::from(request.challenge_name.as_str()))
            .set_session(request.session.as_ref().map(text))
            .set_challenge_responses(Some(texts(&request.responses)));
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(authentication!(answer))
    }
}

/// Converts the SDK's tokens into the core's.
pub(crate) fn authentication_result(result: AuthenticationResultType) -> AuthenticationResult {
    AuthenticationResult {
        access_token: present_secret(result.access_token),
        id_token: present_secret(result.id_token),
        refresh_token: present_secret(result.refresh_token),
        // The SDK gives an absent lifetime as 0, which is not a valid lifetime either.
        expires_in: (result.expires_in != 0).then_some(result.expires_in.into()),
        new_device_metadata: result.new_device_metadata.map(new_device_metadata),
    }
}

fn new_device_metadata(metadata: NewDeviceMetadataType) -> NewDeviceMetadata {
    NewDeviceMetadata {
        device_key: present(metadata.device_key),
        device_group_key: present(metadata.device_group_key),
    }
}

fn name(challenge: &ChallengeNameType) -> String {
    challenge.as_str().to_owned()
}
