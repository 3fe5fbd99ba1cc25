//! The user's account: password, attributes and verification.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, other_than, password_auth, refusal, wrong_credentials};
use cognito_local_pool::{DEFAULT_CLIENT_ID, MessageKind};
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "An0ther-password";

async fn attribute(pool: &Fixture, token: &Value, name: &str) -> Option<String> {
    let user = pool.ok("GetUser", json!({ "AccessToken": token })).await;
    let attributes = user["UserAttributes"].as_array().unwrap().clone();
    let found = attributes.into_iter().find(|attribute| attribute["Name"] == name)?;
    Some(found["Value"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_code_lets_a_user_replace_a_forgotten_password() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let forgot = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice@example.com" });
    let sent = pool.ok("ForgotPassword", forgot.clone()).await;
    assert_eq!(sent["CodeDeliveryDetails"]["Destination"], "a***@e***");
    let message = pool.pool.messages("alice").pop().unwrap();
    assert_eq!(message.kind, MessageKind::ForgotPassword);
    let confirm = |code: &str, password: &str| json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "ConfirmationCode": code, "Password": password });
    let wrong =
        pool.refused("ConfirmForgotPassword", confirm(&other_than(&message.code), NEW_PASSWORD)).await;
    assert_eq!(wrong.0, "CodeMismatchException");
    // A password that breaks the policy does not use the code up.
    let weak = pool.refused("ConfirmForgotPassword", confirm(&message.code, "short")).await;
    assert_eq!(weak.0, "InvalidPasswordException");
    pool.ok("ConfirmForgotPassword", confirm(&message.code, NEW_PASSWORD)).await;
    assert_eq!(
        pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await.1,
        "Incorrect username or password."
    );
    pool.ok("InitiateAuth", password_auth("alice", NEW_PASSWORD)).await;

    pool.ok("ForgotPassword", forgot).await;
    pool.pool.advance_clock(3600);
    let late = confirm(&pool.latest_code("alice"), PASSWORD);
    assert_eq!(
        pool.refused("ConfirmForgotPassword", late).await,
        refusal("ExpiredCodeException", "Invalid code provided, please request a code again.")
    );
}

#[tokio::test]
async fn a_reset_is_refused_if_the_user_has_no_verified_address() {
    let pool = Fixture::start().await;
    pool.sign_up("alice").await;
    let text = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    let forgot = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" });
    assert_eq!(pool.refused("ForgotPassword", forgot).await, refusal("InvalidParameterException", text));
}

#[tokio::test]
async fn a_password_change_needs_the_old_password() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let change = |old: &str, new: &str| json!({ "AccessToken": token, "PreviousPassword": old, "ProposedPassword": new });
    let wrong = pool.refused("ChangePassword", change("Wr0ng-password", NEW_PASSWORD)).await;
    assert_eq!(wrong, wrong_credentials());
    assert_eq!(pool.refused("ChangePassword", change(PASSWORD, "weak")).await.0, "InvalidPasswordException");
    pool.ok("ChangePassword", change(PASSWORD, NEW_PASSWORD)).await;
    pool.ok("InitiateAuth", password_auth("alice", NEW_PASSWORD)).await;
    pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await;
}

#[tokio::test]
async fn a_new_address_is_unverified_until_its_code_is_confirmed() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let update = |name: &str, value: &str| json!({ "AccessToken": token, "UserAttributes": [{ "Name": name, "Value": value }] });
    let updated = pool.ok("UpdateUserAttributes", update("email", "new@example.com")).await;
    assert_eq!(updated["CodeDeliveryDetailsList"][0]["Destination"], "n***@e***");
    assert_eq!(attribute(&pool, &token, "email_verified").await.as_deref(), Some("false"));
    // Until the code is confirmed, nobody can sign in with the alias.
    pool.refused("InitiateAuth", password_auth("new@example.com", PASSWORD)).await;

    let code = pool.latest_code("new@example.com");
    let verify = |code: &str| json!({ "AccessToken": token, "AttributeName": "email", "Code": code });
    assert_eq!(
        pool.refused("VerifyUserAttribute", verify(&other_than(&code))).await.0,
        "CodeMismatchException"
    );
    pool.ok("VerifyUserAttribute", verify(&code)).await;
    assert_eq!(attribute(&pool, &token, "email_verified").await.as_deref(), Some("true"));
    pool.ok("InitiateAuth", password_auth("new@example.com", PASSWORD)).await;

    let sent = pool
        .ok("GetUserAttributeVerificationCode", json!({ "AccessToken": token, "AttributeName": "email" }))
        .await;
    assert_eq!(sent["CodeDeliveryDetails"]["AttributeName"], "email");
    let code = pool.latest_code("alice");
    pool.ok("UpdateUserAttributes", update("email", "third@example.com")).await;
    // The code that was sent to the old address does not verify the new address. If the new code happens to have the
    // same digits, there is nothing to check.
    if pool.latest_code("alice") != code {
        assert_eq!(pool.refused("VerifyUserAttribute", verify(&code)).await.0, "CodeMismatchException");
    }
}

#[tokio::test]
async fn attributes_that_need_no_code_are_changed_and_deleted_immediately() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let name = json!({ "AccessToken": token, "UserAttributes": [{ "Name": "name", "Value": "Alice" }] });
    let updated = pool.ok("UpdateUserAttributes", name).await;
    assert_eq!(updated["CodeDeliveryDetailsList"], json!([]));
    assert_eq!(attribute(&pool, &token, "name").await.as_deref(), Some("Alice"));
    let remove = |name: &str| json!({ "AccessToken": token, "UserAttributeNames": [name] });
    pool.ok("DeleteUserAttributes", remove("name")).await;
    assert_eq!(attribute(&pool, &token, "name").await, None);
    assert_eq!(pool.refused("DeleteUserAttributes", remove("sub")).await.0, "InvalidParameterException");
    let sub = json!({ "AccessToken": token, "UserAttributes": [{ "Name": "sub", "Value": "x" }] });
    assert_eq!(pool.refused("UpdateUserAttributes", sub).await.0, "InvalidParameterException");
    for unverifiable in ["name", "sub", ""] {
        let request = json!({ "AccessToken": token, "AttributeName": unverifiable });
        let refused = pool.refused("GetUserAttributeVerificationCode", request).await;
        assert_eq!(refused.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn a_code_does_not_verify_an_address_that_is_newer_than_the_code() {
    let pool = Fixture::start().await;
    let moved = json!({ "UserAttributes": [{ "Name": "email", "Value": "moved@example.com" }] });
    pool.sign_up("alice").await;
    let sign_up_code = pool.latest_code("alice");
    pool.administer("AdminUpdateUserAttributes", "alice", moved).await;
    let confirm =
        json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "ConfirmationCode": sign_up_code });
    pool.ok("ConfirmSignUp", confirm).await;
    let token = pool.access_token("alice").await;
    assert_eq!(attribute(&pool, &token, "email_verified").await.as_deref(), Some("false"));

    let ask = json!({ "AccessToken": token, "AttributeName": "email" });
    pool.ok("GetUserAttributeVerificationCode", ask).await;
    let code = pool.latest_code("alice");
    let again = json!({ "UserAttributes": [{ "Name": "email", "Value": "again@example.com" }] });
    pool.administer("AdminUpdateUserAttributes", "alice", again).await;
    let verify = json!({ "AccessToken": token, "AttributeName": "email", "Code": code });
    assert_eq!(pool.refused("VerifyUserAttribute", verify).await.0, "ExpiredCodeException");
    assert_eq!(attribute(&pool, &token, "email_verified").await.as_deref(), Some("false"));
}
