//! Two requests answer the same Session while the pool waits for a trigger. Only one of them signs the user in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, response_to, spent_session};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;

/// A pool with a trigger that sends the same challenge response as the request that it works for.
struct Twice {
    pool: Arc<Fixture>,
    /// The challenge response that the trigger has not sent yet.
    waiting: Arc<Mutex<Option<Value>>>,
    /// The status and the body of the response to it.
    answered: Arc<Mutex<Option<(u16, Value)>>>,
}

impl Twice {
    /// The trigger with the source `during` sends the challenge response. `fill_in` makes the response of an event.
    async fn start(triggers: &[&str], during: &'static str, fill_in: fn(&Value) -> Value) -> Self {
        let pool = Arc::new(Fixture::with_patience().await);
        pool.confirmed_user("alice").await;
        let (waiting, answered) = (Arc::<Mutex<Option<Value>>>::default(), Arc::default());
        let (runtime, calls) = (Handle::current(), Arc::clone(&pool));
        let (next, result) = (Arc::clone(&waiting), Arc::<Mutex<_>>::clone(&answered));
        let server = TriggerServer::start(move |event| {
            let response = if event["triggerSource"] == during { next.lock().unwrap().take() } else { None };
            if let Some(response) = response {
                let answer = runtime.block_on(calls.operation("RespondToAuthChallenge", &response)).unwrap();
                *result.lock().unwrap() = Some((answer.status, answer.json()));
            }
            fill_in(event)
        })
        .await;
        let lambda: Value = triggers.iter().map(|name| (*name, json!(&*server.address))).collect();
        let settings = json!({
            "UserPoolId": DEFAULT_USER_POOL_ID, "AutoVerifiedAttributes": ["email"], "LambdaConfig": lambda,
            "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
        });
        pool.ok("UpdateUserPool", settings).await;
        Self { pool, waiting, answered }
    }

    /// Sends a challenge response twice at the same time. Returns the result of the sign-in. The other request must be
    /// refused, because the Session is spent.
    async fn respond(&self, response: Value) -> Value {
        *self.waiting.lock().unwrap() = Some(response.clone());
        let own = self.pool.operation("RespondToAuthChallenge", &response).await.unwrap();
        let own = (own.status, own.json());
        let other = self.answered.lock().unwrap().take().unwrap();
        let (mut good, bad): (Vec<_>, Vec<_>) =
            [own, other].into_iter().partition(|(status, _)| *status == 200);
        let [(_, refused)] = bad.as_slice() else { panic!("{good:?} {bad:?}") };
        let (kind, text) = spent_session();
        assert_eq!(*refused, json!({ "__type": kind, "message": text }));
        good.pop().unwrap().1["AuthenticationResult"].take()
    }
}

fn auth(flow: &str, mut parameters: Value) -> Value {
    parameters["USERNAME"] = json!("alice");
    json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": flow, "AuthParameters": parameters })
}

#[tokio::test]
async fn one_session_takes_one_right_password() {
    for source in ["PostAuthentication_Authentication", "TokenGeneration_Authentication"] {
        let triggers = ["PostAuthentication", "PreTokenGeneration"];
        let twice = Twice::start(&triggers, source, |_| json!({})).await;
        let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD" });
        let challenge = twice.pool.ok("InitiateAuth", auth("USER_AUTH", preferred)).await;
        let result = twice.respond(response_to(&challenge, "alice", "PASSWORD", PASSWORD)).await;
        assert!(result["AccessToken"].is_string(), "{source}: {result}");

        let choice = twice.pool.ok("InitiateAuth", auth("USER_AUTH", json!({}))).await;
        let mut chosen = response_to(&choice, "alice", "ANSWER", "PASSWORD");
        chosen["ChallengeResponses"]["PASSWORD"] = json!(PASSWORD);
        assert!(twice.respond(chosen).await["AccessToken"].is_string());
    }
}

/// The triggers ask for one word, and then let the user in.
fn word(event: &Value) -> Value {
    match event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" => match event["request"]["session"].as_array().unwrap().len() {
            0 => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            _ => json!({ "issueTokens": true }),
        },
        "CreateAuthChallenge_Authentication" => json!({}),
        _ => json!({ "answerCorrect": true }),
    }
}

#[tokio::test]
async fn one_session_takes_one_answer_to_a_custom_challenge() {
    let triggers = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];
    let twice = Twice::start(&triggers, "VerifyAuthChallengeResponse_Authentication", word).await;
    let challenge = twice.pool.ok("InitiateAuth", auth("CUSTOM_AUTH", json!({}))).await;
    let result = twice.respond(response_to(&challenge, "alice", "ANSWER", "xyzzy")).await;
    assert!(result["AccessToken"].is_string(), "{result}");
}

#[tokio::test]
async fn a_session_stays_open_for_a_user_who_can_not_sign_in_yet() {
    let pool = Fixture::start().await;
    pool.sign_up("alice").await;
    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD" });
    let challenge = pool.ok("InitiateAuth", auth("USER_AUTH", preferred)).await;
    let password = response_to(&challenge, "alice", "PASSWORD", PASSWORD);
    assert_eq!(pool.refused_response(password.clone()).await.0, "UserNotConfirmedException");
    pool.ok("AdminConfirmSignUp", json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice" })).await;
    assert!(pool.respond(password).await["AuthenticationResult"].is_object());
}
