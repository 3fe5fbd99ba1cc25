//! What the program does beside running a pool.

pub(crate) mod environment;
pub(crate) mod health;
