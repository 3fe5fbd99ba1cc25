//! The page for the name and the password.

use super::form::{Field, Form};
use super::providers::links;
use crate::operations::browser::{SignInForm, SignInNames};
use maud::{Markup, html};

/// The sign-in page. `allows_pool` says whether the users of the pool itself may sign in here, and `providers` names
/// the other identity providers.
pub(crate) fn page(form: &Form<'_>, asks: &SignInForm, allows_pool: bool, providers: &[String]) -> Markup {
    let texts = form.texts;
    let content = html! {
        (links(form, providers))
        @if allows_pool {
            (form.form("/login", &fields(form, asks)))
            nav {
                @if asks.resets_password { (form.link("/forgotPassword", texts.forgot_password_link)) }
                @if asks.signs_up { (form.link("/signup", texts.sign_up_link)) }
            }
        } @else if providers.is_empty() {
            p { (texts.no_password_here) }
        }
    };
    form.page(texts.sign_in, &content)
}

fn fields(form: &Form<'_>, asks: &SignInForm) -> Markup {
    html! {
        (name(form, asks.names))
        (password(form, &Field::EMPTY))
        button { (form.texts.sign_in) }
        @if asks.other_ways { (other_ways(form)) }
    }
}

/// The field for the user's password.
pub(super) fn password(form: &Form<'_>, field: &Field<'_>) -> Markup {
    form.field(&Field {
        name: "password",
        label: form.texts.password,
        kind: "password",
        autocomplete: Some("current-password"),
        ..field.clone()
    })
}

/// The button that leads to the choice of a first factor. It works even while the field for the password is empty.
pub(super) fn other_ways(form: &Form<'_>) -> Markup {
    html! { button .secondary name="choose" value="true" formnovalidate { (form.texts.other_ways) } }
}

/// The field for a name. It has the focus.
pub(super) fn name(form: &Form<'_>, names: SignInNames) -> Markup {
    let only = |email, phone_number| names == SignInNames { username: false, email, phone_number };
    let kind = match (only(true, false), only(false, true)) {
        (true, _) => "email",
        (_, true) => "tel",
        _ => "text",
    };
    form.field(&Field {
        name: "username",
        label: &form.texts.name_label(names),
        kind,
        value: form.username,
        autocomplete: Some("username"),
        has_focus: true,
        ..Field::EMPTY
    })
}
