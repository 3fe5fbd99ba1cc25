//! The types of members that many operations share. AWS reads a request before it validates the values. So a value of
//! another type is refused first, even in a member that the pool does not use. `request::parse` checks the types of all
//! other members that an operation reads.

use crate::errors::CognitoError;
use serde_json::Value;

/// Members that are texts.
const TEXTS: &[&str] = &["AccessToken", "ClientId", "DeviceKey", "Session", "UserPoolId", "Username"];
/// Members that are objects.
const OBJECTS: &[&str] = &["AnalyticsMetadata", "ClientMetadata", "ContextData", "UserContextData"];

/// Checks the types of a request's members. A member that is null is absent.
pub(crate) fn check(request: &Value) -> Result<(), CognitoError> {
    let has = |name: &&str, fits: fn(&Value) -> bool| {
        request.get(*name).is_none_or(|member| member.is_null() || fits(member))
    };
    let is_plain = |value: &Value| value.is_null() || value.is_string();
    let metadata = request.get("ClientMetadata").and_then(Value::as_object);
    let fits = TEXTS.iter().all(|name| has(name, Value::is_string))
        && OBJECTS.iter().all(|name| has(name, Value::is_object))
        && metadata.is_none_or(|metadata| metadata.values().all(is_plain));
    if fits { Ok(()) } else { Err(CognitoError::unreadable()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_of_another_type_is_refused() {
        for bad in [
            json!({ "UserPoolId": 7 }),
            json!({ "Username": ["ada"] }),
            json!({ "ClientMetadata": "text" }),
            json!({ "ClientMetadata": { "screen": 7 } }),
            json!({ "AnalyticsMetadata": [] }),
        ] {
            assert_eq!(check(&bad).unwrap_err().kind, "SerializationException", "{bad}");
        }
    }

    #[test]
    fn members_of_the_right_type_null_and_others_pass() {
        let good =
            json!({ "Username": "ada", "ClientMetadata": { "screen": "front", "door": null }, "Limit": 7 });
        for request in
            [good, json!({ "UserPoolId": null, "UserContextData": null }), json!([]), json!("text")]
        {
            assert!(check(&request).is_ok(), "{request}");
        }
    }
}
