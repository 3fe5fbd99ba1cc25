//! The JSON of passkeys. The local pool checks what a device sends, and the core passes on what the platform gives.
//!
//! The first line of an input says what it is: `credential` is a whole JSON text, `attestation` an attestation object,
//! and `assertion` an authenticator's data, an empty line and a signature. The target adds correct client data to the
//! last two.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{AuthFlowType, SignInOptions};
use cognito_local_pool::{LocalPool, Options};
use serde_json::{Value, json};

use crate::phone::{Phone, checked, run, success};
use crate::stored;

const CLIENT: &str = "local-client";
const PASSWORD: &str = "Password123!";
/// The id of the passkey in [`VALID`].
const ID: &[u8] = b"id";
/// A valid input of the kind `attestation`.
const VALID: &[u8] = include_bytes!("../corpus/web_authn/attestation-none");

/// Feeds the input to the pool. An input of the kind `credential` also goes to the core.
pub(crate) fn credentials(input: &[u8]) {
    let (kind, input) = split(input, b"\n");
    match kind {
        b"credential" => {
            let Ok(text) = std::str::from_utf8(input) else { return };
            from_the_platform(text);
            let Ok(credential) = serde_json::from_str(text) else { return };
            let mut ann = Ann::lock();
            ann.register(|_| credential);
            ann.sign_in(|_| text.to_owned());
        }
        b"attestation" => {
            Ann::lock().register(|challenge| registration(challenge, input));
        }
        b"assertion" => {
            let (_, valid) = split(VALID, b"\n");
            let mut ann = Ann::lock();
            assert!(ann.register(|challenge| registration(challenge, valid)), "a valid passkey is refused");
            ann.sign_in(|challenge| assertion(challenge, input));
        }
        _ => {}
    }
}

/// The parts before and after the separator.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    match bytes.windows(separator.len()).position(|part| part == separator) {
        Some(end) => (&bytes[..end], &bytes[end + separator.len()..]),
        None => (bytes, &[]),
    }
}

/// Lets the platform's authenticator give this text to the core: at a sign-in, and at a registration.
fn from_the_platform(credential: &str) {
    let options = json!({ "challenge": "AQ" });
    let asked = json!({ "ChallengeName": "WEB_AUTHN", "Session": "s", "ChallengeParameters": {
        "CREDENTIAL_REQUEST_OPTIONS": options.to_string(), "USERNAME": "ann",
    } });
    let credential = Some(credential.to_owned());
    let phone =
        Phone { responses: vec![success(&asked)], credential: credential.clone(), ..Phone::default() };
    let (auth, flow) = (phone.auth(), Some(AuthFlowType::UserAuth { preferred_first_factor: None }));
    run(async { checked(auth.sign_in("ann", None, SignInOptions { flow, ..Default::default() }).await) });

    let responses = vec![success(&json!({ "CredentialCreationOptions": options })), success(&json!({}))];
    let store = [("session", stored::valid_session())].into();
    let auth = Phone { store, responses, credential, ..Phone::default() }.auth();
    run(async { checked(auth.associate_web_authn_credential().await) });
}

fn registration(challenge: &str, attestation_object: &[u8]) -> Value {
    credential(json!({
        "clientDataJSON": client_data("webauthn.create", challenge),
        "attestationObject": URL_SAFE_NO_PAD.encode(attestation_object),
    }))
}

fn assertion(challenge: &str, input: &[u8]) -> String {
    let (data, signature) = split(input, b"\n\n");
    let credential = credential(json!({
        "clientDataJSON": client_data("webauthn.get", challenge),
        "authenticatorData": URL_SAFE_NO_PAD.encode(data),
        "signature": URL_SAFE_NO_PAD.encode(signature),
    }));
    credential.to_string()
}

fn credential(response: Value) -> Value {
    json!({ "id": URL_SAFE_NO_PAD.encode(ID), "type": "public-key", "response": response })
}

fn client_data(kind: &str, challenge: &str) -> String {
    let data = json!({ "type": kind, "challenge": challenge, "origin": "http://localhost" });
    URL_SAFE_NO_PAD.encode(data.to_string())
}

/// A signed-in user of a local pool. The pool stays the same for all inputs: each registration first removes the
/// passkeys of earlier inputs.
struct Ann {
    pool: LocalPool,
    access_token: String,
}

impl Ann {
    fn lock() -> MutexGuard<'static, Self> {
        static ANN: OnceLock<Mutex<Ann>> = OnceLock::new();
        ANN.get_or_init(|| Mutex::new(Self::new())).lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn new() -> Self {
        let pool = run(LocalPool::start(Options::default())).expect("a local pool");
        let mut ann = Self { pool, access_token: String::new() };
        let user = json!({ "ClientId": CLIENT, "Username": "ann", "Password": PASSWORD });
        ann.perform("SignUp", &user).expect("ann signs up");
        let user = json!({ "UserPoolId": ann.pool.user_pool_id(), "Username": "ann" });
        ann.perform("AdminConfirmSignUp", &user).expect("ann is confirmed");
        ann.renew_access_token();
        ann
    }

    /// Signs in again, because an access token expires after an hour.
    fn renew_access_token(&mut self) {
        let parameters = json!({ "USERNAME": "ann", "PASSWORD": PASSWORD });
        let request =
            json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
        let answer = self.perform("InitiateAuth", &request).expect("ann signs in");
        let token = answer["AuthenticationResult"]["AccessToken"].as_str();
        self.access_token = token.expect("an access token").to_owned();
    }

    fn perform(&self, operation: &str, request: &Value) -> Option<Value> {
        match self.pool.perform(operation, request) {
            Ok(answer) => Some(answer),
            Err(error) => {
                assert_ne!(error.exception, "InternalErrorException", "{operation}");
                None
            }
        }
    }

    /// Registers the passkey that the function makes for a challenge. Returns whether the pool accepts it.
    fn register(&mut self, passkey: impl FnOnce(&str) -> Value) -> bool {
        let start = |ann: &Self| {
            ann.perform("StartWebAuthnRegistration", &json!({ "AccessToken": ann.access_token }))
        };
        let started = start(self).or_else(|| {
            self.renew_access_token();
            start(self)
        });
        let options = started.expect("a registration starts");
        // An expired access token would remove nothing, so this comes after the renewal.
        self.forget_passkeys();
        let challenge = options["CredentialCreationOptions"]["challenge"].as_str().expect("a challenge");
        let request = json!({ "AccessToken": self.access_token, "Credential": passkey(challenge) });
        self.perform("CompleteWebAuthnRegistration", &request).is_some()
    }

    fn forget_passkeys(&self) {
        let listed = self.perform("ListWebAuthnCredentials", &json!({ "AccessToken": self.access_token }));
        for passkey in listed.iter().flat_map(|listed| listed["Credentials"].as_array()).flatten() {
            let request =
                json!({ "AccessToken": self.access_token, "CredentialId": passkey["CredentialId"] });
            self.perform("DeleteWebAuthnCredential", &request);
        }
    }

    /// Signs in with the credential, as JSON, that the function makes for a challenge.
    fn sign_in(&self, credential: impl FnOnce(&str) -> String) {
        let parameters = json!({ "USERNAME": "ann", "PREFERRED_CHALLENGE": "WEB_AUTHN" });
        let request = json!({ "ClientId": CLIENT, "AuthFlow": "USER_AUTH", "AuthParameters": parameters });
        let Some(asked) = self.perform("InitiateAuth", &request) else { return };
        let options = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"].as_str();
        let Some(options) = options.and_then(|text| serde_json::from_str::<Value>(text).ok()) else { return };
        let challenge = options["challenge"].as_str().expect("a challenge");
        let responses = json!({ "USERNAME": "ann", "CREDENTIAL": credential(challenge) });
        let request = json!({ "ClientId": CLIENT, "ChallengeName": "WEB_AUTHN", "Session": asked["Session"],
            "ChallengeResponses": responses });
        self.perform("RespondToAuthChallenge", &request);
    }
}
