//! The parts of a sign-in on the user pool's web pages (managed login) that need no IO: the authorization request with
//! PKCE (RFC 7636), the redirect (RFC 6749, section 4.1.2), the checks of the ID token (OpenID Connect Core, section
//! 3.1.3.7). `machine::web_sign_in` puts them in order.

mod attempt;
mod authorize;
mod form;
mod identity;
mod logout;
mod redirect;
mod refusal;

#[cfg(test)]
pub(crate) use attempt::samples;
pub(crate) use attempt::{CodeExchange, SECRET_BYTES, WebAttempt, WebSecrets};
pub(crate) use authorize::authorization_url;
pub(crate) use form::Form;
#[cfg(test)]
pub(crate) use identity::samples as identity_samples;
pub(crate) use identity::{Issuer, WebIdentity, WebTokens, check_identity};
pub(crate) use logout::logout_url;
pub(crate) use redirect::{Redirect, is_same_target, matches_state};
pub(crate) use refusal::{Endpoint, refusal};
