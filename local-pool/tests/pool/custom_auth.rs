//! CUSTOM_AUTH: challenges that the app's triggers make, with and without SRP before them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::srp_client::{SrpClient, proof};
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, refusal, response_to, spent_session, wrong_credentials};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};

const TRIGGERS: [&str; 3] = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];

/// The response of the triggers to an event. They ask for a word in each round. Two right answers complete the sign-in.
/// Three wrong answers end it.
fn words(event: &Value) -> Value {
    let request = &event["request"];
    match event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" => define(request["session"].as_array().unwrap()),
        "CreateAuthChallenge_Authentication" => {
            let round = request["session"].as_array().unwrap().len();
            json!({
                "publicChallengeParameters": { "hint": format!("word {round}") },
                "privateChallengeParameters": { "word": format!("secret {round}") },
                "challengeMetadata": format!("ROUND_{round}"),
            })
        }
        _ => {
            let right = request["challengeAnswer"] == request["privateChallengeParameters"]["word"];
            json!({ "answerCorrect": right })
        }
    }
}

fn define(session: &[Value]) -> Value {
    let count = |result: bool| {
        let custom = session.iter().filter(|entry| entry["challengeName"] == "CUSTOM_CHALLENGE");
        custom.filter(|entry| entry["challengeResult"] == result).count()
    };
    if session.last().is_some_and(|entry| entry["challengeName"] == "SRP_A") {
        return json!({ "challengeName": "PASSWORD_VERIFIER" });
    }
    match (count(true), count(false)) {
        (2, _) => json!({ "issueTokens": true, "failAuthentication": false }),
        (_, 3) => json!({ "issueTokens": false, "failAuthentication": true }),
        _ => {
            json!({ "challengeName": "CUSTOM_CHALLENGE", "issueTokens": false, "failAuthentication": false })
        }
    }
}

fn custom_auth(username: &str, mut parameters: Value) -> Value {
    parameters["USERNAME"] = json!(username);
    json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": parameters })
}

async fn with_words() -> (Fixture, TriggerServer) {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let server = TriggerServer::start(words).await;
    server.serve_pool(&pool, &TRIGGERS).await;
    (pool, server)
}

#[tokio::test]
async fn custom_challenges_continue_until_the_triggers_end_them() {
    let (pool, server) = with_words().await;
    let first = pool.ok("InitiateAuth", custom_auth("alice", json!({}))).await;
    assert_eq!(first["ChallengeName"], "CUSTOM_CHALLENGE");
    assert_eq!(first["ChallengeParameters"], json!({ "hint": "word 0", "USERNAME": "alice" }));
    let second = pool.respond(response_to(&first, "alice", "ANSWER", "secret 0")).await;
    assert_ne!(second["Session"], first["Session"]);
    let third = pool.respond(response_to(&second, "alice", "ANSWER", "a guess")).await;
    assert_eq!(third["ChallengeParameters"]["hint"], "word 2");
    let mut last = response_to(&third, "alice", "ANSWER", "secret 2");
    last["ClientMetadata"] = json!({ "from": "a test" });
    let done = pool.respond(last).await;
    assert!(done["AuthenticationResult"]["RefreshToken"].is_string());
    let spent = response_to(&first, "alice", "ANSWER", "secret 0");
    let refused = pool.refused_response(spent).await;
    assert_eq!(refused, spent_session());

    let told = server.events_of("DefineAuthChallenge_Authentication").pop().unwrap();
    let entry = |round: u32, result: bool| {
        json!({
            "challengeName": "CUSTOM_CHALLENGE", "challengeResult": result,
            "challengeMetadata": format!("ROUND_{round}"),
        })
    };
    assert_eq!(told["request"]["session"], json!([entry(0, true), entry(1, false), entry(2, true)]));
    assert_eq!(told["request"]["clientMetadata"], json!({ "from": "a test" }));
    assert_eq!(told["request"]["userAttributes"]["email"], "alice@example.com");
    assert_eq!(told["callerContext"]["clientId"], DEFAULT_CLIENT_ID);
    assert_eq!((&told["userName"], &told["version"]), (&json!("alice"), &json!("1")));
}

#[tokio::test]
async fn too_many_wrong_answers_end_the_sign_in() {
    let (pool, _server) = with_words().await;
    let mut challenge = pool.ok("InitiateAuth", custom_auth("alice", json!({}))).await;
    for _ in 0..2 {
        challenge = pool.respond(response_to(&challenge, "alice", "ANSWER", "a guess")).await;
    }
    let last = response_to(&challenge, "alice", "ANSWER", "a guess");
    let refused = pool.refused_response(last).await;
    assert_eq!(refused, wrong_credentials());
}

#[tokio::test]
async fn srp_may_verify_the_password_before_the_custom_challenges() {
    let (pool, server) = with_words().await;
    let client = SrpClient::new();
    let parameters = json!({ "CHALLENGE_NAME": "SRP_A", "SRP_A": client.public_hex() });
    let verifier = pool.ok("InitiateAuth", custom_auth("alice", parameters.clone())).await;
    assert_eq!(verifier["ChallengeName"], "PASSWORD_VERIFIER");
    let wrong = proof(&client, &verifier, "alice", "Wr0ng-password");
    assert_eq!(pool.refused_response(wrong).await.0, "NotAuthorizedException");

    let verifier = pool.ok("InitiateAuth", custom_auth("alice", parameters)).await;
    let proven = proof(&client, &verifier, "alice", PASSWORD);
    let challenge = pool.respond(proven).await;
    assert_eq!(challenge["ChallengeParameters"]["hint"], "word 2");
    let told = server.events_of("DefineAuthChallenge_Authentication").pop().unwrap();
    let passed = |name: &str| json!({ "challengeName": name, "challengeResult": true });
    assert_eq!(told["request"]["session"], json!([passed("SRP_A"), passed("PASSWORD_VERIFIER")]));
    let challenge = pool.respond(response_to(&challenge, "alice", "ANSWER", "secret 2")).await;
    let done = pool.respond(response_to(&challenge, "alice", "ANSWER", "secret 3")).await;
    assert!(done["AuthenticationResult"].is_object());
}

#[tokio::test]
async fn an_unknown_user_gets_challenges_and_no_tokens() {
    let (pool, server) = with_words().await;
    let challenge = pool.ok("InitiateAuth", custom_auth("nobody", json!({}))).await;
    assert_eq!(server.events().pop().unwrap()["request"]["userNotFound"], true);
    let challenge = pool.respond(response_to(&challenge, "nobody", "ANSWER", "secret 0")).await;
    let last = response_to(&challenge, "nobody", "ANSWER", "secret 1");
    let refused = pool.refused_response(last).await;
    assert_eq!(refused, wrong_credentials());
    pool.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let refused = pool.refused("InitiateAuth", custom_auth("nobody", json!({}))).await;
    assert_eq!(refused.0, "UserNotFoundException");
}

#[tokio::test]
async fn missing_triggers_and_malformed_responses_are_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let refused = pool.refused("InitiateAuth", custom_auth("alice", json!({}))).await;
    let text = "Custom auth lambda trigger is not configured for the user pool.";
    assert_eq!(refused, refusal("InvalidParameterException", text));
    let server = TriggerServer::start(|_| json!({ "challengeName": "TELEPATHY" })).await;
    server.serve_pool(&pool, &TRIGGERS).await;
    let refused = pool.refused("InitiateAuth", custom_auth("alice", json!({}))).await;
    assert_eq!(refused, refusal("InvalidLambdaResponseException", "Unrecognizable lambda output"));
}
