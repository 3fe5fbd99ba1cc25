//! What the tokens say about the user. The library checks no signature: see [`UserPoolTokens::claims`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::UserPoolTokens;
use crate::jwt;
use crate::redacted::redacted_debug;

/// What comes before the name of a custom attribute.
const CUSTOM: &str = "custom:";

/// The claims of the ID token and those of the access token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserPoolClaims {
    /// About the user: attributes, groups.
    pub id_token: TokenClaims,
    /// What the token allows: scopes, groups. It has no attributes, unless the pool's trigger adds some.
    pub access_token: TokenClaims,
}

/// The claims of one token. They are personal data: `Debug` shows only the user's id, the times, and the names of the
/// custom attributes.
///
/// A claim that is missing, or has an unexpected form, is absent here. [`Self::claims_json`] has every claim as it is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TokenClaims {
    /// The user's id (`sub`).
    pub user_id: Option<String>,
    /// The user name in the pool (`cognito:username` in the ID token, `username` in the access token).
    pub username: Option<String>,
    /// The user's groups (`cognito:groups`).
    pub groups: Vec<String>,
    /// The e-mail address (`email`).
    pub email: Option<String>,
    /// Whether the address was verified (`email_verified`).
    pub is_email_verified: Option<bool>,
    /// The phone number (`phone_number`).
    pub phone_number: Option<String>,
    /// Whether the number was verified (`phone_number_verified`).
    pub is_phone_number_verified: Option<bool>,
    /// The pool's custom attributes (`custom:…`), by their names without the prefix. A value other than a
    /// text has its JSON form.
    pub custom_attributes: BTreeMap<String, String>,
    /// What the access token allows (`scope`).
    pub scopes: Vec<String>,
    /// When the token was issued (`iat`), in milliseconds since 1970 by the service's clock.
    pub issued_at_milliseconds: Option<i64>,
    /// When the token expires (`exp`), in milliseconds since 1970 by the service's clock.
    pub expires_at_milliseconds: Option<i64>,
    /// Every claim, as the token's JSON object. Empty if the token can't be read.
    pub claims_json: String,
}

redacted_debug! {
    TokenClaims { user_id, issued_at_milliseconds, expires_at_milliseconds } names { custom_attributes };
}

impl UserPoolTokens {
    /// What the tokens say about the user.
    ///
    /// The library does **not** verify the tokens' signatures: it gets the tokens from the service over TLS. Use claims
    /// to show something. A server must verify the token itself before it trusts a claim.
    ///
    /// The claims of a token that can't be read are empty. The library accepts no such token from the service, so this
    /// happens only with tokens of an app's own tests.
    pub fn claims(&self) -> UserPoolClaims {
        UserPoolClaims {
            id_token: TokenClaims::of(self.id_token.expose()),
            access_token: TokenClaims::of(self.access_token.expose()),
        }
    }
}

impl TokenClaims {
    fn of(token: &str) -> Self {
        let Ok(payload) = jwt::payload(token) else { return Self::default() };
        let (Ok(claims), Ok(text)) = (serde_json::from_slice(&payload), std::str::from_utf8(&payload)) else {
            return Self::default();
        };
        Claims(claims).read(text)
    }
}

/// The claims of a token, by their names.
struct Claims(Map<String, Value>);

impl Claims {
    fn read(self, json: &str) -> TokenClaims {
        TokenClaims {
            user_id: self.text("sub"),
            username: self.text("cognito:username").or_else(|| self.text("username")),
            groups: self.texts("cognito:groups"),
            email: self.text("email"),
            is_email_verified: self.flag("email_verified"),
            phone_number: self.text("phone_number"),
            is_phone_number_verified: self.flag("phone_number_verified"),
            custom_attributes: self.custom_attributes(),
            scopes: self.text("scope").map(|scopes| words(&scopes)).unwrap_or_default(),
            issued_at_milliseconds: self.time("iat"),
            expires_at_milliseconds: self.time("exp"),
            claims_json: json.to_owned(),
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        Some(self.0.get(name)?.as_str()?.to_owned())
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let items = self.0.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// A boolean claim. Cognito writes some booleans as text.
    fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A time claim, converted from seconds to milliseconds.
    fn time(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()?.checked_mul(1000)
    }

    fn custom_attributes(&self) -> BTreeMap<String, String> {
        let attribute = |(name, value): (&String, &Value)| {
            let name = name.strip_prefix(CUSTOM).filter(|_| !value.is_null())?.to_owned();
            Some((name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        };
        self.0.iter().filter_map(attribute).collect()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;
    use crate::secret::{AccessToken, IdToken, RefreshToken};

    fn token(payload: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
    }

    fn claims_of(claims: &Value) -> TokenClaims {
        TokenClaims::of(&token(&claims.to_string()))
    }

    #[test]
    fn the_claims_of_both_tokens_are_read() {
        let id = json!({
            "sub": "1-2", "cognito:username": "ann", "cognito:groups": ["admins", "staff"],
            "email": "ann@example.com", "email_verified": true, "phone_number": "+15550100",
            "phone_number_verified": false, "custom:team": "red", "custom:level": 7, "iat": 1000, "exp": 4600,
            "token_use": "id", "aud": "client", "nested": { "a": [1] },
        });
        let access = json!({
            "sub": "1-2", "username": "ann", "cognito:groups": ["admins"], "scope": "openid  api/read",
            "iat": 1001, "exp": 1301,
        });
        let tokens = UserPoolTokens {
            id_token: IdToken::new(token(&id.to_string())),
            access_token: AccessToken::new(token(&access.to_string())),
            refresh_token: RefreshToken::new("refresh"),
            expires_at_milliseconds: 0,
        };
        let both = tokens.claims();
        assert_eq!(
            both.id_token,
            TokenClaims {
                user_id: Some("1-2".to_owned()),
                username: Some("ann".to_owned()),
                groups: vec!["admins".to_owned(), "staff".to_owned()],
                email: Some("ann@example.com".to_owned()),
                is_email_verified: Some(true),
                phone_number: Some("+15550100".to_owned()),
                is_phone_number_verified: Some(false),
                custom_attributes: [("team", "red"), ("level", "7")]
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
                scopes: Vec::new(),
                issued_at_milliseconds: Some(1_000_000),
                expires_at_milliseconds: Some(4_600_000),
                claims_json: id.to_string(),
            }
        );
        assert_eq!(
            both.access_token,
            TokenClaims {
                user_id: Some("1-2".to_owned()),
                username: Some("ann".to_owned()),
                groups: vec!["admins".to_owned()],
                scopes: vec!["openid".to_owned(), "api/read".to_owned()],
                issued_at_milliseconds: Some(1_001_000),
                expires_at_milliseconds: Some(1_301_000),
                claims_json: access.to_string(),
                ..TokenClaims::default()
            }
        );
    }

    #[test]
    fn a_flag_can_be_a_text_and_a_claim_of_another_form_is_absent() {
        let strings = json!({ "email_verified": "true", "phone_number_verified": "false" });
        let found = claims_of(&strings);
        assert_eq!((found.is_email_verified, found.is_phone_number_verified), (Some(true), Some(false)));
        let odd = json!({
            "sub": 7, "username": null, "cognito:groups": ["a", 1, null], "email": ["x"], "email_verified": 1,
            "phone_number_verified": "yes", "scope": {}, "iat": "soon", "exp": i64::MAX, "custom:": "nameless",
            "custom:none": null,
        });
        let expected = TokenClaims {
            groups: vec!["a".to_owned()],
            custom_attributes: [(String::new(), "nameless".to_owned())].into(),
            claims_json: odd.to_string(),
            ..TokenClaims::default()
        };
        assert_eq!(claims_of(&odd), expected);
        assert_eq!(claims_of(&json!({ "cognito:groups": "admins" })).groups, Vec::<String>::new());
    }

    #[test]
    fn a_token_that_cant_be_read_has_empty_claims() {
        let (list, cut, odd) = (token("[1]"), token(r#"{"sub":"1""#), token("\u{1}"));
        for text in ["", "id-1", "a.b", "e30.!.e30", "e30.e30.e30.e30", &list, &cut, &odd] {
            assert_eq!(TokenClaims::of(text), TokenClaims::default(), "{text}");
        }
    }

    #[test]
    fn debug_shows_names_alone() {
        let personal = "ann@example.com";
        let claims = claims_of(&json!({
            "sub": "1-2", "cognito:username": personal, "cognito:groups": [personal], "email": personal,
            "phone_number": personal, "custom:team": personal, "scope": personal, "iat": 1, "name": personal,
        }));
        let both = UserPoolClaims { id_token: claims.clone(), access_token: claims };
        for shown in [format!("{both:?}"), format!("{both:#?}")] {
            assert!(!shown.contains(personal), "{shown}");
            assert!(shown.contains("team") && shown.contains("1-2"), "{shown}");
        }
    }
}
