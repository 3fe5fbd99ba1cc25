//! The identity pool's requests and responses against a scripted service.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::error::AuthErrorCode;
use crate::ports::{HttpReply, HttpRequest, HttpTransport, TransportFailure};
use crate::test_support::store::FaultyStore;
use crate::test_support::transport::{REQUEST_ID, ScriptedTransport, Step};

const POOL: &str = "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f";
const IDENTITY: &str = "eu-central-1:11111111-2222-4333-8444-555555555555";

fn configuration() -> AuthConfiguration {
    let mut configuration = AuthConfiguration::new("eu-central-1", "eu-central-1_Example", "client-id");
    configuration.identity_pool = Some(IdentityPoolConfiguration::new(POOL));
    configuration
}

fn connected(configuration: &AuthConfiguration, transport: Arc<dyn HttpTransport>) -> IdentityPool {
    let ports = Ports::new(transport, Arc::new(FaultyStore::default()));
    let service_time = ServiceTime::new(Arc::clone(&ports.clock));
    IdentityPool::new(configuration, configuration.identity_pool.as_ref().unwrap(), &ports, &service_time)
}

fn pool(transport: &Arc<ScriptedTransport>) -> IdentityPool {
    connected(&configuration(), Arc::<ScriptedTransport>::clone(transport))
}

fn scripted(steps: impl IntoIterator<Item = Step>) -> Arc<ScriptedTransport> {
    Arc::new(ScriptedTransport::new(steps))
}

fn logins() -> Logins {
    [("cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example".to_owned(), "id-token".into())].into()
}

fn answer() -> Value {
    json!({ "IdentityId": IDENTITY, "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE", "SecretKey": "secret-key", "SessionToken": "session-token",
        "Expiration": 1.790003600123E9,
    }})
}

#[tokio::test]
async fn a_guest_sends_no_logins_and_a_user_sends_the_id_token() {
    let transport = scripted([
        Step::success(json!({ "IdentityId": IDENTITY })),
        Step::success(answer()),
        Step::success(json!({ "IdentityId": IDENTITY })),
        Step::success(answer()),
    ]);
    let pool = pool(&transport);
    for logins in [Logins::new(), logins()] {
        let id = pool.identity_id(logins.clone()).await.unwrap();
        pool.credentials(id, logins).await.unwrap();
    }
    let login = json!({ "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example": "id-token" });
    let sent: Vec<_> = transport.recorded().into_iter().map(|it| (it.operation, it.body)).collect();
    let expected = [
        ("GetId", json!({ "IdentityPoolId": POOL })),
        ("GetCredentialsForIdentity", json!({ "IdentityId": IDENTITY })),
        ("GetId", json!({ "IdentityPoolId": POOL, "Logins": login })),
        ("GetCredentialsForIdentity", json!({ "IdentityId": IDENTITY, "Logins": login })),
    ];
    assert_eq!(sent, expected.map(|(operation, body)| (operation.to_owned(), body)));
}

#[tokio::test]
async fn the_credentials_the_expiration_and_the_servers_time_are_read() {
    let date = [("Date", "Mon, 21 Sep 2026 14:13:20 GMT")];
    let transport = scripted([Step::json(200, &date, answer()), Step::success(answer())]);
    let issued = pool(&transport).credentials(IDENTITY.to_owned(), logins()).await.unwrap();
    assert_eq!((issued.identity_id.as_str(), issued.access_key_id.as_str()), (IDENTITY, "ASIAEXAMPLE"));
    assert_eq!(issued.secret_access_key.expose(), "secret-key");
    assert_eq!(issued.session_token.expose(), "session-token");
    assert_eq!(issued.expires_at_milliseconds, 1_790_003_600_123);
    assert_eq!(issued.issued_at_milliseconds, Some(1_790_000_000_000));
    let without_date = pool(&transport).credentials(IDENTITY.to_owned(), logins()).await.unwrap();
    assert_eq!(without_date.issued_at_milliseconds, None);
}

#[tokio::test]
async fn a_response_of_another_form_is_malformed() {
    let with = |path: &str, value: Value| {
        let mut changed = answer();
        *changed.pointer_mut(path).unwrap() = value;
        Step::success(changed)
    };
    let without = |name: &str| {
        let mut changed = answer();
        changed["Credentials"].as_object_mut().unwrap().remove(name).unwrap();
        Step::success(changed)
    };
    let malformed = [
        Step::html(200),
        Step::success(json!({})),
        Step::success(json!([])),
        Step::success(json!({ "IdentityId": IDENTITY })),
        Step::raw(200, &[("x-amzn-requestid", "1")], ""),
        with("/IdentityId", json!("")),
        with("/IdentityId", json!(7)),
        with("/IdentityId", json!("no id of an identity")),
        with("/IdentityId", json!(format!("eu-central-1:{}", "0".repeat(50)))),
        with("/Credentials", Value::Null),
        with("/Credentials", json!(["ASIAEXAMPLE", "secret-key", "session-token", 1_790_003_600])),
        with("/Credentials/AccessKeyId", json!("")),
        with("/Credentials/SecretKey", json!(7)),
        with("/Credentials/SessionToken", Value::Null),
        with("/Credentials/Expiration", Value::Null),
        with("/Credentials/Expiration", json!("soon")),
        with("/Credentials/Expiration", json!(0)),
        with("/Credentials/Expiration", json!(-1)),
        with("/Credentials/Expiration", json!(1_790_003_600_000_i64)),
        without("AccessKeyId"),
        without("SecretKey"),
        without("SessionToken"),
        without("Expiration"),
    ];
    for step in malformed {
        let transport = scripted([step.clone()]);
        let error = pool(&transport).credentials(IDENTITY.to_owned(), logins()).await.err();
        assert_eq!(error.map(|error| error.code()), Some(AuthErrorCode::MalformedResponse), "{step:?}");
        assert_eq!(transport.operations().len(), 1);
    }
    let transport = scripted([Step::success(json!({ "IdentityId": "no id" }))]);
    let error = pool(&transport).identity_id(Logins::new()).await.unwrap_err();
    assert_eq!(error.code(), AuthErrorCode::MalformedResponse);
}

#[tokio::test]
async fn a_malformed_response_is_reported_with_the_id_of_its_request() {
    for body in [
        json!({ "IdentityId": IDENTITY, "Credentials": null }),
        json!({ "IdentityId": IDENTITY }),
        json!({ "IdentityId": "no id" }),
    ] {
        let transport = scripted([Step::success(body.clone())]);
        let error = pool(&transport).credentials(IDENTITY.to_owned(), logins()).await.err().unwrap();
        assert_eq!(error.request_id().map(String::as_str), Some(REQUEST_ID), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_failure_decides_how_often_an_operation_is_sent() {
    let throttled = Step::exception("TooManyRequestsException", "Rate exceeded");
    let broken = [
        Step::exception("InternalErrorException", ""),
        Step::exception("ExternalServiceException", ""),
        Step::html(503),
        Step::Fail(TransportFailure::Other),
    ];
    let unverified =
        Step::exception("NotAuthorizedException", "Invalid login token. Couldn't verify signed token.");
    let final_ = [
        Step::exception("NotAuthorizedException", "Something new"),
        Step::exception("LimitExceededException", ""),
        Step::exception("InvalidIdentityPoolConfigurationException", ""),
        Step::Fail(TransportFailure::Offline),
    ];
    for (is_guest, when_broken) in [(true, 1), (false, 2)] {
        let logins = || if is_guest { Logins::new() } else { logins() };
        let count = async |step: &Step| {
            let transport = Arc::new(ScriptedTransport::always(step.clone()));
            pool(&transport).identity_id(logins()).await.unwrap_err();
            let of_id = transport.operations().len();
            assert!(pool(&transport).credentials(IDENTITY.to_owned(), logins()).await.is_err());
            (of_id, transport.operations().len() - of_id)
        };
        assert_eq!(count(&throttled).await, (3, 3));
        for step in &broken {
            assert_eq!(count(step).await, (when_broken, 2), "{step:?}");
        }
        assert_eq!(count(&unverified).await, (2, 2));
        for step in &final_ {
            assert_eq!(count(step).await, (1, 1), "{step:?}");
        }
    }
}

/// A transport that records the address and the target of each request.
#[derive(Default)]
struct Addresses(std::sync::Mutex<Vec<(String, String)>>);

impl HttpTransport for Addresses {
    fn start(&self, request: HttpRequest, _reply: HttpReply) -> Result<(), TransportFailure> {
        let target = request.headers.iter().find(|header| header.name == "x-amz-target").unwrap();
        self.0.lock().unwrap().push((request.url.clone(), target.value.clone()));
        Err(TransportFailure::Offline)
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

#[tokio::test]
async fn requests_go_to_the_pools_region_or_to_the_configured_endpoint() {
    let cases = [
        (POOL, None, "https://cognito-identity.eu-central-1.amazonaws.com/"),
        ("cn-north-1:0", None, "https://cognito-identity.cn-north-1.amazonaws.com.cn/"),
        (POOL, Some("http://127.0.0.1:9229"), "http://127.0.0.1:9229/"),
    ];
    for (id, endpoint, url) in cases {
        let mut configuration = configuration();
        configuration.user_pool.endpoint = endpoint.map(str::to_owned);
        configuration.identity_pool = Some(IdentityPoolConfiguration::new(id));
        let addresses = Arc::<Addresses>::default();
        let transport: Arc<dyn HttpTransport> = Arc::<Addresses>::clone(&addresses);
        connected(&configuration, transport).identity_id(Logins::new()).await.unwrap_err();
        let sent = addresses.0.lock().unwrap().clone();
        assert_eq!(sent, [(url.to_owned(), "AWSCognitoIdentityService.GetId".to_owned())]);
    }
}

#[test]
fn a_logins_name_contains_the_domain_of_the_regions_partition() {
    let key = |region: &str| {
        user_pool_key(&AuthConfiguration::new(region, format!("{region}_Example"), "client-id").user_pool)
    };
    assert_eq!(key("eu-central-1"), "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example");
    assert_eq!(key("cn-north-1"), "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Example");
    assert_eq!(key("local"), "cognito-idp.local.amazonaws.com/local_Example");
    let developer = |id: &str| developer_key(&IdentityPoolConfiguration::new(id));
    assert_eq!(developer(POOL), "cognito-identity.amazonaws.com");
    assert_eq!(developer("cn-north-1:0"), "cognito-identity.cn-north-1.amazonaws.com.cn");
}
