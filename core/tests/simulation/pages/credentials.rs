//! The acts of a federation, and the checks of identities and credentials.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthErrorKind, AuthSession, FederateToIdentityPoolResult, LoginProvider,
    SignOutOptions,
};
use serde_json::Value;

use super::act::Act;
use super::history::{Checked, World, fetch, pass};
use super::process::Environment;
use super::web::wait_until;
use crate::support::sessions::settle;

/// The token of the federated login. The access keys of its credentials contain this text.
const TOKEN: &str = "google";

#[derive(Default)]
pub(crate) struct IdentityState {
    /// The app has asked for a federation, and since then neither a sign-out nor the end of the federation has come.
    pub(crate) may_be_federated: bool,
    /// The store fails only for the identity.
    pub(crate) fails_alone: bool,
    /// The identity of a former user is stored, because the store failed to remove it, or because the process was
    /// killed before it removed the identity.
    lingers: bool,
    /// The stored identity before the act.
    pub(crate) before: Option<Value>,
}

impl IdentityState {
    pub(crate) fn stored_is_federated(&self, environment: &Environment) -> bool {
        environment.stored_identity().is_some_and(|identity| identity["owner"].get("federated").is_some())
    }
}

impl World {
    pub(crate) async fn federate(&mut self) -> Checked {
        self.resolve().await;
        let before = std::mem::replace(&mut self.identity.may_be_federated, true);
        match federate(self.process.auth.clone()).await {
            Ok(result) => {
                self.check(self.may_be_nobody(), "the app was federated although a user is signed in")?;
                self.check_owner(TOKEN, &result.credentials.access_key_id)?;
                let is_stored = self.identity.stored_is_federated(&self.environment);
                self.check(is_stored, "a federation is not stored")
            }
            Err(error) => {
                // After its deadline, the call's work goes on and can still succeed. Any other failure stores no
                // federation.
                self.identity.may_be_federated = before || error.code == AuthErrorCode::DeadlinePassed;
                self.check(error.kind != AuthErrorKind::Internal, "an internal error")
            }
        }
    }

    pub(crate) async fn federate_while_ending(&mut self, turns: Option<u8>, by_sign_out: bool) -> Checked {
        self.resolve().await;
        self.identity.may_be_federated = true;
        let service = Arc::clone(&self.environment.service);
        if turns.is_none() {
            service.hold();
        }
        let seen = service.identity_requests();
        let call = self.simulated.spawn(federate(self.process.auth.clone()));
        wait_until(|| call.is_finished() || service.identity_requests() != seen).await;
        match turns {
            Some(turns) => pass(turns).await,
            None => wait_until(|| call.is_finished() || service.is_holding()).await,
        }
        if by_sign_out {
            let result = self.process.auth.sign_out(SignOutOptions::default()).await;
            self.signed_out(&result)?;
        } else {
            self.clear_federation().await?;
        }
        service.let_go();
        // Either of the two calls may have ended first, so the result of the federation is not checked.
        let _ = call.await;
        Ok(())
    }

    pub(crate) async fn clear_federation(&mut self) -> Checked {
        self.resolve().await;
        match self.process.auth.clear_federation_to_identity_pool().await {
            Ok(()) => self.check(
                self.identity.may_be_federated,
                "a federation was cleared that the app did not ask for",
            )?,
            Err(error) if error.code == AuthErrorCode::NotFederated => {}
            Err(error) => {
                return self.check(
                    error.kind == AuthErrorKind::Storage,
                    "the end of a federation failed for another reason",
                );
            }
        }
        self.identity.may_be_federated = false;
        let is_stored = self.identity.stored_is_federated(&self.environment);
        self.check(!is_stored, "a federation is stored after its end")
    }

    /// No identity is stored after the sign-out, except a new identity of a guest: a fetch at the same time can have
    /// stored one.
    pub(crate) fn check_identity_after_sign_out(&self) -> Checked {
        let Some(left) = self.environment.stored_identity() else { return Ok(()) };
        self.check(left["owner"] == "guest", "an identity is stored after the sign-out")?;
        let is_new = self.identity.before.as_ref().is_none_or(|it| it["identityId"] != left["identityId"]);
        self.check(is_new, "a guest's identity outlived the sign-out")
    }

    /// A federation's identity is stored only if the app asked for the federation and no user is signed in. A user's
    /// identity is stored only while this user is signed in, unless the store failed to remove it or the app was
    /// killed.
    pub(crate) async fn check_stored_identity(&mut self, act: &Act) -> Checked {
        let is_federated = self.identity.stored_is_federated(&self.environment);
        self.check(!is_federated || self.identity.may_be_federated, "a federation came back")?;
        self.check(!is_federated || self.stored("userId").is_none(), "a federation is stored beside a user")?;
        if self.has_own_identity() {
            self.identity.lingers = false;
            return Ok(());
        }
        // A dropped call goes on in the background: it removes the session first, and then the identity.
        settle().await;
        if self.has_own_identity() {
            return Ok(());
        }
        self.check(self.stored("userId").is_none(), "another user's identity is stored beside a session")?;
        let is_killed = matches!(act, Act::Restart | Act::KillWhileThePageIsOpen { .. } | Act::LoseRecord);
        self.identity.lingers |= self.store_fails || is_killed;
        self.check(self.identity.lingers, "an identity outlived its user's session")
    }

    /// Whether no identity is stored, or the stored one belongs to the signed-in user, to a guest or to a federation.
    fn has_own_identity(&self) -> bool {
        let identity = self.environment.stored_identity().unwrap_or(Value::Null);
        let owner = identity["owner"]["user"]["userId"].as_str();
        owner.is_none_or(|owner| self.stored("userId").as_deref() == Some(owner))
    }

    /// Checks the identity of a session. True if the session is that of a federation.
    pub(crate) fn identity_of(&self, session: &AuthSession) -> Result<bool, String> {
        let is_federated = session.is_signed_in && session.user_sub.is_none();
        let owner = match &session.user_sub {
            Some(user_id) => user_id.as_str(),
            None if is_federated => TOKEN,
            None => "guest",
        };
        let credentials = session.identity.as_ref().and_then(|identity| identity.credentials.as_ref());
        if let Some(credentials) = credentials {
            self.check_owner(owner, &credentials.access_key_id)?;
        }
        if is_federated {
            self.check(session.tokens.is_none(), "a federation has tokens")?;
            let may_be = self.identity.may_be_federated || self.process.has_stale_identity;
            self.check(may_be, "the app is federated, although it did not ask for it")?;
        }
        Ok(is_federated)
    }

    fn check_owner(&self, owner: &str, access_key_id: &str) -> Checked {
        let is_owners = access_key_id.starts_with(&format!("ASIA {owner} "));
        self.check(is_owners, "credentials of somebody else")?;
        self.check(self.was_stored(access_key_id), "credentials are not stored")
    }

    /// A fetch must not fail because the identity pool refuses. The fetch of a signed-in user must not fail if
    /// the store fails only for the identity.
    pub(crate) fn check_failed_fetch(&self, error: &AuthError) -> Checked {
        self.check(error.kind != AuthErrorKind::Internal, "an internal error")?;
        let is_of_identities = matches!(
            error.code,
            AuthErrorCode::IdentityPoolRefused
                | AuthErrorCode::IdentityForbidden
                | AuthErrorCode::IdentityNotFound
                | AuthErrorCode::LoginMismatch
                | AuthErrorCode::ConcurrentModification
        );
        self.check(!is_of_identities, "the tokens depend on the credentials")?;
        let has_session = !self.may_be_nobody() && !self.process.is_stale;
        let is_of_its_store = self.identity.fails_alone && error.kind == AuthErrorKind::Storage;
        self.check(!(has_session && is_of_its_store), "the tokens depend on the identity's record")
    }

    /// When everything works, the signed-in user, the guest or the federated login has credentials.
    pub(crate) async fn check_last_identity(&mut self) -> Checked {
        match fetch(self.process.auth.clone(), false).await {
            Ok(session) => {
                self.identity_of(&session)?;
                let has_them = session.identity.is_some_and(|identity| identity.credentials.is_some());
                self.check(has_them, "there are no credentials although everything works")?;
                self.check(self.has_own_identity(), "the identity of a former user is stored")
            }
            Err(error) => self.check_failed_fetch(&error),
        }
    }
}

async fn federate(auth: Auth) -> Result<FederateToIdentityPoolResult, AuthError> {
    auth.federate_to_identity_pool(LoginProvider::Google, TOKEN.into(), Default::default()).await
}
