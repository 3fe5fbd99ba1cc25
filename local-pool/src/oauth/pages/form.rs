//! The parts of a form: its hidden fields, its text fields, its messages.

use super::texts::Texts;
use super::{alert, layout};
use crate::errors::CognitoError;
use crate::oauth::forms::CSRF_FIELD;
use crate::pool::settings::PasswordPolicy;
use maud::{Markup, html};

/// What every form has.
pub(crate) struct Form<'a> {
    pub texts: &'static Texts,
    /// The query of the request to sign in. The form's address passes it on.
    pub query: &'a str,
    pub csrf: &'a str,
    /// The name that the user typed. Each step passes it on: if a step has ended, the user begins again with this name.
    /// A password manager reads it too.
    pub username: &'a str,
    /// What was wrong with the last answer.
    pub error: Option<&'a CognitoError>,
    /// A message about what has just been done, such as a new code.
    pub notice: Option<&'a str>,
}

/// A text field with its label.
#[derive(Clone)]
pub(crate) struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub kind: &'a str,
    pub value: &'a str,
    /// The purpose of the field, as HTML names it.
    pub autocomplete: Option<&'a str>,
    pub required: bool,
    /// Whether the page opens with the focus in this field.
    pub has_focus: bool,
    pub hint: Option<String>,
}

impl Field<'_> {
    pub(crate) const EMPTY: Self = Self {
        name: "",
        label: "",
        kind: "text",
        value: "",
        autocomplete: None,
        required: true,
        has_focus: false,
        hint: None,
    };
}

impl Form<'_> {
    /// The whole page: the error and the notice, if any, and then the content.
    pub(crate) fn page(&self, title: &str, content: &Markup) -> Markup {
        let content = html! {
            @if let Some(error) = self.error { (alert(self.texts, error)) }
            @if let Some(notice) = self.notice { p #notice role="status" { (notice) } }
            (content)
        };
        layout(self.texts, title, self.error.is_some(), &content)
    }

    /// A form that is submitted to `path`.
    pub(crate) fn form(&self, path: &str, fields: &Markup) -> Markup {
        html! {
            form method="post" action={ (path) "?" (self.query) } {
                input type="hidden" name=(CSRF_FIELD) value=(self.csrf);
                (fields)
            }
        }
    }

    /// A form that answers a step, which `session` identifies.
    pub(crate) fn step(&self, session: &str, fields: &Markup) -> Markup {
        let fields = html! {
            input type="hidden" name="session" value=(session);
            (self.hidden_username())
            (fields)
        };
        self.form("/login", &fields)
    }

    pub(crate) fn hidden_username(&self) -> Markup {
        html! { input type="hidden" name="username" value=(self.username) autocomplete="username"; }
    }

    /// A text field. A screen reader reads the error and the hint together with the field.
    pub(crate) fn field(&self, field: &Field<'_>) -> Markup {
        let hint = field.hint.as_ref().map(|_| format!("{}-hint", field.name));
        let described_by: Vec<&str> =
            self.error.map(|_| "error").into_iter().chain(hint.as_deref()).collect();
        let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
        let is_name = field.autocomplete == Some("username");
        let value = Some(field.value).filter(|value| !value.is_empty());
        html! {
            label for=(field.name) {
                (field.label)
                @if !field.required { " " span .optional { (self.texts.optional) } }
            }
            input id=(field.name) name=(field.name) type=(field.kind) value=[value]
                required[field.required] autofocus[field.has_focus] autocomplete=[field.autocomplete]
                autocapitalize=[is_name.then_some("none")] spellcheck=[is_name.then_some("false")]
                aria-describedby=[described_by];
            @if let (Some(text), Some(id)) = (&field.hint, &hint) { p .hint id=(id) { (text) } }
        }
    }

    /// The field for a code.
    pub(crate) fn code(&self) -> Markup {
        html! {
            label for="code" { (self.texts.code) }
            input #code name="code" required autofocus inputmode="numeric" autocomplete="one-time-code"
                aria-describedby=[self.error.map(|_| "error")];
        }
    }

    /// The field for a new password, with the pool's rules.
    pub(crate) fn new_password(&self, field: &Field<'_>, policy: &PasswordPolicy) -> Markup {
        let mut hint = self.texts.password_rules(policy);
        if !field.required {
            hint = format!("{hint} {}", self.texts.without_password);
        }
        self.field(&Field {
            kind: "password",
            autocomplete: Some("new-password"),
            hint: Some(hint),
            ..field.clone()
        })
    }

    /// A link back to the beginning of the sign-in.
    pub(crate) fn back(&self) -> Markup {
        html! { nav { (self.link("/login", self.texts.sign_in_link)) } }
    }

    /// A link to another page of the same sign-in.
    pub(crate) fn link(&self, path: &str, text: &str) -> Markup {
        html! { a href={ (path) "?" (self.query) } { (text) } }
    }
}
