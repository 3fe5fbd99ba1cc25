//! AWS credentials from the identity pool, for guests and for users: how many requests they take, and which identity
//! they belong to. The tokens never depend on the credentials.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, FetchAuthSessionOptions, HttpTransport, Ports, SessionState, SignOutOptions,
    SignOutResult, StoreError, TransportFailure,
};
use serde_json::{Value, json};
use support::identity::{
    IDENTITY_KEY, LOGIN, POOL, anns, another, app, app_of, credentials, credentials_until, expired, failure,
    got, guests, id, identity, new, part, refusal, stored, with_pool, without_guests,
};
use support::log::CapturedLog;
use support::sessions::{BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, access_token, settle, until};
use support::store::{FaultyStore, NamedStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

const HOUR: i64 = 3600;

fn signed_in(identity: Option<Value>) -> TestApp {
    app(Some(FIRST.record(1, NOW)), identity)
}

fn id_token(app: &TestApp) -> Value {
    app.stored().unwrap()["idToken"].clone()
}

#[tokio::test]
async fn a_guest_gets_one_identity_and_new_credentials_when_the_old_ones_expire() {
    let app = app(None, None);
    app.script([id(1), credentials(1)]);
    let session = app.fetch().await.unwrap();
    assert!(!session.is_signed_in && session.tokens.is_none() && session.user_pool_error.is_none());
    assert_eq!(got(&session), new(1));
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
    assert_eq!(app.transport.recorded()[0].body, json!({ "IdentityPoolId": POOL }));
    assert_eq!(app.transport.recorded()[1].body, json!({ "IdentityId": identity(1) }));

    // In another process and at a later time, the identity's id stays the same.
    let later = another(&app);
    assert_eq!(got(&later.fetch().await.unwrap()), new(1));
    later.clock.advance_seconds(HOUR - 120);
    later.script([credentials_until(1, NOW / 1000 + 2 * HOUR, None)]);
    assert_eq!(got(&later.fetch().await.unwrap()), new(1));
    assert_eq!(later.transport.operations(), ["GetCredentialsForIdentity"]);
    assert_eq!(later.auth.session_state().await.unwrap(), SessionState::Guest { identity_id: identity(1) });
    assert_eq!(app.events.heard(), []);
}

#[tokio::test(start_paused = true)]
async fn callers_who_ask_for_a_guests_credentials_at_the_same_time_share_their_requests() {
    let app = app(None, None);
    app.script([Step::Hang]);
    let ask = || {
        let auth = app.auth.clone();
        tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await })
    };
    let first = ask();
    app.hanging(1).await;
    let later = [ask(), ask()];
    app.auth.get_current_user().await.unwrap_err();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    app.script([credentials(1)]);
    app.transport.release(&id(1));
    for call in later.into_iter().chain([first]) {
        assert_eq!(got(&call.await.unwrap().unwrap()), new(1));
    }
    assert_eq!(app.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
}

/// An app may close an instance's transport together with the instance. This cuts off the request that other instances
/// wait for.
#[tokio::test(start_paused = true)]
async fn if_the_close_of_one_instance_cuts_off_a_shared_request_the_other_instance_sends_its_own() {
    let store = Arc::<FaultyStore>::default();
    let instance = || {
        let named = NamedStore { name: "credentials cut off".to_owned(), inner: store.clone() };
        TestApp::made_behind(with_pool(), Arc::clone(&store), Arc::new(named))
    };
    let ask = |app: &TestApp| {
        let auth = app.auth.clone();
        tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await })
    };
    let (a, b) = (instance(), instance());
    a.script([Step::Hang]);
    a.transport.repeat(Step::Fail(TransportFailure::Cancelled));
    let call = ask(&a);
    a.hanging(1).await;
    let joined = ask(&b);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(b.transport.operations(), [""; 0]);
    b.script([id(1), credentials(1)]);
    a.auth.close().await;
    a.transport.release(&Step::Fail(TransportFailure::Cancelled));
    assert_eq!(call.await.unwrap().unwrap_err().code, AuthErrorCode::Closed);
    assert_eq!(got(&joined.await.unwrap().unwrap()), new(1));
    assert_eq!(b.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn nobody_is_a_guest_if_the_configuration_allows_no_guests() {
    let app = app_of(without_guests(), None, None);
    assert_eq!(failure(&app.fetch().await.unwrap()), AuthErrorCode::NotSignedIn);
    assert!(app.transport.recorded().is_empty());
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::SignedOut { ended: None });
    app.sign_in(FIRST).await.unwrap();
    app.script([id(1), credentials(1)]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
}

#[tokio::test]
async fn a_fetch_that_excludes_guests_gives_credentials_to_a_user_but_not_to_a_guest() {
    let app = app(None, Some(guests(1)));
    let options = FetchAuthSessionOptions { without_guests: true, ..Default::default() };
    let session = app.auth.fetch_auth_session(options.clone()).await.unwrap();
    assert_eq!((failure(&session), &part(&session).identity_id), (AuthErrorCode::NotSignedIn, &None));
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::Guest { identity_id: identity(1) });
    app.sign_in(FIRST).await.unwrap();
    app.script([credentials(1)]);
    assert_eq!(got(&app.auth.fetch_auth_session(options).await.unwrap()), new(1));
}

#[tokio::test]
async fn without_an_identity_pool_nothing_is_read_or_sent_for_an_identity() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let session = app.fetch().await.unwrap();
    assert_eq!((session.identity, session.user_pool_error), (None, None));
    assert_eq!(app.store.calls(), 1);
    app.script([SECOND.refreshed()]);
    app.force_refresh().await.unwrap();
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_users_id_token_is_sent_to_the_identity_pool_as_the_login() {
    let app = signed_in(None);
    app.script([id(2), credentials(2)]);
    let session = app.fetch().await.unwrap();
    assert_eq!(got(&session), new(2));
    assert_eq!(access_token(&session), FIRST.access());
    let logins = json!({ LOGIN: id_token(&app) });
    assert_eq!(app.transport.recorded()[0].body, json!({ "IdentityPoolId": POOL, "Logins": logins }));
    assert_eq!(app.transport.recorded()[1].body, json!({ "IdentityId": identity(2), "Logins": logins }));
    assert_eq!(app.stored_identity().unwrap()["owner"], json!({ "user": { "userId": "sub-of-ann" } }));
    let user = app.auth.get_current_user().await.unwrap();
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::SignedIn(user));
}

#[tokio::test(start_paused = true)]
async fn fifty_callers_make_one_refresh_and_one_request_for_credentials() {
    let app = app(Some(FIRST.expired()), Some(expired(anns(1))));
    app.script([Step::Hang, Step::Hang]);
    let callers: Vec<_> = (0..50)
        .map(|number| {
            let auth = app.auth.clone();
            let options = FetchAuthSessionOptions { force_refresh: number % 5 == 0, ..Default::default() };
            tokio::spawn(async move { auth.fetch_auth_session(options).await.unwrap() })
        })
        .collect();
    app.hanging(1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.transport.release(&SECOND.rotated());
    app.hanging(1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.transport.release(&credentials(1));
    for caller in callers {
        let session = caller.await.unwrap();
        assert_eq!((got(&session), access_token(&session)), (new(1), SECOND.access().as_str()));
    }
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn a_forced_refresh_sends_two_requests_or_one_if_the_caller_wants_no_credentials() {
    let app = signed_in(Some(anns(1)));
    assert_eq!(got(&app.fetch().await.unwrap()), stored(1));
    app.script([SECOND.rotated(), credentials(1)]);
    let session = app.force_refresh().await.unwrap();
    assert_eq!((got(&session), access_token(&session)), (new(1), SECOND.access().as_str()));
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "GetCredentialsForIdentity"]);

    app.script([FIRST.rotated()]);
    let options =
        FetchAuthSessionOptions { force_refresh: true, without_credentials: true, ..Default::default() };
    let session = app.auth.fetch_auth_session(options).await.unwrap();
    assert_eq!((access_token(&session), session.identity.as_ref()), (FIRST.access().as_str(), None));
    assert_eq!(app.transport.operations().len(), 3);
    // Valid credentials outlive the refresh of the tokens.
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations().len(), 3);
}

#[tokio::test]
async fn a_forced_refresh_gives_a_guest_new_credentials_of_the_same_identity() {
    let app = app(None, Some(guests(1)));
    app.script([credentials(1)]);
    assert_eq!(got(&app.force_refresh().await.unwrap()), new(1));
    assert_eq!(app.transport.operations(), ["GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn a_sign_in_sends_the_guests_identity_and_keeps_the_identity_of_the_response() {
    // A login that is new to the identity pool takes the guest's identity over. A known login has an identity already.
    for answered in [1, 9] {
        let app = app(None, Some(guests(1)));
        assert_eq!(got(&app.fetch().await.unwrap()), stored(1));
        app.sign_in(FIRST).await.unwrap();
        app.script([credentials(answered)]);
        assert_eq!(got(&app.fetch().await.unwrap()), new(answered));
        assert_eq!(app.transport.operations(), ["InitiateAuth", "GetCredentialsForIdentity"]);
        let sent = app.transport.recorded().pop().unwrap().body;
        assert_eq!(sent, json!({ "IdentityId": identity(1), "Logins": { LOGIN: id_token(&app) } }));
        let kept = app.stored_identity().unwrap();
        assert_eq!(kept["identityId"], identity(answered));
        assert_eq!(kept["owner"], json!({ "user": { "userId": "sub-of-ann" } }));
    }
}

#[tokio::test]
async fn a_wrong_clock_of_the_device_does_not_change_how_long_credentials_are_used() {
    for behind in [0, 5 * HOUR, -5 * HOUR] {
        let app = app(None, Some(expired(guests(1))));
        app.clock.advance_seconds(-behind);
        app.script([credentials(1)]);
        let session = app.fetch().await.unwrap();
        let expires_at = part(&session).credentials.as_ref().unwrap().expires_at_milliseconds;
        assert_eq!(expires_at, NOW + (HOUR - behind) * 1000);
        app.clock.advance_seconds(HOUR - 121);
        assert_eq!(got(&app.fetch().await.unwrap()), new(1));
        assert_eq!(app.transport.operations().len(), 1, "{behind}");
        app.clock.advance_seconds(1);
        app.script([credentials_until(1, NOW / 1000 + 2 * HOUR, None)]);
        app.fetch().await.unwrap();
        assert_eq!(app.transport.operations().len(), 2, "{behind}");
    }
}

#[tokio::test]
async fn without_a_date_header_the_id_token_tells_the_servers_time() {
    // The device's clock is two hours ahead. By that clock, the tokens came two hours after they were issued.
    let received_at = NOW + 2 * HOUR * 1000;
    let app = app(Some(FIRST.record(1, received_at)), Some(expired(anns(1))));
    app.clock.advance_seconds(2 * HOUR);
    app.script([credentials_until(1, NOW / 1000 + HOUR, None)]);
    let session = app.fetch().await.unwrap();
    let expires_at = part(&session).credentials.as_ref().unwrap().expires_at_milliseconds;
    assert_eq!(expires_at, received_at + HOUR * 1000);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations(), ["GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn a_sign_out_removes_the_identity_and_the_next_guest_gets_another() {
    for session in [None, Some(FIRST.record(1, NOW))] {
        let record = if session.is_some() { anns(1) } else { guests(1) };
        let app = app(session.clone(), Some(record));
        if session.is_some() {
            app.script([Step::success(json!({}))]);
        }
        assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        assert_eq!(app.stored_identity(), None);
        app.script([id(2), credentials(2)]);
        assert_eq!(got(&app.fetch().await.unwrap()), new(2));
    }
}

#[tokio::test]
async fn a_sign_out_removes_a_stored_identity_even_if_the_configuration_has_no_identity_pool() {
    let entries = [(SESSION_KEY, FIRST.record(1, NOW)), (IDENTITY_KEY, anns(1))];
    let entries = entries.map(|(key, record)| (key.to_owned(), record.to_string().into_bytes()));
    let app = TestApp::over(FaultyStore::with(entries));
    app.script([Step::success(json!({}))]);
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(app.store.is_empty_apart_from_the_mark());
}

#[tokio::test]
async fn a_sign_in_removes_the_stored_identity_of_another_user_or_fails() {
    for (tokens, left) in [(FIRST, Some(anns(1))), (BOBS, None)] {
        let app = app(None, Some(anns(1)));
        app.sign_in(tokens).await.unwrap();
        assert_eq!(app.stored_identity(), left);
    }
    let app = app(None, Some(anns(1)));
    app.store.fail_key(IDENTITY_KEY, StoreOperation::Delete, StoreError::Locked);
    assert_eq!(app.sign_in(BOBS).await, Err(AuthErrorCode::StoreLocked));
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn the_credentials_of_another_user_or_of_a_former_user_are_never_given() {
    // The stored identity belongs to a user whose session has ended in another process.
    let guest = app(None, Some(anns(1)));
    guest.script([id(2), credentials(2)]);
    assert_eq!(got(&guest.fetch().await.unwrap()), new(2));
    assert_eq!(guest.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
    let bob = app(Some(BOBS.record(1, NOW)), Some(anns(1)));
    bob.script([id(3), credentials(3)]);
    assert_eq!(got(&bob.fetch().await.unwrap()), new(3));
    assert_eq!(bob.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn an_identity_record_that_is_unreadable_or_of_another_identity_pool_is_replaced() {
    let mut other = guests(1);
    other["poolId"] = json!("eu-central-1:ffffffff-1b3d-4f5a-8c7e-9d0b1a2c3e4f");
    let mut newer = guests(1);
    newer["version"] = json!(2);
    for record in [other, newer, json!("damaged")] {
        let app = app(None, Some(record));
        app.script([id(2), credentials(2)]);
        assert_eq!(got(&app.fetch().await.unwrap()), new(2));
        assert_eq!(app.stored_identity().unwrap()["poolId"], POOL);
    }
}

#[tokio::test]
async fn an_identity_that_cant_be_stored_is_kept_in_memory_and_not_requested_again() {
    let app = signed_in(None);
    app.store.fail_key(IDENTITY_KEY, StoreOperation::Save, StoreError::Locked);
    app.script([id(1)]);
    for _ in 0..3 {
        let session = app.fetch().await.unwrap();
        assert_eq!(failure(&session), AuthErrorCode::StoreLocked);
        assert_eq!(access_token(&session), FIRST.access());
    }
    assert_eq!(app.transport.operations(), ["GetId"]);
    app.unlock();
    app.script([credentials(1)]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn while_the_identity_cant_be_read_a_fetch_gives_the_tokens_without_credentials() {
    let app = signed_in(Some(anns(1)));
    app.store.fail_key(IDENTITY_KEY, StoreOperation::Load, StoreError::Locked);
    let session = app.fetch().await.unwrap();
    assert_eq!(failure(&session), AuthErrorCode::StoreLocked);
    assert_eq!(access_token(&session), FIRST.access());
    app.unlock();
    assert_eq!(got(&app.fetch().await.unwrap()), stored(1));
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn credentials_that_another_process_got_are_used() {
    let app = app(None, Some(expired(guests(1))));
    app.script([Step::Fail(TransportFailure::Offline)]);
    assert_eq!(failure(&app.fetch().await.unwrap()), AuthErrorCode::Offline);
    let other = another(&app);
    other.script([credentials(1)]);
    assert_eq!(got(&other.fetch().await.unwrap()), new(1));
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn credentials_that_arrive_after_a_sign_in_or_a_sign_out_are_not_given_or_stored() {
    // The guest's credentials come after the sign-in.
    let app = app(None, Some(expired(guests(1))));
    app.script([Step::Hang]);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() });
    app.hanging(1).await;
    app.sign_in(FIRST).await.unwrap();
    app.script([credentials(4)]);
    app.transport.release(&credentials(1));
    assert_eq!(got(&caller.await.unwrap()), new(4));
    assert_eq!(app.stored_identity().unwrap()["owner"], json!({ "user": { "userId": "sub-of-ann" } }));

    // The user's credentials come after the sign-out.
    let app = signed_in(Some(expired(anns(1))));
    app.script([Step::Hang, Step::success(json!({}))]);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() });
    app.hanging(1).await;
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    app.script([id(5), credentials(5)]);
    app.transport.release(&credentials(1));
    let session = caller.await.unwrap();
    assert!(!session.is_signed_in);
    assert_eq!(got(&session), new(5));
    settle().await;
    assert_eq!(app.stored_identity().unwrap()["owner"], json!("guest"));
}

#[tokio::test]
async fn dropping_a_call_does_not_stop_its_request_for_credentials() {
    let app = app(None, Some(expired(guests(1))));
    app.script([Step::Hang]);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    caller.abort();
    app.transport.release(&credentials(1));
    until(|| app.stored_identity().is_some_and(|it| it["credentials"]["accessKeyId"] == "ASIANEW1")).await;
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.transport.operations().len(), 1);
}

#[tokio::test]
async fn no_token_and_no_credential_is_in_the_log_or_a_debug_output() {
    let log = CapturedLog::default();
    let session = FIRST.record(1, NOW);
    let entries = [(SESSION_KEY, &session), (IDENTITY_KEY, &expired(anns(1)))];
    let store = FaultyStore::with(entries.map(|(key, it)| (key.to_owned(), it.to_string().into_bytes())));
    let refused = refusal("Invalid login token. Secret-of-the-service");
    let transport: Arc<dyn HttpTransport> =
        Arc::new(ScriptedTransport::new([refused, credentials(1), credentials(2)]));
    let mut ports = Ports::new(transport, Arc::new(store));
    ports.log = Some(Arc::new(log.clone()));
    ports.clock = Arc::new(support::clock::ManualClock::at(NOW));
    let auth = Auth::new(with_pool(), ports).unwrap();
    for _ in 0..2 {
        log.add(&format!("{:?}", auth.fetch_auth_session(Default::default()).await));
    }
    until(|| log.text().contains("GetCredentialsForIdentity: answered")).await;
    let tokens = ["idToken", "accessToken", "refreshToken"].map(|name| session[name].as_str().unwrap());
    let others = ["new-secret", "new-token", "ASIANEW", "stored-secret", "Secret-of-the-service"];
    let text = log.text();
    assert_eq!(tokens.into_iter().chain(others).find(|secret| text.contains(secret)), None, "{text}");
    assert!(text.contains("GetCredentialsForIdentity: LoginNotAccepted"), "{text}");
}
