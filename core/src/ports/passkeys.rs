//! The passkey port.

use std::fmt;

use super::PortReply;

/// A request to the user's authenticator.
#[derive(Clone)]
pub struct PasskeyRequest {
    /// Identifies the request in [`PasskeyAuthenticator::cancel`]; unique within the process.
    pub id: u64,
    /// Whether to create a passkey or to sign in with one.
    pub ceremony: PasskeyCeremony,
    /// The options in their JSON form (Web Authentication, section 5.1: `PublicKeyCredentialCreationOptionsJSON`
    /// or `PublicKeyCredentialRequestOptionsJSON`).
    pub options_json: String,
}

/// What the authenticator has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyCeremony {
    /// Create a passkey.
    Registration,
    /// Sign in with a passkey of the user.
    Authentication,
}

impl fmt::Debug for PasskeyRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasskeyRequest")
            .field("id", &self.id)
            .field("ceremony", &self.ceremony)
            .finish_non_exhaustive()
    }
}

/// Why the authenticator gave no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum PasskeyFailure {
    /// The user closed the platform's sheet.
    Cancelled,
    /// The device, or its system's version, does not support passkeys.
    Unsupported,
    /// The user has no passkey for this app on this device.
    NoCredential,
    /// The authenticator already has a passkey of this user.
    AlreadyRegistered,
    /// The app does not belong to the domain that the passkeys are for.
    DomainMismatch,
    /// The authenticator dropped the reply without a result.
    Unanswered,
    /// Anything else.
    Other,
}

/// Takes the reply of an authenticator: the credential in its JSON form (Web Authentication, section 5.1:
/// `RegistrationResponseJSON` or `AuthenticationResponseJSON`).
pub type PasskeyReply = PortReply<String, PasskeyFailure>;

/// The port for the platform's passkeys. The core calls it on a blocking thread, never on a thread of the app.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
pub trait PasskeyAuthenticator: Send + Sync {
    /// Begins to ask the user and returns immediately. The credential goes to `reply`, from any thread. There is no
    /// time limit: the platform's sheet stays open as long as the user wants.
    ///
    /// # Errors
    /// The user could not be asked.
    fn start(&self, request: PasskeyRequest, reply: PasskeyReply) -> Result<(), PasskeyFailure>;

    /// Nobody waits for the credential any more: close the sheet. The id of a request that is not running is ignored.
    ///
    /// # Errors
    /// The core ignores the error.
    fn cancel(&self, id: u64) -> Result<(), PasskeyFailure>;
}

/// A platform without passkeys.
#[derive(Debug, Default)]
pub struct NoPasskeys;

impl PasskeyAuthenticator for NoPasskeys {
    fn start(&self, _request: PasskeyRequest, _reply: PasskeyReply) -> Result<(), PasskeyFailure> {
        Err(PasskeyFailure::Unsupported)
    }

    fn cancel(&self, _id: u64) -> Result<(), PasskeyFailure> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_request_does_not_show_its_options() {
        let request =
            PasskeyRequest { id: 1, ceremony: PasskeyCeremony::Registration, options_json: "secret".into() };
        assert!(!format!("{request:?}").contains("secret"));
    }
}
