//! A passkey authenticator that follows a script and records its requests.

use std::collections::VecDeque;
use std::sync::Mutex;

use cognito_auth_core::{PasskeyAuthenticator, PasskeyFailure, PasskeyReply, PasskeyRequest};

use crate::case::{AskedPasskey, PasskeyAnswer};

#[derive(Default)]
pub(crate) struct ScriptedAuthenticator {
    script: Mutex<VecDeque<PasskeyAnswer>>,
    asked: Mutex<Vec<AskedPasskey>>,
}

impl ScriptedAuthenticator {
    /// Adds steps to the end of the script.
    pub(crate) fn answer(&self, answers: Vec<PasskeyAnswer>) {
        self.script.lock().unwrap().extend(answers);
    }

    /// How many steps of the script are left.
    pub(crate) fn left(&self) -> usize {
        self.script.lock().unwrap().len()
    }

    /// The requests since the last call of this function.
    pub(crate) fn take_asked(&self) -> Vec<AskedPasskey> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl PasskeyAuthenticator for ScriptedAuthenticator {
    fn start(&self, request: PasskeyRequest, reply: PasskeyReply) -> Result<(), PasskeyFailure> {
        let options = serde_json::from_str(&request.options_json).map_err(|_| PasskeyFailure::Other)?;
        self.asked.lock().unwrap().push(AskedPasskey { ceremony: request.ceremony.into(), options });
        match self.script.lock().unwrap().pop_front() {
            Some(PasskeyAnswer::Credential(credential)) => reply.succeed(credential.to_string()),
            Some(PasskeyAnswer::Failure(failure)) => reply.fail(failure.into()),
            // The script has ended. The comparison of the requests will fail.
            None => reply.fail(PasskeyFailure::Other),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), PasskeyFailure> {
        Ok(())
    }
}
