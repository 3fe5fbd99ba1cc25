//! Forms of the pool's pages: only the pool's own pages may submit them.

use super::browser::Browser;
use super::parameters::Parameters;
use crate::errors::CognitoError;
use crate::hashing;
use crate::random;

/// The field for a token, which shows that the form came from the pool. The browser has the same token in a cookie.
pub(crate) const CSRF_FIELD: &str = "_csrf";

/// The token for the browser's next form. A browser keeps its token, so that two tabs do not disturb each other.
pub(crate) fn token(browser: &Browser) -> Result<String, CognitoError> {
    match browser.csrf.as_ref().filter(|token| is_token(token)) {
        Some(token) => Ok(token.clone()),
        None => random::uuid(),
    }
}

/// Whether a text has the form of a token. The cookie's text goes into a page, and anyone may have made the cookie.
fn is_token(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Refuses a form that another site sends, or that lacks this browser's token.
pub(crate) fn check(own_page: bool, browser: &Browser, form: &Parameters) -> Result<(), CognitoError> {
    let digest = |token: &str| hashing::sha256(&[token.as_bytes()]);
    let held = browser.csrf.as_deref().filter(|token| is_token(token)).map(digest);
    match own_page && held.is_some() && held == form.get(CSRF_FIELD).map(digest) {
        true => Ok(()),
        false => {
            let text =
                "The form is not from this browser, or it is too old. Go back to the app and start again.";
            let mut error = CognitoError::new("InvalidCsrfToken", text);
            error.status = 403;
            Err(error)
        }
    }
}
