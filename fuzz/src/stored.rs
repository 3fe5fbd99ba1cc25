//! The entries of the store: an older version of the library, a backup, or somebody with the device may have written
//! them.

use cognito_auth_core::{Auth, AuthFlowType, AuthUser, SignInOptions};
use serde_json::json;

use crate::phone::{Phone, SUB, checked, run, success, token};

/// The input is a stored session. The target reads it, refreshes it and signs out.
pub(crate) fn session(record: &[u8]) {
    let tokens = json!({ "AuthenticationResult": {
        "IdToken": id_token(), "AccessToken": access_token(), "ExpiresIn": 3600,
    } });
    let store = [("session", record.to_vec())].into();
    let auth = Phone { store, responses: vec![success(&tokens)], ..Phone::default() }.auth();
    run(async {
        read_session(&auth).await;
        checked(auth.fetch_auth_session(force_refresh()).await);
        read_session(&auth).await;
        auth.sign_out(Default::default()).await;
    });
}

async fn read_session(auth: &Auth) -> Option<AuthUser> {
    let user = checked(auth.get_current_user().await);
    checked(auth.fetch_auth_session(Default::default()).await);
    user
}

/// The input is the stored challenge of an open sign-in. The target answers it twice, and signs out.
pub(crate) fn pending(record: &[u8]) {
    let challenge =
        json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
    let store = [("pending", record.to_vec())].into();
    let auth = Phone { store, responses: vec![success(&challenge)], ..Phone::default() }.auth();
    run(async {
        checked(auth.confirm_sign_in("123456".into(), Default::default()).await);
        checked(auth.confirm_sign_in("654321".into(), Default::default()).await);
        auth.sign_out(Default::default()).await;
    });
}

/// The input is the record of the stored devices. At a sign-in the service verifies one of them. The library confirms a
/// device that is not confirmed yet.
pub(crate) fn devices(records: &[u8]) {
    let device = |name: &str| {
        json!({ "ChallengeName": name, "Session": "s", "ChallengeParameters": {
        "SRP_B": "2a", "SALT": "7e1cda7c", "SECRET_BLOCK": "kEopWBReNnVeh+ovKDe3Lg==", "USERNAME": "ann",
    } })
    };
    let responses = vec![
        success(&device("DEVICE_SRP_AUTH")),
        success(&device("DEVICE_PASSWORD_VERIFIER")),
        success(&json!({ "AuthenticationResult": {
            "IdToken": id_token(), "AccessToken": access_token(), "RefreshToken": "r", "ExpiresIn": 3600,
        } })),
        success(&json!({})),
        success(&json!({})),
    ];
    let store = [("devices", records.to_vec())].into();
    let auth = Phone { store, responses, ..Phone::default() }.auth();
    run(async {
        let options = SignInOptions { flow: Some(AuthFlowType::UserPassword), ..SignInOptions::default() };
        checked(auth.sign_in("ann", Some("Password123!".into()), options).await);
        checked(auth.fetch_auth_session(Default::default()).await);
        checked(auth.remember_device().await);
        checked(auth.forget_device(None).await);
    });
}

/// The options that force a refresh.
pub(crate) fn force_refresh() -> cognito_auth_core::FetchAuthSessionOptions {
    cognito_auth_core::FetchAuthSessionOptions { force_refresh: true, ..Default::default() }
}

/// The access token of the user, bound to the device `eu-central-1_device`.
pub(crate) fn access_token() -> String {
    let claims = json!({ "sub": SUB, "username": "ann", "origin_jti": "o", "device_key": "eu-central-1_device",
        "iat": 1_795_348_800, "exp": 1_795_352_400 });
    token(claims.to_string().as_bytes())
}

/// The ID token of the user.
pub(crate) fn id_token() -> String {
    token(json!({ "sub": SUB, "iat": 1_795_348_800, "exp": 1_795_352_400 }).to_string().as_bytes())
}

/// A valid stored session of the user.
pub(crate) fn valid_session() -> Vec<u8> {
    let record = json!({ "version": 1, "generation": 1, "username": "ann", "userId": SUB, "idToken": id_token(),
        "accessToken": access_token(), "refreshToken": "r", "receivedAt": 1_795_348_800_000_i64,
        "expiresAt": 1_795_352_400_000_i64, "isRevocable": true });
    record.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valid_record_signs_its_user_in() {
        let store = [("session", valid_session())].into();
        let auth = Phone { store, ..Phone::default() }.auth();
        assert_eq!(run(read_session(&auth)).map(|user| user.username).as_deref(), Some("ann"));
    }
}
