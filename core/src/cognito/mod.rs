//! The service: Cognito's operations as async functions, over the platform's HTTP.
//!
//! In the core, only this module uses the service's names for operations. The service's names for flows are also in
//! configuration files, which `config` reads. [`ServiceError`] prints no text of the service.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::config::{AuthConfiguration, UserPoolConfiguration};
use crate::ports::{Entropy, HttpTransport, LogSink, Ports};
use crate::secret::{ClientSecret, Secret};
use crate::web::Issuer;

mod account;
mod authentication;
mod devices;
mod endpoint;
mod errors;
mod exchange;
mod http_date;
mod identity_pool;
mod json;
mod mfa;
mod oauth;
mod passkeys;
mod passwords;
mod protocol;
mod refusals;
mod registration;
mod retry;
mod secret_hash;
mod service;
mod service_time;
mod tokens;
pub(crate) mod wire;

pub use account::{
    AttributeCodeRequest, CodeDeliveries, DeleteUserAttributesRequest, GetUserResponse,
    UpdateUserAttributesRequest, VerifyUserAttributeRequest,
};
pub use authentication::{
    Authentication, AuthenticationResult, InitiateAuthRequest, NewDeviceMetadata,
    RespondToAuthChallengeRequest,
};
pub(crate) use authentication::{AuthenticationResponse, TokenSet};
pub use devices::{
    ConfirmDeviceRequest, ConfirmDeviceResponse, Device, DevicePage, DeviceSecretVerifier,
    ForgetDeviceRequest, ListDevicesRequest, UpdateDeviceStatusRequest,
};
pub use errors::ServiceError;
pub use exchange::Exchange;
pub(crate) use identity_pool::{IdentityPool, IssuedCredentials, Logins, developer_key, user_pool_key};
pub(crate) use mfa::MfaPreferences;
pub use mfa::{
    AssociateSoftwareTokenRequest, MfaSettings, SetUserMfaPreferenceRequest, SoftwareToken, TokenOwner,
    VerifySoftwareTokenRequest, VerifySoftwareTokenResponse,
};
pub use passkeys::{
    CompleteWebAuthnRegistrationRequest, DeleteWebAuthnCredentialRequest, ListWebAuthnCredentialsRequest,
    StartWebAuthnRegistrationResponse, UserAuthFactorsResponse, WebAuthnCredential, WebAuthnCredentialPage,
};
pub use passwords::{ChangePasswordRequest, ConfirmForgotPasswordRequest, ForgotPasswordRequest};
pub use registration::{
    CodeDelivery, ConfirmSignUpRequest, ConfirmSignUpResponse, ResendConfirmationCodeRequest, SignUpRequest,
    SignUpResponse,
};
pub use service::{
    AccessTokenRequest, Nothing, OfClient, Request, Response, Sending, UserPoolService, is_response,
};
pub(crate) use service_time::ServiceTime;
pub use tokens::{GetTokensFromRefreshTokenRequest, RevokeTokenRequest};
pub(crate) use tokens::{RefreshTokensRequest, RefreshedTokens};

use protocol::Json;
use retry::Retries;

/// The library and its version, for the readers of a server's log.
const USER_AGENT: &str = concat!("cognito-auth/", env!("CARGO_PKG_VERSION"));

/// One user pool's operations for one app client. Clones share the service.
#[derive(Clone)]
pub(crate) struct Cognito {
    service: Arc<dyn UserPoolService>,
    /// Without a user pool, nothing is sent to the service.
    has_user_pool: bool,
    /// Reaches the OAuth endpoints of the pool's domain.
    oauth: Exchange,
    service_time: ServiceTime,
    app_client: Arc<AppClient>,
    entropy: Arc<dyn Entropy>,
    log: Option<Arc<dyn LogSink>>,
}

/// A running call. Its type depends on the type of the response, and not on the operation. So the code that waits for a
/// call is compiled once for each type of response.
struct Call<'a, T> {
    sending: Sending<'a>,
    response: PhantomData<fn() -> T>,
}

impl<T: TryFrom<Response, Error = ServiceError>> Future for Call<'_, T> {
    type Output = Result<T, ServiceError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.sending.as_mut().poll(context).map(|response| response?.try_into())
    }
}

/// The app client, whose id is in many requests.
struct AppClient {
    id: String,
    secret: Option<Secret>,
}

impl Cognito {
    /// The operations over Cognito's protocol and the platform's transport. Creating it opens no connection and sends
    /// nothing.
    pub(crate) fn new(configuration: &AuthConfiguration, ports: &Ports) -> Self {
        let service_time = ServiceTime::new(Arc::clone(&ports.clock));
        let exchange = Exchange::new(Arc::clone(&ports.transport), deadline(configuration));
        let service = Json::user_pool(&configuration.user_pool, exchange.telling(&service_time));
        Self::of(Arc::new(service), service_time, configuration, ports)
    }

    /// The operations over a service that the program brings. The library does not see the times of that service's
    /// responses.
    pub(crate) fn over(
        service: Arc<dyn UserPoolService>,
        configuration: &AuthConfiguration,
        ports: &Ports,
    ) -> Self {
        Self::of(service, ServiceTime::new(Arc::clone(&ports.clock)), configuration, ports)
    }

    fn of(
        service: Arc<dyn UserPoolService>,
        service_time: ServiceTime,
        configuration: &AuthConfiguration,
        ports: &Ports,
    ) -> Self {
        let AuthConfiguration { user_pool, .. } = configuration;
        let oauth = Exchange::new(Arc::clone(&ports.transport), deadline(configuration));
        Self {
            service,
            has_user_pool: !user_pool.is_absent(),
            oauth: oauth.telling(&service_time),
            service_time,
            app_client: Arc::new(AppClient {
                id: user_pool.client_id.clone(),
                secret: user_pool.client_secret.clone().map(ClientSecret::into_secret),
            }),
            entropy: Arc::clone(&ports.entropy),
            log: ports.log.clone(),
        }
    }

    /// The time by the service's clock. The identity pool's responses update this time too.
    pub(crate) fn service_time(&self) -> &ServiceTime {
        &self.service_time
    }

    /// Sends a request, and sends it again where the table in `retry` allows that. Fails if the service gives a
    /// response of another type.
    fn call<T>(&self, request: Request) -> Call<'_, T> {
        Call { sending: Box::pin(self.send(request)), response: PhantomData }
    }

    async fn send(&self, request: Request) -> Result<Response, ServiceError> {
        if !self.has_user_pool {
            return Err(ServiceError::NoUserPool);
        }
        let send =
            || async { self.service.send(&request).await.map_err(|error| error.of_operation(&request)) };
        let ports = (&self.entropy, self.log.as_ref());
        retry::retried(Retries::of(&request), request.operation(), ports, send).await
    }

    /// The request with the app client's id, and with `secret_hash` if there is one.
    fn of_client<T>(&self, secret_hash: Option<Secret>, request: T) -> OfClient<T> {
        OfClient { client_id: self.app_client.id.clone(), secret_hash, request }
    }

    /// SECRET_HASH of a user name, if the app client has a secret.
    fn secret_hash(&self, username: &str) -> Option<Secret> {
        let secret = self.app_client.secret.as_ref()?;
        Some(secret_hash::secret_hash(secret, username, &self.app_client.id))
    }
}

/// Who issues the tokens of a user pool.
pub(crate) fn issuer(user_pool: &UserPoolConfiguration) -> Issuer {
    match &user_pool.endpoint {
        Some(_) => Issuer::OfPool(user_pool.pool_id.clone()),
        None => {
            let address = endpoint::url(protocol::USER_POOLS.host, &user_pool.region, None);
            Issuer::Aws(format!("{address}{}", user_pool.pool_id))
        }
    }
}

/// The service that an [`Auth`](crate::Auth) calls unless the program brings one: Cognito's protocol over the
/// transport. Creating it opens no connection and sends nothing.
pub fn user_pool(
    configuration: &AuthConfiguration,
    transport: Arc<dyn HttpTransport>,
) -> Arc<dyn UserPoolService> {
    let exchange = Exchange::new(transport, deadline(configuration));
    Arc::new(Json::user_pool(&configuration.user_pool, exchange))
}

fn deadline(configuration: &AuthConfiguration) -> Duration {
    Duration::from_millis(configuration.deadline_milliseconds)
}

/// The error for a response that lacks a required member.
fn malformed() -> ServiceError {
    ServiceError::malformed(None)
}

#[cfg(test)]
mod tests;
