//! The users of a configured pool. They can be in every state, except that of a user of an identity provider.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::delivery;
use crate::operations::shared::mfa_preference::{FactorSetting, FactorSettings, set_preference};
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::codes::Purpose;
use crate::pool::inbox::MessageKind;
use crate::pool::mfa::SoftwareToken;
use crate::pool::password_policy::SetBy;
use crate::pool::users::{Status, User};
use crate::random;
use serde::Deserialize;

/// A user in a configuration.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ConfiguredUser {
    pub username: String,
    /// A permanent password.
    password: Option<String>,
    /// A password that the first sign-in must replace.
    temporary_password: Option<String>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    groups: Vec<String>,
    user_status: Option<String>,
    enabled: Option<bool>,
    /// The secret of the user's authenticator app, in base32.
    secret_code: Option<String>,
    #[serde(rename = "SMSMfaSettings")]
    sms: Option<FactorSetting>,
    #[serde(rename = "SoftwareTokenMfaSettings")]
    software_token: Option<FactorSetting>,
    #[serde(rename = "EmailMfaSettings")]
    email: Option<FactorSetting>,
}

/// The error about a member of the user.
fn about(member: &'static str) -> impl FnOnce(CognitoError) -> CognitoError {
    move |error| error.about(member)
}

impl ConfiguredUser {
    pub(super) fn register(&self, pool: &mut UserPool, now: Moment) -> Result<(), CognitoError> {
        let status = self.status(pool)?;
        let username = self.insert(pool, status, now)?;
        self.set_password(pool, &username, status, now)?;
        for name in &self.groups {
            let added = pool.groups.add_member(name, username.clone());
            added.map_err(|error| error.about(&format!("group {name}")))?;
        }
        self.set_second_factors(pool, &username, now)?;
        if status == Status::Unconfirmed
            && let Some(to) = delivery::automatic(pool, &username)
        {
            // As after SignUp, the inbox has the code for ConfirmSignUp.
            delivery::send_code(pool, &username, Purpose::SignUp, MessageKind::SignUp, &to, now)?;
        }
        let user = pool.user(&username)?;
        user.enabled = self.enabled.unwrap_or(true);
        Ok(())
    }

    /// The state that `UserStatus` names, or else the one that follows from the passwords.
    fn status(&self, pool: &UserPool) -> Result<Status, CognitoError> {
        let refuse = |text: &str| Err(CognitoError::invalid_parameter(text).about("UserStatus"));
        if self.password.is_some() && self.temporary_password.is_some() {
            let text = "A user has a permanent password or a temporary one, not both.";
            return Err(CognitoError::invalid_parameter(text).about("TemporaryPassword"));
        }
        let temporary = self.temporary_password.is_some();
        let Some(name) = self.user_status.as_deref() else {
            return Ok(if temporary { Status::ForceChangePassword } else { Status::Confirmed });
        };
        let known =
            [Status::Confirmed, Status::Unconfirmed, Status::ForceChangePassword, Status::ResetRequired];
        let Some(status) = known.into_iter().find(|status| status.name() == name) else {
            return refuse(
                "It must be one of CONFIRMED, UNCONFIRMED, FORCE_CHANGE_PASSWORD, RESET_REQUIRED.",
            );
        };
        let has_password = self.password.is_some();
        match status {
            Status::ForceChangePassword if !temporary => {
                refuse("FORCE_CHANGE_PASSWORD needs TemporaryPassword.")
            }
            Status::ForceChangePassword => Ok(status),
            _ if temporary => refuse("Only FORCE_CHANGE_PASSWORD has a TemporaryPassword."),
            Status::Unconfirmed if !has_password && !pool.is_passwordless() => {
                refuse("UNCONFIRMED needs Password, unless the pool lets users sign in without one.")
            }
            _ => Ok(status),
        }
    }

    /// Adds the user with attributes and without a password. Returns the pool user name.
    fn insert(&self, pool: &mut UserPool, status: Status, now: Moment) -> Result<String, CognitoError> {
        let mut attributes = self.user_attributes.clone();
        let writer = Writer::Administrator;
        let (username, sub) =
            pool.claim_username(&self.username, random::uuid()?, &mut attributes, writer)?;
        pool.check_attributes(&attributes, writer).map_err(about("UserAttributes"))?;
        let mut user = User::new(username.clone(), sub, status, now);
        user.set_attributes(&attributes);
        pool.claim_aliases_of_new(&user, |_| false).map_err(about("UserAttributes"))?;
        pool.users.insert(username.clone().into(), user);
        Ok(username)
    }

    fn set_password(
        &self,
        pool: &mut UserPool,
        username: &str,
        status: Status,
        now: Moment,
    ) -> Result<(), CognitoError> {
        let policy = pool.settings.password_policy();
        if let Some(password) = &self.temporary_password {
            policy.check(password, SetBy::AdminCreateUser).map_err(about("TemporaryPassword"))?;
            return pool.set_temporary_password(username, password, now);
        }
        if let Some(password) = &self.password {
            policy.check(password, SetBy::AdminCreateUser).map_err(about("Password"))?;
            let verifier = pool.verifier_for(username, password)?;
            let user = pool.user(username)?;
            user.set_password(verifier, now);
            user.status = status;
        }
        Ok(())
    }

    fn set_second_factors(
        &self,
        pool: &mut UserPool,
        username: &str,
        now: Moment,
    ) -> Result<(), CognitoError> {
        if let Some(code) = &self.secret_code {
            let token = SoftwareToken::from_base32(code).map_err(about("SecretCode"))?;
            pool.user(username)?.software_token = Some(Box::new(token));
        }
        let none = FactorSettings::default;
        let (sms, software_token, email) = (self.sms, self.software_token, self.email);
        for (member, settings) in [
            ("SMSMfaSettings", FactorSettings { sms, ..none() }),
            ("SoftwareTokenMfaSettings", FactorSettings { software_token, ..none() }),
            ("EmailMfaSettings", FactorSettings { email, ..none() }),
        ] {
            set_preference(pool, username, settings, now).map_err(about(member))?;
        }
        // Each setting is valid by itself. At most one of them may be preferred.
        set_preference(pool, username, FactorSettings { sms, software_token, email }, now)
            .map_err(about("MFA settings"))?;
        Ok(())
    }
}
