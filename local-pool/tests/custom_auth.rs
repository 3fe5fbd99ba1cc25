//! CUSTOM_AUTH: rounds of questions by the app's own triggers, with and without a password first.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};
use support::srp_client::{SrpClient, proof};
use support::trigger_server::TriggerServer;
use support::{Fixture, PASSWORD, answer, refusal};

const TRIGGERS: [&str; 3] = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];

/// Triggers that ask for the word of each round: two right answers are enough, three wrong ones too many.
fn words(event: &Value) -> Value {
    let request = &event["request"];
    match event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" => define(request["session"].as_array().unwrap()),
        "CreateAuthChallenge_Authentication" => {
            let round = request["session"].as_array().unwrap().len();
            json!({
                "publicChallengeParameters": { "question": format!("word {round}") },
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
async fn rounds_go_on_until_the_triggers_have_enough() {
    let (pool, server) = with_words().await;
    let first = pool.ok("InitiateAuth", custom_auth("alice", json!({}))).await;
    assert_eq!(first["ChallengeName"], "CUSTOM_CHALLENGE");
    assert_eq!(first["ChallengeParameters"], json!({ "question": "word 0", "USERNAME": "alice" }));
    let second = pool.ok("RespondToAuthChallenge", answer(&first, "alice", "ANSWER", "secret 0")).await;
    assert_ne!(second["Session"], first["Session"]);
    let third = pool.ok("RespondToAuthChallenge", answer(&second, "alice", "ANSWER", "a guess")).await;
    assert_eq!(third["ChallengeParameters"]["question"], "word 2");
    let mut last = answer(&third, "alice", "ANSWER", "secret 2");
    last["ClientMetadata"] = json!({ "from": "a test" });
    let done = pool.ok("RespondToAuthChallenge", last).await;
    assert!(done["AuthenticationResult"]["RefreshToken"].is_string());
    let spent = answer(&first, "alice", "ANSWER", "secret 0");
    let refused = pool.refused("RespondToAuthChallenge", spent).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Invalid session for the user."));

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
        challenge = pool.ok("RespondToAuthChallenge", answer(&challenge, "alice", "ANSWER", "a guess")).await;
    }
    let last = answer(&challenge, "alice", "ANSWER", "a guess");
    let refused = pool.refused("RespondToAuthChallenge", last).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Incorrect username or password."));
}

#[tokio::test]
async fn a_password_may_be_proven_first() {
    let (pool, server) = with_words().await;
    let client = SrpClient::new();
    let parameters = json!({ "CHALLENGE_NAME": "SRP_A", "SRP_A": client.public_hex() });
    let verifier = pool.ok("InitiateAuth", custom_auth("alice", parameters.clone())).await;
    assert_eq!(verifier["ChallengeName"], "PASSWORD_VERIFIER");
    let wrong = proof(&client, &verifier, "alice", "Wr0ng-password");
    assert_eq!(pool.refused("RespondToAuthChallenge", wrong).await.0, "NotAuthorizedException");

    let verifier = pool.ok("InitiateAuth", custom_auth("alice", parameters)).await;
    let proven = proof(&client, &verifier, "alice", PASSWORD);
    let challenge = pool.ok("RespondToAuthChallenge", proven).await;
    assert_eq!(challenge["ChallengeParameters"]["question"], "word 2");
    let told = server.events_of("DefineAuthChallenge_Authentication").pop().unwrap();
    let passed = |name: &str| json!({ "challengeName": name, "challengeResult": true });
    assert_eq!(told["request"]["session"], json!([passed("SRP_A"), passed("PASSWORD_VERIFIER")]));
    let challenge =
        pool.ok("RespondToAuthChallenge", answer(&challenge, "alice", "ANSWER", "secret 2")).await;
    let done = pool.ok("RespondToAuthChallenge", answer(&challenge, "alice", "ANSWER", "secret 3")).await;
    assert!(done["AuthenticationResult"].is_object());
}

#[tokio::test]
async fn nobody_is_asked_as_a_user_is_and_gets_no_tokens() {
    let (pool, server) = with_words().await;
    let challenge = pool.ok("InitiateAuth", custom_auth("nobody", json!({}))).await;
    assert_eq!(server.events().pop().unwrap()["request"]["userNotFound"], true);
    let challenge =
        pool.ok("RespondToAuthChallenge", answer(&challenge, "nobody", "ANSWER", "secret 0")).await;
    let last = answer(&challenge, "nobody", "ANSWER", "secret 1");
    let refused = pool.refused("RespondToAuthChallenge", last).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Incorrect username or password."));
    pool.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let refused = pool.refused("InitiateAuth", custom_auth("nobody", json!({}))).await;
    assert_eq!(refused.0, "UserNotFoundException");
}

#[tokio::test]
async fn a_pool_without_the_triggers_or_with_senseless_ones_says_so() {
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
