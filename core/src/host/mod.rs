//! Ports for programs on a computer: HTTP with TLS, and a store in memory. Phones have ports of their own. This module
//! needs the Cargo feature `host`.

mod store;
mod transport;

pub use store::MemoryStore;
pub use transport::HostTransport;
