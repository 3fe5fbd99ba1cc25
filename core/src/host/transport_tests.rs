//! The transport over real sockets.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeroize::Zeroizing;

use super::*;
use crate::ports::send;

/// The server's report that its client has closed the connection.
const CLOSED: &str = "closed";

/// A server that reads one request per connection, gives each the same response, and reports what it read.
struct Server {
    port: u16,
    requests: UnboundedReceiver<String>,
}

impl Server {
    /// Starts the server. Without a response to give, it keeps each connection open.
    async fn start(answer: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, requests) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), sender.clone()));
            }
        });
        Self { port, requests }
    }

    async fn answering(answer: &str) -> Self {
        Self::start(Some(answer.to_owned())).await
    }

    fn url(&self, scheme: &str) -> String {
        format!("{scheme}://127.0.0.1:{}/", self.port)
    }
}

async fn serve(mut stream: TcpStream, answer: Option<String>, requests: UnboundedSender<String>) {
    let mut request = vec![0; 64 * 1024];
    let length = stream.read(&mut request).await.unwrap_or(0);
    let _ = requests.send(String::from_utf8_lossy(&request[..length]).into_owned());
    match answer {
        // A failure is ignored here: the client may have closed the connection, and its test checks what it got.
        Some(answer) => stream.write_all(answer.as_bytes()).await.unwrap_or(()),
        None => {
            let _ = stream.read(&mut request).await;
            let _ = requests.send(CLOSED.to_owned());
        }
    }
}

fn transport() -> Arc<dyn HttpTransport> {
    Arc::new(HostTransport::new().unwrap())
}

fn request(url: String, time_limit: Duration) -> HttpRequest {
    let target = HttpHeader { name: "x-amz-target".into(), value: "Service.Operation".into() };
    HttpRequest::post(url, vec![target], b"{\"a\":1}".to_vec(), time_limit)
}

const LONG: Duration = Duration::from_secs(60);

async fn post(url: String) -> Result<Zeroizing<HttpResponse>, TransportFailure> {
    send(&transport(), request(url, LONG)).await
}

#[tokio::test]
async fn a_request_arrives_whole_and_its_response_comes_back() {
    let mut server =
        Server::answering("HTTP/1.1 400 Bad\r\nX-Amzn-RequestId: 7\r\nContent-Length: 2\r\n\r\n{}").await;
    let response = post(server.url("http")).await.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (400, b"{}".as_slice()));
    assert!(response.headers.iter().any(|header| header.name == "x-amzn-requestid" && header.value == "7"));
    let request = server.requests.recv().await.unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("x-amz-target: Service.Operation\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"a\":1}"), "{request}");
}

#[tokio::test]
async fn a_redirect_is_a_response_and_is_not_followed() {
    let mut elsewhere = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let redirect =
        format!("HTTP/1.1 307 Go\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url("http"));
    let server = Server::start(Some(redirect)).await;
    assert_eq!(post(server.url("http")).await.unwrap().status, 307);
    assert!(elsewhere.requests.try_recv().is_err());
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let set_cookie = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let mut server = Server::answering(set_cookie).await;
    let transport = transport();
    for _ in 0..2 {
        send(&transport, request(server.url("http"), LONG)).await.unwrap();
        let request = server.requests.recv().await.unwrap();
        assert!(!request.to_lowercase().contains("cookie"), "{request}");
    }
}

#[tokio::test]
async fn a_request_to_a_silent_server_times_out() {
    let mut server = Server::start(None).await;
    let answer = send(&transport(), request(server.url("http"), Duration::from_millis(200))).await;
    assert_eq!(answer.unwrap_err(), TransportFailure::TimedOut);
    assert!(server.requests.recv().await.unwrap().starts_with("POST"));
    assert_eq!(server.requests.recv().await.unwrap(), CLOSED);
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    let mut server = Server::start(None).await;
    let url = server.url("http");
    let call = tokio::spawn(async move { post(url).await.map(drop) });
    assert!(server.requests.recv().await.unwrap().starts_with("POST"));
    call.abort();
    assert_eq!(server.requests.recv().await.unwrap(), CLOSED);
}

#[tokio::test]
async fn dropping_the_transport_ends_its_active_calls() {
    let mut server = Server::start(None).await;
    let host = HostTransport::new().unwrap();
    let (reply, answer) = HttpReply::new();
    host.start(request(server.url("http"), LONG), reply).unwrap();
    assert!(server.requests.recv().await.unwrap().starts_with("POST"));
    drop(host);
    assert_eq!(server.requests.recv().await.unwrap(), CLOSED);
    assert!(answer.await.is_err());
}

#[tokio::test]
async fn a_finished_request_is_no_longer_active() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let host = HostTransport::new().unwrap();
    let (reply, answer) = HttpReply::new();
    host.start(request(server.url("http"), LONG), reply).unwrap();
    assert_eq!(answer.await.unwrap().unwrap().status, 200);
    assert!(host.active_calls.list().is_empty());
    assert_eq!(host.cancel(1), Ok(()));
}

#[tokio::test]
async fn a_refused_connection_a_broken_response_and_a_bad_url_are_failures() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let refused = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let cut_short = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}").await;
    let no_http = Server::answering("220 mail.example ESMTP\r\n").await;
    for url in
        [refused, cut_short.url("http"), no_http.url("http"), "nonsense".into(), "ftp://127.0.0.1/".into()]
    {
        assert_eq!(post(url.clone()).await.unwrap_err(), TransportFailure::Other, "{url}");
    }
}

#[tokio::test]
async fn an_https_request_to_a_server_without_tls_gives_the_failure_tls() {
    let server = Server::answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(post(server.url("https")).await.unwrap_err(), TransportFailure::Tls);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_a_failure() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(HttpResponse::LARGEST_BODY + 1));
    let server = Server::start(Some(endless)).await;
    assert_eq!(post(server.url("http")).await.unwrap_err(), TransportFailure::TooLarge);
}
