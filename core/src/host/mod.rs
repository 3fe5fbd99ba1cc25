//! What a program on a desk or a server lends the core, where a phone brings its own: HTTP with TLS, and a store in
//! memory. Cargo feature `host`.

mod store;
mod transport;

pub use store::MemoryStore;
pub use transport::HostTransport;
