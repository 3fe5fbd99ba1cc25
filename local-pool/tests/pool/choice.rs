//! USER_AUTH: the choice of a first factor, sign-in with only a code, and sign-up without a password.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::srp_client::{SrpClient, proof};
use crate::support::{
    Fixture, PASSWORD, confirmation, invalid_session, other_than, refusal, response_to, spent_session,
    wrong_credentials,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Medium, MessageKind};
use serde_json::{Value, json};

fn user_auth(username: &str, mut parameters: Value) -> Value {
    parameters["USERNAME"] = json!(username);
    json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH", "AuthParameters": parameters })
}

async fn begin(pool: &Fixture, username: &str, parameters: Value) -> Value {
    pool.ok("InitiateAuth", user_auth(username, parameters)).await
}

/// A request that answers SELECT_CHALLENGE with a choice, and has the response for the chosen factor too.
fn choose(challenge: &Value, username: &str, choice: &str, name: &str, value: &str) -> Value {
    let mut request = response_to(challenge, username, "ANSWER", choice);
    request["ChallengeResponses"][name] = json!(value);
    request
}

#[tokio::test]
async fn without_a_preference_a_user_chooses_among_their_own_factors() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.user_with_phone("bob").await;
    for (username, available) in [
        ("alice", json!(["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"])),
        ("bob", json!(["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"])),
    ] {
        let choice = begin(&pool, username, json!({})).await;
        assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
        assert_eq!(choice["AvailableChallenges"], available);
    }
    let choice = begin(&pool, "alice", json!({})).await;
    let lacking = response_to(&choice, "alice", "ANSWER", "SMS_OTP");
    assert_eq!(pool.refused_response(lacking).await.0, "InvalidParameterException");

    let challenge = pool.respond(response_to(&choice, "alice", "ANSWER", "EMAIL_OTP")).await;
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    assert_eq!(challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    let message = pool.pool.messages("alice").pop().unwrap();
    assert_eq!((message.medium, message.kind), (Medium::Email, MessageKind::Otp));
    assert_eq!(message.code.len(), 8);
    let wrong = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &other_than(&message.code));
    let refused = pool.refused_response(wrong).await;
    assert_eq!(refused, refusal("CodeMismatchException", "Invalid code or auth state for the user."));
    let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &message.code);
    let signed_in = pool.respond(right.clone()).await;
    assert!(signed_in["AuthenticationResult"]["RefreshToken"].is_string());
    let spent = spent_session();
    assert_eq!(pool.refused_response(right).await, spent);
    let choice_spent = response_to(&choice, "alice", "ANSWER", "EMAIL_OTP");
    assert_eq!(pool.refused_response(choice_spent).await, spent);
}

#[tokio::test]
async fn the_password_or_srp_a_may_come_with_the_choice_or_in_a_later_answer() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let choice = begin(&pool, "alice", json!({})).await;
    let wrong = choose(&choice, "alice", "PASSWORD", "PASSWORD", "Wr0ng-password");
    assert_eq!(pool.refused_response(wrong).await, wrong_credentials());
    let right = choose(&choice, "alice", "PASSWORD", "PASSWORD", PASSWORD);
    assert!(pool.respond(right).await["AuthenticationResult"].is_object());

    let choice = begin(&pool, "alice", json!({})).await;
    let asked = pool.respond(response_to(&choice, "alice", "ANSWER", "PASSWORD")).await;
    assert_eq!(asked["ChallengeName"], "PASSWORD");
    let wrong = response_to(&asked, "alice", "PASSWORD", "Wr0ng-password");
    assert_eq!(pool.refused_response(wrong).await, wrong_credentials());
    let right = response_to(&asked, "alice", "PASSWORD", PASSWORD);
    assert!(pool.respond(right).await["AuthenticationResult"].is_object());

    let srp = SrpClient::new();
    let choice = begin(&pool, "alice", json!({})).await;
    let with_a = choose(&choice, "alice", "PASSWORD_SRP", "SRP_A", &srp.public_hex());
    let verifier = pool.respond(with_a).await;
    assert_eq!(verifier["ChallengeName"], "PASSWORD_VERIFIER");
    let refused = pool.refused_response(proof(&srp, &verifier, "alice", "Wr0ng-pass")).await;
    assert_eq!(refused, wrong_credentials());

    let choice = begin(&pool, "alice", json!({})).await;
    let asked = pool.respond(response_to(&choice, "alice", "ANSWER", "PASSWORD_SRP")).await;
    assert_eq!(asked["ChallengeName"], "PASSWORD_SRP");
    let verifier = pool.respond(response_to(&asked, "alice", "SRP_A", &srp.public_hex())).await;
    let signed_in = pool.respond(proof(&srp, &verifier, "alice", PASSWORD)).await;
    assert!(signed_in["AuthenticationResult"].is_object());
}

#[tokio::test]
async fn the_factors_that_a_user_can_sign_in_with_are_listed() {
    let pool = Fixture::start().await;
    pool.user_with_phone("alice").await;
    let token = pool.access_token("alice").await;
    let factors = pool.ok("GetUserAuthFactors", json!({ "AccessToken": token })).await;
    assert_eq!(factors["Username"], "alice");
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]));
    let mfa = json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    pool.administer("AdminSetUserMFAPreference", "alice", mfa).await;
    let factors = pool.ok("GetUserAuthFactors", json!({ "AccessToken": token })).await;
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD"]));
    assert_eq!(
        (&factors["PreferredMfaSetting"], &factors["UserMFASettingList"]),
        (&json!("SMS_MFA"), &json!(["SMS_MFA"]))
    );
    let refused = pool.refused("GetUserAuthFactors", json!({ "AccessToken": "made.up" })).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Invalid Access Token"));
}

#[tokio::test]
async fn a_preferred_factor_is_used_at_once_and_a_user_who_lacks_it_gets_the_choice() {
    let pool = Fixture::start().await;
    pool.user_with_phone("alice").await;
    let challenge = begin(&pool, "alice", json!({ "PREFERRED_CHALLENGE": "SMS_OTP" })).await;
    assert_eq!(challenge["ChallengeName"], "SMS_OTP");
    let code = pool.pool.messages("+15555551234").pop().unwrap().code;
    assert_eq!(code.len(), 8);
    let right = response_to(&challenge, "alice", "SMS_OTP_CODE", &code);
    assert!(pool.respond(right).await["AuthenticationResult"].is_object());

    let password = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert!(begin(&pool, "alice", password).await["AuthenticationResult"].is_object());
    let wrong = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Wr0ng-password" });
    assert_eq!(pool.refused("InitiateAuth", user_auth("alice", wrong)).await, wrong_credentials());
    let srp = SrpClient::new();
    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": srp.public_hex() });
    let verifier = begin(&pool, "alice", preferred).await;
    let signed_in = pool.respond(proof(&srp, &verifier, "alice", PASSWORD)).await;
    assert!(signed_in["AuthenticationResult"].is_object());

    let choice = begin(&pool, "alice", json!({ "PREFERRED_CHALLENGE": "WEB_AUTHN" })).await;
    assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
    let unheard_of = user_auth("alice", json!({ "PREFERRED_CHALLENGE": "TELEPATHY" }));
    assert_eq!(pool.refused("InitiateAuth", unheard_of).await.0, "InvalidParameterException");
}

#[tokio::test]
async fn a_user_with_a_second_factor_begins_with_a_password_and_not_with_a_code() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.administer("AdminSetUserMFAPreference", "alice", json!({ "EmailMfaSettings": { "Enabled": true } }))
        .await;
    let choice = begin(&pool, "alice", json!({})).await;
    assert_eq!(choice["AvailableChallenges"], json!(["PASSWORD", "PASSWORD_SRP"]));
    let second = pool.respond(choose(&choice, "alice", "PASSWORD", "PASSWORD", PASSWORD)).await;
    assert_eq!(second["ChallengeName"], "EMAIL_OTP");
    assert_eq!(pool.pool.messages("alice").pop().unwrap().kind, MessageKind::Mfa);
    let code = pool.latest_code("alice");
    let right = response_to(&second, "alice", "EMAIL_OTP_CODE", &code);
    assert!(pool.respond(right).await["AuthenticationResult"].is_object());
}

#[tokio::test]
async fn the_pools_policy_and_the_clients_flows_limit_the_choice() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let policy = |factors: Value| {
        json!({
            "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL",
            "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } },
        })
    };
    pool.ok("UpdateUserPool", policy(json!(["PASSWORD"]))).await;
    let choice = begin(&pool, "alice", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" })).await;
    assert_eq!(choice["AvailableChallenges"], json!(["PASSWORD", "PASSWORD_SRP"]));
    for bad in [json!(["EMAIL_OTP"]), json!(["PASSWORD", "TELEPATHY"])] {
        assert_eq!(pool.refused("UpdateUserPool", policy(bad)).await.0, "InvalidParameterException");
    }
    let described = pool.ok("DescribeUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    let allowed = &described["UserPool"]["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"];
    assert_eq!(*allowed, json!(["PASSWORD"]));

    pool.change_client(&json!({ "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"] })).await;
    let refused = pool.refused("InitiateAuth", user_auth("alice", json!({}))).await;
    assert_eq!(refused, refusal("InvalidParameterException", "USER_AUTH flow not enabled for this client"));
}

#[tokio::test]
async fn an_unknown_user_looks_like_an_existing_one_if_the_client_hides_which_users_exist() {
    let pool = Fixture::start().await;
    let choice = begin(&pool, "nobody", json!({})).await;
    assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
    let right = choose(&choice, "nobody", "PASSWORD", "PASSWORD", PASSWORD);
    assert_eq!(pool.refused_response(right).await, wrong_credentials());
    let challenge = begin(&pool, "nobody", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" })).await;
    assert_eq!(challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "n***@e***");
    assert!(pool.pool.messages("nobody").is_empty());
    let guess = response_to(&challenge, "nobody", "EMAIL_OTP_CODE", "123456");
    let refused = pool.refused_response(guess).await;
    assert_eq!(refused, refusal("CodeMismatchException", "Invalid code or auth state for the user."));

    pool.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let refused = pool.refused("InitiateAuth", user_auth("nobody", json!({}))).await;
    assert_eq!(refused, refusal("UserNotFoundException", "User does not exist."));
}

/// Signs up without a password. Returns the response.
async fn passwordless(pool: &Fixture, username: &str) -> Value {
    let email = json!({ "Name": "email", "Value": format!("{username}@example.com") });
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": username, "UserAttributes": [email] });
    pool.ok("SignUp", request).await
}

/// A ConfirmSignUp request for alice, with the Session of the sign-up.
fn confirmation_with(session: &Value, code: &str) -> Value {
    let mut request = confirmation("alice", code);
    request["Session"] = session.clone();
    request
}

fn with_session(session: &Value, username: &str) -> Value {
    let mut request = user_auth(username, json!({}));
    request["Session"] = session.clone();
    request
}

#[tokio::test]
async fn a_user_without_a_password_signs_in_with_the_session_of_the_confirmation() {
    let pool = Fixture::start().await;
    let signed_up = passwordless(&pool, "alice").await;
    let early = user_auth("alice", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" }));
    assert_eq!(pool.refused("InitiateAuth", early.clone()).await.0, "UserNotConfirmedException");
    let not_yet = with_session(&signed_up["Session"], "alice");
    let invalid = invalid_session();
    assert_eq!(pool.refused("InitiateAuth", not_yet).await, invalid);

    let code = pool.latest_code("alice");
    let confirmed = pool.ok("ConfirmSignUp", confirmation_with(&signed_up["Session"], &code)).await;
    let automatic = with_session(&confirmed["Session"], "alice");
    let elses = with_session(&confirmed["Session"], "bob");
    assert_eq!(pool.refused("InitiateAuth", elses).await, invalid);
    assert!(pool.ok("InitiateAuth", automatic.clone()).await["AuthenticationResult"].is_object());
    assert_eq!(pool.refused("InitiateAuth", automatic).await, spent_session(), "a Session signs in once");

    let choice = begin(&pool, "alice", json!({})).await;
    assert_eq!(choice["AvailableChallenges"], json!(["EMAIL_OTP"]));
    assert_eq!(pool.ok("InitiateAuth", early).await["ChallengeName"], "EMAIL_OTP");
}

#[tokio::test]
async fn the_first_password_needs_no_old_password_and_the_next_one_does() {
    let pool = Fixture::start().await;
    let signed_up = passwordless(&pool, "alice").await;
    let code = pool.latest_code("alice");
    let confirmed = pool.ok("ConfirmSignUp", confirmation_with(&signed_up["Session"], &code)).await;
    let mut signed_in = pool.ok("InitiateAuth", with_session(&confirmed["Session"], "alice")).await;
    let token = signed_in["AuthenticationResult"]["AccessToken"].take();
    let first = json!({ "AccessToken": token, "ProposedPassword": PASSWORD });
    let mut claimed = first.clone();
    claimed["PreviousPassword"] = json!(PASSWORD);
    assert_eq!(pool.refused("ChangePassword", claimed).await, wrong_credentials());
    pool.ok("ChangePassword", first.clone()).await;
    assert_eq!(pool.refused("ChangePassword", first).await, wrong_credentials());
    pool.tokens("alice").await;
}

#[tokio::test]
async fn the_automatic_sign_in_needs_no_session_of_the_sign_up_and_expires_after_three_minutes() {
    let pool = Fixture::start().await;
    for (seconds, in_time) in [(2 * 60, true), (3 * 60, false)] {
        passwordless(&pool, "alice").await;
        let code = pool.latest_code("alice");
        let confirmed = pool.ok("ConfirmSignUp", confirmation_with(&Value::Null, &code)).await;
        pool.pool.advance_clock(seconds);
        let automatic = with_session(&confirmed["Session"], "alice");
        if in_time {
            assert!(pool.ok("InitiateAuth", automatic).await["AuthenticationResult"].is_object());
        } else {
            let text = "Invalid session for the user, session is expired.";
            assert_eq!(pool.refused("InitiateAuth", automatic).await.1, text);
        }
        pool.administer("AdminDeleteUser", "alice", json!({})).await;
    }
}

#[tokio::test]
async fn a_sign_up_needs_a_password_if_the_pool_has_no_other_factor_or_requires_mfa() {
    let pool = Fixture::start().await;
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" });
    let all = json!(["PASSWORD", "EMAIL_OTP"]);
    for (factors, mfa) in [(json!(["PASSWORD"]), "OPTIONAL"), (all, "ON")] {
        let settings = json!({
            "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": mfa,
            "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } },
        });
        pool.ok("UpdateUserPool", settings).await;
        let refused = pool.refused("SignUp", request.clone()).await;
        assert_eq!(refused.0, "InvalidParameterException");
    }
}
