//! SRP in a sign-in, for the password of a user or of a device: the pool answers A with B, then checks the claim.

use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::pool::sessions::{Challenge, OpenExchange, PasswordOf};
use crate::random;
use crate::srp::{self, Claim, ClientPublic, Exchange, Verifier};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::format_description::FormatItem;
use time::macros::format_description;

impl SignInStep<'_, '_> {
    /// The client's A: SRP_A.
    pub(crate) fn client_public(&self) -> Result<ClientPublic, CognitoError> {
        srp::integer(self.parameter("SRP_A")?)
            .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must be a hexadecimal number."))
    }

    /// Answers A with B, the salt, and a secret block for the client to sign. `parameters` name the user or the device.
    pub(crate) fn open_exchange(
        &mut self,
        username: &str,
        password_of: PasswordOf,
        verifier: &Verifier,
        client_public: ClientPublic,
        mut parameters: Value,
    ) -> Result<Value, CognitoError> {
        let srp = Exchange::begin(verifier, client_public)?
            .ok_or_else(|| CognitoError::invalid_parameter("SRP_A must not be a multiple of N."))?;
        let secret_block = random::block::<128>()?;
        parameters["SALT"] = json!(verifier.salt_hex());
        parameters["SRP_B"] = json!(srp.server_public_hex());
        parameters["SECRET_BLOCK"] = json!(secret_block);
        let challenge = match password_of {
            PasswordOf::User | PasswordOf::Nobody => Challenge::PasswordVerifier,
            PasswordOf::Device(_) => Challenge::DeviceVerifier,
        };
        let answer = self.open(username, challenge, parameters)?;
        let session = answer["Session"].as_str().unwrap_or_default().to_owned();
        let (username, client_id) = (username.to_owned(), self.client.id.clone());
        let open =
            OpenExchange { srp, username, password_of, client_id, expires: self.session_ends(), session };
        self.pool()?.sessions.expect_claim(&secret_block, open);
        Ok(answer)
    }

    /// Takes the SRP exchange that a claim belongs to. The secret block identifies the exchange, because some clients
    /// don't send the Session back. USERNAME is USER_ID_FOR_SRP or the name that the user typed.
    pub(crate) fn take_exchange(&mut self, claim: &PasswordClaim) -> Result<OpenExchange, CognitoError> {
        let typed = self.parameter("USERNAME")?.to_owned();
        let now = self.now();
        let pool = self.pool()?;
        let open =
            pool.sessions.take_exchange(&claim.secret_block).ok_or_else(CognitoError::invalid_session)?;
        let progress = pool.sessions.find_for_any_client(&open.session, now).map(|s| s.progress.clone());
        let same_user = typed == open.username || pool.resolve(&typed).as_ref() == Some(&open.username);
        let session_fits = self.session.as_ref().is_none_or(|session| *session == open.session);
        if !session_fits || !same_user || open.client_id != self.client.id {
            // The Session may have ended already. The error is the same.
            let _ = self.pool()?.sessions.close(&open.session);
            return Err(CognitoError::invalid_session());
        }
        self.progress = progress?;
        self.notice_alias(&open.username)?;
        Ok(open)
    }
}

/// PASSWORD_CLAIM_* as the client sends it: the SRP proof of a user's or a device's password.
pub(crate) struct PasswordClaim {
    pub secret_block: String,
    timestamp: String,
    signature: String,
}

impl PasswordClaim {
    pub(crate) fn read(step: &SignInStep<'_, '_>) -> Result<Self, CognitoError> {
        let read = |name: &str| step.parameter(name).map(str::to_owned);
        let secret_block = read("PASSWORD_CLAIM_SECRET_BLOCK")?;
        let signature = read("PASSWORD_CLAIM_SIGNATURE")?;
        let timestamp = read("TIMESTAMP")?;
        check_timestamp(&timestamp)?;
        Ok(Self { secret_block, timestamp, signature })
    }

    /// Whether the claim is right for an exchange.
    pub(crate) fn fits(&self, exchange: &Exchange, group: &str, name: &str) -> bool {
        let (block, signature) = (STANDARD.decode(&self.secret_block), STANDARD.decode(&self.signature));
        let (Ok(secret_block), Ok(signature)) = (&block, &signature) else { return false };
        exchange.accepts(&Claim { group, name, secret_block, timestamp: &self.timestamp, signature })
    }
}

/// Checks TIMESTAMP. Clients must write it in English, and the day without padding: `Mon Nov 2 08:05:00 UTC 2026`.
fn check_timestamp(timestamp: &str) -> Result<(), CognitoError> {
    const FORM: &[FormatItem<'_>] = format_description!(
        "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
    );
    match time::PrimitiveDateTime::parse(timestamp, FORM) {
        Ok(_) => Ok(()),
        Err(_) => Err(CognitoError::invalid_parameter(
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_english_and_in_utc() {
        for good in ["Sun Nov 22 18:45:00 UTC 2026", "Mon Nov 2 08:05:09 UTC 2026"] {
            check_timestamp(good).unwrap_or_else(|error| panic!("{good}: {error:?}"));
        }
        for bad in [
            "",
            "2026-11-22T18:45:00Z",
            "So Nov 22 18:45:00 UTC 2026",
            "Sun Nov 22 18:45:00 GMT 2026",
            "Sun Nov 32 18:45:00 UTC 2026",
            "Sun Nov 22 8:45:00 UTC 2026",
            "Sun Nov 22 18:45:00 UTC 2026 ",
        ] {
            assert_eq!(check_timestamp(bad).unwrap_err().kind, "InvalidParameterException", "{bad}");
        }
    }
}
