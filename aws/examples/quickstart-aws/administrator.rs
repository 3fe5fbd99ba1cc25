//! The operations that need credentials: they manage a user pool and its users.

use aws_config::SdkConfig;
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::Builder;
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cognitoidentityprovider::types::{ExplicitAuthFlowsType, MessageActionType};

use crate::failure::Failure;
use crate::terminal::tell;

const POOL_NAME: &str = "cognito-auth-quickstart";

/// Manages one pool and its users with signed calls.
pub(crate) struct Administrator {
    client: Client,
    pool_id: String,
}

impl Administrator {
    /// Makes a user pool: CreateUserPool.
    pub(crate) async fn with_new_pool(sdk: &SdkConfig, endpoint: Option<&str>) -> Result<Self, Failure> {
        let mut config = Builder::from(sdk);
        config.set_endpoint_url(endpoint.map(str::to_owned));
        let client = Client::from_conf(config.build());
        let created = client.create_user_pool().pool_name(POOL_NAME).send().await;
        let created = created.map_err(|error| refused("CreateUserPool", &error))?;
        let pool_id = created.user_pool().and_then(|pool| pool.id()).map(str::to_owned);
        let pool_id = pool_id.ok_or_else(|| lacking("CreateUserPool", "the pool's id"))?;
        tell(format_args!("User pool {pool_id} created"));
        Ok(Self { client, pool_id })
    }

    pub(crate) fn pool_id(&self) -> &str {
        &self.pool_id
    }

    /// Makes an app client: CreateUserPoolClient. Returns the client's id.
    pub(crate) async fn create_client(&self) -> Result<String, Failure> {
        let call = self
            .client
            .create_user_pool_client()
            .user_pool_id(&self.pool_id)
            .client_name(POOL_NAME)
            .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserSrpAuth)
            .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserPasswordAuth)
            .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth);
        let created = call.send().await.map_err(|error| refused("CreateUserPoolClient", &error))?;
        let id = created.user_pool_client().and_then(|client| client.client_id()).map(str::to_owned);
        id.ok_or_else(|| lacking("CreateUserPoolClient", "the client's id"))
    }

    /// Confirms a sign-up without its code, because nobody reads the code: AdminConfirmSignUp.
    pub(crate) async fn confirm_sign_up(&self, username: &str) -> Result<(), Failure> {
        let call = self.client.admin_confirm_sign_up().user_pool_id(&self.pool_id).username(username);
        call.send().await.map(drop).map_err(|error| refused("AdminConfirmSignUp", &error))
    }

    /// Makes a user who has to choose another password at the first sign-in: AdminCreateUser.
    pub(crate) async fn invite(&self, username: &str, temporary_password: &str) -> Result<(), Failure> {
        let call = self
            .client
            .admin_create_user()
            .user_pool_id(&self.pool_id)
            .username(username)
            .temporary_password(temporary_password)
            .message_action(MessageActionType::Suppress);
        call.send().await.map(drop).map_err(|error| refused("AdminCreateUser", &error))
    }

    /// Deletes a user: AdminDeleteUser.
    pub(crate) async fn delete_user(&self, username: &str) -> Result<(), Failure> {
        let call = self.client.admin_delete_user().user_pool_id(&self.pool_id).username(username);
        call.send().await.map(drop).map_err(|error| refused("AdminDeleteUser", &error))
    }

    /// Deletes the user pool: DeleteUserPool.
    pub(crate) async fn delete_pool(&self) -> Result<(), Failure> {
        let call = self.client.delete_user_pool().user_pool_id(&self.pool_id);
        call.send().await.map_err(|error| refused("DeleteUserPool", &error))?;
        tell(format_args!("User pool {} deleted", self.pool_id));
        Ok(())
    }
}

/// The failure to report. Of the service's error, it has only the exception's name, because the rest of the SDK's error
/// can be a whole response, with secrets.
fn refused<E: ProvideErrorMetadata, R>(operation: &str, error: &SdkError<E, R>) -> Failure {
    let why = match error {
        SdkError::ServiceError(answer) => answer.err().code().unwrap_or("an error without a name"),
        SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout() => {
            "the service can't be reached"
        }
        SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => {
            "the request could not be sent: are there credentials?"
        }
        _ => "the response can't be read",
    };
    Failure::Other(format!("{operation} failed: {why}."))
}

fn lacking(operation: &str, what: &str) -> Failure {
    Failure::Other(format!("The response to {operation} lacks {what}."))
}
