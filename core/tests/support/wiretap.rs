//! A proxy that records all bytes between clients and a server.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The bytes of one direction of one connection.
type Stream = Arc<Mutex<Vec<u8>>>;

/// The proxy. It forwards connections without TLS.
pub struct Wiretap {
    port: u16,
    streams: Arc<Mutex<Vec<Stream>>>,
}

impl Wiretap {
    /// Starts a proxy in front of the server at `address`.
    pub async fn before(address: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let streams = Arc::<Mutex<Vec<Stream>>>::default();
        let opened = Arc::clone(&streams);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(address).await else { continue };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                for copying in [copy(from_client, to_server, &opened), copy(from_server, to_client, &opened)]
                {
                    tokio::spawn(copying);
                }
            }
        });
        Self { port, streams }
    }

    /// The address that a client must use to reach the server through the proxy.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Every text value in the JSON that either side has sent, by the name of its member.
    pub fn members(&self) -> BTreeMap<String, Vec<String>> {
        let mut members = BTreeMap::<_, Vec<_>>::new();
        for stream in self.streams.lock().unwrap().iter() {
            let text = String::from_utf8_lossy(&stream.lock().unwrap()).into_owned();
            for (name, value) in texts(&text) {
                members.entry(name.to_owned()).or_default().push(value.to_owned());
            }
        }
        members
    }
}

type Copying = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn copy(
    mut from: impl AsyncRead + Unpin + Send + 'static,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    streams: &Mutex<Vec<Stream>>,
) -> Copying {
    let seen = Stream::default();
    streams.lock().unwrap().push(Arc::clone(&seen));
    Box::pin(async move {
        let mut buffer = [0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            seen.lock().unwrap().extend_from_slice(&buffer[..length]);
            if to.write_all(&buffer[..length]).await.is_err() {
                break;
            }
        }
        let _ = to.shutdown().await;
    })
}

/// Every pair `"name":"value"` in a text. A value ends before its first backslash.
fn texts(json: &str) -> impl Iterator<Item = (&str, &str)> {
    json.match_indices("\":\"").filter_map(|(at, separator)| {
        let name = json[..at].rsplit('"').next()?;
        let value = json[at + separator.len()..].split(['"', '\\']).next()?;
        Some((name, value))
    })
}
