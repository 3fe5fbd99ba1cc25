//! The changes to tokens that PreTokenGeneration asks for.

use crate::errors::CognitoError;
use crate::jwt::Claims;
use crate::triggers::{EventVersion, Response, unrecognizable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A trigger's changes: claims of each token, the scopes of the access token, and the groups in both.
#[derive(Default)]
pub(crate) struct Overrides {
    id: TokenGeneration,
    access: TokenGeneration,
    groups: Option<GroupOverride>,
}

/// The changes to one token. Version one has only those of the ID token.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TokenGeneration {
    claims_to_add_or_override: Option<Map<String, Value>>,
    claims_to_suppress: Option<Vec<String>>,
    scopes_to_add: Option<Vec<String>>,
    scopes_to_suppress: Option<Vec<String>>,
}

/// `claimsOverrideDetails` of version one.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ClaimsOverrideDetails {
    #[serde(flatten)]
    id: TokenGeneration,
    group_override_details: Option<GroupOverride>,
}

/// `claimsAndScopeOverrideDetails` of versions two and three.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ClaimsAndScopeOverrideDetails {
    id_token_generation: Option<TokenGeneration>,
    access_token_generation: Option<TokenGeneration>,
    group_override_details: Option<GroupOverride>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct GroupOverride {
    groups_to_override: Option<Vec<String>>,
    iam_roles_to_override: Option<Vec<String>>,
    preferred_role: Option<String>,
}

const GROUPS: &str = "cognito:groups";
const ROLES: &str = "cognito:roles";
const PREFERRED_ROLE: &str = "cognito:preferred_role";
/// Cognito sets the claims that begin with this text.
const COGNITOS: &str = "cognito:";
/// Attributes that only an administrator may write. A trigger can suppress them.
const DEVELOPERS: &str = "dev:";

impl Overrides {
    /// The claims that a trigger's lists of claims can neither set nor suppress. There is one exception: they can set
    /// the `aud` of an access token to the token's client. The lists of scopes change `scope`.
    const RESERVED: [&str; 22] = [
        "acr",
        "amr",
        "at_hash",
        "aud",
        "auth_time",
        "azp",
        "client_id",
        "device_key",
        "event_id",
        "exp",
        "iat",
        "identities",
        "iss",
        "jti",
        "nbf",
        "nonce",
        "origin_jti",
        "scope",
        "sub",
        "token_use",
        "username",
        "version",
    ];

    /// Reads a trigger's response.
    pub(crate) fn read(version: EventVersion, mut response: Response) -> Result<Self, CognitoError> {
        let details = response.remove(version.details()).unwrap_or_default();
        let overrides = match version {
            EventVersion::One => {
                let details: ClaimsOverrideDetails = parse(details)?;
                // The events of version one know no scopes.
                let id = TokenGeneration { scopes_to_add: None, scopes_to_suppress: None, ..details.id };
                Self { id, access: TokenGeneration::default(), groups: details.group_override_details }
            }
            EventVersion::Two | EventVersion::Three => {
                let details: ClaimsAndScopeOverrideDetails = parse(details)?;
                Self {
                    id: details.id_token_generation.unwrap_or_default(),
                    access: details.access_token_generation.unwrap_or_default(),
                    groups: details.group_override_details,
                }
            }
        };
        // A scope with a space would be two scopes.
        let mut added = overrides.access.scopes_to_add.iter().flatten();
        match added.any(|scope| scope.is_empty() || scope.contains(char::is_whitespace)) {
            true => Err(unrecognizable()),
            false => Ok(overrides),
        }
    }

    pub(crate) fn apply_to_id_token(&self, claims: &mut Claims) {
        if let Some(groups) = &self.groups {
            put(claims, GROUPS, groups.groups_to_override.as_ref());
            put(claims, ROLES, groups.iam_roles_to_override.as_ref());
            put(claims, PREFERRED_ROLE, groups.preferred_role.as_ref());
        }
        self.id.apply(claims);
    }

    /// Changes the access token of a client. Such a token may get an audience: the client itself.
    pub(crate) fn apply_to_access_token(&self, claims: &mut Claims, client_id: &str) {
        if let Some(groups) = &self.groups {
            put(claims, GROUPS, groups.groups_to_override.as_ref());
        }
        self.access.apply(claims);
        let audience = self.access.claims_to_add_or_override.as_ref().and_then(|add| add.get("aud"));
        claims.extend(audience.filter(|aud| **aud == client_id).map(|aud| ("aud".to_owned(), aud.clone())));
        self.access.apply_to_scopes(claims);
    }
}

/// Reads the details of a response. A function that changes nothing leaves `null` there.
fn parse<T: Default + for<'de> Deserialize<'de>>(details: Value) -> Result<T, CognitoError> {
    let details: Option<T> = serde_json::from_value(details).map_err(|_| unrecognizable())?;
    Ok(details.unwrap_or_default())
}

impl TokenGeneration {
    fn apply(&self, claims: &mut Claims) {
        let suppressed = self.claims_to_suppress.as_deref().unwrap_or_default();
        claims.retain(|name, _| !(may_suppress(name) && suppressed.contains(name)));
        // With the groups, their roles go too.
        if suppressed.iter().any(|name| name == GROUPS) {
            claims.retain(|name, _| ![GROUPS, ROLES, PREFERRED_ROLE].contains(&name.as_str()));
        }
        let added = self.claims_to_add_or_override.iter().flatten();
        let added = added.filter(|(name, value)| may_set(name) && !value.is_null());
        claims.extend(added.map(|(name, value)| (name.clone(), value.clone())));
    }

    fn apply_to_scopes(&self, claims: &mut Claims) {
        let suppressed = self.scopes_to_suppress.as_deref().unwrap_or_default();
        let added = self.scopes_to_add.as_deref().unwrap_or_default();
        if suppressed.is_empty() && added.is_empty() {
            return;
        }
        let held = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
        let held = held.split(' ').filter(|scope| !scope.is_empty());
        let mut scopes: Vec<&str> =
            held.filter(|scope| !suppressed.iter().any(|name| name == scope)).collect();
        for scope in added {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        let scopes = json!(scopes.join(" "));
        claims.insert("scope".to_owned(), scopes);
    }
}

fn is_reserved(name: &str) -> bool {
    Overrides::RESERVED.contains(&name)
}

fn may_set(name: &str) -> bool {
    !is_reserved(name) && !name.starts_with(COGNITOS) && !name.starts_with(DEVELOPERS)
}

fn may_suppress(name: &str) -> bool {
    !is_reserved(name) && !name.starts_with(COGNITOS)
}

/// Sets a claim, or removes it.
fn put(claims: &mut Claims, name: &str, value: Option<&impl Serialize>) {
    match value {
        Some(value) => claims.insert(name.to_owned(), json!(value)),
        None => claims.remove(name),
    };
}
