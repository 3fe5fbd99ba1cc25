//! The calls of a case: their arguments, and how each is made.

mod accounts;
mod attributes;
mod configuration;
mod devices;
mod factors;
mod identity;
mod passkeys;
mod passwords;
mod session;
mod sign_in;
mod sign_up;
mod web;

use std::collections::BTreeMap;
use std::sync::Arc;

use cognito_auth_core::{
    Accounts, Auth, AuthError, AuthUserAttribute, AuthUserAttributeKey, Browser, UserContextData,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The result of a call, in the form of the corpus.
type CallResult = Result<Value, AuthError>;

type Texts = BTreeMap<String, String>;

/// The objects of an app on which the calls are made: an instance, and the accounts.
#[derive(Clone)]
pub(crate) struct Callee {
    pub(crate) auth: Auth,
    pub(crate) accounts: Accounts,
}

/// Makes the call of this name with these arguments. Gives its result; fails if the call or its arguments are unknown.
pub(crate) async fn call(
    Callee { auth, accounts }: &Callee,
    browser: Arc<dyn Browser>,
    name: &str,
    given: &Value,
) -> Result<CallResult, String> {
    Ok(match name {
        "signUp" => sign_up::sign_up(auth, read(given)?).await,
        "confirmSignUp" => sign_up::confirm_sign_up(auth, read(given)?).await,
        "resendSignUpCode" => sign_up::resend_sign_up_code(auth, read(given)?).await,
        "signIn" => sign_in::sign_in(auth, read(given)?).await,
        "confirmSignIn" => sign_in::confirm_sign_in(auth, read(given)?).await,
        "signInWithWebUI" => web::sign_in_with_web_ui(auth, browser, read(given)?).await,
        "handleRedirect" => web::handle_redirect(auth, read(given)?).await,
        "signOutWithWebUI" => web::sign_out_with_web_ui(auth, browser, read(given)?).await,
        "autoSignIn" => sign_in::auto_sign_in(auth, read(given)?).await,
        "fetchAuthSession" => session::fetch_auth_session(auth, read(given)?).await,
        "pendingSignIn" => session::pending_sign_in(auth, read(given)?).await,
        "sessionState" => identity::session_state(auth, read(given)?).await,
        "federateToIdentityPool" => identity::federate_to_identity_pool(auth, read(given)?).await,
        "clearFederationToIdentityPool" => {
            identity::clear_federation_to_identity_pool(auth, read(given)?).await
        }
        "getCurrentUser" => session::get_current_user(auth, read(given)?).await,
        "signOut" => session::sign_out(auth, read(given)?).await,
        "deleteUser" => session::delete_user(auth, read(given)?).await,
        "resetPassword" => passwords::reset_password(auth, read(given)?).await,
        "confirmResetPassword" => passwords::confirm_reset_password(auth, read(given)?).await,
        "updatePassword" => passwords::update_password(auth, read(given)?).await,
        "fetchUserAttributes" => attributes::fetch_user_attributes(auth, read(given)?).await,
        "updateUserAttribute" => attributes::update_user_attribute(auth, read(given)?).await,
        "updateUserAttributes" => attributes::update_user_attributes(auth, read(given)?).await,
        "deleteUserAttributes" => attributes::delete_user_attributes(auth, read(given)?).await,
        "sendUserAttributeVerificationCode" => {
            attributes::send_user_attribute_verification_code(auth, read(given)?).await
        }
        "confirmUserAttribute" => attributes::confirm_user_attribute(auth, read(given)?).await,
        "fetchMFAPreference" => factors::fetch_mfa_preference(auth, read(given)?).await,
        "updateMFAPreference" => factors::update_mfa_preference(auth, read(given)?).await,
        "setUpTOTP" => factors::set_up_totp(auth, read(given)?).await,
        "verifyTOTPSetup" => factors::verify_totp_setup(auth, read(given)?).await,
        "fetchUserAuthFactors" => factors::fetch_user_auth_factors(auth, read(given)?).await,
        "rememberDevice" => devices::remember_device(auth, read(given)?).await,
        "forgetDevice" => devices::forget_device(auth, read(given)?).await,
        "fetchDevices" => devices::fetch_devices(auth, read(given)?).await,
        "associateWebAuthnCredential" => passkeys::associate_web_authn_credential(auth, read(given)?).await,
        "listWebAuthnCredentials" => passkeys::list_web_authn_credentials(auth, read(given)?).await,
        "deleteWebAuthnCredential" => passkeys::delete_web_authn_credential(auth, read(given)?).await,
        "storedAccounts" => accounts::stored_accounts(accounts, read(given)?).await,
        "setLabel" => accounts::set_label(accounts, read(given)?).await,
        "signOutOf" => accounts::sign_out_of(accounts, read(given)?).await,
        "purge" => accounts::purge(accounts, read(given)?).await,
        "readConfiguration" => configuration::read_configuration(read(given)?)?,
        other => return Err(format!("the call {other} is unknown")),
    })
}

/// Reads the arguments of a call. Fails at an argument that the call does not have.
pub(crate) fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    serde_json::from_value(arguments.clone()).map_err(|error| format!("arguments: {error}"))
}

/// The result of a call that returns nothing.
fn done((): ()) -> Value {
    json!({})
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoArguments {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attribute {
    name: String,
    value: String,
}

impl From<Attribute> for AuthUserAttribute {
    fn from(given: Attribute) -> Self {
        Self::new(AuthUserAttributeKey::from_name(&given.name), given.value)
    }
}

fn attributes(given: Vec<Attribute>) -> Vec<AuthUserAttribute> {
    given.into_iter().map(Into::into).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ContextData {
    encoded_data: String,
    ip_address: Option<String>,
}

impl From<ContextData> for UserContextData {
    fn from(given: ContextData) -> Self {
        Self { encoded_data: given.encoded_data.into(), ip_address: given.ip_address }
    }
}
