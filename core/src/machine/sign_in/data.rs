//! The data that events and work carry.

use cognito_auth_srp::KeyPair;

use crate::challenge::{
    ChallengeKind, ChallengeResponse, FirstFactors, PasskeyChallenge, PasswordVerifier, Username,
};
use crate::model::{AuthFlowType, RequestContext};
use crate::secret::Secret;

/// A sign-in as the app asked for it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// The user name, or alias, as it was typed.
    pub(crate) username: String,
    /// The password; present in every flow that needs one.
    pub(crate) password: Option<Secret>,
    pub(crate) flow: AuthFlowType,
    /// The Session of a sign-up that was just confirmed.
    pub(crate) session: Option<Secret>,
    pub(crate) context: RequestContext,
}

impl Attempt {
    /// The first factors that the service may ask for. The Session of a confirmed sign-up counts as the first factor.
    pub(super) fn first_factors(&self) -> FirstFactors {
        if self.session.is_some() { FirstFactors::None } else { FirstFactors::of_flow(self.flow) }
    }
}

/// The first request of a sign-in.
#[derive(Clone, Debug)]
pub(crate) struct Initiation {
    pub(crate) username: String,
    pub(crate) flow: AuthFlowType,
    pub(crate) credential: Option<Credential>,
    pub(crate) session: Option<Secret>,
    pub(crate) context: RequestContext,
}

/// The value that the first request carries beside the user name.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// `A`, the public value of the SRP key pair.
    SrpA(Secret),
    /// The password itself.
    Password(Secret),
}

/// The client's key pair and the password, for SRP.
#[derive(Clone, Debug)]
pub(crate) struct Prover {
    pub(crate) key_pair: KeyPair,
    pub(crate) password: Secret,
}

/// What the proof is computed from, except the pool's name and the time.
#[derive(Clone, Debug)]
pub(crate) struct ProofTask {
    pub(crate) key_pair: KeyPair,
    pub(crate) verifier: PasswordVerifier,
    pub(crate) password: Secret,
}

/// A device that has to prove itself to the service.
#[derive(Clone, Debug)]
pub(crate) struct DeviceProof {
    pub(crate) username: Username,
    pub(crate) session: Option<Secret>,
    pub(crate) context: RequestContext,
}

/// The secret of an authenticator app that is being set up.
#[derive(Clone, Debug)]
pub(crate) struct AssociatedToken {
    /// The secret, in base32.
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

/// The service's request for a passkey, as long as the platform has not answered the request.
#[derive(Clone, Debug)]
pub(crate) struct OpenPasskey {
    pub(crate) username: Username,
    pub(crate) challenge: PasskeyChallenge,
}

/// A challenge for the user, as the service sent it.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedChallenge {
    pub(crate) kind: ChallengeKind,
    pub(crate) session: Option<Secret>,
    /// The user name in the pool, if the service gave it.
    pub(crate) pool_username: Option<String>,
    /// When the challenge came, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

/// A response on its way to the service.
#[derive(Clone, Debug)]
pub(crate) struct OutgoingResponse {
    pub(crate) username: Username,
    pub(crate) session: Option<Secret>,
    pub(crate) response: ChallengeResponse,
    pub(crate) context: RequestContext,
}

/// A device that the service saw for the first time, with the keys that the service gave it.
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
