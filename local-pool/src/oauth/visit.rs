//! A browser that opens one of the pages of a sign-in, or submits its form.

use super::browser::Browser;
use super::forms;
use super::pages::form::Form;
use super::pages::texts::Texts;
use super::pages::{self, Scripts, respond};
use super::redirect;
use super::sign_in_request::SignInRequest;
use crate::errors::CognitoError;
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::reply::Reply;
use crate::service::Call;
use maud::Markup;

/// A valid request, and the browser that it comes from.
pub(crate) struct Visit<'b> {
    pub browser: &'b Browser,
    pub request: SignInRequest,
    pub texts: &'static Texts,
    csrf: String,
}

/// Does the work of a page. The page's address takes the same query parameters as `/oauth2/authorize`, and the page
/// refuses what that endpoint refuses.
pub(crate) fn visit<W>(
    call: &mut Call<'_>,
    browser: &Browser,
    query: &str,
    work: W,
) -> Result<Reply, CognitoError>
where
    W: FnOnce(&mut Call<'_>, &Visit<'_>) -> Result<Reply, CognitoError>,
{
    match SignInRequest::read(call, query) {
        // With `prompt=none` the app wants no page. So the browser goes to `/oauth2/authorize`, which shows none.
        Ok(request) if request.prompts("none") => {
            Ok(redirect::to(&format!("/oauth2/authorize?{}", request.query)))
        }
        Ok(request) => {
            let csrf = forms::token(browser)?;
            let texts = Texts::of(request.language.or(browser.language));
            let answer = work(call, &Visit { browser, request, texts, csrf });
            Ok(answer.unwrap_or_else(|error| pages::failure(texts, &error)))
        }
        Err(refusal) => Ok(pages::refusal(Texts::of(browser.language), &refusal)),
    }
}

impl Visit<'_> {
    pub(crate) fn client_id(&self) -> &str {
        &self.request.client.id
    }

    /// Whether the users of the pool itself may sign in here.
    pub(crate) fn allows_pool(&self) -> bool {
        self.request.client.settings.oauth.allows_provider(POOL_AS_PROVIDER)
    }

    /// Fails unless the users of the pool itself may sign in here.
    pub(crate) fn require_pool(&self) -> Result<(), CognitoError> {
        let text = "The user pool itself is not one of the client's identity providers.";
        if self.allows_pool() { Ok(()) } else { Err(CognitoError::new("unauthorized_client", text)) }
    }

    /// What every form of the visit has.
    pub(crate) fn form<'v>(&'v self, username: &'v str, error: Option<&'v CognitoError>) -> Form<'v> {
        let (query, csrf) = (self.request.query.as_str(), self.csrf.as_str());
        Form { texts: self.texts, query, csrf, username, error, notice: None }
    }

    /// The response of a page, with the cookies that its form needs.
    pub(crate) fn respond(&self, page: Markup, error: Option<&CognitoError>) -> Reply {
        self.finish(respond(page, &self.request.back, error, Scripts::None))
    }

    /// The response of the page that runs the script for passkeys.
    pub(crate) fn respond_with_script(&self, page: Markup, error: Option<&CognitoError>) -> Reply {
        self.finish(respond(page, &self.request.back, error, Scripts::Own))
    }

    fn finish(&self, reply: Reply) -> Reply {
        let reply = self.browser.keep_csrf(reply, &self.csrf);
        match self.request.language {
            Some(language) => self.browser.keep_language(reply, language),
            None => reply,
        }
    }
}
