//! The local pool as a server.
fn main() {}
