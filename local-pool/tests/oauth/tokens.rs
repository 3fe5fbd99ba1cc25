//! POST `/oauth2/token` and `/oauth2/revoke`.

use super::app::{self, VERIFIER, code, post, query, redemption, refusal, token, with};
use crate::support::browser::{Browser, FORM, alert, encoded};
use crate::support::{Fixture, claims};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const SECRET_CLIENT: &str = "local-client-secret";

fn refused(status: u16, error: &str) -> (u16, String) {
    (status, error.to_owned())
}

#[tokio::test]
async fn a_code_is_redeemed_for_tokens_with_oidcs_claims() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    let tokens =
        app::tokens(&fixture, "ada", &[("nonce", "n-1"), ("resource", "https://api.example/v1")]).await;
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let issuer = format!("{}/{DEFAULT_USER_POOL_ID}", fixture.pool.base_url());
    let (access, id) = (claims(&tokens["access_token"]), claims(&tokens["id_token"]));
    assert_eq!((&access["iss"], &id["iss"]), (&json!(issuer), &json!(issuer)));
    assert_eq!((&access["token_use"], &id["token_use"]), (&json!("access"), &json!("id")));
    assert_eq!(access["scope"], "openid email aws.cognito.signin.user.admin");
    assert_eq!((&access["client_id"], &id["aud"]), (&json!(DEFAULT_CLIENT_ID), &json!(DEFAULT_CLIENT_ID)));
    assert_eq!((&access["aud"], &access["version"]), (&json!("https://api.example/v1"), &json!(2)));
    assert_eq!(id["nonce"], "n-1");
    let hash = Sha256::digest(tokens["access_token"].as_str().unwrap());
    assert_eq!(id["at_hash"], URL_SAFE_NO_PAD.encode(&hash[..16]));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.com"), &json!(true)));
    assert_eq!(id["phone_number"], Value::Null, "no requested scope covers it");
    assert_eq!((&id["sub"], &id["origin_jti"]), (&access["sub"], &access["origin_jti"]));
    assert_eq!(access["device_key"], Value::Null);
    fixture.ok("GetUser", json!({ "AccessToken": tokens["access_token"] })).await;
}

#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tokens =
        app::tokens(&fixture, "ada", &[("scope", "aws.cognito.signin.user.admin"), ("resource", "")]).await;
    assert_eq!(tokens["id_token"], Value::Null);
    assert_eq!(claims(&tokens["access_token"])["aud"], Value::Null);
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["refresh_token"] });
    let refreshed = fixture.ok("GetTokensFromRefreshToken", refresh).await["AuthenticationResult"].take();
    assert_eq!(refreshed["IdToken"], Value::Null);
}

#[tokio::test]
async fn a_code_is_bound_to_its_client_its_redirect_uri_and_its_verifier() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let secret = fixture.pool.client_secret().to_owned();
    let grant = refused(400, "invalid_grant");
    let unauthorized = refused(400, "unauthorized_client");
    for (changes, expected) in [
        (vec![("code_verifier", "another-verifier-of-the-right-length-0123456789")], &grant),
        (vec![("code_verifier", "")], &grant),
        (vec![("redirect_uri", "myapp://callback")], &unauthorized),
        (vec![("redirect_uri", "http://localhost:3000/")], &unauthorized),
        (vec![("client_id", SECRET_CLIENT), ("client_secret", &secret)], &grant),
    ] {
        let code = code(&mut Browser::new(&fixture), "ada", &[]).await;
        let right = redemption(&code);
        let wrong = changes.iter().fold(right.to_vec(), |form, (name, value)| with(&form, name, value));
        assert_eq!(&refusal(&token(&fixture, &wrong).await), expected, "{changes:?}");
        let retried = token(&fixture, &right).await;
        assert_eq!(refusal(&retried), grant, "the code is used up: {changes:?}");
    }
    let made_up = token(&fixture, &redemption("made-up")).await;
    assert_eq!(refusal(&made_up), grant);
    fixture.confirmed_user("bob").await;
    for operation in ["AdminDisableUser", "AdminDeleteUser"] {
        fixture.administer("AdminEnableUser", "bob", json!({})).await;
        let code = code(&mut Browser::new(&fixture), "bob", &[]).await;
        fixture.administer(operation, "bob", json!({})).await;
        assert_eq!(refusal(&token(&fixture, &redemption(&code)).await), grant, "{operation}");
    }

    // After a sign-in without PKCE, the token request needs no verifier, and must not have one.
    let plain = [("code_challenge", ""), ("code_challenge_method", "")];
    for (verifier, status) in [("", 200), (VERIFIER, 400)] {
        let code = code(&mut Browser::new(&fixture), "ada", &plain).await;
        let answer = token(&fixture, &with(&redemption(&code), "code_verifier", verifier)).await;
        assert_eq!(answer.status, status, "{verifier:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_token_request_must_be_complete_and_have_a_known_grant_type() {
    let fixture = Fixture::start().await;
    let invalid = refused(400, "invalid_request");
    for missing in ["grant_type", "client_id", "code", "redirect_uri"] {
        let answer = token(&fixture, &with(&redemption("some"), missing, "")).await;
        assert_eq!(refusal(&answer), invalid, "{missing}");
    }
    let mut twice = redemption("some").to_vec();
    twice.push(("code", "other"));
    assert_eq!(refusal(&token(&fixture, &twice).await), invalid);
    let no_token = [("grant_type", "refresh_token"), ("client_id", DEFAULT_CLIENT_ID)];
    assert_eq!(refusal(&token(&fixture, &no_token).await), invalid);
    let json = [("content-type", "application/json")];
    let of_another_kind = fixture.send_with("POST", "/oauth2/token", &json, "{}".to_owned()).await.unwrap();
    assert_eq!(refusal(&of_another_kind), invalid);
    for kind in ["password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"] {
        let answer = token(&fixture, &with(&redemption("some"), "grant_type", kind)).await;
        assert_eq!(refusal(&answer), refused(400, "unsupported_grant_type"), "{kind}");
    }
    let answer = token(&fixture, &with(&redemption("some"), "grant_type", "client_credentials")).await;
    assert_eq!(refusal(&answer), refused(400, "unauthorized_client"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(fixture.send("GET", "/oauth2/token", "", String::new()).await.unwrap().status, 405);
    let recorded: Vec<_> =
        fixture.pool.requests().into_iter().filter(|one| one.operation == "Token").collect();
    assert_eq!(recorded.last().unwrap().error_type.as_deref(), Some("unauthorized_client"));
}

#[tokio::test]
async fn a_client_proves_its_secret_in_the_header_or_in_the_body() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let secret = fixture.pool.client_secret().to_owned();
    let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let right = basic(SECRET_CLIENT, &secret);
    let code = async || code(&mut Browser::new(&fixture), "ada", &[("client_id", SECRET_CLIENT)]).await;

    let one = code().await;
    let form = with(&redemption(&one), "client_id", "");
    assert_eq!(post(&fixture, "/oauth2/token", &[("authorization", &right)], &form).await.status, 200);
    let another = code().await;
    let form = with(&with(&redemption(&another), "client_id", SECRET_CLIENT), "client_secret", &secret);
    let tokens = token(&fixture, &form).await;
    assert_eq!(tokens.status, 200);

    let of_nobody = redemption("some");
    for (header, expected) in [
        (basic(SECRET_CLIENT, "wrong"), 401),
        (basic("another", &secret), 401),
        (basic(SECRET_CLIENT, ""), 401),
        ("Basic !".to_owned(), 401),
    ] {
        let form = with(&of_nobody, "client_id", "");
        let answer = post(&fixture, "/oauth2/token", &[("authorization", &header)], &form).await;
        assert_eq!(refusal(&answer), refused(expected, "invalid_client"), "{header}");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Basic "));
    }
    for (id, secret) in
        [(SECRET_CLIENT, "wrong"), (SECRET_CLIENT, ""), ("another", ""), (DEFAULT_CLIENT_ID, "any")]
    {
        let form = with(&with(&of_nobody, "client_id", id), "client_secret", secret);
        assert_eq!(refusal(&token(&fixture, &form).await), refused(400, "invalid_client"), "{id}");
    }
    let both = with(&with(&of_nobody, "client_id", SECRET_CLIENT), "client_secret", &secret);
    let answer = post(&fixture, "/oauth2/token", &[("authorization", &right)], &both).await;
    assert_eq!(refusal(&answer), refused(400, "invalid_request"));

    let refresh_token = tokens.json()["refresh_token"].as_str().unwrap().to_owned();
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", refresh_token.as_str())];
    let refreshed = post(&fixture, "/oauth2/token", &[("authorization", &right)], &refresh).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.text);
}

#[tokio::test]
async fn three_ways_refresh_a_web_sign_in_and_keep_its_scopes() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tokens =
        app::tokens(&fixture, "ada", &[("nonce", "n-1"), ("resource", "https://api.example/")]).await;
    let first = claims(&tokens["access_token"]);
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let form =
        [("grant_type", "refresh_token"), ("client_id", DEFAULT_CLIENT_ID), ("refresh_token", refresh_token)];
    let by_endpoint = token(&fixture, &form).await.json();
    assert_eq!(by_endpoint["refresh_token"], Value::Null);
    let older = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": refresh_token },
    });
    let by_flow = fixture.ok("InitiateAuth", older).await["AuthenticationResult"].take();
    let newer = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": refresh_token });
    let by_operation = fixture.ok("GetTokensFromRefreshToken", newer).await["AuthenticationResult"].take();
    for (access, id) in [
        (&by_endpoint["access_token"], &by_endpoint["id_token"]),
        (&by_flow["AccessToken"], &by_flow["IdToken"]),
        (&by_operation["AccessToken"], &by_operation["IdToken"]),
    ] {
        let (access, id) = (claims(access), claims(id));
        for same in ["scope", "aud", "origin_jti", "auth_time", "sub"] {
            assert_eq!(access[same], first[same], "{same}");
        }
        assert_ne!(access["jti"], first["jti"]);
        assert_eq!((&id["email"], &id["nonce"]), (&json!("ada@example.com"), &Value::Null));
        assert!(id["at_hash"].is_string());
    }
    fixture.ok("GlobalSignOut", json!({ "AccessToken": tokens["access_token"] })).await;
    let ended = token(&fixture, &form).await;
    assert_eq!(refusal(&ended), refused(400, "invalid_grant"));
    assert_eq!(ended.json()["error_description"], "Refresh Token has been revoked");
    let other = with(&form, "refresh_token", "made up");
    assert_eq!(refusal(&token(&fixture, &other).await), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn the_token_endpoint_rotates_refresh_tokens_and_takes_the_old_one_for_the_grace_period() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    fixture
        .change_client(&json!({
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
            "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 60 },
        }))
        .await;
    let first = app::tokens(&fixture, "ada", &[]).await["refresh_token"].take();
    let refresh = async |token: &Value| {
        let pairs = [
            ("grant_type", "refresh_token"),
            ("client_id", DEFAULT_CLIENT_ID),
            ("refresh_token", token.as_str().unwrap()),
        ];
        app::token(&fixture, &pairs).await
    };
    let second = refresh(&first).await.json()["refresh_token"].take();
    assert!(second.is_string() && second != first);
    assert_eq!(refresh(&first).await.json()["refresh_token"], second, "within the grace period");
    fixture.pool.advance_clock(60);
    assert_eq!(refusal(&refresh(&first).await), refused(400, "invalid_grant"));
    assert_eq!(refresh(&second).await.status, 200);
}

#[tokio::test]
async fn a_client_gets_a_token_for_itself_with_client_credentials() {
    let fixture = Fixture::start().await;
    let scopes = json!([
        { "ScopeName": "read", "ScopeDescription": "Read" }, { "ScopeName": "write", "ScopeDescription": "Write" },
    ]);
    let server = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "Identifier": "https://api.example/v1", "Name": "api", "Scopes": scopes,
    });
    fixture.ok("CreateResourceServer", server).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "job", "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["https://api.example/v1/read", "https://api.example/v1/write", "openid"],
    });
    let client = fixture.ok("CreateUserPoolClient", settings).await["UserPoolClient"].take();
    let (id, secret) = (client["ClientId"].as_str().unwrap(), client["ClientSecret"].as_str().unwrap());
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    for (asked, granted) in [
        ("", "https://api.example/v1/read https://api.example/v1/write"),
        ("https://api.example/v1/read", "https://api.example/v1/read"),
    ] {
        let answer = token(&fixture, &with(&form, "scope", asked)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let tokens = answer.json();
        assert_eq!((&tokens["id_token"], &tokens["refresh_token"]), (&Value::Null, &Value::Null));
        let access = claims(&tokens["access_token"]);
        assert_eq!((&access["sub"], &access["client_id"]), (&json!(id), &json!(id)));
        assert_eq!((access["scope"].as_str(), &access["username"]), (Some(granted), &Value::Null));
        let (kind, text) = fixture.refused("GetUser", json!({ "AccessToken": tokens["access_token"] })).await;
        assert_eq!(
            (kind.as_str(), text.as_str()),
            ("NotAuthorizedException", "Access Token does not have required scopes")
        );
    }
    for scope in ["openid", "https://api.example/v1/delete"] {
        let answer = token(&fixture, &with(&form, "scope", scope)).await;
        assert_eq!(refusal(&answer), refused(400, "invalid_scope"), "{scope}");
    }
}

#[tokio::test]
async fn an_access_token_without_the_admin_scope_does_not_manage_its_user() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tokens = app::tokens(&fixture, "ada", &[("scope", "openid email")]).await;
    let text = "Access Token does not have required scopes";
    let expected = crate::support::refusal("NotAuthorizedException", text);
    for operation in [
        "GetUser",
        "DeleteUser",
        "GlobalSignOut",
        "ListDevices",
        "ListWebAuthnCredentials",
        "StartWebAuthnRegistration",
        "AssociateSoftwareToken",
        "SetUserMFAPreference",
        "GetUserAuthFactors",
    ] {
        let request = json!({ "AccessToken": tokens["access_token"] });
        assert_eq!(fixture.refused(operation, request).await, expected, "{operation}");
    }
}

#[tokio::test]
async fn the_revocation_endpoint_ends_the_sign_in() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tokens = app::tokens(&fixture, "ada", &[]).await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let access_token = tokens["access_token"].as_str().unwrap();
    let revoke = async |form: &[(&str, &str)]| post(&fixture, "/oauth2/revoke", &[], form).await;
    let right = [("token", refresh_token), ("client_id", DEFAULT_CLIENT_ID)];
    for (form, error) in [
        (with(&right, "token", ""), "invalid_request"),
        (with(&right, "client_id", ""), "invalid_request"),
        (with(&right, "client_id", "another"), "invalid_client"),
        (with(&right, "client_id", SECRET_CLIENT), "invalid_client"),
        (with(&right, "token", access_token), "unsupported_token_type"),
    ] {
        assert_eq!(refusal(&revoke(&form).await), refused(400, error), "{form:?}");
    }
    let secret = fixture.pool.client_secret().to_owned();
    let of_another = with(&with(&right, "client_id", SECRET_CLIENT), "client_secret", &secret);
    assert_eq!(refusal(&revoke(&of_another).await), refused(400, "invalid_client"));
    fixture.ok("GetUser", json!({ "AccessToken": access_token })).await;
    for _ in 0..2 {
        let done = revoke(&right).await;
        assert_eq!((done.status, done.text.as_str()), (200, ""));
    }
    assert_eq!(revoke(&with(&right, "token", "unknown")).await.status, 200, "RFC 7009 section 2.2");
    let (_, text) = fixture.refused("GetUser", json!({ "AccessToken": access_token })).await;
    assert_eq!(text, "Access Token has been revoked");
    fixture.change_client(&json!({ "EnableTokenRevocation": false })).await;
    assert_eq!(refusal(&revoke(&right).await), refused(400, "invalid_request"));
}

#[tokio::test]
async fn a_page_of_any_site_can_redeem_a_code() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let page =
        [("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors")];
    for path in ["/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"] {
        let asks = [("origin", "http://localhost:3000"), ("access-control-request-headers", "authorization")];
        let answer = fixture.send_with("OPTIONS", path, &asks, String::new()).await.unwrap();
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, Some("*")), "{path}");
        assert_eq!(answer.header("access-control-allow-headers"), Some("authorization"));
    }
    let code = code(&mut Browser::new(&fixture), "ada", &[("redirect_uri", "http://localhost:3000/")]).await;
    let form = with(&redemption(&code), "redirect_uri", "http://localhost:3000/");
    let answer = post(&fixture, "/oauth2/token", &page, &form).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, Some("*")));
    // Scripts of other sites can't read a page, although it is served.
    let path = format!("/oauth2/authorize?{}", query(&[]));
    let opened = fixture.send_with("GET", &path, &page, String::new()).await.unwrap();
    assert_eq!((opened.status, opened.header("access-control-allow-origin")), (302, None));
}

#[tokio::test]
async fn faults_apply_to_the_oauth_endpoints() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let code = code(&mut Browser::new(&fixture), "ada", &[]).await;
    let fault =
        json!({ "kind": "error", "status": 503, "type": "temporarily_unavailable", "message": "Later" });
    fixture.control("POST", "/_pool/faults", json!({ "operation": "Token", "fault": fault })).await;
    let refused = token(&fixture, &redemption(&code)).await;
    assert_eq!(refusal(&refused), (503, "server_error".to_owned()));
    let drop = json!({ "operation": "*", "fault": { "kind": "drop", "when": "before" } });
    fixture.control("POST", "/_pool/faults", drop).await;
    let page = Browser::new(&fixture).get(&format!("/login?{}", query(&[]))).await;
    assert_eq!(page.status, 200, "a fault for * does not apply to pages");
    let form = encoded(&redemption(&code));
    let lost = fixture.send_with("POST", "/oauth2/token", &[FORM], form).await;
    assert!(lost.is_err());
    let fault = json!({ "kind": "error", "status": 500, "type": "Broken", "message": "Not <today>" });
    fixture.control("POST", "/_pool/faults", json!({ "operation": "Login", "fault": fault })).await;
    let page = Browser::new(&fixture).get(&format!("/login?{}", query(&[]))).await;
    assert_eq!((page.status, alert(&page).as_str()), (500, "Not <today>"));
    assert_eq!(token(&fixture, &redemption(&code)).await.status, 200, "the code is not used up");
}
