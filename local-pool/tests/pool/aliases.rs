//! The pool user name and an alias for it: which name a challenge carries, and which name a challenge response can
//! have.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::srp_client::{SrpClient, device_secrets, proof};
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, invalid_session, password_auth, refusal, response_to};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID, Options};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

const ALIAS: &str = "alice@example.com";

fn auth(flow: &str, parameters: Value) -> Value {
    let mut request =
        json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": flow, "AuthParameters": parameters });
    request["AuthParameters"]["USERNAME"] = json!(ALIAS);
    request
}

/// The response of the triggers to an event. They ask the user for one word, and then let the user in.
fn word(event: &Value) -> Value {
    match event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" => match event["request"]["session"].as_array().unwrap().len() {
            0 => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            _ => json!({ "issueTokens": true }),
        },
        "CreateAuthChallenge_Authentication" => json!({ "privateChallengeParameters": { "word": "xyzzy" } }),
        _ => json!({ "answerCorrect": event["request"]["challengeAnswer"] == "xyzzy" }),
    }
}

/// Starts a pool that tracks devices and has triggers, with a user who has an alias and an e-mail factor.
async fn tracking(strict: bool) -> (Fixture, TriggerServer) {
    let pool = Fixture::with(Options { strict, ..Options::default() }).await;
    pool.confirmed_user("alice").await;
    let server = TriggerServer::start(word).await;
    let triggers = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];
    let lambda: Value = triggers.iter().map(|name| (*name, json!(&*server.address))).collect();
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL", "DeviceConfiguration": {},
        "AutoVerifiedAttributes": ["email", "phone_number"], "LambdaConfig": lambda,
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    });
    pool.ok("UpdateUserPool", settings).await;
    (pool, server)
}

/// Begins one sign-in by CUSTOM_AUTH and three by USER_AUTH, all with the alias. Returns each challenge, with the name
/// and the value of the right challenge response.
async fn challenges(pool: &Fixture) -> Vec<(Value, &'static str, String)> {
    let mut all = Vec::new();
    let code = || pool.latest_code("alice");
    let custom = pool.ok("InitiateAuth", auth("CUSTOM_AUTH", json!({}))).await;
    all.push((custom, "ANSWER", "xyzzy".to_owned()));
    let otp = pool.ok("InitiateAuth", auth("USER_AUTH", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" }))).await;
    all.push((otp, "EMAIL_OTP_CODE", code()));
    let password = auth("USER_AUTH", json!({ "PREFERRED_CHALLENGE": "PASSWORD" }));
    all.push((pool.ok("InitiateAuth", password).await, "PASSWORD", PASSWORD.to_owned()));
    let choice = pool.ok("InitiateAuth", auth("USER_AUTH", json!({}))).await;
    all.push((choice, "ANSWER", "PASSWORD".to_owned()));
    all
}

/// Turns alice's second factor on or off.
async fn set_second_factor(pool: &Fixture, on: bool) {
    let mfa = json!({ "EmailMfaSettings": { "Enabled": on, "PreferredMfa": on } });
    pool.administer("AdminSetUserMFAPreference", "alice", mfa).await;
}

/// The challenge for alice's second factor, with the name and the value of the right challenge response. The factor
/// must be on.
async fn second_factor(pool: &Fixture) -> (Value, &'static str, String) {
    let mfa = pool.ok("InitiateAuth", password_auth(ALIAS, PASSWORD)).await;
    (mfa, "EMAIL_OTP_CODE", pool.latest_code("alice"))
}

#[tokio::test]
async fn every_challenge_carries_the_pool_user_name() {
    let (pool, _server) = tracking(false).await;
    let mut asked = challenges(&pool).await;
    set_second_factor(&pool, true).await;
    asked.push(second_factor(&pool).await);
    let srp = json!({ "SRP_A": SrpClient::new().public_hex() });
    asked.push((pool.ok("InitiateAuth", auth("USER_SRP_AUTH", srp)).await, "", String::new()));
    for (challenge, ..) in asked {
        let parameters = &challenge["ChallengeParameters"];
        let told: Vec<&Value> =
            ["USERNAME", "USER_ID_FOR_SRP"].iter().filter_map(|name| parameters.get(name)).collect();
        assert!(!told.is_empty() && told.iter().all(|name| *name == "alice"), "{challenge}");
    }
}

/// A ConfirmDevice request for the device that a sign-in issued.
fn device_confirmation(result: &Value) -> Value {
    let metadata = &result["NewDeviceMetadata"];
    let text = |name: &str| metadata[name].as_str().unwrap_or_else(|| panic!("no device: {result}"));
    json!({
        "AccessToken": result["AccessToken"], "DeviceKey": text("DeviceKey"),
        "DeviceSecretVerifierConfig": device_secrets(text("DeviceGroupKey"), text("DeviceKey"), "password"),
    })
}

/// Answers a challenge with this user name, and returns the tokens.
async fn signed_in(pool: &Fixture, challenge: &Value, name: &str, key: &str, value: &str) -> Value {
    let mut answer = response_to(challenge, name, key, value);
    if challenge["ChallengeName"] == "SELECT_CHALLENGE" {
        answer["ChallengeResponses"]["PASSWORD"] = json!(PASSWORD);
    }
    pool.respond(answer).await["AuthenticationResult"].take()
}

#[tokio::test]
async fn answers_with_the_alias_get_tokens_and_a_device_that_can_not_be_confirmed() {
    let (pool, _server) = tracking(false).await;
    let invalid = refusal("InvalidParameterException", "Invalid device key given.");
    // Case does not matter, so ALICE is the pool user name too.
    for (name, confirmed) in [("alice", true), (ALIAS, false), ("ALICE", true)] {
        for second in [false, true] {
            set_second_factor(&pool, second).await;
            let asked = if second { vec![second_factor(&pool).await] } else { challenges(&pool).await };
            for (challenge, key, value) in asked {
                let result = signed_in(&pool, &challenge, name, key, &value).await;
                let request = device_confirmation(&result);
                match confirmed {
                    true => drop(pool.ok("ConfirmDevice", request).await),
                    false => assert_eq!(pool.refused("ConfirmDevice", request).await, invalid, "{challenge}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn one_answer_with_the_alias_already_prevents_the_confirmation_of_the_device() {
    let (pool, _server) = tracking(false).await;
    set_second_factor(&pool, true).await;
    let choice = pool.ok("InitiateAuth", auth("USER_AUTH", json!({}))).await;
    let mut password = response_to(&choice, ALIAS, "ANSWER", "PASSWORD");
    password["ChallengeResponses"]["PASSWORD"] = json!(PASSWORD);
    let mfa = pool.respond(password).await;
    let result = signed_in(&pool, &mfa, "alice", "EMAIL_OTP_CODE", &pool.latest_code("alice")).await;
    let refused = pool.refused("ConfirmDevice", device_confirmation(&result)).await;
    assert_eq!(refused.1, "Invalid device key given.");
}

#[tokio::test]
async fn a_device_can_be_confirmed_only_if_the_srp_proof_had_the_pool_user_name() {
    let (pool, _server) = tracking(false).await;
    for (name, confirmed) in [("alice", true), (ALIAS, false)] {
        let client = SrpClient::new();
        let begin = auth("USER_SRP_AUTH", json!({ "SRP_A": client.public_hex() }));
        let verifier = pool.ok("InitiateAuth", begin).await;
        let result =
            pool.respond(proof(&client, &verifier, name, PASSWORD)).await["AuthenticationResult"].take();
        let answer = pool.operation("ConfirmDevice", &device_confirmation(&result)).await.unwrap();
        assert_eq!(answer.status == 200, confirmed, "{name}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_strict_pool_refuses_an_alias_and_leaves_the_challenge_open() {
    let (pool, _server) = tracking(true).await;
    let text = "USERNAME must be the user name alice of the challenge, and not an alias.";
    let refused = refusal("InvalidParameterException", text);
    for (challenge, key, value) in challenges(&pool).await {
        let by_alias = response_to(&challenge, ALIAS, key, &value);
        assert_eq!(pool.refused_response(by_alias).await, refused, "{challenge}");
        assert!(signed_in(&pool, &challenge, "alice", key, &value).await["AccessToken"].is_string());
    }
    let client = SrpClient::new();
    let verifier =
        pool.ok("InitiateAuth", auth("USER_SRP_AUTH", json!({ "SRP_A": client.public_hex() }))).await;
    assert_eq!(pool.refused_response(proof(&client, &verifier, ALIAS, PASSWORD)).await, refused);
}

#[tokio::test]
async fn an_answer_for_another_user_is_refused() {
    let (pool, _server) = tracking(false).await;
    pool.confirmed_user("bob").await;
    for (challenge, key, value) in challenges(&pool).await {
        for name in ["bob", "bob@example.com", "nobody"] {
            let answer = response_to(&challenge, name, key, &value);
            assert_eq!(pool.refused_response(answer).await, invalid_session(), "{name}");
        }
    }
}

#[tokio::test]
async fn the_secret_hash_covers_the_name_that_is_sent() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let mfa = json!({ "EmailMfaSettings": { "Enabled": true } });
    pool.administer("AdminSetUserMFAPreference", "alice", mfa).await;
    let hash = |name: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(pool.pool.client_secret().as_bytes()).unwrap();
        mac.update(format!("{name}{DEFAULT_CLIENT_WITH_SECRET_ID}").as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    };
    let mut begin = password_auth(ALIAS, PASSWORD);
    begin["ClientId"] = json!(DEFAULT_CLIENT_WITH_SECRET_ID);
    begin["AuthParameters"]["SECRET_HASH"] = json!(hash(ALIAS));
    let challenge = pool.ok("InitiateAuth", begin).await;
    let answer = |name: &str, hashed: &str| {
        let mut answer = response_to(&challenge, name, "EMAIL_OTP_CODE", &pool.latest_code("alice"));
        answer["ClientId"] = json!(DEFAULT_CLIENT_WITH_SECRET_ID);
        answer["ChallengeResponses"]["SECRET_HASH"] = json!(hash(hashed));
        answer
    };
    let wrong = "Unable to verify secret hash for client local-client-secret";
    for (name, hashed) in [("alice", ALIAS), (ALIAS, "alice"), ("alice", "bob")] {
        assert_eq!(pool.refused_response(answer(name, hashed)).await.1, wrong, "{name} {hashed}");
    }
    pool.respond(answer("alice", "alice")).await;
}
