//! WEB_AUTHN: a passkey as the first factor.

use super::next_step::check_account;
use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::operations::shared::passkeys::{TIMEOUT, descriptor};
use crate::pool::passkeys::{Ceremony, UserVerification};
use crate::pool::sessions::{Challenge, Session};
use crate::pool::users::User;
use crate::web_authn::{self, AssertionCredential, Refused};
use serde_json::{Value, json};

impl SignInStep<'_, '_> {
    /// Asks for one of the user's passkeys.
    pub(crate) fn ask_for_passkey(&mut self, username: &str) -> Result<Value, CognitoError> {
        let pool = self.pool()?;
        let mut ceremony = Ceremony::begin(pool.web_authn.as_ref())?;
        let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
        check_account(user)?;
        if user.needs_two_factors(&pool.mfa) {
            ceremony.user_verification = UserVerification::Required;
        }
        let options = request_options(user, &ceremony);
        let parameters = json!({ "CREDENTIAL_REQUEST_OPTIONS": options.to_string(), "USERNAME": username });
        self.open(username, Challenge::Passkey(ceremony), parameters)
    }

    /// Takes the passkey's answer. A challenge can be answered once.
    pub(crate) fn passkey(&mut self, session: &Session, ceremony: &Ceremony) -> Result<Value, CognitoError> {
        let credential = serde_json::from_str(self.parameter("CREDENTIAL")?);
        self.close_session()?;
        let credential: AssertionCredential = credential.map_err(|_| {
            CognitoError::invalid_parameter("CREDENTIAL is not an AuthenticationResponseJSON.")
        })?;
        let user = self.pool()?.user(&session.username)?;
        verify(user, &credential, ceremony).map_err(|refused| {
            CognitoError::not_authorized(format!("The passkey is not accepted: {}.", refused.reason()))
        })?;
        check_account(user)?;
        self.finish(&session.username)
    }
}

/// The options for a user's sign-in: PublicKeyCredentialRequestOptionsJSON of WebAuthn.
pub(crate) fn request_options(user: &User, ceremony: &Ceremony) -> Value {
    let allowed: Vec<Value> = user.passkeys.of(&ceremony.relying_party_id).map(descriptor).collect();
    json!({
        "challenge": ceremony.challenge,
        "rpId": ceremony.relying_party_id,
        "allowCredentials": allowed,
        "userVerification": ceremony.user_verification,
        "timeout": TIMEOUT,
    })
}

/// Verifies a credential of the user, and stores the new counter of its passkey.
fn verify(user: &mut User, credential: &AssertionCredential, ceremony: &Ceremony) -> Result<(), Refused> {
    let handle = credential.user_handle()?;
    if handle.is_some_and(|handle| handle != user.sub.as_bytes()) {
        return Err(Refused::Unknown);
    }
    let passkey = user.passkeys.find(&credential.id()?).ok_or(Refused::Unknown)?;
    passkey.counter = web_authn::authenticate(credential, &ceremony.expected(), &passkey.known())?;
    Ok(())
}
