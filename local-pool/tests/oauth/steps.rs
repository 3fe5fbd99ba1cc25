//! The steps after the password, as forms.

use super::app::{CALLBACK, query};
use crate::support::browser::{Browser, alert, attribute, element, returned, title};
use crate::support::{Fixture, PASSWORD, other_than, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

/// The code that an authenticator app shows.
fn totp(secret: &str, fixture: &Fixture) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = fixture.pool.advance_clock(0);
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

/// Changes a user's second factors.
async fn prefer(fixture: &Fixture, username: &str, settings: Value) {
    fixture.administer("AdminSetUserMFAPreference", username, settings).await;
}

/// Makes the default pool require one of these second factors.
async fn require_mfa(fixture: &Fixture, mut factors: Value) {
    factors["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    factors["MfaConfiguration"] = json!("ON");
    fixture.ok("SetUserPoolMfaConfig", factors).await;
}

#[tokio::test]
async fn a_sent_code_is_asked_for_until_it_is_right() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    for (settings, address) in [
        (json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } }), "+*******1234"),
        (json!({ "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true } }), "a***@e***"),
    ] {
        prefer(&fixture, "ada", settings).await;
        let mut browser = Browser::new(&fixture);
        let step = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
        assert_eq!((step.status, title(&step).as_str()), (200, "Enter your code"));
        assert!(step.text.contains(&format!("sent to {address}.")), "{}", step.text);
        let field = element(&step.text, "<input id=\"code\"");
        assert_eq!(attribute(field, "autocomplete").as_deref(), Some("one-time-code"));
        let code = fixture.latest_code("ada");
        let wrong = browser.submit(&step, &[("code", &other_than(&code))]).await;
        assert_eq!((wrong.status, title(&wrong).as_str()), (400, "Enter your code"));
        assert_eq!(alert(&wrong), "Invalid code or auth state for the user.");
        assert!(wrong.text.contains(&format!("sent to {address}.")));
        let back = browser.submit(&wrong, &[("code", &format!(" {code} "))]).await;
        assert!(returned(&back, CALLBACK).contains_key("code"));
        // The same code does not work again.
        let replayed = browser.submit(&step, &[("code", &code)]).await;
        assert_eq!((replayed.status, title(&replayed).as_str()), (400, "Sign in"));
        let text = "Invalid session for the user, session can only be used once.";
        assert_eq!(alert(&replayed), text);
    }
}

#[tokio::test]
async fn a_step_ends_after_five_wrong_codes_and_after_three_minutes() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    prefer(&fixture, "ada", json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } })).await;
    let mut browser = Browser::new(&fixture);
    let mut step = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    let wrong = other_than(&fixture.latest_code("ada"));
    for _ in 0..4 {
        step = browser.submit(&step, &[("code", &wrong)]).await;
        assert_eq!(title(&step), "Enter your code");
    }
    let ended = browser.submit(&step, &[("code", &wrong)]).await;
    assert_eq!(title(&ended), "Sign in");
    let step = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    fixture.pool.advance_clock(180);
    let late = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert_eq!(title(&late), "Sign in");
    assert_eq!(alert(&late), "Invalid session for the user, session is expired.");
}

#[tokio::test]
async fn the_user_chooses_one_of_several_second_factors() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    let both = json!({ "SMSMfaSettings": { "Enabled": true }, "EmailMfaSettings": { "Enabled": true } });
    prefer(&fixture, "ada", both).await;
    let mut browser = Browser::new(&fixture);
    let choice = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    assert_eq!(title(&choice), "Choose how to verify");
    let wrong = browser.submit(&choice, &[("factor", "SOFTWARE_TOKEN_MFA")]).await;
    assert_eq!((wrong.status, title(&wrong).as_str()), (400, "Choose how to verify"));
    let step = browser.submit(&wrong, &[("factor", "EMAIL_OTP")]).await;
    assert!(step.text.contains("sent to a***@e***."), "{}", step.text);
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn a_new_password_is_set_with_the_attributes_that_are_missing() {
    let fixture = Fixture::start().await;
    let schema =
        json!({ "Schema": [{ "Name": "given_name", "AttributeDataType": "String", "Required": true }] });
    let (pool, client) = fixture.pool_with(schema).await;
    let settings = json!({
        "UserPoolId": pool, "ClientId": client, "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": [CALLBACK],
    });
    fixture.ok("UpdateUserPoolClient", settings).await;
    let user = json!({ "UserPoolId": pool, "Username": "ada", "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS" });
    fixture.ok("AdminCreateUser", user.clone()).await;
    let query = query(&[("client_id", &client), ("scope", "")]);
    let mut browser = Browser::new(&fixture);
    let step = browser.sign_in(&query, "ada", PASSWORD).await;
    assert_eq!(title(&step), "Choose a new password");
    let short = [("new_password", "short"), ("userAttributes.given_name", "Ada")];
    let weak = browser.submit(&step, &short).await;
    assert_eq!(alert(&weak), "Password does not conform to policy: Password not long enough");
    let missing =
        browser.submit(&weak, &[("new_password", "N3w-Passw0rd"), ("userAttributes.given_name", "")]).await;
    assert_eq!((missing.status, title(&missing).as_str()), (400, "Choose a new password"));
    let full = [("new_password", "N3w-Passw0rd"), ("userAttributes.given_name", "Ada")];
    let back = browser.submit(&missing, &full).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
    let held = fixture.ok("AdminGetUser", json!({ "UserPoolId": pool, "Username": "ada" })).await;
    assert_eq!(held["UserStatus"], "CONFIRMED");
    assert!(held["UserAttributes"].to_string().contains("Ada"));
    let again = Browser::new(&fixture).sign_in(&query, "ada", "N3w-Passw0rd").await;
    assert!(returned(&again, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn an_unconfirmed_user_confirms_and_is_signed_in() {
    let fixture = Fixture::start().await;
    fixture.sign_up("ada").await;
    for client in [DEFAULT_CLIENT_ID, "local-client-secret"] {
        let query = query(&[("client_id", client)]);
        let mut browser = Browser::new(&fixture);
        let wrong = browser.sign_in(&query, "ada", "Wrong-1234").await;
        assert_eq!(
            alert(&wrong),
            "Incorrect username or password.",
            "a wrong password does not show the user's status"
        );
        let step = browser.sign_in(&query, "ada", PASSWORD).await;
        assert_eq!(title(&step), "Confirm your account");
        let sent = fixture.pool.messages("ada").len();
        let step = browser.submit(&step, &[("code", ""), ("resend", "true")]).await;
        assert_eq!((step.status, title(&step).as_str()), (200, "Confirm your account"));
        assert_eq!(fixture.pool.messages("ada").len(), sent + 1);
        let code = fixture.latest_code("ada");
        let step = browser.submit(&step, &[("code", &other_than(&code))]).await;
        assert_eq!(alert(&step), "Invalid verification code provided, please try again.");
        let back = browser.submit(&step, &[("code", &code)]).await;
        assert!(returned(&back, CALLBACK).contains_key("code"));
        fixture.administer("AdminDeleteUser", "ada", json!({})).await;
        fixture.sign_up("ada").await;
    }
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_and_asked_for() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    require_mfa(&fixture, json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let mut browser = Browser::new(&fixture);
    let choice = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    assert_eq!(title(&choice), "Set up a second factor");
    let step = browser.submit(&choice, &[("factor", "SOFTWARE_TOKEN_MFA")]).await;
    assert_eq!(title(&step), "Set up an authenticator app");
    let secret = step.text.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let link = attribute(element(&step.text, "<a"), "href").unwrap();
    assert_eq!(link, format!("otpauth://totp/LocalPool%3Aada?secret={secret}&issuer=LocalPool"));
    let code = totp(&secret, &fixture);
    let wrong = browser.submit(&step, &[("code", &other_than(&code))]).await;
    assert_eq!(alert(&wrong), "Code mismatch and fail enable Software Token MFA");
    assert!(wrong.text.contains(&secret), "the same secret is shown again");
    let back = browser.submit(&wrong, &[("code", &totp(&secret, &fixture))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);

    fixture.pool.advance_clock(60);
    let mut browser = Browser::new(&fixture);
    let step = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    assert!(step.text.contains("authenticator app shows"), "{}", step.text);
    let back = browser.submit(&step, &[("code", &totp(&secret, &fixture))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn an_address_is_set_up_as_a_second_factor() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let sms = json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } });
    require_mfa(&fixture, json!({ "SmsMfaConfiguration": sms, "EmailMfaConfiguration": {} })).await;
    let mut browser = Browser::new(&fixture);
    let choice = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    let wrong = browser.submit(&choice, &[("email", ""), ("phone_number", "12")]).await;
    assert_eq!((wrong.status, title(&wrong).as_str()), (400, "Set up a second factor"));
    let step = browser.submit(&wrong, &[("email", ""), ("phone_number", "+15555551234")]).await;
    assert!(step.text.contains("sent to +*******1234."), "{}", step.text);
    let code = fixture.latest_code("+15555551234");
    let back = browser.submit(&step, &[("code", &code)]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn the_form_says_after_the_password_why_an_account_can_not_sign_in() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    for (operation, text) in [
        ("AdminResetUserPassword", "Password reset required for the user"),
        ("AdminDisableUser", "User is disabled."),
    ] {
        fixture.administer(operation, "ada", json!({})).await;
        let page = Browser::new(&fixture).sign_in(&query(&[]), "ada", PASSWORD).await;
        assert_eq!((page.status, alert(&page).as_str()), (400, text));
    }
}

#[tokio::test]
async fn an_app_cant_continue_a_pages_step_and_a_page_cant_continue_an_apps() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    prefer(&fixture, "ada", json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } })).await;
    let mut browser = Browser::new(&fixture);
    let step = browser.sign_in(&query(&[]), "ada", PASSWORD).await;
    let session = attribute(element(&step.text, "<input type=\"hidden\" name=\"session\""), "value").unwrap();
    let stolen = json!({
        "ClientId": DEFAULT_CLIENT_ID, "ChallengeName": "SMS_MFA", "Session": session,
        "ChallengeResponses": { "USERNAME": "ada", "SMS_MFA_CODE": fixture.latest_code("ada") },
    });
    let invalid = refusal("NotAuthorizedException", "Invalid session for the user.");
    assert_eq!(fixture.refused_response(stolen).await, invalid);
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));

    let of_app = fixture.sign_in("ada").await["Session"].as_str().unwrap().to_owned();
    let form = browser.open_form(&query(&[("prompt", "login")])).await;
    let page = browser.submit(&form, &[("session", &of_app), ("code", &fixture.latest_code("ada"))]).await;
    assert_eq!((page.status, title(&page).as_str()), (400, "Sign in"));
    assert_eq!(alert(&page), "Invalid session for the user.");
}
