//! The move from the former library, which the app used before.

use super::AuthUser;
use crate::redacted::redacted_debug;

/// The former library whose data was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MoveSource {
    /// Amplify for Swift, version 2.
    AmplifySwift,
    /// AWSMobileClient, or Amplify version 1, on Apple's platforms.
    MobileClientIos,
    /// Amplify for Android, version 2.
    AmplifyAndroid,
    /// AWSMobileClient, or Amplify version 1, on Android.
    MobileClientAndroid,
}

/// Why something was not taken over. It names no user, and holds no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MoveWarning {
    /// The session can't be understood: it is damaged, or of an unknown form.
    UndecodableSession,
    /// A token of the session is missing, or the tokens are of different users.
    IncompleteSession,
    /// The session belongs to another app client or user pool.
    OtherAppClient,
    /// A session that Amplify stored under a name is not taken over. Amplify's stand-alone client, a beta version for
    /// iOS, can keep several sessions side by side: one without a name, and others with one.
    NamedSessionIgnored,
    /// A device, or the id for threat protection, can't be understood.
    UndecodableDevice,
    /// The identity pool's identity can't be understood.
    UndecodableIdentity,
    /// The key that encrypts the storage is lost.
    KeyLost,
    /// The app is not allowed to read the storage: an entitlement is missing, for example.
    StorageMisconfigured,
    /// A federated login without a user pool is not taken over: the app federates again.
    FederationIgnored,
    /// AWS credentials are not taken over: the library gets new ones.
    CredentialsIgnored,
}

impl MoveWarning {
    /// Whether this warning means that a session may be lost.
    pub(crate) fn loses_session(self) -> bool {
        match self {
            Self::UndecodableSession
            | Self::IncompleteSession
            | Self::KeyLost
            | Self::StorageMisconfigured => true,
            Self::OtherAppClient
            | Self::NamedSessionIgnored
            | Self::UndecodableDevice
            | Self::UndecodableIdentity
            | Self::FederationIgnored
            | Self::CredentialsIgnored => false,
        }
    }
}

/// What was taken over from the former library.
#[derive(Clone, PartialEq, Eq)]
pub struct MoveReport {
    /// The former library whose data was found. `None` if nothing was taken over, because the data could not be read or
    /// understood, or because the session was incomplete.
    pub source: Option<MoveSource>,
    /// The signed-in user, if somebody was signed in.
    pub user: Option<AuthUser>,
    /// How many remembered devices were taken over.
    pub devices: u32,
    /// Whether the identity pool's identity was taken over.
    pub has_identity: bool,
    /// The id that the former library sent for threat protection. If the app collects
    /// [`UserContextData`](super::UserContextData), it can keep this id.
    pub fingerprint_id: Option<String>,
    /// What was not taken over, and why.
    pub warnings: Vec<MoveWarning>,
}

// The id for threat protection identifies the device.
redacted_debug! {
    MoveReport { source, user, devices, has_identity, warnings };
}
