//! `/signup`: the form, the confirmation, and the sign-in after it.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, alert, attribute, element, has_field, returned, title};
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, claims, other_than};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

/// Follows the link on the sign-in page to the form.
async fn form(browser: &mut Browser<'_>, query: &str) -> crate::support::PoolResponse {
    let login = browser.open_form(query).await;
    let link = attribute(element(&login.text, "<a href=\"/signup"), "href").unwrap();
    assert_eq!(link, format!("/signup?{query}"), "the link has the query of the request");
    browser.open(&link).await
}

/// Makes a pool with these settings, and a client that has managed login. Returns the ids of both.
pub(crate) async fn pool_with(fixture: &Fixture, settings: Value) -> (String, String) {
    let (pool, client) = fixture.pool_with(settings).await;
    let settings = json!({
        "UserPoolId": pool, "ClientId": client, "AllowedOAuthFlowsUserPoolClient": true,
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": [CALLBACK],
    });
    fixture.ok("UpdateUserPoolClient", settings).await;
    (pool, client)
}

#[tokio::test]
async fn a_new_user_confirms_the_address_and_is_signed_in() {
    let fixture = Fixture::start().await;
    for (client, name) in [(DEFAULT_CLIENT_ID, "ada"), ("local-client-secret", "bob")] {
        let mut browser = Browser::new(&fixture);
        let page = form(&mut browser, &query(&[("client_id", client)])).await;
        assert_eq!(title(&page), "Create an account");
        let address = format!("{name}@example.com");
        let fields = [("username", name), ("userAttributes.email", &address), ("password", PASSWORD)];
        let step = browser.submit(&page, &fields).await;
        assert_eq!((step.status, title(&step).as_str()), (200, "Confirm your account"));
        assert!(step.text.contains(&format!("sent to {}***@e***.", &name[..1])), "{}", step.text);
        let sent = fixture.pool.messages(name).len();
        let step = browser.submit(&step, &[("resend", "true")]).await;
        assert!(step.text.contains("A new code was sent."), "{}", step.text);
        assert_eq!(fixture.pool.messages(name).len(), sent + 1);
        let code = fixture.latest_code(name);
        let wrong = browser.submit(&step, &[("code", &other_than(&code))]).await;
        assert_eq!((wrong.status, title(&wrong).as_str()), (400, "Confirm your account"));
        assert_eq!(alert(&wrong), "Invalid verification code provided, please try again.");
        let back = browser.submit(&wrong, &[("code", &format!(" {code} "))]).await;
        let back = returned(&back, CALLBACK);
        assert_eq!(back["state"], "st/ate&1");
        if client == DEFAULT_CLIENT_ID {
            let redeemed = app::token(&fixture, &app::redemption(&back["code"])).await.json();
            assert_eq!(claims(&redeemed["id_token"])["email_verified"], true);
        }
        let silent = format!("/oauth2/authorize?{}", query(&[("client_id", client), ("prompt", "none")]));
        assert!(
            returned(&browser.get(&silent).await, CALLBACK).contains_key("code"),
            "the browser is signed in"
        );
    }
}

#[tokio::test]
async fn the_form_shows_a_refusal_and_keeps_all_that_was_typed_except_the_password() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let page = browser.open(&format!("/signup?{}", query(&[]))).await;
    for (username, email, password, text) in [
        ("ada", "a@b.example", PASSWORD, "User already exists"),
        ("a\"d<a", "a@b.example", "short", "Password did not conform with policy: Password not long enough"),
        ("bob", "nowhere", PASSWORD, "Invalid email address format."),
        (
            "bob@example.com",
            "a@b.example",
            PASSWORD,
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
    ] {
        let fields = [("username", username), ("userAttributes.email", email), ("password", password)];
        let refused = browser.submit(&page, &fields).await;
        assert_eq!((refused.status, alert(&refused).as_str()), (400, text));
        assert_eq!(title(&refused), "Create an account");
        let value = |field: &str| attribute(element(&refused.text, field), "value");
        assert_eq!(value("<input id=\"username\"").as_deref(), Some(username));
        assert_eq!(value("<input id=\"userAttributes.email\"").as_deref(), Some(email));
        assert!(!refused.text.contains(password), "no password is shown");
    }
    let recorded = fixture.pool.requests().pop().unwrap();
    assert_eq!((recorded.operation.as_str(), recorded.status), ("SignUpPage", Some(400)));
    let unseen = browser.submit(&page, &[("username", "a b"), ("password", PASSWORD)]).await;
    assert!(
        alert(&unseen).contains("Value at 'username' failed to satisfy constraint"),
        "{}",
        alert(&unseen)
    );
}

#[tokio::test]
async fn the_form_asks_for_what_the_pool_requires() {
    let fixture = Fixture::start().await;
    let required = |name: &str| json!({ "Name": name, "AttributeDataType": "String", "Required": true });
    let schema = json!([required("email"), required("given_name"), required("birthdate")]);
    for (settings, label, fields, absent) in [
        (json!({ "Schema": schema }), "User name", vec!["email", "given_name", "birthdate"], "phone_number"),
        (
            json!({ "Schema": schema, "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] }),
            "E-mail address",
            vec!["given_name", "birthdate"],
            "email",
        ),
        (
            json!({ "UsernameAttributes": ["email", "phone_number"], "AutoVerifiedAttributes": ["email"] }),
            "E-mail address or phone number",
            vec![],
            "email",
        ),
        (json!({ "AutoVerifiedAttributes": ["phone_number"] }), "User name", vec!["phone_number"], "email"),
        (json!({}), "User name", vec![], "email"),
    ] {
        let (_, client) = pool_with(&fixture, settings).await;
        let path = format!("/signup?{}", query(&[("client_id", &client), ("scope", "")]));
        let page = Browser::new(&fixture).open(&path).await;
        assert!(page.text.contains(&format!("<label for=\"username\">{label}</label>")), "{}", page.text);
        for field in fields {
            let tag = element(&page.text, &format!("<input id=\"userAttributes.{field}\""));
            assert!(tag.contains(" required"), "{tag}");
            assert!(page.text.contains(&format!("<label for=\"userAttributes.{field}\">")));
        }
        assert!(!has_field(&page, &format!("userAttributes.{absent}")), "{absent}: {}", page.text);
        assert!(
            element(&page.text, "<input id=\"password\"").contains(" required"),
            "no other way to sign in"
        );
        assert!(page.text.contains(
            "needs at least 8 characters, a capital letter, a small letter, a digit and a symbol."
        ));
    }
}

#[tokio::test]
async fn a_user_signs_up_with_an_address_if_addresses_are_the_user_names() {
    let fixture = Fixture::start().await;
    let settings = json!({ "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] });
    let (_, client) = pool_with(&fixture, settings).await;
    let mut browser = Browser::new(&fixture);
    let page = form(&mut browser, &query(&[("client_id", &client), ("scope", "")])).await;
    let step = browser.submit(&page, &[("username", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(title(&step), "Confirm your account");
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada@example.com"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn a_user_without_a_password_is_signed_in_by_the_code() {
    let fixture = Fixture::start().await;
    let mut browser = Browser::new(&fixture);
    let page = form(&mut browser, &query(&[])).await;
    assert!(!element(&page.text, "<input id=\"password\"").contains(" required"));
    let fields = [("username", "ada"), ("userAttributes.email", "ada@example.com"), ("password", "")];
    let step = browser.submit(&page, &fields).await;
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn without_an_address_for_a_code_the_page_says_who_confirms() {
    let fixture = Fixture::start().await;
    let (_, client) = pool_with(&fixture, json!({})).await;
    let mut browser = Browser::new(&fixture);
    let page = form(&mut browser, &query(&[("client_id", &client), ("scope", "")])).await;
    let step = browser.submit(&page, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!((step.status, title(&step).as_str()), (200, "Confirm your account"));
    assert!(step.text.contains("Only an administrator can confirm it."), "{}", step.text);
    assert!(!step.text.contains("<form"));
}

#[tokio::test]
async fn nobody_signs_up_in_a_pool_where_only_administrators_make_users() {
    let fixture = Fixture::start().await;
    let mut browser = Browser::new(&fixture);
    let path = format!("/signup?{}", query(&[]));
    let page = browser.open(&path).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "AutoVerifiedAttributes": ["email"],
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
    });
    fixture.ok("UpdateUserPool", settings).await;
    assert!(!browser.open_form(&query(&[])).await.text.contains("/signup"));
    let fields = [("username", "ada"), ("userAttributes.email", "ada@example.com"), ("password", PASSWORD)];
    for refused in [browser.get(&path).await, browser.submit(&page, &fields).await] {
        assert_eq!((refused.status, refused.text.contains("<form")), (400, false));
        assert_eq!(alert(&refused), "SignUp is not permitted for this user pool");
    }
    assert!(fixture.pool.messages("ada").is_empty());
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_the_confirmation() {
    let fixture = Fixture::start().await;
    let mfa = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
    });
    fixture.ok("SetUserPoolMfaConfig", mfa).await;
    let mut browser = Browser::new(&fixture);
    let page = form(&mut browser, &query(&[])).await;
    let fields = [("username", "ada"), ("userAttributes.email", "ada@example.com"), ("password", PASSWORD)];
    let step = browser.submit(&page, &fields).await;
    let step = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert_eq!(title(&step), "Set up a second factor");
}

#[tokio::test]
async fn the_triggers_of_a_sign_up_are_called_and_may_confirm() {
    for confirms in [false, true] {
        let fixture = Fixture::start().await;
        let server = TriggerServer::start(move |event| match event["triggerSource"].as_str() {
            Some("PreSignUp_SignUp") => json!({ "autoConfirmUser": confirms, "autoVerifyEmail": confirms }),
            _ => json!({}),
        })
        .await;
        server.serve_pool(&fixture, &["PreSignUp", "PostConfirmation", "PreAuthentication"]).await;
        let mut browser = Browser::new(&fixture);
        let page = browser.open(&format!("/signup?{}", query(&[]))).await;
        let fields =
            [("username", "ada"), ("userAttributes.email", "ada@example.com"), ("password", PASSWORD)];
        let mut back = browser.submit(&page, &fields).await;
        if !confirms {
            back = browser.submit(&back, &[("code", &fixture.latest_code("ada"))]).await;
        }
        assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
        let expected =
            ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp", "PreAuthentication_Authentication"];
        assert_eq!(server.sources(), expected);
        for event in server.events() {
            assert_eq!(event["callerContext"]["clientId"], DEFAULT_CLIENT_ID);
        }
    }
}

#[tokio::test]
async fn only_the_pools_own_page_may_submit_the_form() {
    let fixture = Fixture::start().await;
    for (path, fields) in [
        ("/signup", vec![("username", "ada"), ("password", PASSWORD)]),
        ("/forgotPassword", vec![("username", "ada")]),
    ] {
        let mut browser = Browser::new(&fixture);
        let page = browser.open(&format!("{path}?{}", query(&[]))).await;
        let csrf = browser.cookies["XSRF-TOKEN"].clone();
        let body = |csrf: &str| {
            let fields = fields.iter().copied().chain([("_csrf", csrf)]);
            crate::support::browser::encoded(&fields.collect::<Vec<_>>())
        };
        let action = attribute(element(&page.text, "<form"), "action").unwrap();
        let other = "00000000-0000-4000-8000-000000000000";
        assert_eq!(browser.send("POST", &action, &[], body(other)).await.status, 403);
        let foreign = [("origin", "https://elsewhere.example")];
        assert_eq!(browser.send("POST", &action, &foreign, body(&csrf)).await.status, 403);
        let refused = fixture.pool.requests().pop().unwrap().error_type;
        assert_eq!(refused.as_deref(), Some("InvalidCsrfToken"));
    }
}

#[tokio::test]
async fn the_pages_check_the_request_as_the_authorize_endpoint_does() {
    let fixture = Fixture::start().await;
    for path in ["/signup", "/forgotPassword"] {
        let mut browser = Browser::new(&fixture);
        let page = browser
            .get(&format!("{path}?{}", query(&[("redirect_uri", "https://elsewhere.example/")])))
            .await;
        assert_eq!((page.status, page.header("location")), (400, None));
        let back = browser.get(&format!("{path}?{}", query(&[("scope", "unknown")]))).await;
        assert_eq!(returned(&back, CALLBACK)["error"], "invalid_scope");
        let silent = browser.get(&format!("{path}?{}", query(&[("prompt", "none")]))).await;
        let silent = browser.get(silent.header("location").unwrap()).await;
        assert_eq!(
            returned(&silent, CALLBACK)["error"],
            "login_required",
            "an app that wants no page gets none"
        );
        let hinted = browser.open(&format!("{path}?{}", query(&[("login_hint", "ada\"")]))).await;
        let field = element(&hinted.text, "<input id=\"username\"");
        assert_eq!(attribute(field, "value").as_deref(), Some("ada\""));
    }
}
