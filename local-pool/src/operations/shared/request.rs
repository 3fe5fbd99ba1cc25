//! How the request of an operation is read.

use crate::errors::CognitoError;
use crate::service::Call;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A function that reads the request of an operation, and performs the operation.
pub(crate) type Operation = fn(&mut Call<'_>, &[u8]) -> Result<Value, CognitoError>;

/// Reads a request, after `constraints::check` has checked its values. An error quotes no value of the request.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, CognitoError> {
    let read =
        serde_json::from_slice(body).and_then(|request| serde_json::from_value(without_nulls(request)));
    read.map_err(|error| {
        let text = error.to_string();
        let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match missing {
            Some(member) => CognitoError::constraint(&lower_camel(member), "Member must not be null"),
            None => CognitoError::unreadable(),
        }
    })
}

/// Removes members that are null, at any depth: AWS takes them for absent.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let present = members.into_iter().filter(|(_, member)| !member.is_null());
            present.map(|(name, member)| (name, without_nulls(member))).collect()
        }
        Value::Array(members) => members.into_iter().map(without_nulls).collect(),
        plain => plain,
    }
}

/// `ClientId` as AWS's validation messages write it: `clientId`.
pub(super) fn lower_camel(member: &str) -> String {
    let mut characters = member.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Sample {
        client_id: String,
    }

    #[test]
    fn the_error_names_a_missing_member_as_aws_does() {
        let error = parse::<Sample>(b"{}").unwrap_err();
        assert_eq!(error.kind, "InvalidParameterException");
        assert_eq!(
            error.message,
            "1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn the_error_for_a_malformed_request_quotes_nothing_of_it() {
        for body in [&b""[..], b"[]", b"hunter2", b"{\"ClientId\": 5}", b"{\"ClientId\": \"x\"", b"\xff"] {
            let error = parse::<Sample>(body).unwrap_err();
            assert_eq!(error.kind, "SerializationException");
            assert!(!error.message.contains("hunter2"));
        }
        assert_eq!(parse::<Sample>(b"{\"ClientId\":\"c\"}").unwrap().client_id, "c");
    }

    #[test]
    fn a_null_member_is_removed_at_any_depth() {
        let request =
            json!({ "ClientId": null, "AuthParameters": { "DEVICE_KEY": null, "USERNAME": "ada" } });
        assert_eq!(without_nulls(request), json!({ "AuthParameters": { "USERNAME": "ada" } }));
        assert!(parse::<Sample>(b"{\"ClientId\":null}").unwrap_err().message.contains("'clientId'"));
    }
}
