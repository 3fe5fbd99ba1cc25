//! Users of a configuration, in each state that a user can have.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, claims, confirmation, password_auth, response_to};
use cognito_local_pool::{Configuration, LocalPool, Options};
use serde_json::{Value, json};

const SECRET_CODE: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn configuration(users: &Value) -> Configuration {
    let file = json!({ "$schema": "pool.schema.json", "UserPools": [{
        "Id": "local_Shop", "PoolName": "shop", "AutoVerifiedAttributes": ["email"],
        "AliasAttributes": ["email", "phone_number"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
        "Mfa": {
            "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": true },
            "SmsMfaConfiguration": { "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } },
        },
        "Clients": [{
            "ClientId": "shop-app",
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        }],
        "Groups": [
            { "GroupName": "staff", "Precedence": 2, "RoleArn": "arn:aws:iam::000000000000:role/staff" },
            { "GroupName": "heads", "Precedence": 1, "RoleArn": "arn:aws:iam::000000000000:role/heads" },
        ],
        "Users": users,
    }] });
    Configuration::from_json(&file.to_string()).unwrap()
}

async fn with(users: Value) -> Fixture {
    Fixture::with(Options { configuration: configuration(&users), ..Options::default() }).await
}

fn email(address: &str, verified: &str) -> Value {
    json!([{ "Name": "email_verified", "Value": verified }, { "Name": "email", "Value": address }])
}

fn sign_in(name: &str) -> Value {
    by_client("shop-app", password_auth(name, PASSWORD))
}

async fn status_of(pool: &Fixture, name: &str) -> (Value, Value) {
    let user = pool.ok("AdminGetUser", json!({ "UserPoolId": "local_Shop", "Username": name })).await;
    (user["UserStatus"].clone(), user["Enabled"].clone())
}

#[tokio::test]
async fn a_user_is_in_the_state_of_the_file() {
    let pool = with(json!([
        { "Username": "confirmed", "Password": PASSWORD, "Groups": ["staff", "heads"] },
        { "Username": "invited", "TemporaryPassword": PASSWORD },
        { "Username": "reset", "Password": PASSWORD, "UserStatus": "RESET_REQUIRED",
          "UserAttributes": email("reset@example.com", "true") },
        { "Username": "disabled", "Password": PASSWORD, "Enabled": false },
    ]))
    .await;
    assert_eq!(status_of(&pool, "confirmed").await, (json!("CONFIRMED"), json!(true)));
    let tokens = pool.ok("InitiateAuth", sign_in("confirmed")).await;
    let id = claims(&tokens["AuthenticationResult"]["IdToken"]);
    assert_eq!(id["cognito:groups"], json!(["heads", "staff"]));
    assert_eq!(id["cognito:preferred_role"], "arn:aws:iam::000000000000:role/heads");

    assert_eq!(status_of(&pool, "invited").await.0, "FORCE_CHANGE_PASSWORD");
    let challenge = pool.ok("InitiateAuth", sign_in("invited")).await;
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let answer = response_to(&challenge, "invited", "NEW_PASSWORD", "An0ther-one!");
    assert!(pool.respond(by_client("shop-app", answer)).await["AuthenticationResult"].is_object());

    assert_eq!(status_of(&pool, "reset").await.0, "RESET_REQUIRED");
    assert_eq!(pool.refused("InitiateAuth", sign_in("reset")).await.0, "PasswordResetRequiredException");
    pool.ok("ForgotPassword", json!({ "ClientId": "shop-app", "Username": "reset" })).await;
    let code = pool.latest_code("reset");
    let reset = json!({ "ClientId": "shop-app", "Username": "reset", "ConfirmationCode": code, "Password": PASSWORD });
    pool.ok("ConfirmForgotPassword", reset).await;
    pool.ok("InitiateAuth", sign_in("reset")).await;

    assert_eq!(status_of(&pool, "disabled").await, (json!("CONFIRMED"), json!(false)));
    assert_eq!(pool.refused("InitiateAuth", sign_in("disabled")).await.1, "User is disabled.");
}

#[tokio::test]
async fn an_unconfirmed_user_finds_the_code_in_the_inbox() {
    let pool = with(json!([
        { "Username": "new", "Password": PASSWORD, "UserStatus": "UNCONFIRMED",
          "UserAttributes": email("new@example.com", "false") },
        { "Username": "silent", "Password": PASSWORD, "UserStatus": "UNCONFIRMED" },
    ]))
    .await;
    assert_eq!(pool.refused("InitiateAuth", sign_in("new")).await.0, "UserNotConfirmedException");
    assert!(pool.pool.messages("silent").is_empty(), "this user has no address");
    pool.ok("ConfirmSignUp", by_client("shop-app", confirmation("new", &pool.latest_code("new")))).await;
    pool.ok("InitiateAuth", sign_in("new")).await;
}

#[tokio::test]
async fn a_user_without_a_password_signs_in_with_a_code() {
    let pool = with(json!([{ "Username": "ada", "UserAttributes": email("ada@example.com", "true") }])).await;
    assert_eq!(status_of(&pool, "ada").await.0, "CONFIRMED");
    let parameters = json!({ "USERNAME": "ada@example.com", "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let begin = json!({ "ClientId": "shop-app", "AuthFlow": "USER_AUTH", "AuthParameters": parameters });
    let challenge = pool.ok("InitiateAuth", begin).await;
    let answer = response_to(&challenge, "ada", "EMAIL_OTP_CODE", &pool.latest_code("ada"));
    assert!(pool.respond(by_client("shop-app", answer)).await["AuthenticationResult"].is_object());
    pool.refused("InitiateAuth", sign_in("ada")).await;
}

#[tokio::test]
async fn a_user_has_the_second_factors_of_the_file() {
    let phone = json!([
        { "Name": "phone_number", "Value": "+15555551234" }, { "Name": "phone_number_verified", "Value": "true" },
    ]);
    let on = json!({ "Enabled": true, "PreferredMfa": true });
    let pool = with(json!([
        { "Username": "app", "Password": PASSWORD, "SecretCode": SECRET_CODE, "SoftwareTokenMfaSettings": on },
        { "Username": "sms", "Password": PASSWORD, "UserAttributes": phone, "SMSMfaSettings": on },
        { "Username": "later", "Password": PASSWORD, "SecretCode": SECRET_CODE.to_lowercase() },
    ]))
    .await;
    let challenge = pool.ok("InitiateAuth", sign_in("app")).await;
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let secret = totp_rs::Secret::try_from_base32(SECRET_CODE).unwrap();
    let code = totp_rs::Builder::new().with_secret(secret).build().unwrap().generate_current().to_string();
    let answer = response_to(&challenge, "app", "SOFTWARE_TOKEN_MFA_CODE", &code);
    assert!(pool.respond(by_client("shop-app", answer)).await["AuthenticationResult"].is_object());

    let challenge = pool.ok("InitiateAuth", sign_in("sms")).await;
    assert_eq!(challenge["ChallengeName"], "SMS_MFA");
    let answer = response_to(&challenge, "sms", "SMS_MFA_CODE", &pool.latest_code("sms"));
    assert!(pool.respond(by_client("shop-app", answer)).await["AuthenticationResult"].is_object());

    assert!(pool.ok("InitiateAuth", sign_in("later")).await["AuthenticationResult"].is_object());
    pool.ok(
        "AdminSetUserMFAPreference",
        json!({
            "UserPoolId": "local_Shop", "Username": "later", "SoftwareTokenMfaSettings": { "Enabled": true },
        }),
    )
    .await;
}

#[tokio::test]
async fn an_error_names_the_pool_the_user_and_the_member_and_quotes_no_secret() {
    let factor =
        |member: &str| json!({ "Username": "ada", "Password": PASSWORD, member: { "Enabled": true } });
    for (user, said) in [
        (json!({ "UserStatus": "ARCHIVED" }), "UserStatus: It must be one of CONFIRMED, "),
        (json!({ "UserStatus": "EXTERNAL_PROVIDER" }), "UserStatus: It must be one of CONFIRMED, "),
        (json!({ "UserStatus": "FORCE_CHANGE_PASSWORD" }), "UserStatus: FORCE_CHANGE_PASSWORD needs "),
        (
            json!({ "TemporaryPassword": PASSWORD, "UserStatus": "CONFIRMED" }),
            "UserStatus: Only FORCE_CHANGE_PASSWORD has ",
        ),
        (json!({ "TemporaryPassword": PASSWORD, "Password": PASSWORD }), "TemporaryPassword: A user has "),
        (json!({ "TemporaryPassword": "hunter2" }), "TemporaryPassword: Password did not conform"),
        (json!({ "Password": "hunter2" }), "Password: Password did not conform"),
        (json!({ "SecretCode": "hunter2" }), "SecretCode: It must be 16 to 64 bytes in base32"),
        (json!({ "SecretCode": "GEZDGNBV" }), "SecretCode: It must be 16 to 64 bytes in base32"),
        (factor("SMSMfaSettings"), "SMSMfaSettings: User does not have delivery config"),
        (
            factor("SoftwareTokenMfaSettings"),
            "SoftwareTokenMfaSettings: User has not verified software token mfa",
        ),
        (factor("EmailMfaSettings"), "EmailMfaSettings: EMAIL_OTP is not enabled for the user pool."),
        (
            json!({ "UserAttributes": email("no address", "true") }),
            "UserAttributes: Invalid email address format.",
        ),
        (
            json!({ "UserAttributes": email("taken@example.com", "true") }),
            "UserAttributes: An account with the given email already exists.",
        ),
    ] {
        let mut user = user;
        user["Username"] = json!("ada");
        let first = json!({ "Username": "bob", "UserAttributes": email("taken@example.com", "true") });
        let options = Options { configuration: configuration(&json!([first, user])), ..Options::default() };
        let error = LocalPool::start(options).await.unwrap_err().to_string();
        let expected = format!("the configuration is invalid: user pool local_Shop: user ada: {said}");
        assert!(error.starts_with(&expected), "{error}");
        assert!(!error.contains("hunter2") && !error.contains(PASSWORD), "{error}");
    }
}
