//! A user pool behind AWS's client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{
    BehaviorVersion, Builder, Config, IdentityCache, Region, StalledStreamProtectionConfig,
    retry::RetryConfig, timeout::TimeoutConfig,
};
use cognito_auth_core::service::{Exchange, Request, Response, Sending, ServiceError, UserPoolService};
use cognito_auth_core::{AuthConfiguration, HttpTransport};
use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;

use crate::connector::http_client;
use crate::own_responses::OwnResponses;

/// Calls one user pool through AWS's client. The requests are not signed: they need no credentials, and use none.
#[derive(Clone)]
pub struct AwsUserPool {
    pub(crate) client: Client,
}

impl AwsUserPool {
    /// Calls the pool as the program calls AWS: with the HTTP client, the endpoints and the other settings of its AWS
    /// configuration. The region is the pool's, and an endpoint in the pool's configuration replaces every other
    /// endpoint. This opens no connection and sends nothing.
    ///
    /// The core itself retries and has time limits, so the retries and the time limits of the AWS configuration are not
    /// used. One exchange has the time limit of a whole call, or 30 seconds if that limit is shorter. Without an HTTP
    /// client in the AWS configuration, every call fails with `TransportFailure::Other`.
    pub fn new(sdk: &SdkConfig, configuration: &AuthConfiguration) -> Self {
        let time_limit = TimeoutConfig::disabled()
            .into_builder()
            .operation_timeout(Exchange::time_limit(deadline(configuration)));
        let config = Builder::from(sdk).timeout_config(time_limit.build());
        Self::of(config, configuration)
    }

    /// Calls the pool over the core's own port, with an AWS configuration that sets nothing else. This opens no
    /// connection and sends nothing. One exchange has the time limit of a whole call, or 30 seconds if that limit is
    /// shorter.
    pub fn over(transport: Arc<dyn HttpTransport>, configuration: &AuthConfiguration) -> Self {
        let http_client = http_client(transport, deadline(configuration));
        Self::of(
            Config::builder().http_client(http_client).timeout_config(TimeoutConfig::disabled()),
            configuration,
        )
    }

    fn of(config: Builder, configuration: &AuthConfiguration) -> Self {
        let pool = &configuration.user_pool;
        // This switches off what the core does itself. Otherwise the SDK would send a challenge response up to three
        // times, or panic because a default is missing.
        let config = config
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(pool.region.clone()))
            .retry_config(RetryConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .identity_cache(IdentityCache::no_cache())
            .interceptor(OwnResponses);
        let config = match &pool.endpoint {
            Some(endpoint) => config.endpoint_url(endpoint),
            None => config,
        };
        Self { client: Client::from_conf(config.build()) }
    }

    async fn answer(&self, request: &Request) -> Result<Response, ServiceError> {
        Ok(match request {
            Request::SignUp(request) => Response::SignUp(self.sign_up(request).await?),
            Request::ConfirmSignUp(request) => Response::ConfirmSignUp(self.confirm_sign_up(request).await?),
            Request::ResendConfirmationCode(request) => {
                Response::CodeDelivery(self.resend_confirmation_code(request).await?)
            }
            Request::InitiateAuth(request) => Response::Authentication(self.initiate_auth(request).await?),
            Request::RespondToAuthChallenge(request) => {
                Response::Authentication(self.respond_to_auth_challenge(request).await?)
            }
            Request::GetTokensFromRefreshToken(request) => {
                Response::Authentication(self.get_tokens_from_refresh_token(request).await?)
            }
            Request::RevokeToken(request) => Response::Nothing(self.revoke_token(request).await?),
            Request::GlobalSignOut(request) => Response::Nothing(self.global_sign_out(request).await?),
            Request::ForgotPassword(request) => Response::CodeDelivery(self.forgot_password(request).await?),
            Request::ConfirmForgotPassword(request) => {
                Response::Nothing(self.confirm_forgot_password(request).await?)
            }
            Request::ChangePassword(request) => Response::Nothing(self.change_password(request).await?),
            Request::GetUser(request) => Response::GetUser(self.get_user(request).await?),
            Request::UpdateUserAttributes(request) => {
                Response::CodeDeliveries(self.update_user_attributes(request).await?)
            }
            Request::DeleteUserAttributes(request) => {
                Response::Nothing(self.delete_user_attributes(request).await?)
            }
            Request::GetUserAttributeVerificationCode(request) => {
                Response::CodeDelivery(self.get_user_attribute_verification_code(request).await?)
            }
            Request::VerifyUserAttribute(request) => {
                Response::Nothing(self.verify_user_attribute(request).await?)
            }
            Request::DeleteUser(request) => Response::Nothing(self.delete_user(request).await?),
            Request::AssociateSoftwareToken(request) => {
                Response::SoftwareToken(self.associate_software_token(request).await?)
            }
            Request::VerifySoftwareToken(request) => {
                Response::VerifySoftwareToken(self.verify_software_token(request).await?)
            }
            Request::SetUserMFAPreference(request) => {
                Response::Nothing(self.set_user_mfa_preference(request).await?)
            }
            Request::ConfirmDevice(request) => Response::ConfirmDevice(self.confirm_device(request).await?),
            Request::UpdateDeviceStatus(request) => {
                Response::Nothing(self.update_device_status(request).await?)
            }
            Request::ForgetDevice(request) => Response::Nothing(self.forget_device(request).await?),
            Request::ListDevices(request) => Response::Devices(self.list_devices(request).await?),
            Request::StartWebAuthnRegistration(request) => {
                Response::StartWebAuthnRegistration(self.start_web_authn_registration(request).await?)
            }
            Request::CompleteWebAuthnRegistration(request) => {
                Response::Nothing(self.complete_web_authn_registration(request).await?)
            }
            Request::ListWebAuthnCredentials(request) => {
                Response::WebAuthnCredentials(self.list_web_authn_credentials(request).await?)
            }
            Request::DeleteWebAuthnCredential(request) => {
                Response::Nothing(self.delete_web_authn_credential(request).await?)
            }
            Request::GetUserAuthFactors(request) => {
                Response::UserAuthFactors(self.get_user_auth_factors(request).await?)
            }
        })
    }
}

impl UserPoolService for AwsUserPool {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        // The SDK logs whole responses, with their tokens. A subscriber that drops everything prevents that.
        Box::pin(self.answer(request).with_subscriber(NoSubscriber::default()))
    }
}

impl fmt::Debug for AwsUserPool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AwsUserPool")
    }
}

fn deadline(configuration: &AuthConfiguration) -> Duration {
    Duration::from_millis(configuration.deadline_milliseconds)
}
