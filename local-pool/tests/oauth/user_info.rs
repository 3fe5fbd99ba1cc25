//! `/oauth2/userInfo`, and the pool's document `openid-configuration`, which names the endpoints.

use super::app;
use crate::support::{Fixture, PoolResponse};
use cognito_local_pool::{DEFAULT_USER_POOL_ID, Options};
use serde_json::{Value, json};

async fn user_info(fixture: &Fixture, method: &str, token: &Value) -> PoolResponse {
    let bearer = format!("Bearer {}", token.as_str().unwrap());
    let headers = [("authorization", bearer.as_str())];
    fixture.send_with(method, "/oauth2/userInfo", &headers, String::new()).await.unwrap()
}

#[tokio::test]
async fn the_scopes_decide_which_claims_are_shown() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    let name = json!({ "UserAttributes": [{ "Name": "given_name", "Value": "Ada" }] });
    fixture.administer("AdminUpdateUserAttributes", "ada", name).await;
    for (scope, shown) in [
        ("openid", "email email_verified given_name phone_number phone_number_verified sub username"),
        ("openid email", "email email_verified sub username"),
        ("openid phone", "phone_number phone_number_verified sub username"),
        ("openid profile", "given_name sub username"),
    ] {
        let tokens = app::tokens(&fixture, "ada", &[("scope", scope)]).await;
        for method in ["GET", "POST"] {
            let answer = user_info(&fixture, method, &tokens["access_token"]).await;
            assert_eq!(
                (answer.status, answer.content_type.as_str()),
                (200, "application/json;charset=UTF-8")
            );
            let claims = answer.json();
            let names: Vec<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(names.join(" "), shown, "{scope}");
            assert_eq!(claims["sub"], crate::support::claims(&tokens["id_token"])["sub"]);
            assert_eq!(claims["username"], "ada");
        }
    }
    let tokens = app::tokens(&fixture, "ada", &[("scope", "openid email")]).await;
    let claims = user_info(&fixture, "GET", &tokens["access_token"]).await.json();
    assert_eq!(claims["email_verified"], "true", "a text, as Cognito writes it here");
    // Whatever the scopes, the endpoint shows only the attributes that the client may read.
    fixture.change_client(&json!({ "ReadAttributes": ["email", "given_name"] })).await;
    let tokens = app::tokens(&fixture, "ada", &[("scope", "openid")]).await;
    let claims = user_info(&fixture, "GET", &tokens["access_token"]).await.json();
    let names: Vec<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["email", "given_name", "sub", "username"]);
}

#[tokio::test]
async fn only_a_valid_access_token_with_the_scope_openid_is_accepted() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let refused = |answer: &PoolResponse, status: u16, error: &str| {
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)));
        let header = answer.header("www-authenticate").unwrap();
        assert!(header.starts_with(&format!("Bearer error=\"{error}\"")), "{header}");
    };
    for headers in [vec![], vec![("authorization", "Basic eDp5")]] {
        let answer = fixture.send_with("GET", "/oauth2/userInfo", &headers, String::new()).await.unwrap();
        refused(&answer, 400, "invalid_request");
    }
    let of_app = fixture.access_token("ada").await;
    let plain = app::tokens(&fixture, "ada", &[("scope", "aws.cognito.signin.user.admin")]).await;
    let tokens = app::tokens(&fixture, "ada", &[]).await;
    for token in [&of_app, &plain["access_token"], &tokens["id_token"], &json!("made.up.token")] {
        refused(&user_info(&fixture, "GET", token).await, 401, "invalid_token");
    }
    assert_eq!(user_info(&fixture, "GET", &tokens["access_token"]).await.status, 200);
    fixture.ok("GlobalSignOut", json!({ "AccessToken": of_app })).await;
    refused(&user_info(&fixture, "GET", &tokens["access_token"]).await, 401, "invalid_token");
}

#[tokio::test]
async fn the_pools_document_names_the_endpoints() {
    let public_url = Some("http://10.0.2.2:9229".to_owned());
    let fixture = Fixture::with(Options { public_url, ..Options::default() }).await;
    let path = format!("/{DEFAULT_USER_POOL_ID}/.well-known/openid-configuration");
    let document = fixture.control("GET", &path, json!(null)).await;
    for (member, path) in [
        ("issuer", "/local_LocalPool"),
        ("jwks_uri", "/local_LocalPool/.well-known/jwks.json"),
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("end_session_endpoint", "/logout"),
    ] {
        assert_eq!(document[member], format!("http://10.0.2.2:9229{path}"), "{member}");
    }
    assert_eq!(document["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(document["response_types_supported"], json!(["code"]));
}
