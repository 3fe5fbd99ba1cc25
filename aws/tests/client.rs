//! AWS's client with the program's configuration, and over the core's transport.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{Credentials, SharedCredentialsProvider, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest as SdkRequest, HttpResponse as SdkResponse};
use aws_smithy_types::body::SdkBody;
use cognito_auth_aws::{AwsUserPool, http_client};
use cognito_auth_core::service::{AccessTokenRequest, Request, ServiceError, UserPoolService};
use cognito_auth_core::{AuthConfiguration, HttpReply, HttpRequest, HttpTransport, TransportFailure};
use serde_json::json;
use support::log::CapturedLog;
use support::transport::{ScriptedTransport, Step};
use tracing_subscriber::util::SubscriberInitExt;

fn configuration() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_Example", "client")
}

fn sign_out() -> Request {
    Request::GlobalSignOut(AccessTokenRequest { access_token: "a-secret-access-token".into() })
}

/// A scripted transport that keeps its requests.
struct Kept {
    script: ScriptedTransport,
    requests: Mutex<Vec<HttpRequest>>,
}

impl Kept {
    fn always(step: Step) -> Arc<Self> {
        Arc::new(Self { script: ScriptedTransport::always(step), requests: Mutex::default() })
    }

    /// The address of the last request.
    fn url(&self) -> String {
        self.requests.lock().unwrap().last().unwrap().url.clone()
    }

    /// Whether the last request is signed.
    fn is_signed(&self) -> bool {
        let requests = self.requests.lock().unwrap();
        requests.last().unwrap().headers.iter().any(|header| header.name == "authorization")
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

impl HttpTransport for Kept {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        self.requests.lock().unwrap().push(request.clone());
        self.script.start(request, reply)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.script.cancel(id)
    }
}

/// A program's AWS configuration. Its region is not the pool's region, and its HTTP client sends over the transport.
fn sdk(transport: &Arc<Kept>) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "a-secret-key", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client(Arc::<Kept>::clone(transport), Duration::from_secs(1)))
        .build()
}

#[tokio::test]
async fn a_call_uses_the_programs_aws_configuration_and_the_pools_region() {
    let transport = Kept::always(Step::success(json!({})));
    let with_endpoint = |endpoint: &str| {
        let mut configuration = configuration();
        configuration.user_pool.endpoint = Some(endpoint.to_owned());
        configuration
    };
    for (sdk, configuration, expected) in [
        (sdk(&transport).into_builder(), configuration(), "https://cognito-idp.eu-central-1.amazonaws.com/"),
        (
            sdk(&transport).into_builder().use_fips(true),
            configuration(),
            "https://cognito-idp-fips.eu-central-1.amazonaws.com/",
        ),
        (
            sdk(&transport).into_builder().use_fips(true).use_dual_stack(true),
            configuration(),
            "https://cognito-idp-fips.eu-central-1.api.aws/",
        ),
        (
            sdk(&transport).into_builder().endpoint_url("https://vpce.example"),
            configuration(),
            "https://vpce.example/",
        ),
        (
            sdk(&transport).into_builder().endpoint_url("https://vpce.example"),
            with_endpoint("http://127.0.0.1:9229"),
            "http://127.0.0.1:9229/",
        ),
    ] {
        AwsUserPool::new(&sdk.build(), &configuration).send(&sign_out()).await.unwrap();
        assert_eq!(transport.url(), expected);
        assert!(!transport.is_signed(), "no credentials go to {expected}");
    }
}

#[tokio::test]
async fn a_call_fails_if_the_aws_configuration_has_no_http_client() {
    let service = AwsUserPool::new(&SdkConfig::builder().build(), &configuration());
    let failed = ServiceError::Transport(TransportFailure::Other);
    assert_eq!(service.send(&sign_out()).await.unwrap_err(), failed);
}

#[tokio::test]
async fn a_request_is_sent_once_whatever_the_configuration_says() {
    let transport = Kept::always(Step::html(500));
    let failed = ServiceError::Server { status: 500, request_id: None };
    let own = AwsUserPool::new(&sdk(&transport), &configuration());
    assert_eq!(own.send(&sign_out()).await.unwrap_err(), failed);
    let over = AwsUserPool::over(Arc::<Kept>::clone(&transport), &configuration());
    assert_eq!(over.send(&sign_out()).await.unwrap_err(), failed);
    assert_eq!(transport.count(), 2);
}

#[tokio::test]
async fn the_error_says_why_no_response_came() {
    for failure in [TransportFailure::Offline, TransportFailure::Tls, TransportFailure::Other] {
        let over = AwsUserPool::over(Kept::always(Step::Fail(failure)), &configuration());
        assert_eq!(over.send(&sign_out()).await.unwrap_err(), ServiceError::Transport(failure));
    }
}

/// The HTTP client that a program brings: it answers with success and this body, or it never answers.
#[derive(Clone, Debug)]
struct OwnHttp(Option<&'static str>);

impl HttpConnector for OwnHttp {
    fn call(&self, _request: SdkRequest) -> HttpConnectorFuture {
        match self.0 {
            Some(body) => {
                let response = SdkResponse::new(200.try_into().unwrap(), SdkBody::from(body));
                HttpConnectorFuture::ready(Ok(response))
            }
            None => HttpConnectorFuture::new(std::future::pending()),
        }
    }
}

fn own_http(body: Option<&'static str>, configuration: &AuthConfiguration) -> AwsUserPool {
    let client: SharedHttpClient = http_client_fn(move |_, _| SharedHttpConnector::new(OwnHttp(body)));
    AwsUserPool::new(&SdkConfig::builder().http_client(client).build(), configuration)
}

#[tokio::test]
async fn a_success_with_an_empty_body_is_malformed_with_the_programs_own_http_client() {
    for body in ["", " ", "\r\n"] {
        let error = own_http(Some(body), &configuration()).send(&sign_out()).await.unwrap_err();
        assert_eq!(error, ServiceError::malformed(None), "{body:?}");
    }
    own_http(Some("{}"), &configuration()).send(&sign_out()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_exchange_times_out_at_the_deadline_of_its_call_but_not_before_30_seconds() {
    for (deadline, expected) in [(1, 30), (120, 120)] {
        let configuration = AuthConfiguration { deadline_milliseconds: deadline * 1000, ..configuration() };
        let over = AwsUserPool::over(Kept::always(Step::Hang), &configuration);
        for service in [own_http(None, &configuration), over] {
            let begun = tokio::time::Instant::now();
            let error = service.send(&sign_out()).await.unwrap_err();
            assert_eq!(error, ServiceError::Transport(TransportFailure::TimedOut));
            assert_eq!(begun.elapsed().as_secs(), expected, "a deadline of {deadline} s");
        }
    }
}

#[tokio::test]
async fn the_http_client_carries_signed_calls_too() {
    let transport = Kept::always(Step::success(json!({ "UserPools": [] })));
    let pools = Client::new(&sdk(&transport)).list_user_pools().max_results(1).send().await.unwrap();
    assert_eq!(pools.user_pools().len(), 0);
    assert_eq!(transport.url(), "https://cognito-idp.us-east-1.amazonaws.com/");
    assert!(transport.is_signed());
}

#[tokio::test]
async fn nothing_of_a_response_is_logged() {
    let log = CapturedLog::default();
    let _subscriber = log.subscriber().set_default();
    let tokens = json!({ "AuthenticationResult": { "AccessToken": "a-secret-answer" }, "Session": "a-secret-session" });
    for step in
        [Step::success(tokens.clone()), Step::json(400, &[], tokens), Step::raw(200, &[], "{\"a-secret-cut")]
    {
        let transport = Kept::always(step);
        let over = AwsUserPool::over(Arc::<Kept>::clone(&transport), &configuration());
        let own = AwsUserPool::new(&sdk(&transport), &configuration());
        for service in [over, own] {
            log.add(&format!("{service:?} {:?}", service.send(&sign_out()).await));
        }
    }
    assert!(!log.text().contains("a-secret"), "{}", log.text());
    // This shows that the log gets the SDK's lines if nothing drops them.
    let transport = Kept::always(Step::success(json!({ "UserPools": [{ "Name": "a-heard-pool" }] })));
    Client::new(&sdk(&transport)).list_user_pools().max_results(1).send().await.unwrap();
    assert!(log.text().contains("a-heard-pool"));
}
