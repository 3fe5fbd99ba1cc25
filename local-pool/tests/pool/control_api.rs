//! The control API.

use crate::support::{Fixture, PASSWORD, password_auth, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Fault, FaultRule, When};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn inject(pool: &Fixture, operation: &str, fault: Fault) {
    pool.pool.inject_fault(FaultRule { operation: operation.to_owned(), times: 1, fault });
}

#[tokio::test]
async fn the_control_api_has_the_same_messages_requests_and_clock_as_the_library() {
    let pool = Fixture::start().await;
    pool.sign_up("alice").await;
    let by_http = pool.control("GET", "/_pool/messages?username=alice", json!(null)).await;
    assert_eq!(by_http, serde_json::to_value(pool.pool.messages("alice")).unwrap());
    assert_eq!(by_http[0]["kind"], "sign-up");
    assert_eq!(by_http[0]["medium"], "EMAIL");
    assert_eq!(by_http[0]["userPoolId"], "local_LocalPool");
    let by_address = pool.control("GET", "/_pool/messages?username=alice%40example.com", json!(null)).await;
    assert_eq!(by_address, by_http);
    let elsewhere = "/_pool/messages?username=alice&userPoolId=local_Other";
    assert_eq!(pool.control("GET", elsewhere, json!(null)).await, json!([]));
    pool.sign_up("bob").await;
    let all = pool.control("GET", "/_pool/messages", json!(null)).await;
    let users: Vec<&Value> = all.as_array().unwrap().iter().map(|message| &message["username"]).collect();
    assert_eq!(users, ["alice", "bob"]);

    let requests = pool.control("GET", "/_pool/requests", json!(null)).await;
    assert_eq!(requests, serde_json::to_value(pool.pool.requests()).unwrap());
    assert_eq!(requests.as_array().unwrap().len(), 2, "requests to the control API are not recorded");
    assert_eq!(
        (&requests[0]["operation"], &requests[0]["status"], &requests[0]["errorType"]),
        (&json!("SignUp"), &json!(200), &json!(null))
    );

    let now = pool.control("GET", "/_pool/clock", json!(null)).await["now"].as_i64().unwrap();
    let later = pool.control("POST", "/_pool/clock", json!({ "advanceSeconds": 3600 })).await;
    assert!(later["now"].as_i64().unwrap() >= now + 3600);
}

#[tokio::test]
async fn the_moved_clock_is_in_the_date_of_each_response() {
    let pool = Fixture::start().await;
    // 2001-09-09 01:46:40 UTC
    pool.pool.advance_clock(1_000_000_000 - pool.pool.advance_clock(0));
    for target in ["AWSCognitoIdentityProviderService.InitiateAuth", "AWSCognitoIdentityService.GetId"] {
        let answer = pool.send("POST", "/", target, "{}".to_owned()).await.unwrap();
        let date = answer.header("date").unwrap();
        assert!(date.starts_with("Sun, 09 Sep 2001 01:4"), "{date}");
    }
    let token = pool.send("POST", "/oauth2/token", "", String::new()).await.unwrap();
    assert!(
        token.header("date").unwrap().starts_with("Sun, 09 Sep 2001 01:4"),
        "the token endpoint's response has the moved clock too"
    );
}

#[tokio::test]
async fn the_control_api_refuses_malformed_requests() {
    let pool = Fixture::start().await;
    for (method, path, body) in [
        ("POST", "/_pool/clock", json!({ "advanceSeconds": "soon" })),
        ("POST", "/_pool/clock", json!({})),
        ("POST", "/_pool/identities", json!({ "identityId": "local:0" })),
        ("POST", "/_pool/roles", json!({ "roleArn": "role", "sessionSeconds": -1 })),
        ("POST", "/_pool/faults", json!({ "operation": "*", "fault": { "kind": "explode" } })),
        (
            "POST",
            "/_pool/faults",
            json!({ "operation": "*", "fault": { "kind": "error", "type": "X", "status": 7 } }),
        ),
    ] {
        let answer = pool.send(method, path, "", body.to_string()).await.unwrap();
        assert_eq!(answer.status, 400, "{method} {path} {body}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_call_cognitos_operations_but_not_the_control_api() {
    let pool = Fixture::start().await;
    let own = pool.pool.base_url().to_owned();
    for (origin, status) in [("https://elsewhere.example", 403), ("null", 403), (own.as_str(), 200)] {
        let answer =
            pool.send_with("POST", "/_pool/reset", &[("origin", origin)], String::new()).await.unwrap();
        assert_eq!(answer.status, status, "{origin}");
    }
    // Another site's name can resolve to this machine.
    for (host, status) in [("elsewhere.example", 403), ("localhost", 200)] {
        let own_page = [("host", host), ("origin", &format!("http://{host}"))];
        for path in ["/_pool/requests", "/_pool/overview", "/"] {
            let answer = pool.send_with("GET", path, &own_page, String::new()).await.unwrap();
            assert_eq!(answer.status, status, "{host} {path}");
        }
    }
    let asks = [("origin", "https://elsewhere.example"), ("access-control-request-headers", "x-amz-target")];
    assert_eq!(pool.send_with("OPTIONS", "/", &asks, String::new()).await.unwrap().status, 204);
    let page = pool.send_with("GET", "/", &[], String::new()).await.unwrap();
    assert!(page.status == 200 && page.text.contains("/_pool/messages"));
}

#[tokio::test]
async fn a_request_that_is_too_long_or_has_a_wrong_method_is_refused_in_cognitos_form() {
    let pool = Fixture::start().await;
    let too_long = "x".repeat(3 << 20);
    for (method, body, status, kind) in [
        ("POST", too_long.as_str(), 413, "RequestEntityTooLargeException"),
        ("PUT", "", 405, "MethodNotAllowedException"),
    ] {
        let answer = pool
            .send(method, "/", "AWSCognitoIdentityProviderService.SignUp", body.to_owned())
            .await
            .unwrap();
        assert_eq!((answer.status, answer.error_type.as_deref()), (status, Some(kind)), "{answer:?}");
        assert_eq!(answer.json()["__type"], kind);
    }
}

#[tokio::test]
async fn the_log_has_unknown_in_place_of_a_name_that_no_operation_has() {
    let pool = Fixture::start().await;
    let plain = "NoSuchOperation".to_owned();
    for name in [plain, "x".repeat(100_000), "a b".to_owned(), "<script>".to_owned(), String::new()] {
        let target = format!("AWSCognitoIdentityProviderService.{name}");
        let answer = pool.send("POST", "/", &target, "{}".to_owned()).await.unwrap();
        assert!((400..500).contains(&answer.status), "{}", answer.text);
    }
    let requests = pool.pool.requests();
    assert!(!requests.is_empty() && requests.iter().all(|request| request.operation == "Unknown"));
}

#[tokio::test]
async fn an_injected_error_is_returned_and_the_operation_has_no_effect() {
    let pool = Fixture::start().await;
    let fault = json!({ "operation": "SignUp", "times": 1, "fault": {
        "kind": "error", "status": 400, "type": "TooManyRequestsException", "message": "Rate exceeded",
    }});
    pool.control("POST", "/_pool/faults", fault).await;
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "Password": PASSWORD });
    assert_eq!(pool.refused("SignUp", request).await, refusal("TooManyRequestsException", "Rate exceeded"));
    assert!(pool.pool.messages("alice").is_empty());
    pool.sign_up("alice").await;
    let errors: Vec<_> = pool.pool.requests().into_iter().map(|request| request.error_type).collect();
    assert_eq!(errors, [Some("TooManyRequestsException".to_owned()), None]);
}

#[tokio::test]
async fn a_dropped_connection_loses_the_request_or_the_response() {
    let pool = Fixture::start().await;
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "Password": PASSWORD });
    inject(&pool, "SignUp", Fault::Drop { when: When::Before });
    pool.operation("SignUp", &request).await.unwrap_err();
    inject(&pool, "SignUp", Fault::Drop { when: When::After });
    pool.operation("SignUp", &request).await.unwrap_err();
    // The first request was lost, and the second one signed up. So the third one finds the user.
    assert_eq!(
        pool.refused("SignUp", request).await,
        refusal("UsernameExistsException", "User already exists")
    );
    let statuses: Vec<_> = pool.pool.requests().into_iter().map(|request| request.status).collect();
    assert_eq!(statuses, [None, None, Some(400)]);
}

#[tokio::test]
async fn a_fault_delays_or_truncates_a_response() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    inject(&pool, "*", Fault::Truncate { bytes: 10 });
    for document in ["jwks.json", "openid-configuration"] {
        pool.control("GET", &format!("/local_LocalPool/.well-known/{document}"), json!(null)).await;
    }
    let cut = pool.operation("InitiateAuth", &password_auth("alice", PASSWORD)).await.unwrap();
    assert_eq!((cut.status, cut.text.len()), (200, 10));

    inject(&pool, "InitiateAuth", Fault::Delay { milliseconds: 300 });
    let before = Instant::now();
    pool.sign_in("alice").await;
    assert!(before.elapsed() >= Duration::from_millis(300));

    inject(&pool, "*", Fault::Drop { when: When::Before });
    pool.control("DELETE", "/_pool/faults", json!(null)).await;
    pool.sign_in("alice").await;
}

#[tokio::test]
async fn a_reset_restores_the_initial_state_and_keeps_the_keys() {
    let pool = Fixture::start().await;
    let keys = "/local_LocalPool/.well-known/jwks.json";
    let (jwks, secret) = (pool.control("GET", keys, json!(null)).await, pool.pool.client_secret().to_owned());
    pool.sign_up("alice").await;
    pool.pool.advance_clock(86_400);
    inject(&pool, "*", Fault::Drop { when: When::Before });
    pool.control("POST", "/_pool/reset", json!({})).await;
    assert!(pool.pool.requests().is_empty());
    assert!(pool.pool.messages("alice").is_empty());
    assert_eq!(pool.control("GET", keys, json!(null)).await, jwks);
    assert_eq!(pool.pool.client_secret(), secret);
    pool.sign_up("alice").await;
}

#[tokio::test]
async fn each_file_of_the_console_has_one_content_type() {
    let fixture = Fixture::start().await;
    for (path, kind) in [("/", "html"), ("/_pool/console.css", "css"), ("/_pool/console.js", "javascript")] {
        let response = fixture.send_with("GET", path, &[], String::new()).await.unwrap();
        assert_eq!(response.headers("content-type"), [format!("text/{kind}; charset=utf-8")], "{path}");
    }
}

#[tokio::test]
async fn the_console_gets_the_next_change_and_no_secrets() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    let before = pool.send("GET", "/_pool/overview", "", String::new()).await.unwrap();
    for secret in
        [PASSWORD, tokens["AccessToken"].as_str().unwrap(), tokens["RefreshToken"].as_str().unwrap()]
    {
        assert!(!before.text.contains(secret));
    }
    let revision = before.json()["revision"].as_u64().unwrap();
    let path = format!("/_pool/overview?after={revision}");
    let waiting = pool.control("GET", &path, json!(null));
    let change = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        pool.pool.advance_clock(60);
    };
    let (after, ()) = tokio::join!(waiting, change);
    assert!(after["revision"].as_u64().unwrap() > revision);
    assert_eq!((&before.json()["advancedSeconds"], &after["advancedSeconds"]), (&json!(0), &json!(60)));
    assert_eq!(after["pools"][0]["users"][0]["username"], "alice");
    assert_eq!(after["pools"][0]["messages"][0]["code"], pool.latest_code("alice"));
    let foreign = [("origin", "https://elsewhere.example")];
    assert_eq!(pool.send_with("GET", "/_pool/overview", &foreign, String::new()).await.unwrap().status, 403);
}
