//! What events and work carry.

use std::collections::BTreeMap;

use cognito_auth_srp::KeyPair;

use super::challenge::{Answer, Question};
use crate::model::{AuthFlowType, UserContextData};
use crate::secret::Secret;

/// The names of a user who is signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Username {
    /// The user name, or alias, as it was typed.
    pub(crate) typed: String,
    /// The user's own name in the pool, once the service said it.
    pub(crate) own: Option<String>,
}

impl Username {
    pub(crate) fn typed(typed: &str) -> Self {
        Self { typed: typed.to_owned(), own: None }
    }

    /// The same user, by the own name if it is known now.
    pub(crate) fn known_as(&self, own: Option<String>) -> Self {
        Self { typed: self.typed.clone(), own: own.or_else(|| self.own.clone()) }
    }

    /// The name that an answer carries.
    pub(crate) fn in_answers(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.typed)
    }
}

/// What goes along with every request of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Passed to the pool's triggers.
    pub(crate) client_metadata: BTreeMap<String, String>,
    pub(crate) user_context_data: Option<UserContextData>,
}

/// A sign-in as the app asked for it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// The user name, or alias, as it was typed.
    pub(crate) username: String,
    /// There for every flow that needs one.
    pub(crate) password: Option<Secret>,
    pub(crate) flow: AuthFlowType,
    /// Of a sign-up that was just confirmed.
    pub(crate) session: Option<Secret>,
    pub(crate) context: Context,
}

/// How to begin.
#[derive(Clone, Debug)]
pub(crate) struct Initiation {
    pub(crate) username: String,
    pub(crate) flow: AuthFlowType,
    pub(crate) credential: Option<Credential>,
    pub(crate) session: Option<Secret>,
    pub(crate) context: Context,
}

/// What goes with the user name.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// The public value of the key pair, A.
    SrpA(Secret),
    /// The password itself.
    Password(Secret),
}

/// What proves a password that was an answer.
#[derive(Clone, Debug)]
pub(crate) struct Prover {
    pub(crate) key_pair: KeyPair,
    pub(crate) password: Secret,
}

/// The service's half of the password's proof.
#[derive(Clone, Debug)]
pub(crate) struct PasswordVerifier {
    /// The user's own name, which a typed alias may differ from.
    pub(crate) user_id: String,
    pub(crate) salt: Secret,
    pub(crate) srp_b: Secret,
    pub(crate) secret_block: Secret,
    pub(crate) session: Option<Secret>,
}

/// All that the proof is computed from, but for the time.
#[derive(Clone, Debug)]
pub(crate) struct ProofTask {
    pub(crate) key_pair: KeyPair,
    pub(crate) verifier: PasswordVerifier,
    pub(crate) password: Secret,
}

/// The proof of the password.
#[derive(Clone, Debug)]
pub(crate) struct PasswordClaim {
    pub(crate) secret_block: Secret,
    pub(crate) signature: Secret,
    /// The time that was signed, in Cognito's form.
    pub(crate) timestamp: String,
    pub(crate) session: Option<Secret>,
}

/// The service wants the device to prove itself.
#[derive(Clone, Debug)]
pub(crate) struct DeviceProofRequest {
    /// Who is signing in; filled in by the machine.
    pub(crate) username: Username,
    pub(crate) session: Option<Secret>,
    pub(crate) context: Context,
}

/// The service wants a passkey.
#[derive(Clone, Debug)]
pub(crate) struct PasskeyRequest {
    /// What the authenticator is asked, as JSON.
    pub(crate) options_json: String,
    pub(crate) session: Option<Secret>,
    /// The user's own name, if the service said it.
    pub(crate) user_id: Option<String>,
}

/// The secret of an authenticator app that is being set up.
#[derive(Clone, Debug)]
pub(crate) struct AssociatedToken {
    /// In base32.
    pub(crate) secret_code: Secret,
    pub(crate) session: Option<Secret>,
}

/// The first code of an authenticator app.
#[derive(Clone, Debug)]
pub(crate) struct TokenCode {
    pub(crate) code: Secret,
    pub(crate) session: Option<Secret>,
    pub(crate) friendly_device_name: Option<String>,
}

/// A question of the service's, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) session: Option<Secret>,
    /// The user's own name, if the service said it.
    pub(crate) user_id: Option<String>,
    /// When it came, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

/// An answer on its way to the service.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) username: Username,
    pub(crate) session: Option<Secret>,
    pub(crate) answer: Answer,
    pub(crate) context: Context,
}

/// A device that the service saw for the first time, by the names that the service gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewDevice {
    pub(crate) key: String,
    pub(crate) group_key: String,
}

/// The tokens of a finished sign-in.
#[derive(Clone, Debug)]
pub(crate) struct IssuedTokens {
    pub(crate) id_token: Secret,
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Secret,
    /// How long the access token is valid from now, in seconds.
    pub(crate) expires_in_seconds: i64,
    /// This device, if the service saw it for the first time.
    pub(crate) new_device: Option<NewDevice>,
}
