//! Checks new passwords against the pool's policy.

use super::settings::PasswordPolicy;
use crate::errors::CognitoError;
use crate::random;

/// The characters that Cognito counts as symbols, besides a space inside the password.
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`=+";

/// The operation that sets a password. Each has its own words for a refusal.
#[derive(Clone, Copy)]
pub(crate) enum SetBy {
    SignUp,
    AdminCreateUser,
    /// Any other operation, e.g. ChangePassword or the answer to NEW_PASSWORD_REQUIRED.
    Change,
}

impl SetBy {
    fn refusal(self) -> &'static str {
        match self {
            Self::SignUp => "Password did not conform with policy",
            Self::AdminCreateUser => "Password did not conform with password policy",
            Self::Change => "Password does not conform to policy",
        }
    }
}

impl PasswordPolicy {
    /// Refuses a password that breaks the policy. The error names the first rule that the password breaks.
    pub(crate) fn check(&self, password: &str, set_by: SetBy) -> Result<(), CognitoError> {
        check_shape("password", password)?;
        let has = |class: fn(char) -> bool| password.chars().any(class);
        let rules = [
            (password.chars().count() < self.minimum_length, "not long enough"),
            (self.require_uppercase && !has(|c| c.is_ascii_uppercase()), "must have uppercase characters"),
            (self.require_lowercase && !has(|c| c.is_ascii_lowercase()), "must have lowercase characters"),
            (self.require_numbers && !has(|c| c.is_ascii_digit()), "must have numeric characters"),
            (
                self.require_symbols && !has(|c| SYMBOLS.contains(c) || c == ' '),
                "must have symbol characters",
            ),
        ];
        match rules.into_iter().find(|(is_broken, _)| *is_broken) {
            None => Ok(()),
            Some((_, reason)) => Err(CognitoError::new(
                "InvalidPasswordException",
                format!("{}: Password {reason}", set_by.refusal()),
            )),
        }
    }

    /// A temporary password that conforms to the policy.
    pub(crate) fn temporary_password(&self) -> Result<String, CognitoError> {
        let length = self.minimum_length.max(8) - 4;
        Ok(format!("{}Aa1!", random::alphanumeric(length)?))
    }
}

/// Checks the form of every password, whatever the policy: `[\S]+.*[\S]+`, at most 256 characters.
pub(crate) fn check_shape(member: &str, password: &str) -> Result<(), CognitoError> {
    let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let length = password.chars().count();
    if length > 256 {
        return Err(CognitoError::constraint(member, "Member must have length less than or equal to 256"));
    }
    if length < 2 || !solid(password.chars().next()) || !solid(password.chars().next_back()) {
        return Err(CognitoError::constraint(
            member,
            r"Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_the_password_policy_has_cognitos_text() {
        let policy = PasswordPolicy::default();
        let table = [
            ("Aa1!", "not long enough"),
            ("passw0rd!", "must have uppercase characters"),
            ("PASSW0RD!", "must have lowercase characters"),
            ("Password!", "must have numeric characters"),
            ("Passw0rdd", "must have symbol characters"),
        ];
        for (password, reason) in table {
            for (set_by, refusal) in [
                (SetBy::SignUp, "Password did not conform with policy"),
                (SetBy::AdminCreateUser, "Password did not conform with password policy"),
                (SetBy::Change, "Password does not conform to policy"),
            ] {
                let error = policy.check(password, set_by).unwrap_err();
                assert_eq!(error.kind, "InvalidPasswordException");
                assert_eq!(error.message, format!("{refusal}: Password {reason}"));
            }
        }
        policy.check("Passw0rd!", SetBy::SignUp).unwrap();
        policy.check("Passw0rd d", SetBy::SignUp).unwrap();
    }

    #[test]
    fn a_password_that_is_too_short_or_too_long_or_has_space_at_an_end_is_malformed() {
        for password in ["", "a", " Passw0rd!", "Passw0rd! ", &"Aa1!".repeat(65)] {
            let error = PasswordPolicy::default().check(password, SetBy::SignUp).unwrap_err();
            assert_eq!(error.kind, "InvalidParameterException", "{password:?}");
        }
    }

    #[test]
    fn a_generated_temporary_password_conforms_to_the_policy() {
        for minimum_length in [6, 8, 20, 99] {
            let policy = PasswordPolicy { minimum_length, ..PasswordPolicy::default() };
            policy.check(&policy.temporary_password().unwrap(), SetBy::AdminCreateUser).unwrap();
        }
    }
}
