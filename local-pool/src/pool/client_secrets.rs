//! A client's secrets: none, one, or two while the app changes over from one to the other.

use super::client::Client;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::hashing;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Mac as _;
use serde::{Deserialize, Serialize};

/// How many secrets a client can have.
const MOST: usize = 2;

/// The secrets of a client. A file of an older version has only `secret`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientSecrets {
    /// The secret that the client was made with.
    secret: Option<String>,
    /// The secrets that came later, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    added_secrets: Vec<AddedSecret>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddedSecret {
    value: String,
    created: Moment,
}

/// What a list of the secrets says about one of them.
pub(crate) struct SecretDescription {
    pub id: String,
    pub created: Moment,
}

impl ClientSecrets {
    /// The secret of a new client, if it has one.
    pub(crate) fn of_new_client(secret: Option<String>) -> Self {
        Self { secret, added_secrets: Vec::new() }
    }

    /// The oldest secret. DescribeUserPoolClient shows it.
    pub(crate) fn oldest(&self) -> Option<&str> {
        self.values().next()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.oldest().is_none()
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        let added = self.added_secrets.iter().map(|added| added.value.as_str());
        self.secret.as_deref().into_iter().chain(added)
    }
}

impl Client {
    /// The ids and dates of the secrets, the oldest first.
    pub(crate) fn described_secrets(&self) -> Vec<SecretDescription> {
        let first = self.secrets.secret.iter().map(|_| self.created);
        let dates = first.chain(self.secrets.added_secrets.iter().map(|added| added.created));
        let describe = |created: Moment| SecretDescription {
            id: format!("{}--{}", self.id, created.milliseconds()),
            created,
        };
        dates.map(describe).collect()
    }

    /// Adds a secret to those of a client that has one.
    pub(crate) fn add_secret(&mut self, value: String, now: Moment) -> Result<(), CognitoError> {
        let held = self.described_secrets();
        let Some(newest) = held.last() else {
            let text = format!("Client {} is not configured with a secret.", self.id);
            return Err(CognitoError::invalid_parameter(text));
        };
        if held.len() == MOST {
            let text = format!("A client can have at most {MOST} secrets.");
            return Err(CognitoError::new("LimitExceededException", text));
        }
        if self.secrets.values().any(|held| held == value) {
            return Err(CognitoError::invalid_parameter("The client already has this secret."));
        }
        // The date identifies the secret.
        let created = if now > newest.created { now } else { newest.created.next_millisecond() };
        self.secrets.added_secrets.push(AddedSecret { value, created });
        Ok(())
    }

    /// Removes a secret. The last one stays.
    pub(crate) fn delete_secret(&mut self, id: &str) -> Result<(), CognitoError> {
        let held = self.described_secrets();
        let place = held.iter().position(|secret| secret.id == id).ok_or_else(|| {
            CognitoError::new("ResourceNotFoundException", format!("Client secret {id} does not exist."))
        })?;
        if held.len() == 1 {
            return Err(CognitoError::invalid_parameter("The last secret of a client cannot be deleted."));
        }
        let secrets = &mut self.secrets;
        match (secrets.secret.is_some(), place) {
            (true, 0) => secrets.secret = None,
            (true, place) => drop(secrets.added_secrets.remove(place - 1)),
            (false, place) => drop(secrets.added_secrets.remove(place)),
        }
        Ok(())
    }

    /// Checks SECRET_HASH = base64(HMAC-SHA256(client secret, username + client id)), with any of the secrets.
    pub(crate) fn check_secret_hash(
        &self,
        username: &str,
        secret_hash: Option<&str>,
    ) -> Result<(), CognitoError> {
        let id = &self.id;
        match (self.secrets.is_empty(), secret_hash) {
            (true, None) => Ok(()),
            (false, None) => Err(CognitoError::not_authorized(format!(
                "Client {id} is configured with secret but SECRET_HASH was not received"
            ))),
            (_, Some(hash))
                if self.secrets.values().any(|secret| matches_secret_hash(secret, username, id, hash)) =>
            {
                Ok(())
            }
            _ => Err(CognitoError::not_authorized(format!("Unable to verify secret hash for client {id}"))),
        }
    }

    /// SECRET_HASH for a username, if the client has a secret.
    pub(crate) fn secret_hash(&self, username: &str) -> Option<String> {
        let secret = self.secrets.oldest()?;
        let tag = hashing::tag(secret.as_bytes(), &[username.as_bytes(), self.id.as_bytes()]);
        Some(STANDARD.encode(tag))
    }

    /// Checks a secret that a client sent: in GetTokensFromRefreshToken, in RevokeToken, or to an OAuth endpoint.
    pub(crate) fn check_secret(&self, presented: Option<&str>) -> bool {
        let digest = |secret: &str| hashing::sha256(&[secret.as_bytes()]);
        match presented {
            None => self.secrets.is_empty(),
            Some(presented) => self.secrets.values().any(|secret| digest(secret) == digest(presented)),
        }
    }
}

fn matches_secret_hash(secret: &str, username: &str, client_id: &str, presented: &str) -> bool {
    let mac = hashing::mac(secret.as_bytes(), &[username.as_bytes(), client_id.as_bytes()]);
    STANDARD.decode(presented).is_ok_and(|presented| mac.verify_slice(&presented).is_ok())
}
