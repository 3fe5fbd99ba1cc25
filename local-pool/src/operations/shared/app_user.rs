//! The user whom an app names before the sign-in.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::attributes::mask;
use crate::pool::client::Client;
use crate::pool::inbox::Medium;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The members `ClientId`, `SecretHash` and `Username`, which every request of a sign-up or a password reset has.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AppUser {
    client_id: String,
    secret_hash: Option<String>,
    pub username: String,
}

impl AppUser {
    /// The pool and the client. Checks the form of the username, and the client's secret.
    pub(crate) fn open<'w>(
        &self,
        call: &'w mut Call<'_>,
    ) -> Result<(&'w mut UserPool, Client), CognitoError> {
        let (pool, client) = call.world.client(&self.client_id)?;
        check_username(&self.username)?;
        client.check_secret_hash(&self.username, self.secret_hash.as_deref())?;
        Ok((pool, client))
    }

    /// The response for an unknown user. If the client hides which users exist, the response claims that a message was
    /// sent. Otherwise the response is an error.
    pub(crate) fn feigned_delivery(&self, client: &Client) -> Result<Value, CognitoError> {
        if !client.settings.hides_existence() {
            return Err(CognitoError::user_not_found());
        }
        let (name, medium) = (Medium::Email.attribute(), Medium::Email.name());
        let destination = mask(&format!("{}@example.com", self.username));
        let details = json!({ "AttributeName": name, "DeliveryMedium": medium, "Destination": destination });
        Ok(json!({ "CodeDeliveryDetails": details }))
    }
}

/// Checks a username or an alias: 1 to 128 visible characters.
pub(crate) fn check_username(username: &str) -> Result<(), CognitoError> {
    let refuse = |constraint| Err(CognitoError::constraint("username", constraint));
    if username.is_empty() {
        return refuse("Member must have length greater than or equal to 1");
    }
    if username.chars().count() > 128 {
        return refuse("Member must have length less than or equal to 128");
    }
    if username.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return refuse(r"Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_has_1_to_128_visible_characters() {
        assert!(check_username("alice@example.com").is_ok());
        assert!(check_username("Zoë-π").is_ok());
        for bad in ["", "a b", "a\nb", &"x".repeat(129)] {
            assert_eq!(check_username(bad).unwrap_err().kind, "InvalidParameterException");
        }
    }
}
