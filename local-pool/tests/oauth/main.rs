//! OAuth 2.0 and OpenID Connect as Cognito's managed login has them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

#[path = "../support/mod.rs"]
mod support;

mod app;
mod authorize;
mod first_factors;
mod forgot_password;
mod languages;
mod logout;
mod odd_values;
mod pages;
mod providers;
mod restart;
mod settings;
mod sign_up;
mod sso_sessions;
mod steps;
mod tokens;
mod user_info;
