//! The fields for a user's attributes.

use super::form::{Field, Form};
use maud::Markup;

/// The field for an attribute.
pub(super) fn attribute(form: &Form<'_>, name: &str, value: &str, required: bool) -> Markup {
    let (kind, autocomplete) = purpose(name);
    let hint = (name == "phone_number").then(|| form.texts.phone_number_hint.to_owned());
    form.field(&Field {
        name: &format!("userAttributes.{name}"),
        label: form.texts.attribute_label(name),
        kind,
        value,
        autocomplete,
        required,
        hint,
        ..Field::EMPTY
    })
}

/// The kind and the purpose of the field for a standard attribute, in HTML's words.
fn purpose(attribute: &str) -> (&'static str, Option<&'static str>) {
    match attribute {
        "name" => ("text", Some("name")),
        "given_name" => ("text", Some("given-name")),
        "family_name" => ("text", Some("family-name")),
        "middle_name" => ("text", Some("additional-name")),
        "nickname" => ("text", Some("nickname")),
        "profile" | "picture" => ("url", None),
        "website" => ("url", Some("url")),
        "email" => ("email", Some("email")),
        "phone_number" => ("tel", Some("tel")),
        "gender" => ("text", Some("sex")),
        "birthdate" => ("date", Some("bday")),
        "locale" => ("text", Some("language")),
        "address" => ("text", Some("street-address")),
        "updated_at" => ("number", None),
        _ => ("text", None),
    }
}
