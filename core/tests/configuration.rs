//! Configuration files, as other programs write them.

use cognito_auth_core::{AuthConfiguration, AuthErrorCode};
use cognito_local_pool::{LocalPool, Options};

#[tokio::test]
async fn a_configuration_is_read_from_the_local_pools_file() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let configuration = AuthConfiguration::from_amplify_outputs(&pool.amplify_outputs().to_string()).unwrap();
    assert_eq!(configuration.user_pool.pool_id, pool.user_pool_id());
    assert_eq!(configuration.user_pool.client_id, "local-client");
    assert_eq!(configuration.user_pool.endpoint.as_deref(), Some(pool.base_url()));
    pool.shutdown().await;
}

#[test]
fn a_file_of_amplify_gen_1_is_invalid() {
    let generation_1 = r#"{"auth": {"plugins": {"awsCognitoAuthPlugin": {}}}}"#;
    let error = AuthConfiguration::from_amplify_outputs(generation_1).unwrap_err();
    assert_eq!(error.code, AuthErrorCode::InvalidConfiguration);
    assert_eq!(error.field.as_deref(), Some("auth.aws_region"));
}
