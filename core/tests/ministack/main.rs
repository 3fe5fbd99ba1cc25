//! Tests our client against ministack, an independent Cognito server: every flow that ministack supports, with and
//! without a client secret. `run` beside this file starts ministack with authorization switched on, so that ministack
//! checks passwords, codes, tokens and secret hashes. `prepare.py` makes user pools and an identity pool on ministack,
//! and prints their ids, which `run` puts into the environment. `triggers.py` is the Lambda function of the user pools.
//!
//! ministack does not have these features, so this program does not test them: devices, passkeys, USER_AUTH and the
//! sign-in after a sign-up, codes that confirm an attribute, the removal of attributes, codes by text message and
//! e-mail as a second factor, the choice of a second factor, and the set-up of a second factor within a sign-in.
//! ministack's pages have no sign-up, no forgotten password, no second factor, no passkeys, no languages and no session
//! of the browser: they ignore `prompt`, `lang` and `login_hint`, and `/logout` has nothing to end. They lead only to
//! providers of the kinds OIDC and SAML. `lacking` has tests for most of these features. Such a test fails as soon as
//! ministack has the feature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

/// Makes two tests of each function: one for an app client with a secret, one for a client without.
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
mod credentials;
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
mod web;
