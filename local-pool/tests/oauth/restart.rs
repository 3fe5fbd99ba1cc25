//! Managed login with a data folder: what survives a restart.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, returned};
use crate::support::{Fixture, claims};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Options};
use serde_json::json;

#[tokio::test]
async fn a_browser_and_its_tokens_survive_a_restart() {
    let folder = std::env::temp_dir().join(format!("cognito-local-pool-oauth-{}", std::process::id()));
    let options = || Options { data: Some(folder.clone()), ..Options::default() };
    let fixture = Fixture::with(options()).await;
    fixture.confirmed_user("ada").await;
    let domain = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Domain": "shop" });
    fixture.ok("CreateUserPoolDomain", domain).await;
    let mut browser = Browser::new(&fixture);
    let code = app::code(&mut browser, "ada", &[("scope", "openid")]).await;
    let tokens = app::token(&fixture, &app::redemption(&code)).await.json();
    let cookies = browser.cookies.clone();
    fixture.pool.shutdown().await;

    let fixture = Fixture::with(options()).await;
    let mut browser = Browser::new(&fixture);
    browser.cookies = cookies;
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    assert!(returned(&browser.get(&silent).await, CALLBACK).contains_key("code"));
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["refresh_token"] });
    let refreshed = fixture.ok("GetTokensFromRefreshToken", refresh).await["AuthenticationResult"].take();
    assert_eq!(claims(&refreshed["AccessToken"])["scope"], "openid");
    let described = fixture.ok("DescribeUserPoolDomain", json!({ "Domain": "shop" })).await;
    assert_eq!(described["DomainDescription"]["UserPoolId"], DEFAULT_USER_POOL_ID);
    fixture.pool.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
