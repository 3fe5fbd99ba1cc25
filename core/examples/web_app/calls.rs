//! Reads the lines of input: calls, and events of the browser.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthProvider, FetchAuthSessionOptions, IdentityExpectation, Secret, SignOutOptions, WebPrompt,
    WebSignInOptions,
};
use serde::Deserialize;

use crate::Answer;
use crate::answers::{redirected, session, signed_in, signed_out, user};
use crate::pages::{Event, Pages};

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Line {
    /// Something happened in the browser.
    Event {
        page: u64,
        #[serde(flatten)]
        event: Event,
    },
    Call {
        id: u64,
        #[serde(flatten)]
        call: Call,
    },
}

/// The calls of the library, by their names on iOS and Android. Every member may be left out, except for `url`.
#[derive(Deserialize)]
#[serde(tag = "call", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Call {
    #[serde(rename = "signInWithWebUI")]
    SignInWithWebUi(Box<SignIn>),
    /// Signs out, and shows the page that removes the cookie.
    #[serde(rename = "signOutWithWebUI")]
    SignOutWithWebUi {
        #[serde(default)]
        global_sign_out: bool,
    },
    /// Signs out without a browser.
    SignOut {
        #[serde(default)]
        global_sign_out: bool,
    },
    /// Takes a redirect that reached the app when no call was waiting for it.
    HandleRedirect {
        url: String,
    },
    GetCurrentUser,
    /// The answer has the tokens and the AWS credentials.
    FetchAuthSession {
        #[serde(default)]
        force_refresh: bool,
    },
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct SignIn {
    /// Cognito's name of the provider, such as `Google` or `SignInWithApple`.
    provider: Option<String>,
    idp_identifier: Option<String>,
    scopes: Vec<String>,
    language: Option<String>,
    login_hint: Option<String>,
    prompt: Vec<Prompt>,
    redirect_uri: Option<String>,
    prefers_private_session: bool,
    waits_for_browser: bool,
    /// The id of the user who has to sign in.
    expected_user: Option<String>,
    /// The ids of users who must not sign in.
    other_than: Vec<String>,
}

/// OpenID Connect's names for [`WebPrompt`].
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Prompt {
    None,
    Login,
    SelectAccount,
    Consent,
}

impl Call {
    pub(crate) async fn made(self, auth: &Auth, pages: Arc<Pages>) -> Answer {
        match self {
            Self::SignInWithWebUi(options) => {
                Ok(signed_in(&auth.sign_in_with_web_ui((*options).into(), pages).await?))
            }
            Self::SignOutWithWebUi { global_sign_out } => signed_out(
                auth.sign_out_with_web_ui(
                    SignOutOptions { global_sign_out, ..SignOutOptions::default() },
                    pages,
                )
                .await,
            ),
            Self::SignOut { global_sign_out } => signed_out(
                auth.sign_out(SignOutOptions { global_sign_out, ..SignOutOptions::default() }).await,
            ),
            Self::HandleRedirect { url } => Ok(redirected(&auth.handle_redirect(Secret::new(url)).await?)),
            Self::GetCurrentUser => Ok(user(&auth.get_current_user().await?)),
            Self::FetchAuthSession { force_refresh } => {
                let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
                Ok(session(&auth.fetch_auth_session(options).await?))
            }
        }
    }
}

impl From<SignIn> for WebSignInOptions {
    fn from(options: SignIn) -> Self {
        let identity_expectation = match (options.expected_user, options.other_than) {
            (Some(user), _) => IdentityExpectation::User(user),
            (None, others) if others.is_empty() => IdentityExpectation::Anyone,
            (None, others) => IdentityExpectation::OtherThan(others),
        };
        Self {
            provider: options.provider.map(AuthProvider::Named),
            idp_identifier: options.idp_identifier,
            scopes: options.scopes,
            language: options.language,
            login_hint: options.login_hint,
            prompt: options.prompt.into_iter().map(WebPrompt::from).collect(),
            redirect_uri: options.redirect_uri,
            prefers_private_session: options.prefers_private_session,
            waits_for_browser: options.waits_for_browser,
            identity_expectation,
            ..Self::default()
        }
    }
}

impl From<Prompt> for WebPrompt {
    fn from(prompt: Prompt) -> Self {
        match prompt {
            Prompt::None => Self::None,
            Prompt::Login => Self::Login,
            Prompt::SelectAccount => Self::SelectAccount,
            Prompt::Consent => Self::Consent,
        }
    }
}
