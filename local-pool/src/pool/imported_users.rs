//! A user whom an import job makes from a line of its file.

use super::UserPool;
use super::attributes::{Attribute, Writer};
use super::first_factor::FirstFactor;
use super::import_file::{Fields, MFA_ENABLED, PASSWORD_HASH, USERNAME};
use super::inbox::Medium;
use super::mfa::Factor;
use super::settings::MfaConfiguration;
use super::users::{Status, User};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;

/// The longest user name, in characters.
const LONGEST_NAME: usize = 128;

impl UserPool {
    /// Makes a user who has no password yet. The result is false if the user exists already. An error says what is
    /// wrong with the line.
    pub(super) fn import_user(&mut self, fields: &Fields, now: Moment) -> Result<bool, String> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let name = field(USERNAME);
        if name.is_empty() || name.contains(char::is_whitespace) || name.chars().count() > LONGEST_NAME {
            return Err(format!("The {USERNAME} is missing, too long, or has white space."));
        }
        check_birthdate(field("birthdate"))?;
        let mut attributes = attributes(fields)?;
        self.check_verified(&attributes)?;
        let with_mfa = self.imported_with_mfa(field(MFA_ENABLED))?;
        let said = |error: CognitoError| error.message.trim_end().to_owned();
        let sub = random::uuid().map_err(said)?;
        let writer = Writer::Administrator;
        let (username, sub) = match self.claim_username(name, sub, &mut attributes, writer) {
            Err(error) if error.kind == "UsernameExistsException" => return Ok(false),
            claimed => claimed.map_err(said)?,
        };
        self.check_attributes(&attributes, writer).map_err(said)?;
        self.check_required(&attributes).map_err(said)?;
        let mut user = User::new(username.clone(), sub, Status::ResetRequired, now);
        user.set_attributes(&attributes);
        self.claim_aliases_of_new(&user, |_| false).map_err(said)?;
        if with_mfa && self.mfa.offers(Factor::Sms) && user.attribute("phone_number").is_some() {
            user.mfa.set(Factor::Sms, true, false);
        }
        // Whoever can sign in with a code needs no password.
        let with_code = [FirstFactor::EmailOtp, FirstFactor::SmsOtp];
        user.status = Status::Confirmed;
        if !self.first_factors(&user).iter().any(|factor| with_code.contains(factor)) {
            user.status = Status::ResetRequired;
        }
        self.users.insert(username.into(), user);
        Ok(true)
    }

    /// At least one address of a kind that the pool verifies must be verified already. So the user can get a code for a
    /// new password.
    fn check_verified(&self, attributes: &[Attribute]) -> Result<(), String> {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|attribute| attribute.name == name)
                .map(|attribute| attribute.value.as_str())
        };
        let verified = |medium: Medium| value(&format!("{}_verified", medium.attribute())) == Some("true");
        let media = [Medium::Email, Medium::Sms];
        if let Some(without) =
            media.into_iter().find(|medium| verified(*medium) && value(medium.attribute()).is_none())
        {
            let name = without.attribute();
            return Err(format!("The {name} is missing although {name}_verified is true."));
        }
        match media.into_iter().any(|medium| self.settings.verifies(medium.attribute()) && verified(medium)) {
            true => Ok(()),
            false => {
                Err("The User Record does not set any of the auto verified attributes to true. (Example: \
                          email_verified to true)."
                    .to_owned())
            }
        }
    }

    /// Whether the user has second factors. Without a value, the pool's setting decides.
    fn imported_with_mfa(&self, value: &str) -> Result<bool, String> {
        match (value.to_lowercase().as_str(), self.mfa.configuration) {
            ("", configuration) => Ok(configuration == MfaConfiguration::On),
            ("true", MfaConfiguration::On | MfaConfiguration::Optional) => Ok(true),
            ("false", MfaConfiguration::Off | MfaConfiguration::Optional) => Ok(false),
            ("true" | "false", _) => {
                Err(format!("{MFA_ENABLED} contradicts the user pool's MFA configuration."))
            }
            _ => Err(format!("{MFA_ENABLED} must be true, false or empty.")),
        }
    }
}

/// The attributes of a line. Flags can be in upper case.
fn attributes(fields: &Fields) -> Result<Vec<Attribute>, String> {
    let is_attribute = |name: &str| ![USERNAME, MFA_ENABLED, PASSWORD_HASH].contains(&name);
    let given = fields.iter().filter(|(name, value)| is_attribute(name) && !value.is_empty());
    given
        .map(|(name, value)| {
            let value = match name.as_str() {
                "email_verified" | "phone_number_verified" => value.to_lowercase(),
                _ => value.clone(),
            };
            let is_flag = name.ends_with("_verified") && !name.contains(':');
            match is_flag && !["true", "false"].contains(&value.as_str()) {
                true => Err(format!("{name} must be true or false.")),
                false => Ok(Attribute { name: name.clone(), value }),
            }
        })
        .collect()
}

/// Checks a date of the form `mm/dd/yyyy`.
fn check_birthdate(date: &str) -> Result<(), String> {
    let is_number = |part: &str, length: usize, most: u32| {
        let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    let fits = match date.split('/').collect::<Vec<_>>().as_slice() {
        [""] => true,
        [month, day, year] => is_number(month, 2, 12) && is_number(day, 2, 31) && is_number(year, 4, 9999),
        _ => false,
    };
    if fits { Ok(()) } else { Err("The birthdate must have the form mm/dd/yyyy.".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthdate_has_cognitos_form_for_imports() {
        for good in ["", "02/01/1985", "12/31/0001"] {
            assert!(check_birthdate(good).is_ok(), "{good}");
        }
        for bad in ["1985-02-01", "2/1/1985", "13/01/1985", "01/32/1985", "01/01/85", "+1/01/1985", "01/01"] {
            assert!(check_birthdate(bad).is_err(), "{bad}");
        }
    }
}
