//! The sign-in of Amplify's guides: a user signs up, confirms, and signs in.

use crate::support::srp_client::{SrpClient, proof};
use crate::support::{
    Fixture, PASSWORD, confirmation, expired_session, invalid_session, other_than, password_auth, refusal,
    wrong_credentials,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Medium, MessageKind};
use serde_json::{Value, json};

#[tokio::test]
async fn a_user_signs_up_confirms_and_signs_in() {
    let pool = Fixture::start().await;
    let signed_up = pool.sign_up("alice").await;
    assert_eq!(signed_up["UserConfirmed"], false);
    assert_eq!(signed_up["CodeDeliveryDetails"]["Destination"], "a***@e***");
    assert_eq!(
        pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await,
        refusal("UserNotConfirmedException", "User is not confirmed.")
    );

    let message = pool.pool.messages("alice").pop().unwrap();
    assert_eq!((message.medium, message.kind), (Medium::Email, MessageKind::SignUp));
    let confirm = |code: &str| confirmation("alice", code);
    assert_eq!(
        pool.refused("ConfirmSignUp", confirm(&other_than(&message.code))).await,
        refusal("CodeMismatchException", "Invalid verification code provided, please try again.")
    );
    pool.ok("ConfirmSignUp", confirm(&message.code)).await;
    assert_eq!(
        pool.refused("ConfirmSignUp", confirm(&message.code)).await,
        refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")
    );

    let tokens = pool.tokens("alice").await;
    assert_eq!((&tokens["TokenType"], &tokens["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
    let user = pool.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_eq!(user["Username"], "alice");
    let verified = json!({ "Name": "email_verified", "Value": "true" });
    assert!(user["UserAttributes"].as_array().unwrap().contains(&verified));
}

#[tokio::test]
async fn a_resent_code_replaces_the_first_and_a_late_one_has_expired() {
    let pool = Fixture::start().await;
    pool.sign_up("alice").await;
    let first = pool.latest_code("alice");
    pool.ok("ResendConfirmationCode", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" })).await;
    let messages = pool.pool.messages("alice");
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[1].kind, MessageKind::Resend);
    let confirm = |code: &str| confirmation("alice", code);
    // Two random codes can be equal.
    if first != messages[1].code {
        assert_eq!(pool.refused("ConfirmSignUp", confirm(&first)).await.0, "CodeMismatchException");
    }
    pool.pool.advance_clock(24 * 3600);
    assert_eq!(
        pool.refused("ConfirmSignUp", confirm(&messages[1].code)).await,
        refusal("ExpiredCodeException", "Invalid code provided, please request a code again.")
    );
}

/// Begins an SRP sign-in. Returns the client and the challenge.
async fn begin_srp(pool: &Fixture, username: &str) -> (SrpClient, Value) {
    let client = SrpClient::new();
    let request = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_SRP_AUTH",
        "AuthParameters": { "USERNAME": username, "SRP_A": client.public_hex() },
    });
    let challenge = pool.ok("InitiateAuth", request).await;
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    (client, challenge)
}

#[tokio::test]
async fn srp_signs_in_with_the_username_or_the_alias_with_or_without_session() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    for (typed, answered, with_session) in [
        ("alice", "alice", false),
        ("alice", "alice", true),
        ("alice@example.com", "alice", true),
        ("alice@example.com", "alice@example.com", false),
    ] {
        let (client, challenge) = begin_srp(&pool, typed).await;
        assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], "alice");
        let mut answer = proof(&client, &challenge, answered, PASSWORD);
        if with_session {
            answer["Session"] = challenge["Session"].clone();
        }
        let signed_in = pool.respond(answer.clone()).await;
        assert!(signed_in["AuthenticationResult"]["RefreshToken"].is_string());
        assert_eq!(pool.refused_response(answer).await, invalid_session());
    }
}

#[tokio::test]
async fn srp_refuses_a_wrong_password_and_an_unknown_user_alike() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    for username in ["alice", "nobody"] {
        let (client, challenge) = begin_srp(&pool, username).await;
        let answer = proof(&client, &challenge, username, "Wr0ng-password");
        assert_eq!(pool.refused_response(answer).await, wrong_credentials());
    }
}

#[tokio::test]
async fn srp_refuses_malformed_late_and_stolen_answers() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.confirmed_user("bob").await;
    for bad in ["", "0", "not hex", "-5"] {
        let request = json!({
            "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": { "USERNAME": "alice", "SRP_A": bad },
        });
        assert_eq!(pool.refused("InitiateAuth", request).await.0, "InvalidParameterException", "{bad}");
    }
    let (client, challenge) = begin_srp(&pool, "alice").await;
    let mut answer = proof(&client, &challenge, "alice", PASSWORD);
    answer["ChallengeResponses"]["TIMESTAMP"] = json!("yesterday");
    assert_eq!(pool.refused_response(answer).await.0, "InvalidParameterException");
    let stolen = proof(&client, &challenge, "bob", PASSWORD);
    assert_eq!(pool.refused_response(stolen).await.0, "NotAuthorizedException");

    let (client, challenge) = begin_srp(&pool, "alice").await;
    pool.pool.advance_clock(3 * 60);
    assert_eq!(pool.refused_response(proof(&client, &challenge, "alice", PASSWORD)).await, expired_session());
}
