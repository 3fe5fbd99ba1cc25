//! The changes to tokens that PreTokenGeneration asks for.

use crate::errors::CognitoError;
use crate::jwt::Claims;
use crate::triggers::unrecognizable;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A trigger's changes: claims of the id token, and the groups in both tokens.
#[derive(Default)]
pub(crate) struct Overrides {
    add: Map<String, Value>,
    suppress: Vec<String>,
    groups: Option<GroupOverride>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ClaimsOverrideDetails {
    claims_to_add_or_override: Option<Map<String, Value>>,
    claims_to_suppress: Option<Vec<String>>,
    group_override_details: Option<GroupOverride>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct GroupOverride {
    groups_to_override: Option<Vec<String>>,
    iam_roles_to_override: Option<Vec<String>>,
    preferred_role: Option<String>,
}

impl Overrides {
    /// The claims that a trigger can't change.
    const RESERVED: [&str; 13] = [
        "sub",
        "iss",
        "aud",
        "exp",
        "iat",
        "token_use",
        "auth_time",
        "jti",
        "origin_jti",
        "event_id",
        "nonce",
        "at_hash",
        "cognito:username",
    ];

    /// Reads `claimsOverrideDetails`.
    pub(crate) fn read(details: Value) -> Result<Self, CognitoError> {
        let details: Option<ClaimsOverrideDetails> =
            serde_json::from_value(details).map_err(|_| unrecognizable())?;
        let details = details.unwrap_or_default();
        let may_change = |name: &String| !Self::RESERVED.contains(&name.as_str());
        let add = details.claims_to_add_or_override.unwrap_or_default();
        let suppress = details.claims_to_suppress.unwrap_or_default();
        Ok(Self {
            add: add.into_iter().filter(|(name, _)| may_change(name)).collect(),
            suppress: suppress.into_iter().filter(may_change).collect(),
            groups: details.group_override_details,
        })
    }

    pub(crate) fn apply_to_id_token(&self, claims: &mut Claims) {
        if let Some(groups) = &self.groups {
            put(claims, "cognito:groups", groups.groups_to_override.as_ref());
            put(claims, "cognito:roles", groups.iam_roles_to_override.as_ref());
            put(claims, "cognito:preferred_role", groups.preferred_role.as_ref());
        }
        claims.retain(|name, _| !self.suppress.contains(name));
        claims.extend(self.add.clone());
    }

    pub(crate) fn apply_to_access_token(&self, claims: &mut Claims) {
        if let Some(groups) = &self.groups {
            put(claims, "cognito:groups", groups.groups_to_override.as_ref());
        }
    }
}

/// Sets a claim, or removes it.
fn put(claims: &mut Claims, name: &str, value: Option<&impl Serialize>) {
    match value {
        Some(value) => claims.insert(name.to_owned(), json!(value)),
        None => claims.remove(name),
    };
}
