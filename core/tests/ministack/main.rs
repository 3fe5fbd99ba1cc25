//! Our client against ministack, a Cognito that nobody here wrote: every flow that it has, with an app client that has
//! a secret and with one that has none. `run` beside this file starts one with its authorization switched on, so that
//! it checks passwords, codes, tokens and secret hashes; `prepare.py` makes user pools on it, and says in the
//! environment where they are; `triggers.py` is the Lambda function that they ask.
//!
//! What ministack has not, and so is not tested here: devices, passkeys, USER_AUTH and the sign-in after a sign-up,
//! codes that confirm an attribute, the removal of attributes, codes by text message and e-mail as a second factor,
//! the choice of a second factor, and its set-up within a sign-in. `lacking` fails when it has learnt one of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

/// Makes two tests of each story: one with an app client that has a secret, one with a client that has none.
macro_rules! with_and_without_secret {
    ($($story:ident,)+) => {
        mod without_secret {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(crate::server::Client::Public).await;
            })+
        }
        mod with_secret {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(crate::server::Client::Confidential).await;
            })+
        }
    };
}

mod account;
mod custom_auth;
mod emails;
mod guide;
mod lacking;
mod passwords;
mod second_factor;
mod server;
mod sign_out;
#[path = "../support/mod.rs"]
mod support;
