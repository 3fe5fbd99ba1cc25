//! The texts of the pages, in one table for each language.

mod english;
mod errors;
mod french;
mod german;
mod spanish;

use crate::errors::CognitoError;
use crate::operations::browser::SignInNames;
use crate::pool::settings::PasswordPolicy;
use errors::ERRORS;

/// The texts of the pages in one language. In a text, `{}` stands where a value goes.
pub(crate) struct Texts {
    /// The language, as HTML names it.
    pub tag: &'static str,
    /// The beginning of a page's title if the user's last answer was wrong.
    pub error: &'static str,
    /// The title of a page for an error that the pool can't send to an app.
    pub failure: &'static str,

    // The sign-in.
    pub sign_in: &'static str,
    pub username: &'static str,
    pub email: &'static str,
    pub phone_number: &'static str,
    /// Stands between the last two items of a list, as `and` does.
    pub or: &'static str,
    pub and: &'static str,
    pub password: &'static str,
    pub forgot_password_link: &'static str,
    pub sign_up_link: &'static str,
    pub sign_in_link: &'static str,
    pub no_password_here: &'static str,
    /// `{}` is the name of another identity provider.
    pub continue_with: &'static str,

    // The sign-up.
    pub sign_up: &'static str,
    pub sign_up_button: &'static str,
    pub optional: &'static str,
    pub without_password: &'static str,
    /// `{}` is the list of what a new password needs.
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
    /// `{}` is the domain that the passkeys belong to.
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

    /// Says how to write a phone number.
    pub phone_number_hint: &'static str,
    /// The labels of [`ATTRIBUTES`].
    pub attributes: [&'static str; 17],

    /// The translations of [`ERRORS`].
    pub errors: [&'static str; ERRORS.len()],
}

/// The standard attributes that a page can ask for.
const ATTRIBUTES: [&str; 17] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "address",
    "updated_at",
];

static ALL: [&Texts; 4] = [&english::TEXTS, &german::TEXTS, &spanish::TEXTS, &french::TEXTS];

/// The text for an error. A text that has no translation is English on every page.
pub(crate) struct ErrorText<'a> {
    pub text: &'a str,
    /// The text's language, if it differs from the page's.
    pub language: Option<&'static str>,
}

impl Texts {
    /// The texts in a language, or in English if the pages have no texts in that language.
    pub(crate) fn of(language: Option<&str>) -> &'static Self {
        let texts = ALL.into_iter().find(|texts| Some(texts.tag) == language);
        texts.unwrap_or(&english::TEXTS)
    }

    /// The text for an error of Cognito.
    pub(crate) fn error_text<'a>(&'a self, error: &'a CognitoError) -> ErrorText<'a> {
        // In English, the pages show the text that an app would get.
        if self.tag == english::TEXTS.tag {
            return ErrorText { text: &error.message, language: None };
        }
        let known = ERRORS.into_iter().position(|text| text == errors::reason(&error.message));
        match known.and_then(|place| self.errors.get(place)) {
            Some(text) => ErrorText { text, language: None },
            None => ErrorText { text: &error.message, language: Some(english::TEXTS.tag) },
        }
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

    /// The label of an attribute. A custom attribute has no text, so its name is the label.
    pub(crate) fn attribute_label<'n>(&'n self, name: &'n str) -> &'n str {
        let known = ATTRIBUTES.into_iter().position(|known| known == name);
        known
            .and_then(|place| self.attributes.get(place).copied())
            .unwrap_or_else(|| name.strip_prefix("custom:").unwrap_or(name))
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

/// The texts as a list in words: `a, b or c`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_texts_gets_the_english_texts() {
        for (asked, tag) in
            [(Some("de"), "de"), (Some("fr"), "fr"), (Some("es"), "es"), (Some("ja"), "en"), (None, "en")]
        {
            assert_eq!(Texts::of(asked).tag, tag);
        }
    }

    #[test]
    fn an_error_without_a_translation_stays_english_and_says_so() {
        let german = Texts::of(Some("de"));
        let shown = |message: &str| {
            let error = CognitoError::not_authorized(message);
            let shown = german.error_text(&error);
            (shown.text.to_owned(), shown.language)
        };
        assert_eq!(shown("User is disabled."), ("Dieses Konto ist gesperrt.".to_owned(), None));
        let refused = "Password does not conform to policy: Password not long enough";
        assert_eq!(shown(refused), ("Das Passwort ist zu kurz.".to_owned(), None));
        let of_a_trigger = "PreSignUp failed with error Not today.";
        assert_eq!(shown(of_a_trigger), (of_a_trigger.to_owned(), Some("en")));
    }

    #[test]
    fn names_and_rules_are_listed_in_words() {
        let names = SignInNames { username: true, email: true, phone_number: true };
        let email = SignInNames { username: false, email: true, phone_number: false };
        for (tag, all, only) in [
            ("en", "User name, e-mail address or phone number", "E-mail address"),
            ("de", "Benutzername, E-Mail-Adresse oder Telefonnummer", "E-Mail-Adresse"),
            (
                "es",
                "Nombre de usuario, dirección de correo electrónico o número de teléfono",
                "Dirección de correo electrónico",
            ),
            ("fr", "Nom d’utilisateur, adresse e-mail ou numéro de téléphone", "Adresse e-mail"),
        ] {
            let texts = Texts::of(Some(tag));
            assert_eq!((texts.name_label(names).as_str(), texts.name_label(email).as_str()), (all, only));
        }
        let mut policy =
            PasswordPolicy { minimum_length: 6, require_symbols: false, ..PasswordPolicy::default() };
        policy.require_uppercase = false;
        assert_eq!(
            Texts::of(Some("en")).password_rules(&policy),
            "The password needs at least 6 characters, a small letter and a digit."
        );
    }
}
