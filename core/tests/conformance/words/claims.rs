//! The claims of tokens.

use cognito_auth_core::{TokenClaims, UserPoolClaims};
use serde_json::{Value, json};

use super::object;

pub(super) fn both(claims: &UserPoolClaims) -> Value {
    json!({ "idToken": token(&claims.id_token), "accessToken": token(&claims.access_token) })
}

fn token(claims: &TokenClaims) -> Value {
    let texts = |texts: &[String]| (!texts.is_empty()).then(|| json!(texts));
    let custom = &claims.custom_attributes;
    object([
        ("userId", claims.user_id.clone().map(Value::from)),
        ("username", claims.username.clone().map(Value::from)),
        ("groups", texts(&claims.groups)),
        ("email", claims.email.clone().map(Value::from)),
        ("isEmailVerified", claims.is_email_verified.map(Value::from)),
        ("phoneNumber", claims.phone_number.clone().map(Value::from)),
        ("isPhoneNumberVerified", claims.is_phone_number_verified.map(Value::from)),
        ("customAttributes", (!custom.is_empty()).then(|| json!(custom))),
        ("scopes", texts(&claims.scopes)),
        ("issuedAtMilliseconds", claims.issued_at_milliseconds.map(Value::from)),
        ("expiresAtMilliseconds", claims.expires_at_milliseconds.map(Value::from)),
        ("claimsJson", (!claims.claims_json.is_empty()).then(|| claims.claims_json.clone().into())),
    ])
}
