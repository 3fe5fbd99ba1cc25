//! The pages for a first factor: the choice of a factor, and a page for each factor. The sign-in page asks for a
//! password too.

use super::form::{Field, Form};
use super::sign_in::{other_ways, password as password_field};
use super::texts::Texts;
use crate::pool::first_factor::FirstFactor;
use maud::{Markup, html};
use serde_json::Value;

/// A button for each factor that the user can choose.
pub(super) fn choice(texts: &Texts, offered: &[FirstFactor]) -> Markup {
    let label = |factor: FirstFactor| match factor {
        FirstFactor::Password | FirstFactor::PasswordSrp => texts.password,
        FirstFactor::EmailOtp => texts.with_code_by_email,
        FirstFactor::SmsOtp => texts.with_code_by_sms,
        FirstFactor::WebAuthn => texts.with_passkey,
    };
    html! {
        @for factor in offered {
            button name="first_factor" value=(factor.name()) { (label(*factor)) }
        }
    }
}

pub(super) fn password(form: &Form<'_>, has_other_ways: bool) -> Markup {
    html! {
        (password_field(form, &Field { has_focus: true, ..Field::EMPTY }))
        button { (form.texts.sign_in) }
        @if has_other_ways { (other_ways(form)) }
    }
}

pub(super) fn code(form: &Form<'_>, sent_to: &str, has_other_ways: bool) -> Markup {
    let texts = form.texts;
    html! {
        p { (texts.code_sent_to.replace("{}", sent_to)) }
        (form.code())
        button { (texts.sign_in) }
        button .secondary name="resend" value="true" formnovalidate { (texts.send_new_code) }
        @if has_other_ways { (other_ways(form)) }
    }
}

/// The page for a passkey. Its script asks the browser for the passkey, and submits the form with what the passkey
/// signed. If the browser runs no scripts, the page says that a passkey needs one.
pub(super) fn passkey(form: &Form<'_>, options: &Value, has_other_ways: bool) -> Markup {
    let texts = form.texts;
    let relying_party = options.get("rpId").and_then(Value::as_str).unwrap_or_default();
    html! {
        input #credential type="hidden" name="credential" value="";
        noscript { p role="alert" { (texts.passkey_needs_script) } }
        div #passkey hidden data-options=(options)
            data-cancelled=(texts.passkey_cancelled)
            data-unsupported=(texts.passkey_unsupported)
            data-elsewhere=(texts.passkey_elsewhere.replace("{}", relying_party)) {
            p { (texts.passkey_lead) }
            p #passkey-problem role="alert" hidden {}
            button #use-passkey type="button" { (texts.use_passkey) }
        }
        @if has_other_ways { (other_ways(form)) }
        script src="/login/passkey.js" defer {}
    }
}
