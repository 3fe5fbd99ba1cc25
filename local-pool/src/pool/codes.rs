//! A user's codes for the sign-up, a forgotten password and attributes: one pending code for each purpose. The codes of
//! a sign-in are in its Session.

use super::attempts::Attempts;
use super::attribute_name::AttributeName;
use crate::clock::Moment;
use crate::collections::Sorted;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};

/// What a code is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub(crate) enum Purpose {
    /// ConfirmSignUp.
    SignUp,
    /// ConfirmForgotPassword.
    ForgotPassword,
    /// VerifyUserAttribute, for the attribute of this name.
    Attribute(String),
}

/// The name in the data folder. No attribute has a name with a space, so all names differ.
impl From<Purpose> for String {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::SignUp => "sign up".to_owned(),
            Purpose::ForgotPassword => "forgot password".to_owned(),
            Purpose::Attribute(name) => name,
        }
    }
}

impl From<String> for Purpose {
    fn from(name: String) -> Self {
        match name.as_str() {
            "sign up" => Self::SignUp,
            "forgot password" => Self::ForgotPassword,
            _ => Self::Attribute(name),
        }
    }
}

impl Purpose {
    /// Cognito's lifetimes: 24 hours, and one hour for a password reset.
    fn seconds(&self) -> i64 {
        match self {
            Self::SignUp | Self::Attribute(_) => Moment::DAY,
            Self::ForgotPassword => Moment::HOUR,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Pending {
    code: String,
    /// The attribute that the code verifies, and its value.
    #[serde(rename = "proves")]
    verifies: (AttributeName, String),
    expires: Moment,
}

/// A user's pending codes. A new one replaces the old one of the same purpose.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Codes {
    pending: Sorted<Purpose, Pending>,
    /// The wrong codes since the last right one.
    attempts: Sorted<Purpose, Attempts>,
}

impl Codes {
    /// Makes a code that verifies `value`, the value of the user's `attribute`.
    pub(crate) fn issue(
        &mut self,
        purpose: Purpose,
        attribute: &str,
        value: &str,
        now: Moment,
    ) -> Result<String, CognitoError> {
        let code = random::code::<6>()?;
        let expires = now.plus_seconds(purpose.seconds());
        let verifies = (attribute.into(), value.to_owned());
        self.pending.insert(purpose, Pending { code: code.clone(), verifies, expires });
        Ok(code)
    }

    /// Checks a code. Returns the attribute that it verifies, with the value that it was sent to. After a wrong code
    /// the right one still works.
    pub(crate) fn check(
        &mut self,
        purpose: &Purpose,
        presented: &str,
        now: Moment,
    ) -> Result<(String, String), CognitoError> {
        if self.attempts.get(purpose).is_some_and(|attempts| attempts.is_locked(now)) {
            return Err(CognitoError::attempts_exceeded());
        }
        let Some(pending) = self.pending.get(purpose) else { return Err(CognitoError::code_expired()) };
        if pending.expires <= now {
            return Err(CognitoError::code_expired());
        }
        if pending.code != presented {
            self.attempts.or_default(purpose.clone()).failed(now);
            return Err(CognitoError::code_mismatch());
        }
        self.attempts.remove(purpose);
        let (attribute, value) = &pending.verifies;
        Ok((attribute.as_str().to_owned(), value.clone()))
    }

    /// Checks a code and uses it up.
    pub(crate) fn redeem(
        &mut self,
        purpose: &Purpose,
        presented: &str,
        now: Moment,
    ) -> Result<(String, String), CognitoError> {
        let verifies = self.check(purpose, presented, now)?;
        self.withdraw(purpose);
        Ok(verifies)
    }

    /// The value that a pending code verifies.
    pub(crate) fn pending_value(&self, purpose: &Purpose, now: Moment) -> Option<&str> {
        let pending = self.pending.get(purpose).filter(|pending| now < pending.expires)?;
        Some(&pending.verifies.1)
    }

    /// Removes a pending code.
    pub(crate) fn withdraw(&mut self, purpose: &Purpose) {
        self.pending.remove(purpose);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn other_than(code: &str) -> &'static str {
        if code == "000000" { "000001" } else { "000000" }
    }

    #[test]
    fn a_code_works_once() {
        let (mut codes, now) = (Codes::default(), Clock::default().now());
        let code = codes.issue(Purpose::SignUp, "email", "a@b.c", now).unwrap();
        let verified = codes.redeem(&Purpose::SignUp, &code, now).unwrap();
        assert_eq!(verified, ("email".to_owned(), "a@b.c".to_owned()));
        assert_eq!(codes.redeem(&Purpose::SignUp, &code, now), Err(CognitoError::code_expired()));
    }

    #[test]
    fn five_wrong_codes_lock_for_a_second_and_then_the_right_code_works() {
        let (mut codes, now) = (Codes::default(), Clock::default().now());
        let code = codes.issue(Purpose::SignUp, "email", "a@b.c", now).unwrap();
        for _ in 0..5 {
            let refused = codes.redeem(&Purpose::SignUp, other_than(&code), now);
            assert_eq!(refused, Err(CognitoError::code_mismatch()));
        }
        assert_eq!(codes.redeem(&Purpose::SignUp, &code, now), Err(CognitoError::attempts_exceeded()));
        assert!(codes.redeem(&Purpose::SignUp, &code, now.plus_seconds(1)).is_ok());
    }

    #[test]
    fn codes_expire_by_the_pools_clock() {
        let (mut codes, now) = (Codes::default(), Clock::default().now());
        let code = codes.issue(Purpose::SignUp, "email", "a@b.c", now).unwrap();
        let late = codes.redeem(&Purpose::SignUp, &code, now.plus_seconds(Moment::DAY));
        assert_eq!(late, Err(CognitoError::code_expired()));
        let code = codes.issue(Purpose::ForgotPassword, "email", "a@b.c", now).unwrap();
        let late = codes.redeem(&Purpose::ForgotPassword, &code, now.plus_seconds(Moment::HOUR));
        assert_eq!(late, Err(CognitoError::code_expired()));
    }

    #[test]
    fn a_code_serves_its_own_purpose_only() {
        let (mut codes, now) = (Codes::default(), Clock::default().now());
        let code = codes.issue(Purpose::SignUp, "email", "a@b.c", now).unwrap();
        let other = Purpose::Attribute("email".into());
        assert_eq!(codes.redeem(&other, &code, now), Err(CognitoError::code_expired()));
    }
}
