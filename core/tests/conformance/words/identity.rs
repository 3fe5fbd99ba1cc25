//! The results of the calls for the identity pool.

use cognito_auth_core::{
    AuthIdentity, AwsCredentials, FederateToIdentityPoolResult, SessionState, StoredAccount,
};
use serde_json::{Value, json};

use super::{error, object, pending_sign_in, user};

pub(super) fn identity(identity: &AuthIdentity) -> Value {
    object([
        ("identityId", identity.identity_id.clone().map(Value::from)),
        ("credentials", identity.credentials.as_ref().map(credentials)),
        ("error", identity.error.as_ref().map(error)),
    ])
}

pub(crate) fn federation(result: &FederateToIdentityPoolResult) -> Value {
    json!({ "identityId": result.identity_id, "credentials": credentials(&result.credentials) })
}

fn credentials(credentials: &AwsCredentials) -> Value {
    json!({
        "accessKeyId": credentials.access_key_id,
        "secretAccessKey": credentials.secret_access_key.expose(),
        "sessionToken": credentials.session_token.expose(),
        "expiresAtMilliseconds": credentials.expires_at_milliseconds,
    })
}

pub(crate) fn session_state(state: &SessionState) -> Value {
    match state {
        SessionState::Loading => json!({ "state": "loading" }),
        SessionState::SignedOut { ended } => object([
            ("state", Some("signedOut".into())),
            (
                "ended",
                ended.as_ref().map(|end| json!({ "reason": end.reason.name(), "username": end.username })),
            ),
        ]),
        SessionState::AwaitingChallenge(pending) => {
            let mut members = pending_sign_in(Some(pending));
            members["state"] = "awaitingChallenge".into();
            members
        }
        SessionState::Unavailable { code } => json!({ "state": "unavailable", "code": code.name() }),
        SessionState::SignedIn(signed_in) => {
            let mut members = user(signed_in);
            members["state"] = "signedIn".into();
            members
        }
        SessionState::Guest { identity_id } => json!({ "state": "guest", "identityId": identity_id }),
        SessionState::Federated { identity_id } => json!({ "state": "federated", "identityId": identity_id }),
    }
}

pub(crate) fn stored_accounts(accounts: &[StoredAccount]) -> Value {
    let account = |stored: &StoredAccount| {
        object([
            ("account", stored.account.clone().map(Value::from)),
            ("label", stored.label.clone().map(Value::from)),
            ("state", Some(session_state(&stored.state))),
        ])
    };
    json!({ "accounts": accounts.iter().map(account).collect::<Vec<_>>() })
}
