//! The other identity providers on the sign-in page.

use super::form::Form;
use maud::{Markup, html};
use url::form_urlencoded;

/// The parameter that names the provider. Each link replaces the value that the app sent, because the app can have
/// chosen the pool itself.
const PROVIDER: &str = "identity_provider";

/// What users call a provider.
pub(crate) fn label(name: &str) -> &str {
    match name {
        "LoginWithAmazon" => "Amazon",
        "SignInWithApple" => "Apple",
        other => other,
    }
}

/// A link for each provider. The link sends the app's request again, with this provider.
pub(super) fn links(form: &Form<'_>, names: &[String]) -> Markup {
    let address = |name: &str| {
        let pairs = form_urlencoded::parse(form.query.as_bytes()).filter(|(held, _)| held != PROVIDER);
        let mut again = form_urlencoded::Serializer::new(String::new());
        format!("/oauth2/authorize?{}", again.extend_pairs(pairs).append_pair(PROVIDER, name).finish())
    };
    let text = |name: &str| form.texts.continue_with.replace("{}", label(name));
    html! {
        @if !names.is_empty() {
            ul.providers {
                @for name in names { li { a href=(address(name)) { (text(name)) } } }
            }
        }
    }
}
