//! The roles of a pool, and which of them the credentials of an identity are for. The roles do not exist in AWS: each
//! is just a name.

use super::identity::Login;
use super::providers::canonical;
use crate::errors::CognitoError;
use crate::issuer::Issuer;
use crate::jwt::Claims;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The settings of SetIdentityPoolRoles.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct RoleSettings {
    /// The roles of `authenticated` and `unauthenticated` identities.
    pub roles: BTreeMap<String, String>,
    /// The mappings, by the provider's name. After a user pool's name, the key has `:` and the app client's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub role_mappings: BTreeMap<String, RoleMapping>,
}

/// How the claims of a provider's token choose the role.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleMapping {
    pub r#type: MappingType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ambiguous_role_resolution: Option<AmbiguousRoleResolution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_configuration: Option<RulesConfiguration>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MappingType {
    /// The token has the role: in `cognito:preferred_role`, or as the only one in `cognito:roles`.
    Token,
    /// The role is that of the first rule that a claim fulfils.
    Rules,
}

/// What happens if the mapping finds no role.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AmbiguousRoleResolution {
    AuthenticatedRole,
    Deny,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RulesConfiguration {
    pub rules: Vec<MappingRule>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MappingRule {
    claim: String,
    match_type: MatchType,
    value: String,
    #[serde(rename = "RoleARN")]
    role_arn: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum MatchType {
    Equals,
    Contains,
    StartsWith,
    NotEqual,
}

impl RoleSettings {
    /// The role of a guest, who has no token to choose one from.
    pub(crate) fn of_guest(&self, chosen: Option<&str>) -> Result<String, CognitoError> {
        if let Some(chosen) = chosen {
            return Err(role_refused(chosen));
        }
        self.roles.get("unauthenticated").cloned().ok_or_else(no_role)
    }

    /// The role of a user with these logins. `chosen` is the role that the app asks for.
    pub(crate) fn of_user(
        &self,
        logins: &[Login],
        chosen: Option<&str>,
        issuer: &Issuer,
    ) -> Result<String, CognitoError> {
        if let Some(chosen) = chosen {
            let allowed = logins.iter().any(|login| roles_in(&login.claims).contains(&chosen));
            return if allowed { Ok(chosen.to_owned()) } else { Err(role_refused(chosen)) };
        }
        let mapped = logins.iter().find_map(|login| {
            let key = login.mapping_key();
            let is_of_login = |written: &String| canonical_key(written, issuer) == key;
            let (_, mapping) = self.role_mappings.iter().find(|(written, _)| is_of_login(written))?;
            Some((key, mapping.role(&login.claims), mapping.ambiguous_role_resolution))
        });
        match mapped {
            Some((_, Some(role), _)) => Ok(role),
            Some((key, None, Some(AmbiguousRoleResolution::Deny))) => Err(ambiguous(&key)),
            Some((_, None, _)) | None => self.roles.get("authenticated").cloned().ok_or_else(no_role),
        }
    }
}

/// A key of RoleMappings in the form of [`Login::mapping_key`].
fn canonical_key(written: &str, issuer: &Issuer) -> String {
    match written.rsplit_once(':') {
        Some((provider, client_id)) => format!("{}:{client_id}", canonical(provider, issuer)),
        None => written.to_owned(),
    }
}

impl RoleMapping {
    /// The most rules for one provider, as at Cognito.
    const RULES: usize = 25;

    /// Checks a mapping's members against each other.
    pub(crate) fn check(&self) -> Result<(), CognitoError> {
        let rules = self.rules_configuration.as_ref().map(|configuration| configuration.rules.len());
        let wrong = match (self.r#type, self.ambiguous_role_resolution, rules) {
            (_, None, _) => "AmbiguousRoleResolution is required for this role mapping.",
            (MappingType::Rules, _, None) => "RulesConfiguration is required for a role mapping with rules.",
            (MappingType::Rules, _, Some(count)) if count > Self::RULES => {
                "A role mapping has at most 25 rules."
            }
            _ => return Ok(()),
        };
        Err(CognitoError::invalid_parameter(wrong))
    }

    fn role(&self, claims: &Claims) -> Option<String> {
        match self.r#type {
            MappingType::Token => match claims.get("cognito:preferred_role").and_then(Value::as_str) {
                Some(preferred) => Some(preferred.to_owned()),
                None => match roles_in(claims).as_slice() {
                    [single] => Some((*single).to_owned()),
                    _ => None,
                },
            },
            MappingType::Rules => {
                let rules = self.rules_configuration.iter().flat_map(|configuration| &configuration.rules);
                let mut fulfilled = rules.filter(|rule| rule.is_fulfilled(claims));
                fulfilled.next().map(|rule| rule.role_arn.clone())
            }
        }
    }
}

impl MappingRule {
    /// Whether the token has the claim, and its value fits. If the value is a list, one element has to fit; with
    /// `NotEqual`, every element has to differ.
    fn is_fulfilled(&self, claims: &Claims) -> bool {
        let Some(claim) = claims.get(&self.claim) else { return false };
        let texts = texts(claim);
        let any = |fits: fn(&str, &str) -> bool| texts.iter().any(|text| fits(text, &self.value));
        match self.match_type {
            MatchType::Equals => any(|text, value| text == value),
            MatchType::Contains => any(|text, value| text.contains(value)),
            MatchType::StartsWith => any(|text, value| text.starts_with(value)),
            MatchType::NotEqual => !any(|text, value| text == value),
        }
    }
}

/// A claim's values as texts.
fn texts(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(text) => vec![text.clone()],
        Value::Array(elements) => elements.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

/// The roles that a token names.
fn roles_in(claims: &Claims) -> Vec<&str> {
    let list = claims.get("cognito:roles").and_then(Value::as_array);
    let mut roles: Vec<&str> = list.into_iter().flatten().filter_map(Value::as_str).collect();
    let preferred = claims.get("cognito:preferred_role").and_then(Value::as_str);
    roles.extend(preferred.filter(|preferred| !roles.contains(preferred)));
    roles
}

fn no_role() -> CognitoError {
    let text = "Invalid identity pool configuration. Check assigned IAM roles for this pool.";
    CognitoError::new("InvalidIdentityPoolConfigurationException", text)
}

fn ambiguous(key: &str) -> CognitoError {
    CognitoError::not_authorized(format!("The ambiguous role mapping rules for: {key} denied this request."))
}

fn role_refused(role: &str) -> CognitoError {
    CognitoError::not_authorized(format!("Access to Role '{role}' is forbidden."))
}
