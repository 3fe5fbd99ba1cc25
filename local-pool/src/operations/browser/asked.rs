//! What a step of a sign-in asks the user for, as its page shows it.

use super::begin::is_on_pages;
use crate::errors::CognitoError;
use crate::operations::shared::delivery;
use crate::operations::sign_in::first_factor::masked_address;
use crate::operations::sign_in::passkey::request_options;
use crate::pool::UserPool;
use crate::pool::attributes::mask;
use crate::pool::first_factor::FirstFactor;
use crate::pool::mfa::Factor;
use crate::pool::sessions::{Challenge, Session};
use crate::pool::settings::PasswordPolicy;
use crate::service::Call;
use serde_json::Value;

/// What the page asks for.
pub(crate) enum Asked {
    /// One of several first factors.
    FirstFactor { offered: Vec<FirstFactor> },
    /// The password, after the user chose it as the first factor.
    Password { other_ways: bool },
    /// The code of a first factor, and where it went.
    FirstFactorCode { sent_to: String, other_ways: bool },
    /// A passkey: the options of WebAuthn, as JSON.
    Passkey { options: Value, other_ways: bool },
    /// The code that confirms the account, and where the code goes. Without an address, only an administrator can
    /// confirm the account.
    ConfirmationCode { sent_to: Option<String> },
    /// A new password, and the required attributes that the user does not have.
    NewPassword { attributes: Vec<String>, policy: PasswordPolicy },
    /// The code of a second factor, and where it went. Without an address, an authenticator app makes the code.
    Code { sent_to: Option<String> },
    /// One of several second factors.
    ChosenFactor { offered: Vec<Factor> },
    /// The second factor to set up.
    FactorToSetUp { offered: Vec<Factor> },
    /// The first code of a new authenticator app.
    AppCode { secret: String, address: String },
}

/// Describes what an open Session asks for.
pub(crate) fn asked(call: &mut Call<'_>, client_id: &str, token: &str) -> Result<Asked, CognitoError> {
    let now = call.now;
    let (pool, _) = call.world.client(client_id)?;
    let session = pool.sessions.find(token, client_id, now)?.clone();
    if !session.progress.in_browser {
        return Err(CognitoError::invalid_session());
    }
    Ok(match &session.challenge {
        Challenge::SelectFirstFactor { available } => Asked::FirstFactor {
            offered: available.iter().copied().filter(|one| is_on_pages(*one)).collect(),
        },
        Challenge::Password => Asked::Password { other_ways: other_ways(pool, &session) },
        Challenge::FirstFactorCode { factor, .. } => Asked::FirstFactorCode {
            sent_to: masked_address(pool, &session.username, *factor),
            other_ways: other_ways(pool, &session),
        },
        Challenge::Passkey(ceremony) => Asked::Passkey {
            options: request_options(pool.user(&session.username)?, ceremony),
            other_ways: other_ways(pool, &session),
        },
        Challenge::ConfirmSignUp { .. } => {
            let to = delivery::automatic(pool, &session.username);
            Asked::ConfirmationCode { sent_to: to.map(|to| mask(&to.destination)) }
        }
        Challenge::NewPasswordRequired => Asked::NewPassword {
            attributes: missing(pool, &session)?,
            policy: pool.settings.password_policy(),
        },
        Challenge::SecondFactor { factor, .. } => {
            let user = pool.user(&session.username)?;
            let address = factor.medium().and_then(|medium| user.attribute(medium.attribute()));
            Asked::Code { sent_to: address.map(mask) }
        }
        Challenge::SetUpCode { destination, .. } => Asked::Code { sent_to: Some(mask(destination)) },
        Challenge::SelectMfaType { offered } => Asked::ChosenFactor { offered: offered.clone() },
        Challenge::MfaSetup => match &session.software_token {
            Some(token) => {
                let (secret, issuer) = (token.secret_code(), pool.name.clone());
                Asked::AppCode { address: otpauth(&issuer, &session.username, &secret), secret }
            }
            None => Asked::FactorToSetUp { offered: pool.mfa.offered.clone() },
        },
        _ => return Err(CognitoError::invalid_session()),
    })
}

/// Whether a choice of first factors offers the user more than one.
fn other_ways(pool: &UserPool, session: &Session) -> bool {
    pool.offered_first_factors(&session.username).into_iter().filter(|factor| is_on_pages(*factor)).count()
        > 1
}

/// The required attributes that the user has to give.
fn missing(pool: &mut UserPool, session: &Session) -> Result<Vec<String>, CognitoError> {
    let user = pool.users.get(session.username.as_str()).ok_or_else(CognitoError::user_not_found)?;
    let missing = pool.settings.required_attributes().filter(|name| user.attribute(name).is_none());
    Ok(missing.map(|name| name.to_owned()).collect())
}

/// The address that gives an authenticator app its secret.
fn otpauth(issuer: &str, account: &str, secret: &str) -> String {
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    address.append_pair("secret", secret).append_pair("issuer", issuer);
    let label: String =
        url::form_urlencoded::byte_serialize(format!("{issuer}:{account}").as_bytes()).collect();
    format!("otpauth://totp/{}?{}", label.replace('+', "%20"), address.finish())
}
