//! The identity pool: its responses, and the stored identity.

use cognito_auth_core::{Auth, AuthSession, LoginProvider};
use serde_json::{Value, json};

use crate::phone::{Phone, Response, SUB, checked, run, success};
use crate::responses;
use crate::stored::{force_refresh, valid_session};

/// Responses of the identity pool. The first line says who gets them: `guest`, `user` or `federated`. The responses
/// follow, in the form of `service_responses`.
pub(crate) fn responses(input: &[u8]) {
    let (whom, responses) = responses::first_line(input);
    let mut phone = phone(responses::pieces(responses).map(responses::response).collect());
    if whom == b"user" {
        phone.store.insert("session", valid_session());
    }
    let auth = phone.auth();
    run(async {
        if whom == b"federated" {
            let federating =
                auth.federate_to_identity_pool(LoginProvider::Google, "token".into(), Default::default());
            checked(federating.await);
        }
        let Some(session) = fetch(&auth).await else {
            // The identity pool said that the tokens had expired, so the library refreshed them, and the refresh
            // failed.
            assert!(whom == b"user", "a session depends on the identity pool");
            return;
        };
        assert_eq!(session.tokens.is_some(), whom == b"user", "the tokens depend on the identity pool");
        checked(auth.session_state().await);
        checked(auth.fetch_auth_session(force_refresh()).await);
    });
}

/// The input is a stored identity. The calls run with it twice: first nobody is signed in, then a user is.
pub(crate) fn record(record: &[u8]) {
    for is_user in [false, true] {
        let mut phone = phone(vec![credentials(), credentials(), credentials()]);
        phone.store.insert("identity", record.to_vec());
        if is_user {
            phone.store.insert("session", valid_session());
        }
        let auth = phone.auth();
        run(async {
            checked(auth.session_state().await);
            let session = fetch(&auth).await.expect("a session, whatever is stored");
            assert_eq!(session.tokens.is_some(), is_user, "the tokens depend on the identity");
            check_owner(&session, record);
            checked(auth.clear_federation_to_identity_pool().await);
            auth.sign_out(Default::default()).await;
        });
    }
}

fn phone(responses: Vec<Response>) -> Phone {
    Phone { responses, has_identity_pool: true, ..Phone::default() }
}

/// Fetches the session. Checks the error of the session's identity like the error of a call.
async fn fetch(auth: &Auth) -> Option<AuthSession> {
    let session = checked(auth.fetch_auth_session(Default::default()).await)?;
    if let Some(error) = session.identity.as_ref().and_then(|identity| identity.error.clone()) {
        checked::<()>(Err(error));
    }
    Some(session)
}

/// Checks that the stored credentials are given only to the owner of the record.
fn check_owner(session: &AuthSession, record: &[u8]) {
    let credentials = session.identity.as_ref().and_then(|identity| identity.credentials.as_ref());
    let Some(credentials) = credentials.filter(|credentials| credentials.access_key_id != "ASIANEW") else {
        return;
    };
    // The library ignores unknown members, even one that `Value` refuses, such as a number out of range.
    let Ok(record) = serde_json::from_slice::<Value>(record) else { return };
    assert_eq!(record["credentials"]["accessKeyId"], credentials.access_key_id.as_str());
    let owner = &record["owner"];
    let is_own = match (&session.user_sub, session.is_signed_in) {
        (Some(_), _) => owner["user"]["userId"] == SUB,
        (None, true) => owner["federated"].is_object(),
        (None, false) => owner == "guest",
    };
    assert!(is_own, "the credentials of somebody else");
}

/// A response that fits both GetId and GetCredentialsForIdentity.
fn credentials() -> Response {
    success(&json!({
        "IdentityId": "eu-central-1:00000000-0000-4000-8000-000000000001",
        "Credentials": {
            "AccessKeyId": "ASIANEW", "SecretKey": "secret", "SessionToken": "token",
            "Expiration": 1_795_352_400,
        },
    }))
}
