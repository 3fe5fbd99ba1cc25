//! A user's password: `USER_SRP_AUTH`, `CUSTOM_AUTH` with `SRP_A`, and `USER_AUTH` with `PASSWORD_SRP`.

use crate::{
    KeyPair, Proof, SrpError,
    exchange::{Challenge, Exchange, Identity},
};

/// What Cognito sends with the challenge `PASSWORD_VERIFIER`, and the other values that the proof signs.
#[derive(Debug, Clone, Copy)]
pub struct UserChallenge<'a> {
    /// The user pool's id after its `_`.
    pub pool_name: &'a str,
    /// `USER_ID_FOR_SRP`: the user name in the pool, which may differ from the name that was typed.
    pub pool_username: &'a str,
    /// `SRP_B`: the server's public value, in hexadecimal.
    pub srp_b: &'a str,
    /// `SALT`, in hexadecimal.
    pub salt: &'a str,
    /// `SECRET_BLOCK`, in base64: the proof signs it.
    pub secret_block: &'a str,
    /// `TIMESTAMP` as it will be sent: see [`crate::timestamp::format`].
    pub timestamp: &'a str,
}

impl<'a> UserChallenge<'a> {
    pub(crate) fn challenge(&self) -> Challenge<'a> {
        Challenge {
            identity: Identity { scope: self.pool_name, name: self.pool_username },
            srp_b: self.srp_b,
            salt: self.salt,
            secret_block: self.secret_block,
            timestamp: self.timestamp,
        }
    }
}

/// Makes the proof that answers the challenge. Its signature is RespondToAuthChallenge's `PASSWORD_CLAIM_SIGNATURE`.
///
/// This takes milliseconds of arithmetic. A wrong password gives a proof too, which the server refuses.
///
/// # Errors
/// [`SrpError::MalformedHex`], [`SrpError::MalformedBase64`] and [`SrpError::TooLong`] for malformed parameters;
/// [`SrpError::PublicValueZero`] and [`SrpError::ScramblingParameterZero`] for values that a client must refuse.
pub fn prove(key_pair: &KeyPair, challenge: &UserChallenge<'_>, password: &str) -> Result<Proof, SrpError> {
    Ok(Exchange::run(key_pair, &challenge.challenge(), password)?.proof())
}
