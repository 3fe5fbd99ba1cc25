//! The pages for a new account and for a forgotten password.

use super::attributes::attribute;
use super::form::{Field, Form};
use super::sign_in::name;
use crate::oauth::parameters::Parameters;
use crate::operations::browser::{SignInNames, SignUpForm};
use crate::pool::settings::PasswordPolicy;
use maud::{Markup, html};

/// The page with the form of a sign-up. `typed` is what the user typed before the pool refused the form.
pub(crate) fn sign_up(form: &Form<'_>, asks: &SignUpForm, typed: Option<&Parameters>) -> Markup {
    let texts = form.texts;
    let value =
        |name: &str| typed.and_then(|typed| typed.get(&format!("userAttributes.{name}"))).unwrap_or_default();
    let password = Field {
        name: "password",
        label: texts.password,
        required: !asks.password_is_optional,
        ..Field::EMPTY
    };
    let fields = html! {
        (name(form, asks.names))
        @for asked in &asks.attributes {
            (attribute(form, &asked.name, value(&asked.name), asked.required))
        }
        (form.new_password(&password, &asks.policy))
        button { (texts.sign_up_button) }
    };
    let content = html! { (form.form("/signup", &fields)) (form.back()) };
    form.page(texts.sign_up, &content)
}

/// The page for a forgotten password: it asks for the user name.
pub(crate) fn forgot_password(form: &Form<'_>, names: SignInNames) -> Markup {
    let texts = form.texts;
    let fields = html! {
        p { (texts.forgot_password_lead) }
        (name(form, names))
        button { (texts.send_code) }
    };
    let content = html! { (form.form("/forgotPassword", &fields)) (form.back()) };
    form.page(texts.forgot_password, &content)
}

/// The page that asks for the code and the new password. `sent_to` is the address to which a code has just been sent.
pub(crate) fn reset_password(form: &Form<'_>, sent_to: Option<&str>, policy: &PasswordPolicy) -> Markup {
    let texts = form.texts;
    let password = Field { name: "new_password", label: texts.new_password, ..Field::EMPTY };
    let fields = html! {
        @if let Some(address) = sent_to { p role="status" { (texts.code_sent_to.replace("{}", address)) } }
        p { (texts.reset_lead) }
        (form.hidden_username())
        (form.code())
        (form.new_password(&password, policy))
        button { (texts.set_password) }
        button .secondary name="resend" value="true" formnovalidate { (texts.send_new_code) }
    };
    let content = html! { (form.form("/forgotPassword", &fields)) (form.back()) };
    form.page(texts.choose_password, &content)
}
