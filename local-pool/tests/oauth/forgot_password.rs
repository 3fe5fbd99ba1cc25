//! `/forgotPassword`: the code, the new password, and back to the sign-in.

use super::app::{CALLBACK, query};
use crate::support::browser::{Browser, alert, attribute, element, returned, title};
use crate::support::{Fixture, PASSWORD, PoolResponse, other_than};
use cognito_local_pool::DEFAULT_USER_POOL_ID;
use serde_json::json;

const NEW: &str = "N3w-Passw0rd";

/// Follows the link on the sign-in page, and enters the user name. Returns the page that asks for the code.
async fn asks_for_code(browser: &mut Browser<'_>, username: &str) -> PoolResponse {
    let login = browser.open_form(&query(&[])).await;
    let link = attribute(element(&login.text, "<a href=\"/forgotPassword"), "href").unwrap();
    let page = browser.open(&link).await;
    assert_eq!(title(&page), "Forgot your password?");
    browser.submit(&page, &[("username", username)]).await
}

#[tokio::test]
async fn a_code_replaces_the_password_and_the_user_signs_in_with_it() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let page = asks_for_code(&mut browser, " ada@example.com ").await;
    assert_eq!((page.status, title(&page).as_str()), (200, "Choose a new password"));
    assert!(page.text.contains("sent to a***@e***."), "{}", page.text);
    let sent = fixture.pool.messages("ada").len();
    let page = browser.submit(&page, &[("code", ""), ("resend", "true")]).await;
    assert_eq!((page.status, fixture.pool.messages("ada").len()), (200, sent + 1));
    let code = fixture.latest_code("ada");
    for (code, password, text) in [
        (other_than(&code), NEW, "Invalid verification code provided, please try again."),
        (code.clone(), "short", "Password does not conform to policy: Password not long enough"),
    ] {
        let refused = browser.submit(&page, &[("code", &code), ("new_password", password)]).await;
        assert_eq!((refused.status, alert(&refused).as_str()), (400, text));
        assert_eq!(title(&refused), "Choose a new password");
        assert!(!refused.text.contains(password));
    }
    let login = browser.submit(&page, &[("code", &format!(" {code} ")), ("new_password", NEW)]).await;
    assert_eq!((login.status, title(&login).as_str()), (200, "Sign in"));
    assert!(login.text.contains("The password was changed."), "{}", login.text);
    let field = element(&login.text, "<input id=\"username\"");
    assert_eq!(attribute(field, "value").as_deref(), Some("ada@example.com"));
    let old = browser.submit(&login, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(alert(&old), "Incorrect username or password.");
    let back = browser.submit(&old, &[("username", "ada"), ("password", NEW)]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn an_unknown_user_gets_the_same_pages_unless_the_client_reveals_who_exists() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("nina").await;
    let mut browser = Browser::new(&fixture);
    let known = asks_for_code(&mut browser, "nina").await;
    let unknown = asks_for_code(&mut browser, "nobody").await;
    // Only the name in the hidden field differs.
    assert_eq!(known.text.replace("nina", "nobody"), unknown.text);
    for code in ["123456", ""] {
        let answer = [("code", code), ("new_password", NEW)];
        let (known, unknown) =
            (browser.submit(&known, &answer).await, browser.submit(&unknown, &answer).await);
        assert_eq!(known.status, 400);
        assert_eq!(known.text.replace("nina", "nobody"), unknown.text);
    }
    let resent = browser.submit(&unknown, &[("code", ""), ("resend", "true")]).await;
    assert_eq!((resent.status, title(&resent).as_str()), (200, "Choose a new password"));

    fixture.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let refused = asks_for_code(&mut browser, "nobody").await;
    assert_eq!((refused.status, title(&refused).as_str()), (400, "Forgot your password?"));
    assert_eq!(alert(&refused), "User does not exist.");
    let recorded = fixture.pool.requests().pop().unwrap();
    assert_eq!(recorded.operation, "ForgotPasswordPage");
}

#[tokio::test]
async fn a_pool_in_which_only_administrators_replace_passwords_has_no_link_to_the_page() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let page = browser.open(&format!("/forgotPassword?{}", query(&[]))).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "AutoVerifiedAttributes": ["email"],
        "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "admin_only" }] },
    });
    fixture.ok("UpdateUserPool", settings).await;
    assert!(!browser.open_form(&query(&[])).await.text.contains("/forgotPassword"));
    let refused = browser.submit(&page, &[("username", "ada")]).await;
    assert_eq!(alert(&refused), "Only an administrator can replace a password in this user pool.");
}
