//! What the former libraries leave on a device, written from their formats for invented users.

pub mod android;
pub mod ios;
