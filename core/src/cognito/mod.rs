//! The service: Cognito's operations as async functions, through the AWS SDK over the platform's HTTP.
//!
//! What the service calls things stays in here. Out come types of ours, and [`ServiceError`], which holds no text
//! of the service's.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{
    BehaviorVersion, Config, IdentityCache, Region, StalledStreamProtectionConfig, retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;

use crate::config::AuthConfiguration;
use crate::ports::{Entropy, LogLevel, LogSink, Ports};
use crate::secret::Secret;

mod account;
mod authentication;
mod connector;
mod convert;
mod devices;
mod errors;
mod mfa;
mod passkeys;
mod passwords;
mod registration;
mod retry;
mod secret_hash;
mod tokens;
pub(crate) mod wire;

pub(crate) use authentication::{
    AuthenticationResponse, InitiateAuthRequest, RespondToAuthChallengeRequest, TokenSet,
};
pub(crate) use devices::ConfirmDeviceRequest;
pub(crate) use errors::{Reason, ServiceError};
pub(crate) use mfa::{MfaPreferences, SoftwareToken, TokenOwner};
pub(crate) use passwords::{ConfirmForgotPasswordRequest, ForgotPasswordRequest};
pub(crate) use registration::{ConfirmSignUpRequest, ResendConfirmationCodeRequest, SignUpRequest};
pub(crate) use tokens::{RefreshTokensRequest, RefreshedTokens};

use retry::Operation;

/// One user pool's operations for one app client. A clone is the same connection.
#[derive(Clone)]
pub(crate) struct Cognito {
    client: Client,
    app_client: Arc<AppClient>,
    entropy: Arc<dyn Entropy>,
    log: Option<Arc<dyn LogSink>>,
}

/// An operation's answer.
type AnyAnswer = Box<dyn Any + Send>;

/// An operation under way. Boxed and of no type of its own: the SDK's futures are nested so deeply that an app with a
/// few async functions above them would meet the compiler's recursion limit.
type AnySending<'a> = Pin<Box<dyn Future<Output = Result<AnyAnswer, ServiceError>> + Send + 'a>>;

/// The app client that every request names.
struct AppClient {
    id: String,
    secret: Option<Secret>,
}

impl Cognito {
    /// Connects nothing and sends nothing.
    pub(crate) fn new(configuration: &AuthConfiguration, ports: &Ports) -> Self {
        let AuthConfiguration { user_pool, deadline_milliseconds, .. } = configuration;
        let deadline = Duration::from_millis(*deadline_milliseconds);
        // Each of these is the SDK's own idea of what we do ourselves: left on, it would send an answer to a
        // challenge three times, or panic for want of a default.
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(user_pool.region.clone()))
            .http_client(connector::http_client(Arc::clone(&ports.transport), deadline))
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .identity_cache(IdentityCache::no_cache());
        let config = match &user_pool.endpoint {
            Some(endpoint) => config.endpoint_url(endpoint),
            None => config,
        };
        Self {
            client: Client::from_conf(config.build()),
            app_client: Arc::new(AppClient {
                id: user_pool.client_id.clone(),
                secret: user_pool.client_secret.clone(),
            }),
            entropy: Arc::clone(&ports.entropy),
            log: ports.log.clone(),
        }
    }

    /// Sends a request, again where the retry table says so.
    ///
    /// The SDK logs whole answers, tokens and all: it runs where nobody listens.
    async fn call<Answer, Exception, Sending>(
        &self,
        operation: Operation,
        send: impl Fn() -> Sending + Sync,
    ) -> Result<Answer, ServiceError>
    where
        Answer: Send + 'static,
        Exception: ProvideErrorMetadata,
        Sending: Future<Output = Result<Answer, SdkError<Exception, HttpResponse>>> + Send,
    {
        let send = || {
            let sending = send();
            let sending = async move {
                let answer = sending.await.map_err(ServiceError::from_sdk)?;
                Ok(Box::new(answer) as AnyAnswer)
            };
            Box::pin(sending) as AnySending<'_>
        };
        let answer = self.send(operation, &send).await?.downcast();
        answer.map(|answer| *answer).map_err(|_| ServiceError::Request)
    }

    /// The same for every operation, and so compiled once.
    async fn send<'a>(
        &self,
        operation: Operation,
        send: &'a (dyn Fn() -> AnySending<'a> + Sync),
    ) -> Result<AnyAnswer, ServiceError> {
        let mut retries = operation.retries();
        loop {
            let error = match send().with_subscriber(NoSubscriber::default()).await {
                Ok(answer) => {
                    self.log(LogLevel::Debug, format_args!("{}: answered", operation.name()));
                    return Ok(answer);
                }
                Err(error) => error,
            };
            self.log(LogLevel::Debug, format_args!("{}: {error}", operation.name()));
            match retries.delay_after(&error, &*self.entropy) {
                Some(delay) => tokio::time::sleep(delay).await,
                None => return Err(error),
            }
        }
    }

    fn log(&self, level: LogLevel, line: fmt::Arguments<'_>) {
        if let Some(log) = &self.log {
            log.log(level, line.to_string());
        }
    }

    /// SECRET_HASH of a user name, if the app client has a secret.
    fn secret_hash(&self, username: &str) -> Option<Secret> {
        let secret = self.app_client.secret.as_ref()?;
        Some(secret_hash::secret_hash(secret, username, &self.app_client.id))
    }
}

#[cfg(test)]
mod tests;
