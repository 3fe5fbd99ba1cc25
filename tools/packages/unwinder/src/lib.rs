//! `_Unwind_*` as a static library; see Cargo.toml.
#![no_std]
extern crate unwinding;
