//! USER_AUTH: the user or the app chooses the first factor.

use super::next_step::check_account;
use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::operations::shared::delivery::Delivery;
use crate::pool::UserPool;
use crate::pool::attributes::mask;
use crate::pool::first_factor::FirstFactor;
use crate::pool::inbox::MessageKind;
use crate::pool::sessions::{Challenge, Session};
use serde_json::{Value, json};

impl SignInStep<'_, '_> {
    /// Begins with the factor that the app prefers, or lets the user choose. A request with a Session from
    /// ConfirmSignUp needs no factor: the user has just verified their address.
    pub(crate) fn begin_choice(&mut self) -> Result<Value, CognitoError> {
        let typed = self.typed_name()?;
        if self.session.is_some() {
            let session = self.find_session()?;
            if !matches!(session.challenge, Challenge::Confirmed) {
                return Err(CognitoError::invalid_session());
            }
            self.close_session()?;
            check_account(self.pool()?.user(&session.username)?)?;
            return self.finish(&session.username);
        }
        let preferred = match self.given("PREFERRED_CHALLENGE") {
            Some(name) => Some(FirstFactor::parse(name).ok_or_else(|| {
                let set = FirstFactor::ALL.map(FirstFactor::name).join(", ");
                CognitoError::invalid_parameter(format!("PREFERRED_CHALLENGE must be one of {set}."))
            })?),
            None => None,
        };
        let (username, available) = self.choices(&typed, preferred)?;
        // If the request has neither a password nor SRP_A, the device is checked here. Otherwise the device is checked
        // later: after the password, or in the request with the SRP claim, which has DEVICE_KEY again.
        if self.given("SRP_A").is_none() && self.given("PASSWORD").is_none() {
            self.recognise_device(&username)?;
        }
        let mut answer = match preferred.filter(|factor| available.contains(factor)) {
            Some(factor) => self.begin_with(&username, factor)?,
            None => {
                let challenge = Challenge::SelectFirstFactor { available: available.clone() };
                self.open(&username, challenge, json!({ "USERNAME": username }))?
            }
        };
        if answer.get("ChallengeName").is_some() {
            let names: Vec<&str> = available.into_iter().map(FirstFactor::name).collect();
            answer["AvailableChallenges"] = json!(names);
        }
        Ok(answer)
    }

    /// The pool user name, and the first factors that the user has. If the client hides which users exist, an unknown
    /// user seems to have every factor of the pool except a passkey.
    fn choices(
        &mut self,
        typed: &str,
        preferred: Option<FirstFactor>,
    ) -> Result<(String, Vec<FirstFactor>), CognitoError> {
        let hides = self.client.settings.hides_existence();
        let pool = self.pool()?;
        let username = pool.resolve(typed);
        match username.as_deref().and_then(|username| pool.users.get(username)) {
            Some(user) => {
                // Only the holder of the password learns the state of the account, so the state is checked after the
                // password. For a user without a password, or before a code is sent, the state is checked here.
                if user.verifier.is_none() || preferred.is_some_and(|factor| factor.medium().is_some()) {
                    check_account(user)?;
                }
                let available = pool.first_factors(user);
                if available.is_empty() {
                    return Err(CognitoError::not_authorized("No first factor is available for the user."));
                }
                Ok((user.username.clone(), available))
            }
            None if hides => Ok((typed.to_owned(), pool.offered_first_factors(typed))),
            None => Err(CognitoError::user_not_found()),
        }
    }

    /// Begins with a factor. If the request does not carry the answer already, a challenge asks for it.
    fn begin_with(&mut self, username: &str, factor: FirstFactor) -> Result<Value, CognitoError> {
        match factor {
            FirstFactor::Password if self.given("PASSWORD").is_some() => {
                self.check_password(username)?;
                self.password_verified(username)
            }
            FirstFactor::Password => {
                self.open(username, Challenge::Password, json!({ "USERNAME": username }))
            }
            FirstFactor::PasswordSrp if self.given("SRP_A").is_some() => self.begin_srp_for(username),
            FirstFactor::PasswordSrp => {
                self.open(username, Challenge::PasswordSrp, json!({ "USERNAME": username }))
            }
            FirstFactor::EmailOtp | FirstFactor::SmsOtp => self.send_first_factor(username, factor),
            FirstFactor::WebAuthn => self.ask_for_passkey(username),
        }
    }

    /// Takes the answer to SELECT_CHALLENGE: the chosen factor, perhaps together with the factor's password or SRP_A.
    pub(crate) fn select_challenge(
        &mut self,
        session: &Session,
        available: &[FirstFactor],
    ) -> Result<Value, CognitoError> {
        let chosen =
            FirstFactor::parse(self.parameter("ANSWER")?).filter(|factor| available.contains(factor));
        let Some(factor) = chosen else {
            return Err(CognitoError::invalid_parameter(
                "ANSWER is not one of the challenges that are available.",
            ));
        };
        if factor == FirstFactor::Password && self.given("PASSWORD").is_some() {
            return self.password(&session.username);
        }
        let answer = self.begin_with(&session.username, factor)?;
        self.close_session()?;
        Ok(answer)
    }

    /// Takes the password as the answer to the Session's challenge.
    pub(crate) fn password(&mut self, username: &str) -> Result<Value, CognitoError> {
        self.check_password(username)?;
        self.close_session()?;
        self.password_verified(username)
    }

    /// Checks a password that was sent, and then whether its user can sign in now. If not, an open Session stays open.
    /// Too many wrong passwords end the Session.
    pub(crate) fn check_password(&mut self, username: &str) -> Result<(), CognitoError> {
        let password = self.parameter("PASSWORD")?.to_owned();
        let group = self.pool()?.short_name().to_owned();
        let verified = self.verify_password(username, |user| {
            user.verifier.as_ref().is_some_and(|held| held.matches(&group, &user.username, &password))
        });
        verified.map_err(|wrong| self.count_wrong_answer(wrong))?;
        self.check_state(username)
    }

    /// Sends the code of a first factor. An unknown user gets the challenge, and no message goes out.
    fn send_first_factor(&mut self, username: &str, factor: FirstFactor) -> Result<Value, CognitoError> {
        let medium = factor.medium().ok_or_else(|| CognitoError::internal("a factor without a code"))?;
        let masked = masked_address(self.pool()?, username, factor);
        let mut parameters = json!({ "USERNAME": username });
        let sent = match self.pool()?.users.get(username) {
            Some(user) => {
                check_account(user)?;
                let destination = user.attribute(medium.attribute()).unwrap_or_default().to_owned();
                let to = Delivery { medium, destination };
                self.send_code(username, MessageKind::Otp, &to, &mut parameters)?
            }
            None => {
                parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = json!(medium.name());
                parameters["CODE_DELIVERY_DESTINATION"] = json!(masked);
                MessageKind::Otp.new_code()?
            }
        };
        self.open(username, Challenge::FirstFactorCode { factor, sent }, parameters)
    }

    /// Checks the code of a first factor. The right code completes the sign-in: only a password needs a second factor.
    pub(crate) fn first_factor_code(
        &mut self,
        session: &Session,
        factor: FirstFactor,
        sent: &str,
    ) -> Result<Value, CognitoError> {
        let name = format!("{}_CODE", factor.name());
        if !self.pool()?.users.contains_key(session.username.as_str()) {
            // Nobody got this code. A right guess must not tell that the user does not exist.
            self.parameter(&name)?;
            return Err(self.count_wrong_answer(CognitoError::wrong_sent_code()));
        }
        self.check_code(&name, sent)?;
        self.close_session()?;
        check_account(self.pool()?.user(&session.username)?)?;
        self.finish(&session.username)
    }
}

/// Where the code of a first factor goes, masked. The address of a user who does not exist is invented.
pub(crate) fn masked_address(pool: &UserPool, username: &str, factor: FirstFactor) -> String {
    let user = pool.users.get(username);
    let address = user.zip(factor.medium()).and_then(|(user, medium)| user.attribute(medium.attribute()));
    match (address, factor) {
        (Some(address), _) => mask(address),
        (None, FirstFactor::SmsOtp) => mask("+10000000000"),
        (None, _) => mask(&format!("{username}@example.com")),
    }
}
