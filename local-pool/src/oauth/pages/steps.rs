//! The pages of the steps of a sign-in.

use super::attributes::attribute;
use super::first_factor;
use super::form::{Field, Form};
use super::texts::Texts;
use crate::operations::browser::Asked;
use crate::pool::mfa::Factor;
use crate::pool::settings::PasswordPolicy;
use maud::{Markup, html};

/// The page of a step. `session` identifies the step.
pub(crate) fn step(form: &Form<'_>, session: &str, asked: &Asked) -> Markup {
    let texts = form.texts;
    let (title, fields) = match asked {
        Asked::FirstFactor { offered } => (texts.choose_first_factor, first_factor::choice(texts, offered)),
        Asked::Password { other_ways } => (texts.enter_password, first_factor::password(form, *other_ways)),
        Asked::FirstFactorCode { sent_to, other_ways } => {
            (texts.enter_code, first_factor::code(form, sent_to, *other_ways))
        }
        Asked::Passkey { options, other_ways } => {
            (texts.passkey, first_factor::passkey(form, options, *other_ways))
        }
        Asked::ConfirmationCode { sent_to: Some(address) } => {
            (texts.confirm_account, confirmation(form, address))
        }
        Asked::ConfirmationCode { sent_to: None } => {
            let content = html! { p { (texts.administrator_confirms) } (form.back()) };
            return form.page(texts.confirm_account, &content);
        }
        Asked::NewPassword { attributes, policy } => {
            (texts.choose_password, new_password(form, attributes, policy))
        }
        Asked::Code { sent_to } => (texts.enter_code, code(form, sent_to.as_deref())),
        Asked::ChosenFactor { offered } => (texts.choose_factor, choice(texts, offered)),
        Asked::AppCode { secret, address } => (texts.set_up_app, app(form, secret, address)),
        Asked::FactorToSetUp { offered } => {
            return form.page(texts.set_up_factor, &set_up(form, session, offered));
        }
    };
    form.page(title, &html! { (form.step(session, &fields)) (form.back()) })
}

fn confirmation(form: &Form<'_>, sent_to: &str) -> Markup {
    let texts = form.texts;
    html! {
        p { (texts.confirm_sent_to.replace("{}", sent_to)) }
        (form.code())
        button { (texts.confirm_button) }
        button .secondary name="resend" value="true" formnovalidate { (texts.send_new_code) }
    }
}

fn new_password(form: &Form<'_>, attributes: &[String], policy: &PasswordPolicy) -> Markup {
    let texts = form.texts;
    let password = Field { name: "new_password", label: texts.new_password, has_focus: true, ..Field::EMPTY };
    html! {
        (form.new_password(&password, policy))
        @for name in attributes { (attribute(form, name, "", true)) }
        button { (texts.set_password) }
    }
}

fn code(form: &Form<'_>, sent_to: Option<&str>) -> Markup {
    let texts = form.texts;
    html! {
        @match sent_to {
            Some(address) => p { (texts.code_sent_to.replace("{}", address)) },
            None => p { (texts.enter_app_code) },
        }
        (form.code())
        button { (texts.sign_in) }
    }
}

/// What a factor is called on the pages.
fn label(texts: &Texts, factor: Factor) -> &'static str {
    match factor {
        Factor::Sms => texts.by_sms,
        Factor::SoftwareToken => texts.by_app,
        Factor::Email => texts.by_email,
    }
}

/// Radio buttons for the choice of one factor among several.
fn choice(texts: &Texts, offered: &[Factor]) -> Markup {
    html! {
        fieldset {
            legend { (texts.second_factor) }
            @for factor in offered {
                label .choice {
                    input type="radio" name="factor" value=(factor.name()) required;
                    " " (label(texts, *factor))
                }
            }
        }
        button { (texts.go_on) }
    }
}

/// The factors to set up. Each has a form of its own, so that the Enter key submits the form that the user is in.
fn set_up(form: &Form<'_>, session: &str, offered: &[Factor]) -> Markup {
    let texts = form.texts;
    let option = |factor: &Factor| match factor {
        Factor::SoftwareToken => {
            html! { button name="factor" value=(factor.name()) { (label(texts, *factor)) } }
        }
        Factor::Email => address(form, "email", "email", texts.send_code_to_email),
        Factor::Sms => address(form, "phone_number", "tel", texts.send_code_to_phone),
    };
    html! {
        p { (texts.set_up_factor_lead) }
        @for factor in offered { (form.step(session, &option(factor))) }
        (form.back())
    }
}

fn address(form: &Form<'_>, name: &str, kind: &str, button: &str) -> Markup {
    let label = form.texts.attribute_label(name);
    html! {
        (form.field(&Field { name, label, kind, autocomplete: Some(kind), ..Field::EMPTY }))
        button { (button) }
    }
}

fn app(form: &Form<'_>, secret: &str, address: &str) -> Markup {
    let texts = form.texts;
    html! {
        p { (texts.set_up_app_lead) }
        p { code { (secret) } }
        p { a href=(address) { (texts.open_app) } }
        (form.code())
        button { (texts.set_up_app_button) }
    }
}
