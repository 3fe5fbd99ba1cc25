//! Second factors: text message, e-mail, authenticator app, and the choice among them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{
    Fixture, PASSWORD, expired_session, invalid_session, other_than, refusal, response_to, spent_session,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Medium, MessageKind};
use serde_json::{Value, json};

/// The error text for a wrong code of an authenticator app.
const MISMATCH: &str = "Invalid code received for user";
/// The error text for a wrong code where the pool sent the right code in a message.
const WRONG_SENT_CODE: &str = "Invalid code or auth state for the user.";

/// The code that an authenticator app shows at a time of the pool's clock.
fn totp(secret: &str, now: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

async fn prefer(pool: &Fixture, username: &str, settings: Value) {
    pool.administer("AdminSetUserMFAPreference", username, settings).await;
}

/// Makes the default pool require MFA with one of these factors.
async fn require(pool: &Fixture, mut factors: Value) {
    factors["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    factors["MfaConfiguration"] = json!("ON");
    pool.ok("SetUserPoolMfaConfig", factors).await;
}

#[tokio::test]
async fn a_code_by_text_message_completes_the_sign_in_and_a_wrong_one_leaves_it_open() {
    let pool = Fixture::start().await;
    pool.user_with_phone("alice").await;
    prefer(&pool, "alice", json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } })).await;
    let challenge = pool.sign_in("alice").await;
    assert_eq!(challenge["ChallengeName"], "SMS_MFA");
    let parameters = &challenge["ChallengeParameters"];
    assert_eq!(parameters["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    assert_eq!(parameters["CODE_DELIVERY_DESTINATION"], "+*******1234");
    let message = pool.pool.messages("+15555551234").pop().unwrap();
    assert_eq!((message.medium, message.kind), (Medium::Sms, MessageKind::Mfa));

    let wrong = response_to(&challenge, "alice", "SMS_MFA_CODE", &other_than(&message.code));
    assert_eq!(pool.refused_response(wrong).await, refusal("CodeMismatchException", WRONG_SENT_CODE));
    let right = response_to(&challenge, "alice", "SMS_MFA_CODE", &message.code);
    let tokens = pool.respond(right.clone()).await;
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let spent = spent_session();
    assert_eq!(pool.refused_response(right).await, spent);
}

#[tokio::test]
async fn a_session_expires_by_the_clients_setting_and_ends_after_five_wrong_codes() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({ "AuthSessionValidity": 5 })).await;
    prefer(&pool, "alice", json!({ "EmailMfaSettings": { "Enabled": true } })).await;

    let challenge = pool.sign_in("alice").await;
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    let code = pool.latest_code("alice");
    let wrong = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &other_than(&code));
    for _ in 0..5 {
        assert_eq!(pool.refused_response(wrong.clone()).await.0, "CodeMismatchException");
    }
    let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code);
    assert_eq!(pool.refused_response(right).await.1, "Invalid session for the user.");

    let challenge = pool.sign_in("alice").await;
    let code = pool.latest_code("alice");
    pool.pool.advance_clock(4 * 60);
    let wrong = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &other_than(&code));
    assert_eq!(pool.refused_response(wrong).await.0, "CodeMismatchException");
    pool.pool.advance_clock(60);
    let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code);
    assert_eq!(pool.refused_response(right).await, expired_session());
}

#[tokio::test]
async fn a_session_is_for_one_user_and_one_challenge() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.confirmed_user("bob").await;
    prefer(&pool, "alice", json!({ "EmailMfaSettings": { "Enabled": true } })).await;
    let challenge = pool.sign_in("alice").await;
    let code = pool.latest_code("alice");
    let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code);
    let stray = |name: &str, value: Value| {
        let mut request = right.clone();
        *request.pointer_mut(name).unwrap() = value;
        request
    };
    for request in [
        stray("/ChallengeResponses/USERNAME", json!("bob")),
        stray("/ChallengeName", json!("SMS_MFA")),
        stray("/Session", json!("a session that is made up")),
    ] {
        let refused = pool.refused_response(request).await;
        assert_eq!(refused, invalid_session());
    }
    // USERNAME can also be an alias of the user.
    pool.respond(stray("/ChallengeResponses/USERNAME", json!("alice@example.com"))).await;
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_and_each_of_its_codes_signs_in_once() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let prefer_totp = json!({ "AccessToken": token, "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    assert_eq!(
        pool.refused("SetUserMFAPreference", prefer_totp.clone()).await,
        refusal("InvalidParameterException", "User has not verified software token mfa")
    );
    let secret =
        pool.ok("AssociateSoftwareToken", json!({ "AccessToken": token })).await["SecretCode"].take();
    let secret = secret.as_str().unwrap();
    let now = pool.pool.advance_clock(0);
    let code = totp(secret, now);
    let verify = |code: &str| json!({ "AccessToken": token, "UserCode": code });
    assert_eq!(
        pool.refused("VerifySoftwareToken", verify(&other_than(&code))).await,
        refusal("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA")
    );
    assert_eq!(pool.ok("VerifySoftwareToken", verify(&code)).await["Status"], "SUCCESS");
    pool.ok("SetUserMFAPreference", prefer_totp).await;
    let user = pool.ok("GetUser", json!({ "AccessToken": token })).await;
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(user["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");

    let challenge = pool.sign_in("alice").await;
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let stale = totp(secret, now - 120);
    let refused =
        pool.refused_response(response_to(&challenge, "alice", "SOFTWARE_TOKEN_MFA_CODE", &stale)).await;
    assert_eq!(refused, refusal("CodeMismatchException", MISMATCH));
    let code = totp(secret, pool.pool.advance_clock(0));
    let right = response_to(&challenge, "alice", "SOFTWARE_TOKEN_MFA_CODE", &code);
    pool.respond(right).await;

    let again = response_to(&pool.sign_in("alice").await, "alice", "SOFTWARE_TOKEN_MFA_CODE", &code);
    assert_eq!(
        pool.refused_response(again).await,
        refusal("ExpiredCodeException", "Your software token has already been used once.")
    );
}

#[tokio::test]
async fn an_authenticator_app_works_until_another_is_verified() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let verify = |code: &str| json!({ "AccessToken": token, "UserCode": code });
    let associate = async || {
        pool.ok("AssociateSoftwareToken", json!({ "AccessToken": token })).await["SecretCode"].take()
    };
    let sign_in = async |secret: Value| {
        // A code works once, so each sign-in takes the code of a later half-minute.
        let code = totp(secret.as_str().unwrap(), pool.pool.advance_clock(30));
        response_to(&pool.sign_in("alice").await, "alice", "SOFTWARE_TOKEN_MFA_CODE", &code)
    };
    let first = associate().await;
    let code = totp(first.as_str().unwrap(), pool.pool.advance_clock(0));
    pool.ok("VerifySoftwareToken", verify(&code)).await;
    prefer(&pool, "alice", json!({ "SoftwareTokenMfaSettings": { "Enabled": true } })).await;

    let second = associate().await;
    let code = totp(second.as_str().unwrap(), pool.pool.advance_clock(0));
    let refused = pool.refused("VerifySoftwareToken", verify(&other_than(&code))).await;
    assert_eq!(refused.0, "EnableSoftwareTokenMFAException");
    pool.respond(sign_in(first.clone()).await).await;
    let early = pool.refused_response(sign_in(second.clone()).await).await;
    assert_eq!(early, refusal("CodeMismatchException", MISMATCH));

    let code = totp(second.as_str().unwrap(), pool.pool.advance_clock(0));
    pool.ok("VerifySoftwareToken", verify(&code)).await;
    pool.respond(sign_in(second).await).await;
    let late = pool.refused_response(sign_in(first).await).await;
    assert_eq!(late, refusal("CodeMismatchException", MISMATCH));
}

#[tokio::test]
async fn the_challenge_names_the_device_of_an_authenticator_app() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    for (name, shown) in
        [(json!(null), json!(null)), (json!("phone"), json!("phone")), (json!(null), json!(null))]
    {
        let secret =
            pool.ok("AssociateSoftwareToken", json!({ "AccessToken": token })).await["SecretCode"].take();
        let code = totp(secret.as_str().unwrap(), pool.pool.advance_clock(0));
        let mut verify = json!({ "AccessToken": token, "UserCode": code });
        verify["FriendlyDeviceName"] = name;
        pool.ok("VerifySoftwareToken", verify).await;
        prefer(&pool, "alice", json!({ "SoftwareTokenMfaSettings": { "Enabled": true } })).await;
        let challenge = pool.sign_in("alice").await;
        assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
        assert_eq!(challenge["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"], shown);
    }
}

#[tokio::test]
async fn with_several_factors_and_none_preferred_the_user_chooses() {
    let pool = Fixture::start().await;
    pool.user_with_phone("alice").await;
    let both = json!({ "SMSMfaSettings": { "Enabled": true }, "EmailMfaSettings": { "Enabled": true } });
    prefer(&pool, "alice", both).await;
    let choice = pool.sign_in("alice").await;
    assert_eq!(choice["ChallengeName"], "SELECT_MFA_TYPE");
    let offered = choice["ChallengeParameters"]["MFAS_CAN_CHOOSE"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(offered).unwrap(), json!(["SMS_MFA", "EMAIL_OTP"]));
    assert!(pool.pool.messages("alice").iter().all(|message| message.kind != MessageKind::Mfa));

    let not_offered = response_to(&choice, "alice", "ANSWER", "SOFTWARE_TOKEN_MFA");
    assert_eq!(pool.refused_response(not_offered).await.0, "InvalidParameterException");
    let challenge = pool.respond(response_to(&choice, "alice", "ANSWER", "EMAIL_OTP")).await;
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    assert_ne!(challenge["Session"], choice["Session"]);
    let code = pool.latest_code("alice");
    pool.respond(response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code)).await;
}

#[tokio::test]
async fn a_factor_that_the_user_or_the_pool_lacks_cannot_be_turned_on() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let on = |name: &str| json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice", name: { "Enabled": true } });
    let refused = pool.refused("AdminSetUserMFAPreference", on("SMSMfaSettings")).await;
    assert_eq!(refused.0, "InvalidParameterException");
    require(&pool, json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let refused = pool.refused("AdminSetUserMFAPreference", on("EmailMfaSettings")).await;
    assert_eq!(refused.1, "EMAIL_OTP is not enabled for the user pool.");
    let both = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice",
        "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true },
        "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true },
    });
    assert_eq!(pool.refused("AdminSetUserMFAPreference", both).await.0, "InvalidParameterException");
}

#[tokio::test]
async fn a_user_without_a_factor_sets_up_an_authenticator_app_if_mfa_is_required() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    require(&pool, json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let challenge = pool.sign_in("alice").await;
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"], "[\"SOFTWARE_TOKEN_MFA\"]");

    let associated = pool.ok("AssociateSoftwareToken", json!({ "Session": challenge["Session"] })).await;
    let early = json!({
        "ClientId": DEFAULT_CLIENT_ID, "ChallengeName": "MFA_SETUP", "Session": associated["Session"],
        "ChallengeResponses": { "USERNAME": "alice" },
    });
    assert_eq!(pool.refused_response(early).await.0, "InvalidParameterException");
    let secret = associated["SecretCode"].as_str().unwrap();
    let code = totp(secret, pool.pool.advance_clock(0));
    let verify = |session: &Value, code: &str| json!({ "Session": session, "UserCode": code });
    let refused =
        pool.refused("VerifySoftwareToken", verify(&associated["Session"], &other_than(&code))).await;
    assert_eq!(refused.0, "EnableSoftwareTokenMFAException");
    let stale = pool.refused("VerifySoftwareToken", verify(&challenge["Session"], &code)).await;
    assert_eq!(stale, spent_session());
    let verified = pool.ok("VerifySoftwareToken", verify(&associated["Session"], &code)).await;
    let done = json!({
        "ClientId": DEFAULT_CLIENT_ID, "ChallengeName": "MFA_SETUP", "Session": verified["Session"],
        "ChallengeResponses": { "USERNAME": "alice" },
    });
    assert!(pool.respond(done).await["AuthenticationResult"].is_object());
    assert_eq!(pool.sign_in("alice").await["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[tokio::test]
async fn a_phone_number_is_a_second_factor_if_mfa_is_required() {
    let pool = Fixture::start().await;
    pool.user_with_phone("alice").await;
    require(&pool, json!({ "SmsMfaConfiguration": {} })).await;
    assert_eq!(pool.sign_in("alice").await["ChallengeName"], "SMS_MFA");
}

#[tokio::test]
async fn an_address_can_be_set_up_in_the_sign_in_if_mfa_is_required() {
    let pool = Fixture::start().await;
    let bare = json!({ "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS" });
    pool.administer("AdminCreateUser", "alice", bare).await;
    let permanent = json!({ "Password": PASSWORD, "Permanent": true });
    pool.administer("AdminSetUserPassword", "alice", permanent).await;
    require(
        &pool,
        json!({
            "SmsMfaConfiguration": {}, "EmailMfaConfiguration": {},
            "SoftwareTokenMfaConfiguration": { "Enabled": true },
        }),
    )
    .await;
    let setup = pool.sign_in("alice").await;
    let can_setup = setup["ChallengeParameters"]["MFAS_CAN_SETUP"].as_str().unwrap();
    assert_eq!(can_setup, r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#);
    let malformed = response_to(&setup, "alice", "EMAIL", "no address");
    assert_eq!(pool.refused_response(malformed).await.0, "InvalidParameterException");
    let challenge = pool.respond(response_to(&setup, "alice", "EMAIL", "alice@example.com")).await;
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    assert_eq!(challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    let code = pool.latest_code("alice");
    let wrong = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &other_than(&code));
    let mismatch = refusal("CodeMismatchException", WRONG_SENT_CODE);
    assert_eq!(pool.refused_response(wrong).await, mismatch);
    let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code);
    let signed_in = pool.respond(right).await;
    let token = &signed_in["AuthenticationResult"]["AccessToken"];
    let user = pool.ok("GetUser", json!({ "AccessToken": token })).await;
    assert_eq!(user["PreferredMfaSetting"], "EMAIL_OTP");
    let verified = json!({ "Name": "email_verified", "Value": "true" });
    assert!(user["UserAttributes"].as_array().unwrap().contains(&verified));
    assert_eq!(pool.sign_in("alice").await["ChallengeName"], "EMAIL_OTP");
}

#[tokio::test]
async fn a_factor_that_the_pool_lacks_cannot_be_set_up() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    require(&pool, json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let setup = pool.sign_in("alice").await;
    let refused = pool.refused_response(response_to(&setup, "alice", "EMAIL", "a@example.com")).await;
    assert_eq!(refused, refusal("InvalidParameterException", "EMAIL_OTP is not enabled for the user pool."));
}

#[tokio::test]
async fn a_pool_without_software_tokens_does_not_make_one() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    require(&pool, json!({ "EmailMfaConfiguration": {} })).await;
    let text = "Software Token MFA has not been enabled by the userPool";
    let refused = pool.refused("AssociateSoftwareToken", json!({ "AccessToken": token })).await;
    assert_eq!(refused, refusal("SoftwareTokenMFANotFoundException", text));
}
