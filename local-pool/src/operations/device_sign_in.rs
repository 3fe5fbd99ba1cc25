//! The device's part of a sign-in: recognised by its key after the password, then proven by SRP.

use super::challenges::Signed;
use super::flow::Flow;
use crate::errors::CognitoError;
use crate::pool::devices::no_such_device;
use crate::pool::sessions::{Challenge, PendingProof, Proves};
use crate::random;
use crate::srp::{self, Exchange};
use serde_json::{Value, json};

impl Flow<'_, '_> {
    /// Takes note of the device that the request names. A pool that does not track devices does not look at it.
    pub(crate) fn recognise_device(&mut self, username: &str) -> Result<(), CognitoError> {
        let Some(key) = self.given("DEVICE_KEY").map(str::to_owned) else { return Ok(()) };
        let pool = self.pool()?;
        if pool.settings.device_configuration.is_some() {
            pool.user(username)?.device(&key)?;
            self.progress.device = Some(key);
        }
        Ok(())
    }

    /// Whether the recognised device, once proven, spares the user a second factor.
    pub(crate) fn device_is_second_factor(&mut self, username: &str) -> Result<bool, CognitoError> {
        let Some(key) = self.progress.device.clone() else { return Ok(false) };
        let pool = self.pool()?;
        let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
        Ok(pool.accepts_as_second_factor(user.device(&key)?))
    }

    pub(crate) fn ask_device(&mut self, username: &str) -> Result<Value, CognitoError> {
        self.open(username, Challenge::DeviceSrp, json!({ "USERNAME": username }))
    }

    /// The session that waits for the device of the request: not every client sends it back.
    pub(crate) fn waiting_for_device(&mut self) -> Result<Option<String>, CognitoError> {
        let key = self.parameter("DEVICE_KEY")?.to_owned();
        let (typed, client_id) = (self.typed_name()?, self.client.id.clone());
        let pool = self.pool()?;
        let username = pool.resolve(&typed).unwrap_or(typed);
        Ok(pool.sessions.waiting_for_device(&username, &client_id, &key))
    }

    /// DEVICE_SRP_AUTH: answers the device's A with B.
    pub(crate) fn device_srp(&mut self, username: &str) -> Result<Value, CognitoError> {
        let client_public = srp::integer(self.parameter("SRP_A")?)
            .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must be a hexadecimal number."))?;
        let key = self.parameter("DEVICE_KEY")?.to_owned();
        if self.progress.device.as_ref() != Some(&key) {
            return Err(no_such_device());
        }
        let verifier = self.pool()?.user(username)?.device(&key)?.verifier.clone();
        let verifier = verifier.ok_or_else(no_such_device)?;
        let exchange = Exchange::begin(&verifier, client_public)?
            .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must not be a multiple of N."))?;
        let secret_block = random::block::<128>()?;
        let parameters = json!({
            "USERNAME": username,
            "DEVICE_KEY": key,
            "SALT": verifier.salt_hex(),
            "SRP_B": exchange.server_public_hex(),
            "SECRET_BLOCK": secret_block,
        });
        self.close_session()?;
        let answer = self.open(username, Challenge::DeviceVerifier, parameters)?;
        self.expect_proof(&answer, secret_block, username, Proves::Device(key), exchange)?;
        Ok(answer)
    }

    /// DEVICE_PASSWORD_VERIFIER: the proof of the device's password.
    pub(crate) fn device_verifier(&mut self) -> Result<Value, CognitoError> {
        let signed = Signed::read(self)?;
        let proof = self.take_proof(&signed)?;
        let PendingProof { username, session, .. } = &proof;
        self.pool()?.sessions.close(session);
        let Proves::Device(key) = &proof.proves else { return Err(CognitoError::invalid_session()) };
        let now = self.now();
        let device = self.pool()?.user(username)?.device_mut(key)?;
        if !signed.proves(&proof.exchange, &device.group_key, key) {
            return Err(CognitoError::wrong_credentials());
        }
        device.last_authenticated = now;
        self.progress.device_proven = true;
        self.finish(username)
    }
}
