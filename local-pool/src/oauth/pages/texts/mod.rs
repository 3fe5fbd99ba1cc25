//! The texts of the pages, in one table for each language.

mod english;

use crate::operations::browser::SignInNames;
use crate::pool::settings::PasswordPolicy;

/// The texts in a language. `{}` stands for a value.
pub(crate) struct Texts {
    /// The language, as HTML names it.
    pub tag: &'static str,
    /// Begins the title of a page that says what was wrong.
    pub error: &'static str,
    /// The title of a page for an error that no app can be told.
    pub failure: &'static str,

    // The sign-in.
    pub sign_in: &'static str,
    pub username: &'static str,
    pub email: &'static str,
    pub phone_number: &'static str,
    /// Between the last two of several.
    pub or: &'static str,
    pub and: &'static str,
    pub password: &'static str,
    pub forgot_password_link: &'static str,
    pub sign_up_link: &'static str,
    pub sign_in_link: &'static str,
    pub no_password_here: &'static str,

    // The sign-up.
    pub sign_up: &'static str,
    pub sign_up_button: &'static str,
    pub optional: &'static str,
    pub without_password: &'static str,
    /// With the rules: what a new password needs.
    pub password_needs: &'static str,
    pub characters: &'static str,
    pub upper_case: &'static str,
    pub lower_case: &'static str,
    pub digit: &'static str,
    pub symbol: &'static str,

    // The confirmation of an account.
    pub confirm_account: &'static str,
    pub confirm_sent_to: &'static str,
    pub administrator_confirms: &'static str,
    pub code: &'static str,
    pub confirm_button: &'static str,
    pub send_new_code: &'static str,
    pub new_code_sent: &'static str,

    // A forgotten password.
    pub forgot_password: &'static str,
    pub forgot_password_lead: &'static str,
    pub send_code: &'static str,
    pub choose_password: &'static str,
    pub reset_lead: &'static str,
    pub code_sent_to: &'static str,
    pub new_password: &'static str,
    pub set_password: &'static str,
    pub password_changed: &'static str,

    // The first factors.
    pub other_ways: &'static str,
    pub choose_first_factor: &'static str,
    pub with_code_by_email: &'static str,
    pub with_code_by_sms: &'static str,
    pub with_passkey: &'static str,
    pub enter_password: &'static str,
    pub passkey: &'static str,
    pub passkey_lead: &'static str,
    pub use_passkey: &'static str,
    pub passkey_needs_script: &'static str,
    pub passkey_unsupported: &'static str,
    pub passkey_cancelled: &'static str,
    /// With the domain that the passkeys belong to.
    pub passkey_elsewhere: &'static str,

    // The steps of a sign-in.
    pub enter_code: &'static str,
    pub enter_app_code: &'static str,
    pub choose_factor: &'static str,
    pub second_factor: &'static str,
    pub by_sms: &'static str,
    pub by_app: &'static str,
    pub by_email: &'static str,
    pub go_on: &'static str,
    pub set_up_factor: &'static str,
    pub set_up_factor_lead: &'static str,
    pub send_code_to_email: &'static str,
    pub send_code_to_phone: &'static str,
    pub set_up_app: &'static str,
    pub set_up_app_lead: &'static str,
    pub open_app: &'static str,
    pub set_up_app_button: &'static str,

    /// The form of a phone number.
    pub phone_number_hint: &'static str,
    /// The labels of the standard attributes.
    pub attributes: &'static [(&'static str, &'static str)],
}

impl Texts {
    pub(crate) fn of() -> &'static Self {
        &english::TEXTS
    }

    /// The label of the field for a name.
    pub(crate) fn name_label(&self, names: SignInNames) -> String {
        let kinds = [
            (names.username, self.username),
            (names.email, self.email),
            (names.phone_number, self.phone_number),
        ];
        let kinds: Vec<&str> = kinds.into_iter().filter(|(asked, _)| *asked).map(|(_, kind)| kind).collect();
        capitalised(&listed(&kinds, self.or))
    }

    /// The label of an attribute. A custom one has no text, so it has its name.
    pub(crate) fn attribute_label<'n>(&'n self, name: &'n str) -> &'n str {
        let known = self.attributes.iter().find(|(known, _)| *known == name).map(|(_, label)| *label);
        known.unwrap_or_else(|| name.strip_prefix("custom:").unwrap_or(name))
    }

    /// What a new password needs.
    pub(crate) fn password_rules(&self, policy: &PasswordPolicy) -> String {
        let length = self.characters.replace("{}", &policy.minimum_length.to_string());
        let kinds = [
            (policy.require_uppercase, self.upper_case),
            (policy.require_lowercase, self.lower_case),
            (policy.require_numbers, self.digit),
            (policy.require_symbols, self.symbol),
        ];
        let kinds = kinds.into_iter().filter(|(needed, _)| *needed).map(|(_, kind)| kind);
        let rules: Vec<&str> = [length.as_str()].into_iter().chain(kinds).collect();
        self.password_needs.replace("{}", &listed(&rules, self.and))
    }
}

/// One, two or three of them: `a, b or c`.
fn listed(texts: &[&str], last: &str) -> String {
    match texts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// The text with a capital letter at its beginning.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
