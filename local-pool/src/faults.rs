//! Faults that a test injects, to see how a client handles them.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The documents of a pool, by their names in the log of requests.
pub(crate) const JWKS: &str = "JWKS";
pub(crate) const OPENID_CONFIGURATION: &str = "OpenIdConfiguration";
const DOCUMENTS: [&str; 2] = [JWKS, OPENID_CONFIGURATION];
/// What a browser opens, by its name in the log of requests.
pub(crate) const AUTHORIZE: &str = "Authorize";
pub(crate) const LOGIN: &str = "Login";
pub(crate) const SIGN_UP_PAGE: &str = "SignUpPage";
pub(crate) const FORGOT_PASSWORD_PAGE: &str = "ForgotPasswordPage";
pub(crate) const LOGOUT: &str = "Logout";
/// Where another identity provider sends the browser back to.
pub(crate) const IDP_RESPONSE: &str = "IdpResponse";
const PAGES: [&str; 6] = [AUTHORIZE, LOGIN, SIGN_UP_PAGE, FORGOT_PASSWORD_PAGE, LOGOUT, IDP_RESPONSE];
/// The requests of the stand-in for other identity providers, by their names in the log of requests.
pub(crate) const IDP_AUTHORIZE: &str = "IdpAuthorize";
pub(crate) const IDP_TOKEN: &str = "IdpToken";
pub(crate) const IDP_KEYS: &str = "IdpKeys";
pub(crate) const IDP_CONFIGURATION: &str = "IdpConfiguration";
const STAND_IN: [&str; 4] = [IDP_AUTHORIZE, IDP_TOKEN, IDP_KEYS, IDP_CONFIGURATION];

/// A failure that the pool makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Fault {
    /// The pool does not do the work. It responds with an error in the endpoint's form, e.g. Cognito's or OAuth's.
    Error {
        /// The HTTP status, 400 unless given.
        #[serde(default = "bad_request")]
        status: u16,
        /// The exception's name, e.g. `TooManyRequestsException`.
        #[serde(rename = "type")]
        error_type: String,
        /// The exception's text.
        #[serde(default)]
        message: String,
    },
    /// The connection closes without a response.
    Drop {
        /// Whether the work is done first.
        when: When,
    },
    /// The work is done immediately, and the response is late.
    Delay {
        /// How late, in milliseconds of real time.
        milliseconds: u64,
    },
    /// The work is done, and the response's body ends early.
    Truncate {
        /// How many bytes of the body are sent.
        bytes: usize,
    },
}

/// When a connection drops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Before the work: the request is lost.
    Before,
    /// After the work: the response is lost.
    After,
}

fn bad_request() -> u16 {
    400
}

fn once() -> u32 {
    1
}

/// A fault, and the requests that it applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultRule {
    /// The operation's name, or `*` for any operation. The endpoints `Token`, `Revoke` and `UserInfo` count as
    /// operations. So does `ImportUpload`, the upload of the file for a user import job.
    ///
    /// Other requests have names too, which `*` does not cover:
    /// - a pool's documents: `JWKS`, `OpenIdConfiguration`
    /// - what a browser opens: `Authorize`, `Login`, `SignUpPage`, `ForgotPasswordPage`, `Logout`, `IdpResponse`
    /// - the stand-in for other identity providers: `IdpAuthorize`, `IdpToken`, `IdpKeys`, `IdpConfiguration`
    pub operation: String,
    /// How many requests the fault applies to; 1 unless given.
    #[serde(default = "once")]
    pub times: u32,
    /// The fault itself.
    pub fault: Fault,
}

/// The injected faults that are not used up, oldest first.
#[derive(Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
}

impl Faults {
    pub(crate) fn inject(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Takes the fault for a request, if there is one.
    pub(crate) fn take(&mut self, operation: &str) -> Option<Fault> {
        let any = ![&DOCUMENTS[..], &PAGES, &STAND_IN].iter().any(|names| names.contains(&operation));
        let matches = |rule: &FaultRule| any && rule.operation == "*" || rule.operation == operation;
        let rule = self.rules.iter_mut().find(|rule| rule.times > 0 && matches(rule))?;
        rule.times -= 1;
        let fault = rule.fault.clone();
        self.rules.retain(|rule| rule.times > 0);
        Some(fault)
    }
}

impl Fault {
    /// How long the response is held back.
    pub(crate) fn delay(&self) -> Option<Duration> {
        match self {
            Self::Delay { milliseconds } => Some(Duration::from_millis(*milliseconds)),
            Self::Error { .. } | Self::Drop { .. } | Self::Truncate { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> FaultRule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_fault_applies_to_its_operation_the_given_number_of_times() {
        let mut faults = Faults::default();
        faults
            .inject(rule(r#"{"operation":"InitiateAuth","times":2,"fault":{"kind":"drop","when":"after"}}"#));
        assert_eq!(faults.take("SignUp"), None);
        for _ in 0..2 {
            assert_eq!(faults.take("InitiateAuth"), Some(Fault::Drop { when: When::After }));
        }
        assert_eq!(faults.take("InitiateAuth"), None);
    }

    #[test]
    fn a_star_means_any_operation_and_a_fault_applies_once_by_default() {
        let mut faults = Faults::default();
        faults.inject(rule(r#"{"operation":"*","fault":{"kind":"truncate","bytes":3}}"#));
        assert_eq!(faults.take(JWKS), None, "a document is not an operation");
        assert_eq!(faults.take("Anything"), Some(Fault::Truncate { bytes: 3 }));
        assert_eq!(faults.take("Anything"), None);
    }

    #[test]
    fn a_malformed_fault_is_refused() {
        for bad in [
            r#"{"operation":"*","fault":{"kind":"explode"}}"#,
            r#"{"operation":"*","fault":{"kind":"drop","when":"during"}}"#,
            r#"{"operation":"*","fault":{"kind":"delay"}}"#,
            r#"{"operation":"*","fault":{"kind":"delay","milliseconds":-1}}"#,
            r#"{"fault":{"kind":"delay","milliseconds":1}}"#,
            r#"{"operation":"*","often":1,"fault":{"kind":"delay","milliseconds":1}}"#,
        ] {
            assert!(serde_json::from_str::<FaultRule>(bad).is_err(), "{bad}");
        }
    }
}
