//! Tags: the user pool's setting UserPoolTags, and the rules that hold for an identity pool's tags too.

use super::settings::PoolSettings;
use crate::errors::CognitoError;
use std::collections::BTreeMap;

/// The values of tags, by key.
pub(crate) type Tags = BTreeMap<String, String>;

/// How many tags a pool can have.
const MOST: usize = 50;
/// Only AWS itself sets tags whose names begin like this.
const RESERVED: &str = "aws:";

impl PoolSettings {
    pub(crate) fn tags(&self) -> Tags {
        self.user_pool_tags.clone().unwrap_or_default()
    }

    /// Replaces the tags. If the new ones are refused, the old ones stay.
    pub(crate) fn set_tags(&mut self, tags: Tags) -> Result<(), CognitoError> {
        check(&tags)?;
        self.user_pool_tags = Some(tags);
        Ok(())
    }

    pub(crate) fn check_tags(&self) -> Result<(), CognitoError> {
        self.user_pool_tags.as_ref().map_or(Ok(()), check)
    }
}

/// Refuses tags that no pool can have.
pub(crate) fn check(tags: &Tags) -> Result<(), CognitoError> {
    if tags.len() > MOST {
        return Err(CognitoError::invalid_parameter(format!("A pool can have at most {MOST} tags.")));
    }
    match tags.keys().find(|key| key.starts_with(RESERVED)) {
        None => Ok(()),
        Some(key) => Err(CognitoError::invalid_parameter(format!(
            "The tag {key} cannot be set: keys that begin with {RESERVED} are reserved."
        ))),
    }
}
