//! The device of a sign-in. DEVICE_KEY names the device. After the user's factors, the device signs in by SRP.

use super::srp_exchange::PasswordClaim;
use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::pool::devices::no_such_device;
use crate::pool::sessions::{Challenge, OpenExchange, PasswordOf};
use serde_json::{Value, json};

impl SignInStep<'_, '_> {
    /// Notes which device the request names, if the pool tracks devices and the user exists. Fails if the user has no
    /// such confirmed device.
    pub(crate) fn recognise_device(&mut self, username: &str) -> Result<(), CognitoError> {
        let Some(key) = self.given("DEVICE_KEY").map(str::to_owned) else { return Ok(()) };
        let pool = self.pool()?;
        let tracks = pool.settings.device_configuration.is_some();
        if let Some(user) = pool.users.get(username).filter(|_| tracks) {
            user.device(&key)?;
            self.progress.device = Some(key);
        }
        Ok(())
    }

    /// Whether the device replaces the user's second factor.
    pub(crate) fn device_is_second_factor(&mut self, username: &str) -> Result<bool, CognitoError> {
        let Some(key) = self.progress.device.clone() else { return Ok(false) };
        let pool = self.pool()?;
        let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
        Ok(pool.accepts_as_second_factor(user.device(&key)?))
    }

    pub(crate) fn ask_device(&mut self, username: &str) -> Result<Value, CognitoError> {
        self.open(username, Challenge::DeviceSrp, json!({ "USERNAME": username }))
    }

    /// The Session that waits for the device of the request. The pool looks the Session up, because some clients don't
    /// send it back.
    pub(crate) fn waiting_for_device(&mut self) -> Result<Option<String>, CognitoError> {
        let key = self.parameter("DEVICE_KEY")?.to_owned();
        let (typed, client_id) = (self.typed_name()?, self.client.id.clone());
        let pool = self.pool()?;
        let username = pool.resolve(&typed).unwrap_or(typed);
        Ok(pool.sessions.waiting_for_device(&username, &client_id, &key))
    }

    /// DEVICE_SRP_AUTH: begins SRP for the device.
    pub(crate) fn device_srp(&mut self, username: &str) -> Result<Value, CognitoError> {
        let client_public = self.client_public()?;
        let key = self.parameter("DEVICE_KEY")?.to_owned();
        if self.progress.device.as_ref() != Some(&key) {
            return Err(no_such_device());
        }
        let verifier = self.pool()?.user(username)?.device(&key)?.verifier.clone();
        let verifier = verifier.ok_or_else(no_such_device)?;
        let names = json!({ "USERNAME": username, "DEVICE_KEY": key });
        let answer =
            self.open_exchange(username, PasswordOf::Device(key), &verifier, client_public, names)?;
        self.close_session()?;
        Ok(answer)
    }

    /// DEVICE_PASSWORD_VERIFIER: verifies the device's password by SRP.
    pub(crate) fn device_verifier(&mut self) -> Result<Value, CognitoError> {
        let claim = PasswordClaim::read(self)?;
        let open = self.take_exchange(&claim)?;
        let OpenExchange { username, session, .. } = &open;
        self.pool()?.sessions.close(session)?;
        let PasswordOf::Device(key) = &open.password_of else {
            return Err(CognitoError::invalid_session());
        };
        let now = self.now();
        let device = self.pool()?.user(username)?.device_mut(key)?;
        if !claim.fits(&open.srp, &device.group_key, key) {
            return Err(CognitoError::wrong_credentials());
        }
        device.last_authenticated = now;
        self.progress.device_verified = true;
        self.finish(username)
    }
}
