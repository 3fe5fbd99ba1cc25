//! Attributes for access control: the claims of a login that become tags of the AWS session.

use super::identity::Login;
use crate::jwt::Claims;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The claim that holds the tags in a token for STS. The session token of credentials has the claim too, so that a test
/// can read the tags.
pub(crate) const CLAIM: &str = "https://aws.amazon.com/tags";

/// The tags of the default mapping, each with the claim that gives its value.
const DEFAULTS: [(&str, &str); 2] = [("client", "aud"), ("username", "sub")];

/// The mapping of one provider.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PrincipalTagMap {
    /// Whether the default mapping is in force, in place of the pool's own.
    pub use_defaults: bool,
    /// The claim that gives each tag's value.
    pub principal_tags: BTreeMap<String, String>,
}

impl PrincipalTagMap {
    /// The tags that the claims give. A claim that is missing, or that is no plain value, gives no tag.
    fn tags(&self, claims: &Claims) -> BTreeMap<String, String> {
        let own = self.principal_tags.iter().map(|(tag, claim)| (tag.as_str(), claim.as_str()));
        let pairs: Vec<(&str, &str)> = if self.use_defaults { DEFAULTS.to_vec() } else { own.collect() };
        let given =
            pairs.into_iter().filter_map(|(tag, claim)| Some((tag.to_owned(), plain(claims.get(claim)?)?)));
        given.collect()
    }
}

fn plain(claim: &Value) -> Option<String> {
    match claim {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(claim.to_string()),
        Value::Array(_) | Value::Object(_) | Value::Null => None,
    }
}

/// Puts the tags that the logins give into the claims of a token. `maps` are the mappings, by the providers' names.
pub(crate) fn add(maps: &BTreeMap<String, PrincipalTagMap>, logins: &[Login], claims: &mut Claims) {
    let mapped = logins.iter().filter_map(|login| Some(maps.get(&login.provider)?.tags(&login.claims)));
    let tags: BTreeMap<String, String> = mapped.flatten().collect();
    if !tags.is_empty() {
        let lists: BTreeMap<&String, [&String; 1]> = tags.iter().map(|(tag, value)| (tag, [value])).collect();
        claims.insert(CLAIM.to_owned(), json!({ "principal_tags": lists }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(provider: &str, claims: Value) -> Login {
        let Value::Object(claims) = claims else { panic!("no object") };
        let claims = claims.into_iter().collect();
        Login { provider: provider.to_owned(), client_id: None, user: "u".to_owned(), claims }
    }

    fn tags(map: Value, claims: Value) -> Option<Value> {
        let maps = BTreeMap::from([("p".to_owned(), serde_json::from_value(map).unwrap())]);
        let mut token = Claims::default();
        add(&maps, &[login("q", json!({ "sub": "other" })), login("p", claims)], &mut token);
        token.get(CLAIM).map(|tags| tags["principal_tags"].clone())
    }

    #[test]
    fn a_mapping_names_the_claims() {
        let tags_of = json!({ "team": "custom:team", "level": "level", "groups": "groups", "none": "none" });
        let map = json!({ "PrincipalTags": tags_of });
        let claims = json!({ "custom:team": "one", "level": 3, "groups": ["a"], "sub": "s" });
        assert_eq!(tags(map, claims), Some(json!({ "team": ["one"], "level": ["3"] })));
    }

    #[test]
    fn the_default_mapping_stands_in_place_of_the_pools_own() {
        let map = json!({ "UseDefaults": true, "PrincipalTags": { "team": "team" } });
        let claims = json!({ "team": "one", "aud": "client", "sub": "s" });
        assert_eq!(tags(map, claims), Some(json!({ "client": ["client"], "username": ["s"] })));
    }

    #[test]
    fn without_a_tag_there_is_no_claim() {
        assert_eq!(tags(json!({ "PrincipalTags": { "team": "team" } }), json!({ "sub": "s" })), None);
    }
}
