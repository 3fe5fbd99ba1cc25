//! The list of all calls except those for web pages, what each call needs, and the function that makes it.

use cognito_auth_core::{
    Auth, AuthError, AuthUserAttribute, AuthUserAttributeKey, FetchAuthSessionOptions, LoginProvider,
    MfaPreference, SignOutOptions, SignOutResult,
};

use crate::fault::Fault;
use crate::stage::Stage;
use crate::support::pool::{PASSWORD, with_email};
use crate::table::{FaultEffect, described_code};

listed!(Call {
    SignUp,
    ConfirmSignUp,
    ResendSignUpCode,
    SignIn,
    ConfirmSignIn,
    FetchAuthSession,
    GetCurrentUser,
    SignOut,
    Close,
    ResetPassword,
    ConfirmResetPassword,
    UpdatePassword,
    FetchUserAttributes,
    UpdateUserAttribute,
    UpdateUserAttributes,
    DeleteUserAttributes,
    SendUserAttributeVerificationCode,
    ConfirmUserAttribute,
    FetchMfaPreference,
    UpdateMfaPreference,
    SetUpTotp,
    VerifyTotpSetup,
    AssociateWebAuthnCredential,
    ListWebAuthnCredentials,
    DeleteWebAuthnCredential,
    FetchUserAuthFactors,
    AutoSignIn,
    DeleteUser,
    RememberDevice,
    ForgetDevice,
    FetchDevices,
    SessionState,
    PendingSignIn,
    MoveReport,
    FinishMove,
    FederateToIdentityPool,
    ClearFederationToIdentityPool,
    StoredAccounts,
    SetLabel,
    SignOutOf,
    Purge,
});

/// What a call needs, and therefore which faults make it fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Only the service.
    Service,
    /// The service and the store.
    ServiceAndStore,
    /// Only the store.
    Store,
    /// The service and the store, but a failure of the service is part of the result.
    SignOut,
    /// Neither the service nor the store.
    Local,
    /// Only the store. It is a call of `Accounts`, so it works while the instance is closed.
    StoreAlone,
    /// As for [`Kind::StoreAlone`], but a damaged entry does not make the call fail: the result reports it.
    Listing,
    /// As for [`Kind::SignOut`], but it is a call of `Accounts`, so it works while the instance is closed.
    SignOutByName,
}

impl Call {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendSignUpCode
            | Self::ResetPassword
            | Self::ConfirmResetPassword => Kind::Service,
            Self::SignIn
            | Self::ConfirmSignIn
            | Self::AutoSignIn
            | Self::FetchAuthSession
            | Self::UpdatePassword
            | Self::FetchUserAttributes
            | Self::UpdateUserAttribute
            | Self::UpdateUserAttributes
            | Self::DeleteUserAttributes
            | Self::SendUserAttributeVerificationCode
            | Self::ConfirmUserAttribute
            | Self::FetchMfaPreference
            | Self::UpdateMfaPreference
            | Self::SetUpTotp
            | Self::VerifyTotpSetup
            | Self::AssociateWebAuthnCredential
            | Self::ListWebAuthnCredentials
            | Self::DeleteWebAuthnCredential
            | Self::FetchUserAuthFactors
            | Self::DeleteUser
            | Self::RememberDevice
            | Self::ForgetDevice
            | Self::FetchDevices
            | Self::FederateToIdentityPool => Kind::ServiceAndStore,
            Self::GetCurrentUser
            | Self::SessionState
            | Self::PendingSignIn
            | Self::MoveReport
            | Self::FinishMove
            | Self::ClearFederationToIdentityPool => Kind::Store,
            Self::SignOut => Kind::SignOut,
            Self::Close => Kind::Local,
            Self::SetLabel | Self::Purge => Kind::StoreAlone,
            Self::StoredAccounts => Kind::Listing,
            Self::SignOutOf => Kind::SignOutByName,
        }
    }

    /// Whether [`Stage::make`] gives the call an argument that can be empty.
    pub(crate) fn takes_arguments(self) -> bool {
        match self {
            Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendSignUpCode
            | Self::SignIn
            | Self::ConfirmSignIn
            | Self::ResetPassword
            | Self::ConfirmResetPassword
            | Self::UpdatePassword
            | Self::UpdateUserAttribute
            | Self::UpdateUserAttributes
            | Self::DeleteUserAttributes
            | Self::SendUserAttributeVerificationCode
            | Self::ConfirmUserAttribute
            | Self::UpdateMfaPreference
            | Self::VerifyTotpSetup
            | Self::DeleteWebAuthnCredential
            | Self::FederateToIdentityPool
            | Self::SetLabel
            | Self::SignOutOf
            | Self::Purge => true,
            Self::FetchAuthSession
            | Self::GetCurrentUser
            | Self::SignOut
            | Self::Close
            | Self::FetchUserAttributes
            | Self::FetchMfaPreference
            | Self::SetUpTotp
            | Self::AssociateWebAuthnCredential
            | Self::ListWebAuthnCredentials
            | Self::FetchUserAuthFactors
            | Self::AutoSignIn
            | Self::DeleteUser
            | Self::RememberDevice
            | Self::ForgetDevice
            | Self::FetchDevices
            | Self::SessionState
            | Self::PendingSignIn
            | Self::MoveReport
            | Self::FinishMove
            | Self::ClearFederationToIdentityPool
            | Self::StoredAccounts => false,
        }
    }
}

impl Stage {
    pub(crate) async fn make(&self, auth: &Auth, call: Call, fault: Fault) -> Result<FaultEffect, AuthError> {
        let is_empty = fault == Fault::EmptyArgument;
        let username = if is_empty { "" } else { &self.username };
        let code = || if is_empty { String::new() } else { self.pool.code(&self.username) };
        let text = |text: &str| if is_empty { String::new() } else { text.to_owned() };
        let key = |key| if is_empty { AuthUserAttributeKey::Custom(String::new()) } else { key };
        let account = is_empty.then_some("");
        let name = || AuthUserAttribute::new(key(AuthUserAttributeKey::Name), "Ann");
        match call {
            Call::SignUp => {
                let email = with_email(&format!("{}@example.com", self.username));
                auth.sign_up(username, Some(PASSWORD.into()), email).await.map(drop)
            }
            Call::ConfirmSignUp => {
                auth.confirm_sign_up(username, code().into(), Default::default()).await.map(drop)
            }
            Call::ResendSignUpCode => auth.resend_sign_up_code(username, Default::default()).await.map(drop),
            Call::SignIn => auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.map(drop),
            Call::ConfirmSignIn => auth.confirm_sign_in(code().into(), Default::default()).await.map(drop),
            Call::AutoSignIn => auth.auto_sign_in().await.map(drop),
            Call::FetchAuthSession => {
                let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
                auth.fetch_auth_session(options).await.map(drop)
            }
            Call::GetCurrentUser => auth.get_current_user().await.map(drop),
            Call::SignOut => return effect(auth.sign_out(SignOutOptions::default()).await),
            Call::Close => {
                auth.close().await;
                Ok(())
            }
            Call::ResetPassword => auth.reset_password(username, Default::default()).await.map(drop),
            Call::ConfirmResetPassword => {
                let password = "Password456!".into();
                auth.confirm_reset_password(username, password, code().into(), Default::default()).await
            }
            Call::UpdatePassword => {
                auth.update_password(Some(text(PASSWORD).into()), "Password456!".into()).await
            }
            Call::FetchUserAttributes => auth.fetch_user_attributes().await.map(drop),
            Call::UpdateUserAttribute => {
                auth.update_user_attribute(name(), Default::default()).await.map(drop)
            }
            Call::UpdateUserAttributes => {
                auth.update_user_attributes(vec![name()], Default::default()).await.map(drop)
            }
            Call::DeleteUserAttributes => {
                auth.delete_user_attributes(vec![key(AuthUserAttributeKey::Name)]).await
            }
            Call::SendUserAttributeVerificationCode => {
                let key = key(AuthUserAttributeKey::Email);
                auth.send_user_attribute_verification_code(key, Default::default()).await.map(drop)
            }
            Call::ConfirmUserAttribute => {
                auth.confirm_user_attribute(AuthUserAttributeKey::Email, code().into()).await
            }
            Call::FetchMfaPreference => auth.fetch_mfa_preference().await.map(drop),
            Call::UpdateMfaPreference => {
                let email = (!is_empty).then_some(MfaPreference::Enabled);
                auth.update_mfa_preference(None, None, email).await
            }
            Call::SetUpTotp => auth.set_up_totp().await.map(drop),
            Call::VerifyTotpSetup => {
                let app = self.app.lock().unwrap().take().unwrap();
                let code = text(&self.pool.next_totp_code(&app));
                auth.verify_totp_setup(code.into(), Default::default()).await
            }
            Call::AssociateWebAuthnCredential => auth.associate_web_authn_credential().await,
            Call::ListWebAuthnCredentials => {
                auth.list_web_authn_credentials(Default::default()).await.map(drop)
            }
            Call::DeleteWebAuthnCredential => {
                let id = text(&self.credential.lock().unwrap().clone());
                auth.delete_web_authn_credential(&id).await
            }
            Call::FetchUserAuthFactors => auth.fetch_user_auth_factors().await.map(drop),
            Call::DeleteUser => auth.delete_user().await,
            Call::RememberDevice => auth.remember_device().await,
            Call::ForgetDevice => auth.forget_device(None).await,
            Call::FetchDevices => auth.fetch_devices().await.map(drop),
            Call::SessionState => auth.session_state().await.map(drop),
            Call::PendingSignIn => auth.pending_sign_in().await.map(drop),
            Call::MoveReport => auth.move_report().await.map(drop),
            Call::FinishMove => auth.finish_move().await,
            Call::FederateToIdentityPool => {
                let token = text("google-token").into();
                auth.federate_to_identity_pool(LoginProvider::Google, token, Default::default())
                    .await
                    .map(drop)
            }
            Call::ClearFederationToIdentityPool => auth.clear_federation_to_identity_pool().await,
            Call::StoredAccounts => self.accounts().stored_accounts().await.map(drop),
            Call::SetLabel => self.accounts().set_label(Some(&text("work")), Some("Office")).await,
            Call::SignOutOf => {
                let result = self.accounts().sign_out_of(account, SignOutOptions::default()).await;
                return effect(result);
            }
            Call::Purge => self.accounts().purge(account).await,
        }
        .map(|()| FaultEffect::Works)
    }
}

fn effect(result: SignOutResult) -> Result<FaultEffect, AuthError> {
    match result {
        SignOutResult::Complete => Ok(FaultEffect::Works),
        SignOutResult::Partial { revoke_token_error, .. } => {
            Ok(FaultEffect::Partial(described_code(&revoke_token_error.unwrap())))
        }
        SignOutResult::Failed(error) => Err(error),
    }
}
