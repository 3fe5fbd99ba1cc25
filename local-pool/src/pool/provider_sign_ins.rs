//! Sign-ins with another identity provider. One kind waits for its browser to come back from the provider. The other
//! kind is complete at a stand-in, and waits until the pool redeems its code.

use crate::jwt::Claims;

/// A sign-in whose browser is at the provider. The parameter `state` identifies it.
pub(crate) struct ProviderSignIn {
    pub provider: String,
    /// What the app asked for: the query of `/oauth2/authorize`.
    pub query: String,
    /// The CSRF token in the cookie of the browser that began the sign-in. The sign-in goes on only in that browser.
    pub browser: String,
    /// The `nonce` that the provider's ID token must have.
    pub nonce: String,
}

/// A completed sign-in at a provider's stand-in. It waits until the pool redeems the code.
pub(crate) struct StandInSignIn {
    pub provider: String,
    pub redirect_uri: String,
    pub nonce: Option<String>,
    /// Who signed in, as the ID token says it.
    pub claims: Claims,
}
