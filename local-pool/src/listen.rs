//! The addresses that the pool listens on.

use crate::options::StartError;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::{TcpListener, TcpSocket, lookup_host};

/// How many free ports are tried, if a host has several addresses and the port of the first is taken at another.
const TRIES: usize = 16;

/// How many connections may wait until the pool accepts them. A system can allow fewer.
///
/// Linux can drop a connection beyond this number without telling the client, which then believes that it is connected.
/// If the client sends data, its system repeats the data until the pool accepts the connection. A client that sends
/// nothing may wait without a limit.
const BACKLOG: u32 = 1024;

/// Listens on every address of a host, on the same port. With port 0, the system chooses the port.
///
/// An address that this machine lacks, such as `::1` without IPv6, is left out. At least one address must exist.
pub(crate) async fn on(host: &str, port: u16) -> Result<Vec<TcpListener>, StartError> {
    let unknown = |reason| StartError::Host { host: host.to_owned(), reason };
    let addresses = addresses_of(host).await.map_err(unknown)?;
    for _ in 1..TRIES {
        match all(&addresses, port) {
            Err(StartError::Bind { reason, .. }) if port == 0 && reason.kind() == ErrorKind::AddrInUse => {}
            bound => return bound,
        }
    }
    all(&addresses, port)
}

fn all(addresses: &[SocketAddr], port: u16) -> Result<Vec<TcpListener>, StartError> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut missing = None;
    let mut port = port;
    for address in addresses {
        let mut address = *address;
        address.set_port(port);
        let failed = |reason| StartError::Bind { address, reason };
        match listener(address) {
            Ok(listener) => {
                port = listener.local_addr().map_err(failed)?.port();
                listeners.push(listener);
            }
            Err(reason) if is_lacking(&reason) => missing = Some(failed(reason)),
            Err(reason) => return Err(failed(reason)),
        }
    }
    match (listeners.is_empty(), missing) {
        (true, Some(missing)) => Err(missing),
        _ => Ok(listeners),
    }
}

/// Whether an error says that this machine lacks the address, or all addresses of its family.
fn is_lacking(reason: &io::Error) -> bool {
    // EAFNOSUPPORT, and WSAEAFNOSUPPORT on Windows. Not every system's number has a kind of its own in `std`.
    let no_such_family = if cfg!(windows) {
        10047
    } else if cfg!(any(target_os = "linux", target_os = "android")) {
        97
    } else {
        47 // macOS and the BSDs
    };
    reason.kind() == ErrorKind::AddrNotAvailable || reason.raw_os_error() == Some(no_such_family)
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // After a program has ended, Unix keeps its port for a while. On Windows the option would share a port in use.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// The addresses of a host. `localhost` needs no resolver (RFC 6761 section 6.3): a container may have none.
async fn addresses_of(host: &str) -> io::Result<Vec<SocketAddr>> {
    let address = |ip| SocketAddr::new(ip, 0);
    if let Some(ip) = as_ip(host) {
        return Ok(vec![address(ip)]);
    }
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(vec![address(Ipv4Addr::LOCALHOST.into()), address(Ipv6Addr::LOCALHOST.into())]);
    }
    let mut found: Vec<SocketAddr> = Vec::new();
    for resolved in lookup_host((host, 0)).await? {
        if !found.contains(&resolved) {
            found.push(resolved);
        }
    }
    match found.is_empty() {
        true => Err(io::Error::new(ErrorKind::NotFound, "the name has no address")),
        false => Ok(found),
    }
}

/// The host as an IP address, if it is one. An IPv6 address may be in brackets.
pub(crate) fn as_ip(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn localhost_is_both_loopback_addresses_and_an_address_is_itself() {
        let of = async |host: &str| {
            addresses_of(host).await.unwrap().iter().map(|one| one.ip().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of("localhost").await, ["127.0.0.1", "::1"]);
        assert_eq!(of("LocalHost").await, ["127.0.0.1", "::1"]);
        assert_eq!(of("0.0.0.0").await, ["0.0.0.0"]);
        assert_eq!(of("[::1]").await, ["::1"]);
        assert!(addresses_of("no such name").await.is_err());
    }

    #[tokio::test]
    async fn all_addresses_of_a_host_have_the_same_port_and_a_missing_address_is_left_out() {
        let port = |listener: &TcpListener| listener.local_addr().unwrap().port();
        let listeners = on("localhost", 0).await.unwrap();
        assert!(listeners.iter().all(|listener| port(listener) == port(&listeners[0])));
        // No machine has an address of the range for documentation (RFC 5737).
        let here = SocketAddr::from(([127, 0, 0, 1], 0));
        let nowhere = SocketAddr::from(([192, 0, 2, 1], 0));
        assert_eq!(all(&[nowhere, here], 0).unwrap().len(), 1);
        assert!(all(&[nowhere], 0).is_err());
    }

    #[test]
    fn only_an_address_that_the_machine_lacks_is_left_out() {
        let kind = |kind: ErrorKind| is_lacking(&io::Error::from(kind));
        assert!(kind(ErrorKind::AddrNotAvailable));
        for other in [ErrorKind::AddrInUse, ErrorKind::PermissionDenied, ErrorKind::InvalidInput] {
            assert!(!kind(other), "{other}");
        }
        // 24 (EMFILE) says that the process has reached its limit of open files, and nothing about the address.
        #[cfg(target_os = "linux")]
        for (number, lacking) in [(97, true), (99, true), (24, false), (22, false), (47, false)] {
            assert_eq!(is_lacking(&io::Error::from_raw_os_error(number)), lacking, "{number}");
        }
    }

    #[tokio::test]
    async fn a_port_that_is_taken_at_one_address_is_taken() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = taken.local_addr().unwrap().port();
        match on("localhost", port).await {
            Err(StartError::Bind { address, .. }) => assert_eq!(address, taken.local_addr().unwrap()),
            other => panic!("{other:?}"),
        }
    }

    // Other systems allow fewer: macOS has 128.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn hundreds_of_connections_can_wait_to_be_accepted() {
        let listeners = on("127.0.0.1", 0).await.unwrap();
        let address = listeners[0].local_addr().unwrap();
        let limit = std::time::Duration::from_secs(60);
        let connect = |_| std::net::TcpStream::connect_timeout(&address, limit).unwrap();
        // Old systems allow only 128.
        let allowed = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
        let count = allowed.trim().parse::<usize>().unwrap().min(300);
        assert_eq!((0..count).map(connect).collect::<Vec<_>>().len(), count);
    }
}
