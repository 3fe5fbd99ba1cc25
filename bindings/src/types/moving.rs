//! The move from the former library, which the app used before.

use cognito_auth_core::{AuthUser, FormerItem, MoveReport, MoveSource, MoveWarning};

#[uniffi::remote(Record)]
pub struct FormerItem {
    pub name: String,
    pub value: Vec<u8>,
}

#[uniffi::remote(Record)]
pub struct MoveReport {
    pub source: Option<MoveSource>,
    pub user: Option<AuthUser>,
    pub devices: u32,
    pub has_identity: bool,
    pub fingerprint_id: Option<String>,
    pub warnings: Vec<MoveWarning>,
}

#[uniffi::remote(Enum)]
pub enum MoveSource {
    AmplifySwift,
    MobileClientIos,
    AmplifyAndroid,
    MobileClientAndroid,
}

#[uniffi::remote(Enum)]
pub enum MoveWarning {
    UndecodableSession,
    IncompleteSession,
    OtherAppClient,
    NamedSessionIgnored,
    UndecodableDevice,
    UndecodableIdentity,
    KeyLost,
    StorageMisconfigured,
    FederationIgnored,
    CredentialsIgnored,
}
