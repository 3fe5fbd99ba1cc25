//! What the program does besides running a pool.

pub(crate) mod environment;
pub(crate) mod health;
