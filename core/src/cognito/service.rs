//! The interface through which the core calls a user pool: a request for every operation, and the response to it.
//!
//! [`Json`](super::protocol::Json) is the implementation that ships: it speaks Cognito's protocol over the platform's
//! HTTP. A program may bring another implementation, such as one over AWS's own client.

use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ServiceError;
use super::account::{
    AttributeCodeRequest, CodeDeliveries, DeleteUserAttributesRequest, GetUserResponse,
    UpdateUserAttributesRequest, VerifyUserAttributeRequest,
};
use super::authentication::{Authentication, InitiateAuthRequest, RespondToAuthChallengeRequest};
use super::devices::{
    ConfirmDeviceRequest, ConfirmDeviceResponse, DevicePage, ForgetDeviceRequest, ListDevicesRequest,
    UpdateDeviceStatusRequest,
};
use super::json;
use super::mfa::{
    AssociateSoftwareTokenRequest, SetUserMfaPreferenceRequest, SoftwareToken, VerifySoftwareTokenRequest,
    VerifySoftwareTokenResponse,
};
use super::passkeys::{
    CompleteWebAuthnRegistrationRequest, DeleteWebAuthnCredentialRequest, ListWebAuthnCredentialsRequest,
    StartWebAuthnRegistrationResponse, UserAuthFactorsResponse, WebAuthnCredentialPage,
};
use super::passwords::{ChangePasswordRequest, ConfirmForgotPasswordRequest, ForgotPasswordRequest};
use super::registration::{
    CodeDelivery, ConfirmSignUpRequest, ConfirmSignUpResponse, ResendConfirmationCodeRequest, SignUpRequest,
    SignUpResponse,
};
use super::tokens::{GetTokensFromRefreshTokenRequest, RevokeTokenRequest};
use crate::secret::Secret;

/// One user pool's service, as the core calls it.
pub trait UserPoolService: Send + Sync {
    /// Sends a request once and waits for the response, which has to be one of the request's operation.
    ///
    /// The core limits the time, and sends a request again where its retry table allows that. Dropping the future
    /// ends the exchange.
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a>;
}

/// A running exchange with the service. It is boxed, so that every implementation has the same type, and the futures
/// that await it stay small.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, ServiceError>> + Send + 'a>>;

/// Declares [`Request`], from each operation's name and the types of its request and its response.
macro_rules! operations {
    ($($(#[$doc:meta])* $operation:ident($request:ty) -> $response:ty,)+) => {
        /// An operation and its whole request, named as in the API reference of Cognito user pools.
        ///
        /// Serialized, it is the body of the operation's HTTP request with all its secrets: serialize it only to send
        /// it. It has a variant for each operation that the core calls, so a `match` that lacks one does not compile.
        #[derive(Clone, Debug, Serialize)]
        #[serde(untagged)]
        pub enum Request {
            $($(#[$doc])* $operation($request),)+
        }

        impl Request {
            /// The service's name of the operation.
            pub fn operation(&self) -> &'static str {
                match self {
                    $(Self::$operation(_) => stringify!($operation),)+
                }
            }

            /// Reads the body of a success. `None` if it is not a response of this operation.
            pub(super) fn read(&self, body: &[u8]) -> Option<Response> {
                let read: fn(&[u8]) -> Option<Response> = match self {
                    $(Self::$operation(_) => read::<$response>,)+
                };
                read(body)
            }
        }

        /// Whether the body of a success is a response of the operation with this name: an object with each member that
        /// the operation must return. If the object has members, the operation has to know at least one of them. An
        /// empty body is not a response, even if the operation returns nothing.
        pub fn is_response(operation: &str, body: &[u8]) -> bool {
            match operation {
                $(stringify!($operation) => json::read::<$response>(body).is_some(),)+
                _ => false,
            }
        }
    };
}

operations! {
    /// Registers a user.
    SignUp(OfClient<SignUpRequest>) -> SignUpResponse,
    /// Confirms a registration with its code.
    ConfirmSignUp(OfClient<ConfirmSignUpRequest>) -> ConfirmSignUpResponse,
    /// Sends a new code for a registration.
    ResendConfirmationCode(OfClient<ResendConfirmationCodeRequest>) -> CodeDelivery,
    /// Begins a sign-in.
    InitiateAuth(OfClient<InitiateAuthRequest>) -> Authentication,
    /// Answers a challenge of a sign-in.
    RespondToAuthChallenge(OfClient<RespondToAuthChallengeRequest>) -> Authentication,
    /// Exchanges a refresh token for new tokens.
    GetTokensFromRefreshToken(GetTokensFromRefreshTokenRequest) -> Authentication,
    /// Ends a refresh token and the access tokens that came from it.
    RevokeToken(RevokeTokenRequest) -> Nothing,
    /// Ends the user's sessions on every device.
    GlobalSignOut(AccessTokenRequest) -> Nothing,
    /// Sends a code that allows a new password.
    ForgotPassword(OfClient<ForgotPasswordRequest>) -> CodeDelivery,
    /// Sets a new password with that code.
    ConfirmForgotPassword(OfClient<ConfirmForgotPasswordRequest>) -> Nothing,
    /// Replaces the signed-in user's password.
    ChangePassword(ChangePasswordRequest) -> Nothing,
    /// Reads the user's attributes and second factors.
    GetUser(AccessTokenRequest) -> GetUserResponse,
    /// Sets attributes.
    UpdateUserAttributes(UpdateUserAttributesRequest) -> CodeDeliveries,
    /// Removes attributes.
    DeleteUserAttributes(DeleteUserAttributesRequest) -> Nothing,
    /// Sends a code that confirms an attribute.
    GetUserAttributeVerificationCode(AttributeCodeRequest) -> CodeDelivery,
    /// Confirms an attribute with its code.
    VerifyUserAttribute(VerifyUserAttributeRequest) -> Nothing,
    /// Deletes the user.
    DeleteUser(AccessTokenRequest) -> Nothing,
    /// Creates the secret of an authenticator app.
    AssociateSoftwareToken(AssociateSoftwareTokenRequest) -> SoftwareToken,
    /// Confirms an authenticator app with one of its codes.
    VerifySoftwareToken(VerifySoftwareTokenRequest) -> VerifySoftwareTokenResponse,
    /// Switches second factors on and off.
    SetUserMFAPreference(SetUserMfaPreferenceRequest) -> Nothing,
    /// Registers a device's verifier.
    ConfirmDevice(ConfirmDeviceRequest) -> ConfirmDeviceResponse,
    /// Sets whether a device is remembered.
    UpdateDeviceStatus(UpdateDeviceStatusRequest) -> Nothing,
    /// Removes a device.
    ForgetDevice(ForgetDeviceRequest) -> Nothing,
    /// Lists one page of the user's devices.
    ListDevices(ListDevicesRequest) -> DevicePage,
    /// Gives the options for a new passkey.
    StartWebAuthnRegistration(AccessTokenRequest) -> StartWebAuthnRegistrationResponse,
    /// Registers a new passkey.
    CompleteWebAuthnRegistration(CompleteWebAuthnRegistrationRequest) -> Nothing,
    /// Lists one page of the user's passkeys.
    ListWebAuthnCredentials(ListWebAuthnCredentialsRequest) -> WebAuthnCredentialPage,
    /// Removes a passkey.
    DeleteWebAuthnCredential(DeleteWebAuthnCredentialRequest) -> Nothing,
    /// Lists the first and second factors that the user has.
    GetUserAuthFactors(AccessTokenRequest) -> UserAuthFactorsResponse,
}

/// Declares [`Response`], and the conversions of each response's type into it and out of it.
macro_rules! responses {
    ($($(#[$doc:meta])* $response:ident($type:ty),)+) => {
        /// The response to a [`Request`].
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Response {
            $($(#[$doc])* $response($type),)+
        }

        $(impl From<$type> for Response {
            fn from(response: $type) -> Self {
                Self::$response(response)
            }
        }

        impl TryFrom<Response> for $type {
            type Error = ServiceError;

            /// Fails for a response of another type: a defect of the [`UserPoolService`].
            fn try_from(response: Response) -> Result<Self, ServiceError> {
                match response {
                    Response::$response(response) => Ok(response),
                    _ => Err(ServiceError::Request),
                }
            }
        })+
    };
}

responses! {
    /// The response of an operation that returns no members.
    Nothing(Nothing),
    /// The response of SignUp.
    SignUp(SignUpResponse),
    /// The response of ConfirmSignUp.
    ConfirmSignUp(ConfirmSignUpResponse),
    /// The response of an operation that sends one code.
    CodeDelivery(CodeDelivery),
    /// The response of UpdateUserAttributes.
    CodeDeliveries(CodeDeliveries),
    /// The response of an operation that gives tokens or asks for more.
    Authentication(Authentication),
    /// The response of GetUser.
    GetUser(GetUserResponse),
    /// The response of AssociateSoftwareToken.
    SoftwareToken(SoftwareToken),
    /// The response of VerifySoftwareToken.
    VerifySoftwareToken(VerifySoftwareTokenResponse),
    /// The response of ConfirmDevice.
    ConfirmDevice(ConfirmDeviceResponse),
    /// The response of ListDevices.
    Devices(DevicePage),
    /// The response of StartWebAuthnRegistration.
    StartWebAuthnRegistration(StartWebAuthnRegistrationResponse),
    /// The response of ListWebAuthnCredentials.
    WebAuthnCredentials(WebAuthnCredentialPage),
    /// The response of GetUserAuthFactors.
    UserAuthFactors(UserAuthFactorsResponse),
}

fn read<T: DeserializeOwned + Into<Response>>(body: &[u8]) -> Option<Response> {
    json::read::<T>(body).map(T::into)
}

/// A response without members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Nothing {}

/// A request that identifies its app client.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfClient<T> {
    /// The app client's id.
    pub client_id: String,
    /// SECRET_HASH, if the app client has a secret. Absent if the request has the hash among its parameters.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub secret_hash: Option<Secret>,
    /// The rest of the request.
    #[serde(flatten)]
    pub request: T,
}

/// The request of an operation that takes an access token only.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccessTokenRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
}
