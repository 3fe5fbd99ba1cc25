//! A device that Amplify remembered signs in by SRP after the move. The service is the local pool, not a script.

use std::sync::Arc;

use cognito_auth_core::{AuthSignInStep, Ports, SignOutOptions};
use serde_json::{Value, json};

use crate::amplify;
use crate::support::former::FormerUser;
use crate::support::former::ios::TestKeychain;
use crate::support::former::ios::amplify::{AmplifyApp, Method, Release, data_of};
use crate::support::pool::{PASSWORD, TestPool, auth, ports};
use crate::support::store::FaultyStore;

/// The Keychain of an app with Amplify, after ann's sign-in on a device that the pool remembers.
pub(crate) async fn signed_in_with_amplify(pool: &TestPool) -> Arc<TestKeychain> {
    let store = Arc::<FaultyStore>::default();
    let app = pool.signed_in_with("ann", Ports { store: store.clone(), ..ports() }).await;
    let tokens = app.fetch_auth_session(Default::default()).await.unwrap().tokens.unwrap();
    let devices: Value = store
        .entries()
        .iter()
        .find_map(|(key, bytes)| key.ends_with(".devices").then(|| serde_json::from_slice(bytes).unwrap()))
        .unwrap();
    let device = &devices["devices"][0];

    let pool_id: &'static str = pool.pool.user_pool_id().to_owned().leak();
    let amplify = AmplifyApp { user_pool: Some(pool_id), ..AmplifyApp::of(Release::V2_57) };
    let user = FormerUser { username: "ann".to_owned(), typed: "ann".to_owned(), ..FormerUser::bob() };
    let mut session = amplify.session(&user, Method::Srp);
    let stored = &mut data_of(&mut session)["cognitoUserPoolTokens"];
    stored["idToken"] = tokens.id_token.expose().into();
    stored["accessToken"] = tokens.access_token.expose().into();
    stored["refreshToken"] = tokens.refresh_token.expose().into();
    let keychain = TestKeychain::default();
    amplify.write_session(&keychain, &session);
    let metadata = json!({
        "deviceKey": device["key"], "deviceGroupKey": device["groupKey"], "deviceSecret": device["password"],
    });
    let account = amplify.device_account("ann");
    amplify.write(&keychain, &account, &json!({ "metadata": { "_0": metadata } }));
    Arc::new(keychain)
}

#[tokio::test]
async fn a_device_that_amplify_remembered_signs_in_by_srp_without_a_second_factor() {
    let pool = TestPool::start().await;
    pool.remember_devices(false);
    let keychain = signed_in_with_amplify(&pool).await;
    pool.enable_factors("ann", &["SMSMfaSettings"]);

    let moved = auth(pool.configuration(), Ports { former: Some(amplify(&keychain)), ..ports() });
    assert_eq!(moved.get_current_user().await.unwrap().username, "ann");
    let options = cognito_auth_core::FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    moved.fetch_auth_session(options).await.unwrap();
    moved.sign_out(SignOutOptions::default()).await;

    let before = pool.operations().len();
    let signed_in = moved.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(signed_in.is_signed_in(), "{signed_in:?}");
    let operations = pool.operations().split_off(before);
    // The requests of the password's proof, and the two of the device's proof.
    assert_eq!(
        operations[..4],
        ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge", "RespondToAuthChallenge"]
    );

    let elsewhere = pool.auth().sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(matches!(elsewhere.next_step, AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. }));
}
