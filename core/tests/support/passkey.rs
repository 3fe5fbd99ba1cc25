//! A passkey in software: it implements the port with the authenticator of the local pool's tests.

#[path = "../../../local-pool/tests/support/authenticator.rs"]
mod authenticator;

use std::sync::Mutex;

use cognito_auth_core::{
    PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyReply, PasskeyRequest,
};

/// One passkey, and what the user does with the platform's sheet.
pub struct SoftwarePasskey {
    authenticator: Mutex<authenticator::Authenticator>,
    refusal: Mutex<Option<PasskeyFailure>>,
    cancelled: Mutex<Vec<u64>>,
    waiting: Mutex<Vec<PasskeyReply>>,
    hangs: bool,
}

impl SoftwarePasskey {
    pub fn new() -> Self {
        Self {
            authenticator: Mutex::new(authenticator::Authenticator::new()),
            refusal: Mutex::default(),
            cancelled: Mutex::default(),
            waiting: Mutex::default(),
            hangs: false,
        }
    }

    /// Like [`Self::new`], but every sheet stays open.
    pub fn hanging() -> Self {
        Self { hangs: true, ..Self::new() }
    }

    /// From now on the sheet fails with `refusal`. `None` makes it work again.
    pub fn refuse(&self, refusal: Option<PasskeyFailure>) {
        *self.refusal.lock().unwrap() = refusal;
    }

    /// From now on the authenticator signs for an origin that is not the app's.
    pub fn lie_about_the_origin(&self) {
        self.authenticator.lock().unwrap().origin = "https://elsewhere.example".into();
    }

    /// Whether a sheet is open.
    pub fn is_open(&self) -> bool {
        !self.waiting.lock().unwrap().is_empty()
    }

    /// How many sheets the library has closed.
    pub fn closed(&self) -> usize {
        self.cancelled.lock().unwrap().len()
    }
}

impl PasskeyAuthenticator for SoftwarePasskey {
    fn start(&self, request: PasskeyRequest, reply: PasskeyReply) -> Result<(), PasskeyFailure> {
        if let Some(refusal) = *self.refusal.lock().unwrap() {
            return Err(refusal);
        }
        if self.hangs {
            self.waiting.lock().unwrap().push(reply);
            return Ok(());
        }
        let options = serde_json::from_str(&request.options_json).unwrap();
        let mut authenticator = self.authenticator.lock().unwrap();
        let credential = match request.ceremony {
            PasskeyCeremony::Registration => authenticator.register(&options),
            PasskeyCeremony::Authentication => authenticator.sign_in(&options),
        };
        reply.succeed(credential.to_string());
        Ok(())
    }

    fn cancel(&self, id: u64) -> Result<(), PasskeyFailure> {
        self.cancelled.lock().unwrap().push(id);
        Ok(())
    }
}
