//! Configuration files, as other programs write them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::path::Path;
use std::sync::Arc;

use cognito_auth_core::{Auth, AuthConfiguration, AuthErrorCode, Ports};
use cognito_local_pool::{LocalPool, Options};
use support::log::CapturedLog;
use support::sessions::until;
use support::store::FaultyStore;
use support::transport::ScriptedTransport;

/// A configuration file as another program writes it. The unit tests of the readers use the same files.
fn sample(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/files/samples").join(name)
}

#[tokio::test]
async fn the_local_pools_amplify_outputs_are_read_without_ignored_fields() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let configuration = AuthConfiguration::from_json(pool.amplify_outputs().to_string()).unwrap();
    assert_eq!(configuration.user_pool.pool_id, pool.user_pool_id());
    assert_eq!(configuration.user_pool.client_id, "local-client");
    assert_eq!(configuration.user_pool.endpoint.as_deref(), Some(pool.base_url()));
    assert!(configuration.pool_settings.password_policy.is_some());
    assert!(configuration.ignored_fields.is_empty(), "{:?}", configuration.ignored_fields);
    pool.shutdown().await;
}

#[test]
fn each_kind_of_configuration_file_is_read_by_its_path() {
    for kind in ["outputs-1.4.json", "amplifyconfiguration.json", "awsconfiguration.json"] {
        let configuration = AuthConfiguration::from_file(sample(kind)).unwrap();
        assert_eq!(configuration.user_pool.pool_id, "eu-central-1_AbCdEf123", "{kind}");
    }
    let missing = AuthConfiguration::from_file(sample("missing.json")).unwrap_err();
    assert_eq!(missing.code, AuthErrorCode::UnreadableConfiguration);
    let folder = AuthConfiguration::from_file(sample("")).unwrap_err();
    assert_eq!(folder.code, AuthErrorCode::UnreadableConfiguration);
}

#[tokio::test]
async fn each_instance_logs_once_which_fields_have_no_effect() {
    let configuration = AuthConfiguration::from_file(sample("awsconfiguration.json")).unwrap();
    let secret = configuration.user_pool.client_secret.clone().unwrap();
    let log = CapturedLog::default();
    let store = Arc::new(FaultyStore::default());
    let mut ports = Ports::new(Arc::new(ScriptedTransport::new([])), store);
    ports.log = Some(Arc::new(log.clone()));
    let auth = Auth::new(configuration.clone(), ports).unwrap();
    auth.get_current_user().await.unwrap_err();
    auth.get_current_user().await.unwrap_err();
    until(|| log.text().contains("CognitoUserPool.Default.PinpointAppId")).await;
    assert_eq!(log.text().matches("configuration: ").count(), 1, "{}", log.text());
    for field in &configuration.ignored_fields {
        assert!(log.text().contains(field.as_str()), "{field}");
    }
    assert!(!log.text().contains(secret.expose()));
}
