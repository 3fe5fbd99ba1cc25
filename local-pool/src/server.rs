//! The HTTP server: Cognito's wire protocol at `POST /`, a pool's published documents, OAuth, the control API, and the
//! console.

use crate::errors::CognitoError;
use crate::faults::{JWKS, OPENID_CONFIGURATION};
use crate::health;
use crate::imports;
use crate::operations;
use crate::operations::identity_pools;
use crate::pool::UserPool;
use crate::random;
use crate::read_in_time::ReadInTime;
use crate::reply::{self, Dropped, Reply};
use crate::request_log;
use crate::same_origin::{self, Untrusted};
use crate::service::{Sender, Service};
use crate::signer::TokenSigner;
use crate::state::State;
use crate::{console, control, oauth};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, options, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

const AMZ_JSON: &str = "application/x-amz-json-1.1";
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const USER_POOLS: &str = "AWSCognitoIdentityProviderService";
const IDENTITY_POOLS: &str = "AWSCognitoIdentityService";
/// Stands in the log of requests for a name that no operation has.
const UNKNOWN: &str = "Unknown";
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);
/// The largest body of a request, in bytes.
const LARGEST: usize = 1024 * 1024;

fn router(state: Arc<State>) -> Router {
    let whole = from_fn_with_state(Arc::clone(&state), whole);
    let cognito = Router::new()
        .route("/", post(operation))
        .route("/{pool_id}/.well-known/jwks.json", get(jwks))
        .route("/{pool_id}/.well-known/openid-configuration", get(openid_configuration))
        .route("/.well-known/jwks_uri", get(identity_jwks))
        .route("/.well-known/openid-configuration", get(identity_configuration))
        .merge(oauth::for_apps())
        .merge(imports::routes())
        .layer(whole.clone())
        .layer(map_response(allow_any_origin))
        .route("/", options(preflight))
        .route("/oauth2/token", options(preflight))
        .route("/oauth2/revoke", options(preflight))
        .route("/oauth2/userInfo", options(preflight));
    let same_origin = from_fn_with_state(Arc::clone(&state.service.trusted_pages), same_origin::require);
    let served = cognito
        .merge(health::routes())
        .merge(control::routes().merge(console::routes()).layer(whole.clone()).layer(same_origin))
        .merge(oauth::for_browsers().layer(whole))
        .layer(DefaultBodyLimit::max(LARGEST))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method);
    match state.service.log {
        Some(_) => served.layer(from_fn_with_state(Arc::clone(&state), request_log::write)).with_state(state),
        None => served.with_state(state),
    }
}

/// Serves the connections of each listener until the runtime ends, with TLS if there is an acceptor for it.
pub(crate) fn serve(
    runtime: &Handle,
    listeners: Vec<TcpListener>,
    state: &Arc<State>,
    tls: Option<&TlsAcceptor>,
) {
    let router = router(Arc::clone(state));
    for listener in listeners {
        runtime.spawn(accept(listener, router.clone(), state.service.request_timeout, tls.cloned()));
    }
}

async fn accept(listener: TcpListener, router: Router, limit: Duration, tls: Option<TlsAcceptor>) {
    let mut connections = http1::Builder::new();
    connections.timer(TokioTimer::new()).header_read_timeout(limit);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The client is gone, or the system is out of sockets. The next connection may work.
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Most responses are one small packet. TCP must not hold it back to wait for more data.
        let _ = stream.set_nodelay(true);
        let (connections, router, tls) = (connections.clone(), router.clone(), tls.clone());
        tokio::spawn(async move {
            let Some(tls) = tls else { return connection(stream, &connections, router, limit).await };
            // A client that does not trust the certificate, or does not speak TLS, is gone.
            if let Ok(Ok(stream)) = tokio::time::timeout(limit, tls.accept(stream)).await {
                connection(stream, &connections, router, limit).await;
            }
        });
    }
}

/// Serves one connection.
///
/// axum's own `serve` always responds. Here a `drop` fault ends a request without a response: the service returns an
/// error, and hyper closes the connection.
async fn connection<S>(stream: S, connections: &http1::Builder, router: Router, limit: Duration)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let answer = router.clone().oneshot(request.map(Body::new));
        async move {
            let Ok(response) = answer.await;
            match response.extensions().get::<Dropped>() {
                Some(_) => Err(Dropped),
                None => Ok(response),
            }
        }
    });
    // A broken connection affects only its client.
    let _ = connections.serve_connection(TokioIo::new(ReadInTime::new(stream, limit)), service).await;
}

/// Waits for the whole body of a request. A body that is late or too long gets an error. A late body also ends the
/// connection: a client that sends half of a body and waits would hold the connection for ever.
async fn whole(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let arriving = Bytes::from_request(Request::from_parts(parts.clone(), body), &state);
    match tokio::time::timeout(state.service.request_timeout, arriving).await {
        Ok(Ok(body)) => request_log::with_subject(state, parts, body, next).await,
        Ok(Err(rejection)) => unread(&rejection),
        Err(_) => late(),
    }
}

/// Answers one operation.
async fn operation(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let sender = Sender::of(&headers, &state.service.trusted_pages);
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let (service, name) = target.rsplit_once('.').unwrap_or(("", target));
    // The log of requests has the name. A client can write anything there, even a secret.
    let name = if operations::is_known(name) { name } else { UNKNOWN };
    let (service, name) = (service.to_owned(), name.to_owned());
    let operation = name.clone();
    let work = move |state: &State| match service.as_str() {
        USER_POOLS => state.perform(operations::perform, &operation, &body, sender),
        IDENTITY_POOLS => state.perform(identity_pools::perform, &operation, &body, sender),
        _ => Err(CognitoError::new(
            "UnknownOperationException",
            format!("X-Amz-Target must be {USER_POOLS}.<Operation> or {IDENTITY_POOLS}.<Operation>."),
        )),
    };
    answer(state, &name, work).await
}

/// A user pool's public keys (RFC 7517).
async fn jwks(Shared(state): Shared<Arc<State>>, Path(pool_id): Path<String>) -> Response {
    let keys = |service: &Service, pool: &UserPool| Ok(key_set(&*service.signer_of(pool)?));
    as_plain_json(answer(state, JWKS, move |state| of_pool(state, &pool_id, keys)).await)
}

/// A user pool's metadata.
async fn openid_configuration(Shared(state): Shared<Arc<State>>, Path(pool_id): Path<String>) -> Response {
    let work = move |state: &State| of_pool(state, &pool_id, oauth::discovery::openid_configuration);
    as_plain_json(answer(state, OPENID_CONFIGURATION, work).await)
}

/// A document about a user pool. It can need the pool's key, which is made at its first use and then stored.
fn of_pool(
    state: &State,
    pool_id: &str,
    describe: impl FnOnce(&Service, &UserPool) -> Result<Value, CognitoError>,
) -> Result<Value, CognitoError> {
    let sender = Sender::unsigned(Err(Untrusted::Page));
    state.call(sender, |call| describe(call.service, call.world.pool(pool_id)?))
}

/// The public keys for the tokens of GetOpenIdToken, at Cognito's address.
async fn identity_jwks(Shared(state): Shared<Arc<State>>) -> Response {
    let work = |state: &State| Ok(key_set(&*state.service.own_signer()?));
    as_plain_json(answer(state, JWKS, work).await)
}

/// The metadata of the tokens of GetOpenIdToken.
async fn identity_configuration(Shared(state): Shared<Arc<State>>) -> Response {
    let work = |state: &State| oauth::discovery::of_identity_pools(&state.service);
    as_plain_json(answer(state, OPENID_CONFIGURATION, work).await)
}

fn key_set(signer: &dyn TokenSigner) -> Value {
    json!({ "keys": [signer.public_jwk()] })
}

fn as_plain_json(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Answers in AWS's JSON 1.1 form.
async fn answer<W>(state: Arc<State>, name: &str, work: W) -> Response
where
    W: FnOnce(&State) -> Result<Value, CognitoError> + Send + 'static,
{
    reply::serve(state, name, refused, |state| reply_with(&work(state))).await
}

fn refused(error: &CognitoError) -> Reply {
    reply_with(&Err(error.clone()))
}

/// A response in AWS's JSON 1.1 form.
fn reply_with(result: &Result<Value, CognitoError>) -> Reply {
    let reply = match result {
        Ok(body) => Reply::new(StatusCode::OK, body.to_string()),
        Err(error) => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
            let reply = Reply::new(status, error.body().to_string());
            reply.with(ERROR_TYPE, &error.kind).failed(&error.kind)
        }
    };
    reply.with(header::CONTENT_TYPE, AMZ_JSON).with(REQUEST_ID, &random::uuid().unwrap_or_default())
}

/// Lets pages of every site call Cognito's operations, as Cognito does. The operations of administrators and the
/// control API still refuse pages that are neither the pool's own nor of an allowed origin.
async fn allow_any_origin(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("x-amzn-requestid,x-amzn-errortype,date"),
    );
    response
}

async fn preflight(request_headers: HeaderMap) -> Response {
    let mut response = allow_any_origin(StatusCode::NO_CONTENT.into_response()).await;
    let asked = request_headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,POST"));
    headers.extend(asked.map(|asked| (header::ACCESS_CONTROL_ALLOW_HEADERS, asked)));
    response
}

/// The error for a body that is too long, or that ended too early.
fn unread(rejection: &BytesRejection) -> Response {
    let mut error = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            CognitoError::new("RequestEntityTooLargeException", "The request is too large.")
        }
        _ => CognitoError::new("SerializationException", "The request cannot be read."),
    };
    error.status = rejection.status().as_u16();
    refused(&error).into_response(usize::MAX)
}

/// The error for a body that did not arrive in time. The response closes the connection.
fn late() -> Response {
    let mut error = CognitoError::new("RequestTimeoutException", "The request did not arrive in time.");
    error.status = 408;
    let mut response = refused(&error).into_response(usize::MAX);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

async fn wrong_method() -> Response {
    let mut error = CognitoError::new("MethodNotAllowedException", "This address takes another method.");
    error.status = 405;
    as_plain_json(refused(&error).into_response(usize::MAX))
}

/// Answers every other address.
async fn not_found() -> Response {
    let text = "The local pool has nothing at this address; GET / lists its addresses.";
    let mut error = CognitoError::new("ResourceNotFoundException", text);
    error.status = 404;
    as_plain_json(refused(&error).into_response(usize::MAX))
}
