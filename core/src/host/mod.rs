//! What a program on a desk or a server lends the core, where a phone brings its own: HTTP with TLS, a store in
//! memory, and the region from the AWS configuration files. Cargo feature `host`.

mod region;
mod store;
mod transport;

pub use region::region;
pub use store::MemoryStore;
pub use transport::HostTransport;
