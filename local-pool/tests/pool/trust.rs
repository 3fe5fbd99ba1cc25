//! Who may do what: pages of other sites, requests for other host names, and connections that send or read nothing.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, PoolResponse, claims, in_default_pool, password_auth};
use cognito_local_pool::{DEFAULT_USER_POOL_ID, LocalPool, Options, StartError};
use serde_json::{Value, json};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const ELSEWHERE: (&str, &str) = ("origin", "https://elsewhere.example");

/// Sends an operation with these headers, as a browser does for a page.
async fn from(pool: &Fixture, headers: &[(&str, &str)], operation: &str, body: &Value) -> PoolResponse {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let mut all = vec![("x-amz-target", target.as_str())];
    all.extend_from_slice(headers);
    pool.send_with("POST", "/", &all, body.to_string()).await.unwrap()
}

/// Sends a request without a body.
async fn load(pool: &Fixture, method: &str, path: &str, headers: &[(&str, &str)]) -> PoolResponse {
    pool.send_with(method, path, headers, String::new()).await.unwrap()
}

/// Requests that only an administrator may send.
fn administration() -> [(&'static str, Value); 14] {
    let client = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": "local-client-secret" });
    let trigger = json!({ "PreSignUp": "http://127.0.0.1:9/" });
    let alice = |more: Value| {
        let mut request = in_default_pool(more);
        request["Username"] = json!("alice");
        request
    };
    let admin_auth = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": "local-client", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "alice", "PASSWORD": PASSWORD },
    });
    [
        ("ListUsers", in_default_pool(json!({}))),
        ("ListUserPools", json!({ "MaxResults": 10 })),
        ("DescribeUserPoolClient", client.clone()),
        ("DeleteUserPoolClient", client),
        ("UpdateUserPool", in_default_pool(json!({ "LambdaConfig": trigger }))),
        ("CreateUserPool", json!({ "PoolName": "own" })),
        ("AdminSetUserPassword", alice(json!({ "Password": "An0ther-one!", "Permanent": true }))),
        ("AdminGetUser", alice(json!({}))),
        ("AdminDeleteUser", alice(json!({}))),
        ("AdminInitiateAuth", admin_auth),
        ("AdminSetUserMFAPreference", alice(json!({ "EmailMfaSettings": { "Enabled": true } }))),
        ("CreateGroup", in_default_pool(json!({ "GroupName": "staff" }))),
        ("AdminLinkProviderForUser", json!({})),
        ("AnOperationOfALaterDay", json!({})),
    ]
}

#[tokio::test]
async fn a_page_of_another_site_can_do_what_an_app_can_and_no_more() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let bob = json!({ "ClientId": "local-client", "Username": "bob", "Password": PASSWORD });
    assert_eq!(from(&pool, &[ELSEWHERE], "SignUp", &bob).await.status, 200);
    let signed_in = from(&pool, &[ELSEWHERE], "InitiateAuth", &password_auth("alice", PASSWORD)).await;
    assert_eq!(signed_in.status, 200);
    let own = json!({ "AccessToken": signed_in.json()["AuthenticationResult"]["AccessToken"] });
    assert_eq!(from(&pool, &[ELSEWHERE], "GetUser", &own).await.status, 200);

    for origin in ["https://elsewhere.example", "null", "http://localhost:3000", "http://127.0.0.1", ""] {
        for (operation, request) in administration() {
            let refused = from(&pool, &[("origin", origin)], operation, &request).await;
            assert_eq!(
                (refused.status, refused.error_type.as_deref()),
                (403, Some("ForbiddenException")),
                "{operation} from {origin:?}: {}",
                refused.text
            );
        }
    }
    // The user, the clients and the triggers are unchanged.
    pool.tokens("alice").await;
    let client = in_default_pool(json!({ "ClientId": "local-client-secret" }));
    pool.ok("DescribeUserPoolClient", client).await;
    let described = pool.ok("DescribeUserPool", in_default_pool(json!({}))).await;
    assert_eq!(described["UserPool"]["LambdaConfig"], json!({}));
}

#[tokio::test]
async fn a_malformed_request_of_another_site_is_refused_before_it_is_read() {
    let pool = Fixture::start().await;
    let target = [("x-amz-target", "AWSCognitoIdentityProviderService.ListUsers"), ELSEWHERE];
    for body in ["", "{}", "not JSON", "{\"UserPoolId\":5}"] {
        let refused = pool.send_with("POST", "/", &target, body.to_owned()).await.unwrap();
        assert_eq!(refused.status, 403, "{body:?}");
    }
}

#[tokio::test]
async fn a_request_for_the_name_of_another_site_can_not_administer_the_pool() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let port = pool.pool.address().port();
    for host in ["elsewhere.example".to_owned(), format!("elsewhere.example:{port}")] {
        let page = format!("http://{host}");
        let rebound = [("host", host.as_str()), ("origin", page.as_str())];
        for headers in [&rebound[..], &rebound[..1]] {
            for (operation, request) in administration() {
                let refused = from(&pool, headers, operation, &request).await;
                assert_eq!(refused.status, 403, "{operation} for {host}");
            }
            let signed_in = from(&pool, headers, "InitiateAuth", &password_auth("alice", PASSWORD)).await;
            assert_eq!(signed_in.status, 200, "an app may call the pool by any host name");
        }
    }
    for host in ["localhost", "app.localhost:1", "10.0.2.2:9229", "[::1]:9229"] {
        let list = in_default_pool(json!({}));
        assert_eq!(from(&pool, &[("host", host)], "ListUsers", &list).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn an_allowed_origin_administers_and_uses_the_control_api() {
    let allowed = ["http://localhost:5173", "capacitor://localhost"];
    let written = ["HTTP://LocalHost:5173/", "capacitor://localhost"];
    let options = Options { allowed_origins: written.map(str::to_owned).to_vec(), ..Options::default() };
    let pool = Fixture::with(options).await;
    pool.sign_up("alice").await;
    let list = in_default_pool(json!({}));
    for origin in allowed {
        assert_eq!(from(&pool, &[("origin", origin)], "ListUsers", &list).await.status, 200, "{origin}");
        let messages = "/_pool/messages?username=alice";
        let read = load(&pool, "GET", messages, &[("origin", origin)]).await;
        assert_eq!(read.status, 200);
        assert_eq!(read.header("access-control-allow-origin"), Some(origin));
        assert_eq!(read.header("vary"), Some("origin"));
        let asks = [("origin", origin), ("access-control-request-headers", "content-type")];
        for path in [
            "/_pool/messages",
            "/_pool/clock",
            "/_pool/faults",
            "/_pool/identities",
            "/_pool/roles",
            "/_pool/reset",
            "/_pool/overview",
        ] {
            let answer = load(&pool, "OPTIONS", path, &asks).await;
            assert_eq!(answer.status, 204, "{path}");
            assert_eq!(answer.header("access-control-allow-headers"), Some("content-type"));
            assert_eq!(answer.header("access-control-allow-methods"), Some("GET,POST,DELETE"));
        }
    }
    for origin in ["http://localhost:5174", "https://localhost:5173", "null"] {
        assert_eq!(from(&pool, &[("origin", origin)], "ListUsers", &list).await.status, 403, "{origin}");
        for method in ["GET", "OPTIONS"] {
            let refused = load(&pool, method, "/_pool/requests", &[("origin", origin)]).await;
            assert_eq!(refused.status, 403);
            assert_eq!(refused.header("access-control-allow-origin"), None);
        }
    }
}

#[tokio::test]
async fn a_page_of_the_public_url_can_administer_the_pool() {
    let public_url = Some("https://pool.example".to_owned());
    let pool = Fixture::with(Options { public_url, ..Options::default() }).await;
    let list = in_default_pool(json!({}));
    let proxied = [("origin", "https://pool.example")];
    assert_eq!(from(&pool, &proxied, "ListUsers", &list).await.status, 200);
    let direct = [("host", "pool.example"), ("origin", "https://pool.example")];
    assert_eq!(from(&pool, &direct, "ListUsers", &list).await.status, 200);
    assert_eq!(from(&pool, &[("origin", "http://pool.example")], "ListUsers", &list).await.status, 403);
}

#[tokio::test]
async fn the_issuer_is_the_public_url_as_browsers_write_it() {
    let public_url = Some("HTTPS://Pool.Example:443/".to_owned());
    let pool = Fixture::with(Options { public_url, ..Options::default() }).await;
    assert_eq!(pool.pool.base_url(), "https://pool.example");
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    assert_eq!(claims(&token)["iss"], format!("https://pool.example/{DEFAULT_USER_POOL_ID}"));
}

#[tokio::test]
async fn a_public_url_that_is_not_an_http_origin_stops_the_start() {
    for bad in [
        "",
        "pool.example",
        "localhost:9229",
        "ftp://pool.example",
        "capacitor://localhost",
        "http://",
        "http://pool.example/path",
        "http://pool.example?query",
        "http://user:password@pool.example",
    ] {
        let options = Options { public_url: Some(bad.to_owned()), ..Options::default() };
        let started = LocalPool::start(options).await;
        assert!(matches!(started, Err(StartError::PublicUrl(said)) if said == bad), "{bad}");
    }
}

#[tokio::test]
async fn no_script_of_another_site_loads_the_control_api() {
    let pool = Fixture::start().await;
    let loaded = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
    for path in ["/_pool/requests", "/_pool/overview", "/_pool/console.js", "/"] {
        assert_eq!(load(&pool, "GET", path, &loaded).await.status, 403, "{path}");
    }
    let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(load(&pool, "GET", "/", &link).await.status, 200);
}

#[tokio::test]
async fn no_form_of_another_site_changes_the_pool() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    for site in ["cross-site", "same-site"] {
        // Some browsers send no Origin with a form.
        let form = [("sec-fetch-site", site), ("sec-fetch-mode", "navigate")];
        assert_eq!(load(&pool, "POST", "/_pool/reset", &form).await.status, 403);
        assert_eq!(load(&pool, "DELETE", "/_pool/faults", &form).await.status, 403);
        for (operation, request) in administration() {
            assert_eq!(from(&pool, &form, operation, &request).await.status, 403, "{operation}");
        }
    }
    pool.tokens("alice").await;
}

#[tokio::test]
async fn the_published_documents_are_for_every_page() {
    let pool = Fixture::start().await;
    for document in ["jwks.json", "openid-configuration"] {
        let path = format!("/{DEFAULT_USER_POOL_ID}/.well-known/{document}");
        let read = load(&pool, "GET", &path, &[ELSEWHERE, ("host", "elsewhere.example")]).await;
        assert_eq!((read.status, read.header("access-control-allow-origin")), (200, Some("*")), "{document}");
    }
}

#[tokio::test]
async fn an_allowed_origin_that_is_not_an_origin_stops_the_start() {
    for bad in ["*", "null", "localhost:5173", "http://localhost:5173/app", ""] {
        let options = Options { allowed_origins: vec![bad.to_owned()], ..Options::default() };
        let started = LocalPool::start(options).await;
        assert!(matches!(started, Err(StartError::Origin(said)) if said == bad), "{bad}");
    }
}

/// How long a connection may take before it counts as hanging.
const HANGS: Duration = Duration::from_secs(120);
/// How many connections are open at the same time. Each system lets more than these wait to be accepted (macOS: 128).
/// Beyond the system's limit, a silent connection could wait for ever, whatever the pool does.
const HELD: usize = 96;

/// Opens a connection, sends the beginning of a request, and waits until the pool closes the connection. Returns what
/// came back.
fn half_sent(pool: SocketAddr, beginning: &str) -> String {
    let mut connection = TcpStream::connect(pool).unwrap();
    connection.write_all(beginning.as_bytes()).unwrap();
    connection.set_read_timeout(Some(HANGS)).unwrap();
    let mut answer = String::new();
    if let Err(error) = connection.read_to_string(&mut answer) {
        // A reset connection is closed too.
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{beginning}");
    }
    answer
}

#[tokio::test]
async fn half_sent_requests_are_dropped_however_many_there_are() {
    // Long enough for each client to send its part, on a busy machine too.
    let request_timeout = Duration::from_secs(3);
    let pool = Fixture::with(Options { request_timeout, ..Options::default() }).await;
    let head =
        "POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AWSCognitoIdentityProviderService.SignUp\r\n";
    let control = "POST /_pool/clock HTTP/1.1\r\nhost: localhost\r\n";
    let beginnings = [
        String::new(),
        "POST".to_owned(),
        head.to_owned(),
        format!("{head}content-length: 1000\r\n\r\n"),
        format!("{head}content-length: 1000\r\n\r\n{{\"Client"),
        format!("{head}transfer-encoding: chunked\r\n\r\n5\r\n{{\"Cl"),
        format!("{control}content-length: 1000\r\n\r\n{{"),
        "GET /nowhere HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n".to_owned(),
    ];
    let address = pool.pool.address();
    let held: Vec<_> = beginnings
        .iter()
        .cycle()
        .take(HELD)
        .cloned()
        .map(|beginning| std::thread::spawn(move || half_sent(address, &beginning)))
        .collect();
    pool.sign_up("alice").await;
    for (index, connection) in held.into_iter().enumerate() {
        let answer = connection.join().unwrap();
        let expected = match index % beginnings.len() {
            0..=2 => "",
            7 => "HTTP/1.1 404 ",
            _ => "HTTP/1.1 408 ",
        };
        assert!(
            answer.starts_with(expected) && answer.is_empty() == expected.is_empty(),
            "{index}: {answer}"
        );
    }
}

/// Sends requests until the pool closes the connection, and reads no response. Returns the error of the last write.
fn never_read(pool: SocketAddr) -> ErrorKind {
    let mut connection = TcpStream::connect(pool).unwrap();
    connection.set_write_timeout(Some(HANGS)).unwrap();
    loop {
        if let Err(error) = connection.write_all(b"GET /_pool/console.js HTTP/1.1\r\nhost: localhost\r\n\r\n")
        {
            return error.kind();
        }
    }
}

#[tokio::test]
async fn connections_whose_responses_nobody_reads_are_closed() {
    let request_timeout = Duration::from_millis(300);
    let pool = Fixture::with(Options { request_timeout, ..Options::default() }).await;
    let address = pool.pool.address();
    let held: Vec<_> = (0..8).map(|_| std::thread::spawn(move || never_read(address))).collect();
    pool.sign_up("alice").await;
    for connection in held {
        let error = connection.join().unwrap();
        assert!(matches!(error, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}");
    }
}

#[tokio::test]
async fn a_request_in_many_pieces_is_answered() {
    let pool = Fixture::start().await;
    let mut connection = TcpStream::connect(pool.pool.address()).unwrap();
    connection.set_read_timeout(Some(HANGS)).unwrap();
    let body = json!({ "ClientId": "local-client", "Username": "alice", "Password": PASSWORD }).to_string();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.SignUp\r\n\r\n{body}",
        body.len()
    );
    for piece in request.as_bytes().chunks(7) {
        connection.write_all(piece).unwrap();
        std::thread::yield_now();
    }
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
