//! The stand-in's page.

use super::authorize::{CLAIM, ERRORS};
use crate::oauth::forms::CSRF_FIELD;
use crate::oauth::pages::providers::label;
use crate::oauth::pages::texts::Texts;
use crate::oauth::pages::{Scripts, layout, page_reply};
use crate::pool::identity_providers::ProviderSettings;
use crate::reply::Reply;
use axum::http::StatusCode;
use maud::{Markup, html};

/// What the page shows and asks for.
pub(super) struct Asks<'a> {
    pub provider: &'a ProviderSettings,
    /// The claims of the mapping that are not among the page's fixed fields.
    pub more_claims: &'a [&'a str],
    pub email: Option<&'a str>,
    pub csrf: &'a str,
    /// The address that the form is submitted to: the page's own address, with its query.
    pub action: &'a str,
}

/// The page. After the form, the browser goes to the pool and from there to the app, whose address the stand-in does
/// not know. So the content security policy does not restrict where the form leads.
pub(super) fn respond(asks: &Asks<'_>) -> Reply {
    let label = label(&asks.provider.provider_name);
    let title = format!("Stand-in for {label}");
    // The stand-in's texts exist only in English.
    let page = layout(Texts::of(None), &title, false, &content(asks, label));
    page_reply(StatusCode::OK, page, None, Scripts::None)
}

fn content(asks: &Asks<'_>, label: &str) -> Markup {
    html! {
        p { "Here " (label) " would ask its user to sign in. In the local pool, say who signs in." }
        form method="post" action=(asks.action) {
            input type="hidden" name=(CSRF_FIELD) value=(asks.csrf);
            label for="sub" { "User id at the provider" }
            input #sub name="sub" required autofocus autocapitalize="none" spellcheck="false" autocomplete="off";
            label for="email" { "E-mail address" }
            input #email name="email" type="email" value=(asks.email.unwrap_or_default()) autocomplete="off";
            label .choice { input type="checkbox" name="email_verified" value="true" checked; " The address is verified" }
            label for="name" { "Name" }
            input #name name="name" autocomplete="off";
            @for claim in asks.more_claims {
                label for={ (CLAIM) (claim) } { (claim) }
                input id={ (CLAIM) (claim) } name={ (CLAIM) (claim) } autocomplete="off";
            }
            button name="answer" value="sign-in" { "Sign in" }
            button .secondary name="answer" value="cancel" formnovalidate { "Cancel" }
            fieldset {
                legend { "Or answer with an error" }
                label for="error" { "Error" }
                select #error name="error" { @for error in ERRORS { option { (error) } } }
                label for="error_description" { "Description" }
                input #error_description name="error_description" autocomplete="off";
                button .secondary name="answer" value="error" formnovalidate { "Answer with this error" }
            }
        }
    }
}
