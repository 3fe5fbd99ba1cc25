//! The identity pool's own calls: the federation of a login.

use super::{Auth, arguments};
use crate::config::is_region_and_guid;
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{FederateToIdentityPoolOptions, FederateToIdentityPoolResult, LoginProvider};
use crate::secret::{ProviderToken, Secret};

/// The longest token of a login, in bytes, as in the service's API model.
const LONGEST_TOKEN: usize = 50_000;

/// The longest name of a provider, in bytes, as in the service's API model.
const LONGEST_PROVIDER: usize = 128;

impl Auth {
    /// Gets AWS credentials for a login of another provider, without a user of the user pool (GetId,
    /// GetCredentialsForIdentity). The new federation replaces an earlier one. The session then counts as signed in,
    /// without a user and without tokens. [`Auth::fetch_auth_session`] gets new credentials with the provider's token
    /// until that token expires, usually after an hour.
    ///
    /// A sign-out, or [`Auth::clear_federation_to_identity_pool`], ends a call of this function that is still running.
    ///
    /// # Errors
    /// [`AuthErrorCode::Cancelled`] if a sign-out or a clearing ended this call, [`AuthErrorCode::AlreadySignedIn`]
    /// while a user is signed in, [`AuthErrorCode::IdentityPoolNotConfigured`], [`AuthErrorCode::LoginTokenExpired`],
    /// [`AuthErrorCode::LoginNotVerified`], [`AuthErrorCode::LoginNotAccepted`], [`AuthErrorCode::EmptyArgument`],
    /// [`AuthErrorCode::MalformedArgument`], among others.
    pub async fn federate_to_identity_pool(
        &self,
        provider: LoginProvider,
        token: ProviderToken,
        options: FederateToIdentityPoolOptions,
    ) -> Result<FederateToIdentityPoolResult, AuthError> {
        let (token, given) = (token.into_secret(), options.developer_provided_identity_id);
        check(&provider, &token, given.as_deref())?;
        self.inner.limits.begin().run(self.inner.session.federate(provider, token, given)).await
    }

    /// Ends a federation here: removes the identity, its credentials and the provider's token. It sends no request.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotFederated`] if there is nothing to remove, even if this call ended a running federation.
    /// Errors of the store.
    pub async fn clear_federation_to_identity_pool(&self) -> Result<(), AuthError> {
        self.inner.limits.begin().run(self.inner.session.clear_federation()).await
    }
}

/// Checks the arguments of a federation. A token of [`LoginProvider::Developer`] needs an identity's id. For other
/// tokens the id is optional.
fn check(provider: &LoginProvider, token: &Secret, given_identity: Option<&str>) -> Result<(), AuthError> {
    let malformed = |field| Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field(field));
    arguments::not_empty(token, "token")?;
    if token.expose().len() > LONGEST_TOKEN {
        return malformed("token");
    }
    if let LoginProvider::Oidc(name) | LoginProvider::Saml(name) | LoginProvider::Other(name) = provider {
        if name.is_empty() {
            return Err(arguments::empty("provider"));
        }
        if name.len() > LONGEST_PROVIDER {
            return malformed("provider");
        }
    }
    let field = "developer_provided_identity_id";
    match (provider, given_identity) {
        (LoginProvider::Developer, None) => Err(arguments::empty(field)),
        (_, Some(identity)) if !is_region_and_guid(identity) => malformed(field),
        (_, Some(_) | None) => Ok(()),
    }
}
