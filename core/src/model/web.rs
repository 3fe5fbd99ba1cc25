//! Sign-in on the user pool's web pages (managed login), and with other providers.

use crate::redacted::redacted_debug;
use crate::secret::Secret;

use super::AuthSignInResult;

/// An identity provider of the user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthProvider {
    /// Sign in with Apple.
    Apple,
    /// Login with Amazon.
    Amazon,
    /// Facebook.
    Facebook,
    /// Google.
    Google,
    /// A SAML or OpenID Connect provider, by its name in the user pool. The name is case-sensitive.
    Named(String),
}

impl AuthProvider {
    /// The provider's name at Cognito.
    pub fn name(&self) -> &str {
        match self {
            Self::Apple => "SignInWithApple",
            Self::Amazon => "LoginWithAmazon",
            Self::Facebook => "Facebook",
            Self::Google => "Google",
            Self::Named(name) => name,
        }
    }
}

/// What the pages may ask the user (OpenID Connect Core, section 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum WebPrompt {
    /// Nothing: if the browser has no session, the sign-in fails with
    /// [`AuthErrorCode::LoginRequired`](crate::AuthErrorCode::LoginRequired).
    None,
    /// To sign in, even if the browser has a session.
    Login,
    /// To choose an account. Cognito passes this prompt on to the identity provider.
    SelectAccount,
    /// To consent. Cognito passes this prompt on to the identity provider.
    Consent,
}

impl WebPrompt {
    /// The prompt's value in the request's parameter `prompt`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Login => "login",
            Self::SelectAccount => "select_account",
            Self::Consent => "consent",
        }
    }
}

/// Whom the app expects to sign in. Another user's tokens are revoked, and the sign-in fails with
/// [`AuthErrorCode::UnexpectedIdentity`](crate::AuthErrorCode::UnexpectedIdentity).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum IdentityExpectation {
    /// Anyone.
    #[default]
    Anyone,
    /// The user with this id (`sub`).
    User(String),
    /// None of the users with these ids (`sub`), such as those who are signed in elsewhere in the app.
    OtherThan(Vec<String>),
}

/// Options of a sign-in on the web.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct WebSignInOptions {
    /// Goes straight to this provider's page.
    pub provider: Option<AuthProvider>,
    /// Goes to the SAML or OpenID Connect provider with this identifier, such as the domain of an e-mail address. It
    /// takes precedence over `provider`.
    pub idp_identifier: Option<String>,
    /// The scopes to ask for instead of those in the configuration. `openid` has to be one of them, because the ID
    /// token says who signed in. Calls about the account need `aws.cognito.signin.user.admin`.
    pub scopes: Vec<String>,
    /// The language of the pages, such as `de` or `pt-BR`.
    pub language: Option<String>,
    /// The user name that the page starts with.
    pub login_hint: Option<String>,
    /// What the pages may ask the user.
    pub prompt: Vec<WebPrompt>,
    /// The ID token's `nonce`, in place of a random one.
    pub nonce: Option<Secret>,
    /// The API that the access token is for. It becomes the token's `aud` (RFC 8707).
    pub resource: Option<String>,
    /// Asks the browser to keep no cookie: the next sign-in asks for the password again, and a sign-out needs no
    /// browser. A browser that can't do this shows the page as usual, and keeps the cookie. Then a sign-out in the
    /// browser removes it.
    pub prefers_private_session: bool,
    /// Which of the configuration's sign-in redirects to use. Without this option, the first redirect whose scheme is
    /// neither `http` nor `https` is used. If there is none, the first of all is used.
    pub redirect_uri: Option<String>,
    /// Whom the app expects.
    pub identity_expectation: IdentityExpectation,
    /// Waits while another browser sheet of the process is open. Without this option, the call fails with
    /// [`AuthErrorCode::BrowserBusy`](crate::AuthErrorCode::BrowserBusy).
    pub waits_for_browser: bool,
}

// `login_hint` may be an e-mail address, and `idp_identifier` the domain of one.
redacted_debug! {
    WebSignInOptions {
        provider, scopes, language, prompt, nonce, resource, prefers_private_session, redirect_uri,
        identity_expectation, waits_for_browser
    };
}

/// The result of [`Auth::handle_redirect`](crate::Auth::handle_redirect).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RedirectResult {
    /// The address is not a redirect of this configuration. The app may use it for something else.
    NotARedirect,
    /// The redirect belongs to no open sign-in or sign-out: it was used before, its sign-in has ended, or it is forged.
    Ignored,
    /// The call that opened the browser has the redirect now, and goes on.
    Delivered,
    /// The sign-in was completed here. An earlier run of the app had opened the browser, or the user had closed it.
    SignedIn(AuthSignInResult),
}
