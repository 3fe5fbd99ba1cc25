//! The form for the name and the password, and those of the steps after it.

use super::layout;
use crate::errors::CognitoError;
use crate::oauth::forms::CSRF_FIELD;
use crate::operations::browser::Asked;
use crate::pool::mfa::Factor;
use maud::{Markup, html};

/// What every form has.
pub(crate) struct Form<'a> {
    /// The query of the request to sign in. The form's address passes it on.
    pub query: &'a str,
    pub csrf: &'a str,
    /// What was wrong with the last answer.
    pub error: Option<&'a CognitoError>,
}

impl Form<'_> {
    fn page(&self, title: &str, content: &Markup) -> Markup {
        let content = html! {
            @if let Some(error) = self.error { p #error role="alert" { (error.message) } }
            (content)
        };
        layout(title, &content)
    }

    /// A form with these fields. `session` identifies the step that it answers.
    fn form(&self, session: Option<&str>, fields: &Markup) -> Markup {
        html! {
            form method="post" action={ "/login?" (self.query) } {
                input type="hidden" name=(CSRF_FIELD) value=(self.csrf);
                @if let Some(session) = session { input type="hidden" name="session" value=(session); }
                (fields)
            }
        }
    }

    /// The element that says what is wrong.
    fn described_by(&self) -> Option<&'static str> {
        self.error.map(|_| "error")
    }

    /// The field for a code.
    fn code(&self) -> Markup {
        html! {
            label for="code" { "Code" }
            input #code name="code" required autofocus inputmode="numeric" autocomplete="one-time-code"
                aria-describedby=[self.described_by()];
        }
    }
}

/// The form for the name and the password.
pub(crate) fn form(form: &Form<'_>, username: &str) -> Markup {
    let fields = html! {
        label for="username" { "User name, e-mail address or phone number" }
        input #username name="username" value=(username) required autofocus autocomplete="username"
            autocapitalize="none" spellcheck="false" aria-describedby=[form.described_by()];
        label for="password" { "Password" }
        input #password name="password" type="password" required autocomplete="current-password"
            aria-describedby=[form.described_by()];
        button { "Sign in" }
    };
    form.page("Sign in", &form.form(None, &fields))
}

/// The page of a step after the password. `session` identifies the step.
pub(crate) fn step(form: &Form<'_>, session: &str, asked: &Asked) -> Markup {
    let (title, fields) = match asked {
        Asked::ConfirmationCode => ("Confirm your account", confirmation(form)),
        Asked::NewPassword { attributes } => ("Choose a new password", new_password(form, attributes)),
        Asked::Code { sent_to } => ("Enter your code", code(form, sent_to.as_deref())),
        Asked::ChosenFactor { offered } => ("Choose how to verify", choice(offered)),
        Asked::AppCode { secret, address } => ("Set up an authenticator app", app(form, secret, address)),
        Asked::FactorToSetUp { offered } => {
            return form.page("Set up a second factor", &set_up(form, session, offered));
        }
    };
    form.page(title, &form.form(Some(session), &fields))
}

fn confirmation(form: &Form<'_>) -> Markup {
    html! {
        p { "Your account is not confirmed. Enter the code that was sent to you." }
        (form.code())
        button { "Confirm account" }
        button name="resend" value="true" formnovalidate { "Send a new code" }
    }
}

fn new_password(form: &Form<'_>, attributes: &[String]) -> Markup {
    html! {
        label for="new_password" { "New password" }
        input #new_password name="new_password" type="password" required autofocus autocomplete="new-password"
            aria-describedby=[form.described_by()];
        @for attribute in attributes {
            label for=(attribute) { (attribute) }
            input id=(attribute) name={ "userAttributes." (attribute) } required;
        }
        button { "Set password" }
    }
}

fn code(form: &Form<'_>, sent_to: Option<&str>) -> Markup {
    html! {
        @match sent_to {
            Some(address) => p { "A code was sent to " (address) "." },
            None => p { "Enter the code that your authenticator app shows." },
        }
        (form.code())
        button { "Sign in" }
    }
}

/// What a factor is called on the pages.
fn label(factor: Factor) -> &'static str {
    match factor {
        Factor::Sms => "Text message",
        Factor::SoftwareToken => "Authenticator app",
        Factor::Email => "E-mail",
    }
}

/// One of several factors, as radio buttons.
fn choice(offered: &[Factor]) -> Markup {
    html! {
        fieldset {
            legend { "Second factor" }
            @for factor in offered {
                label {
                    input type="radio" name="factor" value=(factor.name()) required;
                    " " (label(*factor))
                }
            }
        }
        button { "Continue" }
    }
}

/// The factors to set up. Each has a form of its own, so that the Enter key submits the one that the user is typing in.
fn set_up(form: &Form<'_>, session: &str, offered: &[Factor]) -> Markup {
    let option = |factor: &Factor| match factor {
        Factor::SoftwareToken => html! { button name="factor" value=(factor.name()) { (label(*factor)) } },
        Factor::Email => address(form, "email", "E-mail address", "email"),
        Factor::Sms => address(form, "phone_number", "Phone number", "tel"),
    };
    html! {
        p { "This account needs a second factor. Choose one." }
        @for factor in offered { (form.form(Some(session), &option(factor))) }
    }
}

fn address(form: &Form<'_>, name: &str, title: &str, kind: &str) -> Markup {
    html! {
        label for=(name) { (title) }
        input id=(name) name=(name) type=(kind) required autocomplete=(kind)
            aria-describedby=[form.described_by()];
        button { "Send a code to this " (title.to_lowercase()) }
    }
}

fn app(form: &Form<'_>, secret: &str, address: &str) -> Markup {
    html! {
        p { "Add this key to your authenticator app, and enter the code that it shows." }
        p { code { (secret) } }
        p { a href=(address) { "Open in the authenticator app" } }
        (form.code())
        button { "Set up and sign in" }
    }
}
