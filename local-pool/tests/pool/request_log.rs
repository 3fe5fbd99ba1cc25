//! The lines of the request log.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, confirmation, in_default_pool, other_than, password_auth};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito_local_pool::{Fault, FaultRule, Options, RequestLog, When};
use serde_json::json;
use std::sync::{Arc, Mutex};

type Lines = Arc<Mutex<Vec<String>>>;

async fn logged() -> (Fixture, Lines) {
    let lines = Lines::default();
    let log = Arc::clone(&lines);
    let log = RequestLog::new(move |line| log.lock().unwrap().push(line.to_owned()));
    (Fixture::with(Options { log: Some(log), ..Options::default() }).await, lines)
}

/// The newest line without its time at the start and its duration at the end.
fn newest(lines: &Lines) -> String {
    let line = lines.lock().unwrap().last().unwrap().clone();
    let (time, rest) = line.split_once(' ').unwrap();
    assert!(time.starts_with("time=20") && time.ends_with('Z') && time.len() == 29, "{line}");
    let (rest, duration) = rest.rsplit_once(" ms=").unwrap();
    assert!(duration.parse::<u32>().is_ok(), "{line}");
    rest.to_owned()
}

#[tokio::test]
async fn a_line_says_who_did_what_with_what_result() {
    let (pool, lines) = logged().await;
    pool.sign_up("alice").await;
    assert_eq!(
        newest(&lines),
        "operation=SignUp pool=local_LocalPool client=local-client user=alice status=200"
    );
    pool.ok("ConfirmSignUp", confirmation("alice", &pool.latest_code("alice"))).await;
    pool.refused("InitiateAuth", password_auth("alice@example.com", "wrong")).await;
    assert_eq!(
        newest(&lines),
        "operation=InitiateAuth pool=local_LocalPool client=local-client user=alice status=400 \
         error=NotAuthorizedException",
        "the alias stands for the user"
    );
    let token = pool.access_token("alice").await;
    pool.ok("GetUser", json!({ "AccessToken": token })).await;
    assert_eq!(
        newest(&lines),
        "operation=GetUser pool=local_LocalPool client=local-client user=alice status=200"
    );
    pool.administer("AdminDeleteUser", "alice", json!({})).await;
    assert_eq!(newest(&lines), "operation=AdminDeleteUser pool=local_LocalPool user=alice status=200");
    pool.operation("NoSuchOperation", &json!({})).await.unwrap();
    assert_eq!(newest(&lines), "operation=Unknown status=400 error=UnknownOperationException");
    pool.operation("CreateUserPoolReplica", &json!({ "RegionName": "x" })).await.unwrap();
    assert_eq!(
        newest(&lines),
        "operation=CreateUserPoolReplica status=400 error=UnsupportedOperationException",
        "an operation that the pool refuses has a name too"
    );
}

#[tokio::test]
async fn the_log_has_the_control_api_the_documents_and_unknown_addresses_and_no_polls() {
    let (pool, lines) = logged().await;
    let get = async |path: &str| pool.send_with("GET", path, &[], String::new()).await.unwrap().status;
    get("/local_LocalPool/.well-known/jwks.json").await;
    assert_eq!(newest(&lines), "operation=JWKS pool=local_LocalPool status=200");
    get("/_pool/clock").await;
    assert_eq!(newest(&lines), "method=GET path=/_pool/clock status=200");
    get("/reset/hunter2?code=hunter2").await;
    assert_eq!(newest(&lines), "method=GET path=unknown status=404");
    pool.send_with("DELETE", "/", &[], String::new()).await.unwrap();
    assert_eq!(newest(&lines), "method=DELETE path=/ status=405");
    pool.send_with("POST", "/", &[], "x".repeat(1024 * 1024 + 1)).await.unwrap();
    assert_eq!(newest(&lines), "method=POST path=/ status=413");
    let count = lines.lock().unwrap().len();
    get("/health").await;
    get("/_pool/overview").await;
    assert_eq!(lines.lock().unwrap().len(), count);
}

#[tokio::test]
async fn a_dropped_connection_has_a_line_too() {
    let (pool, lines) = logged().await;
    let fault = Fault::Drop { when: When::After };
    pool.pool.inject_fault(FaultRule { operation: "InitiateAuth".into(), times: 1, fault });
    pool.operation("InitiateAuth", &password_auth("alice", PASSWORD)).await.unwrap_err();
    assert_eq!(
        newest(&lines),
        "operation=InitiateAuth pool=local_LocalPool client=local-client status=dropped"
    );
}

/// A secret that the test writes into each part of a request.
const SECRET: &str = "Hunter2-secret!";
/// A secret without signs. A client may write it in place of an operation's name.
const PLAIN_SECRET: &str = "Hunter2secret";

#[tokio::test]
async fn no_line_shows_a_secret_wherever_a_client_writes_it() {
    let (pool, lines) = logged().await;
    pool.confirmed_user("alice").await;
    let code_of_alice = pool.latest_code("alice");
    let tokens = pool.tokens("alice").await;
    let token = |name: &str| tokens[name].as_str().unwrap().to_owned();
    let secrets = [token("AccessToken"), token("IdToken"), token("RefreshToken"), code_of_alice.clone()];
    let client_secret = pool.pool.client_secret().to_owned();

    // Passwords, codes and tokens in their own members, and in the members that the log reads.
    for member in
        ["UserPoolId", "ClientId", "Username", "IdentityPoolId", "AccessToken", "Password", "Session"]
    {
        let mut request = json!({ "ClientId": "local-client", "Username": "alice", "Password": SECRET });
        request[member] = json!(SECRET);
        for operation in ["ForgotPassword", "GetUser", "AdminGetUser", "ConfirmForgotPassword", "GetId"] {
            pool.operation(operation, &request).await.unwrap();
        }
    }
    for name in [SECRET, PASSWORD, &client_secret] {
        pool.operation("InitiateAuth", &password_auth(name, SECRET)).await.unwrap();
    }
    pool.operation("ConfirmSignUp", &confirmation(&code_of_alice, &other_than(&code_of_alice)))
        .await
        .unwrap();
    for (member, value) in [("AccessToken", &secrets[0]), ("Token", &secrets[2]), ("Username", &secrets[1])] {
        let request = json!({ "ClientId": "local-client", member: value });
        pool.operation("RevokeToken", &request).await.unwrap();
        pool.operation("ForgotPassword", &request).await.unwrap();
    }
    let change = json!({ "Password": SECRET, "Permanent": true, "Username": "alice" });
    pool.operation("AdminSetUserPassword", &in_default_pool(change)).await.unwrap();

    // Addresses, headers and forms.
    let basic = format!("Basic {}", STANDARD.encode(format!("local-client-secret:{client_secret}")));
    let bearer = format!("Bearer {}", secrets[0]);
    let form = ("content-type", "application/x-www-form-urlencoded");
    for path in [
        format!("/{SECRET}/.well-known/jwks.json"),
        format!("/oauth2/authorize?client_id={SECRET}&username={SECRET}&code={SECRET}"),
        format!("/_pool/messages?username={SECRET}&userPoolId={SECRET}"),
        format!("/_import/{SECRET}/{SECRET}?X-Amz-Signature={SECRET}"),
        format!("/{SECRET}"),
    ] {
        for method in ["GET", "PUT"] {
            pool.send_with(method, &path, &[("authorization", &bearer)], SECRET.to_owned()).await.unwrap();
        }
    }
    let grant = format!("grant_type={SECRET}&client_id={SECRET}&code={SECRET}&username={SECRET}");
    for header in [("authorization", basic.as_str()), ("authorization", SECRET), ("x-other", SECRET)] {
        pool.send_with("POST", "/oauth2/token", &[form, header], grant.clone()).await.unwrap();
        pool.send_with("POST", "/login", &[form, header], format!("password={SECRET}&{grant}"))
            .await
            .unwrap();
    }

    for target in [
        PLAIN_SECRET.to_owned(),
        format!("AWSCognitoIdentityProviderService.{PLAIN_SECRET}"),
        format!("AWSCognitoIdentityService.{PLAIN_SECRET}"),
        format!("{PLAIN_SECRET}.SignUp"),
    ] {
        pool.send("POST", "/", &target, "{}".to_owned()).await.unwrap();
    }
    let recorded = format!("{:?}", pool.pool.requests());
    assert!(!recorded.contains(PLAIN_SECRET), "the recorded requests have no secret either");

    let text = lines.lock().unwrap().join("\n");
    assert!(text.lines().count() > 40 && text.contains("user=alice"), "{text}");
    for secret in secrets.iter().map(String::as_str).chain([SECRET, PLAIN_SECRET, PASSWORD, &client_secret]) {
        assert!(!text.contains(secret), "{secret} is in the log:\n{text}");
    }
}

#[tokio::test]
async fn a_text_in_a_line_can_not_look_like_another_line() {
    let (pool, lines) = logged().await;
    let fault = Fault::Error { status: 400, error_type: "A b\nstatus=200".into(), message: String::new() };
    pool.pool.inject_fault(FaultRule { operation: "GetUser".into(), times: 1, fault });
    let _ = pool.operation("GetUser", &json!({})).await;
    assert_eq!(newest(&lines), "operation=GetUser status=400 error=A\\u{20}b\\u{a}status=200");
}
