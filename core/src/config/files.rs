//! Configuration files.

use serde::Deserialize;
use serde_json::Value;

use super::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};

/// The part of an `amplify_outputs.json`, version 1, that is read. The rest is ignored.
#[derive(Deserialize)]
struct AmplifyOutputs {
    auth: AmplifyAuth,
    #[serde(default)]
    custom: Value,
}

#[derive(Deserialize)]
struct AmplifyAuth {
    #[serde(default)]
    aws_region: Value,
    #[serde(default)]
    user_pool_id: Value,
    #[serde(default)]
    user_pool_client_id: Value,
}

impl AuthConfiguration {
    /// The configuration of an Amplify Gen 2 project, from the text of its `amplify_outputs.json`. It reads
    /// `aws_region`, `user_pool_id` and `user_pool_client_id` of the section `auth`. It also reads the service's
    /// address from `custom.cognito_auth.endpoint`, where the local pool writes it. Anything else is ignored.
    ///
    /// # Errors
    /// [`AuthErrorCode::MalformedConfiguration`] for a text that is not JSON or has no section `auth`,
    /// [`AuthErrorCode::InvalidConfiguration`] for a value that is missing or malformed, and
    /// [`AuthErrorCode::InsecureEndpoint`] as for a configuration in code. [`AuthError::field`] names the value.
    pub fn from_amplify_outputs(json: &str) -> Result<Self, AuthError> {
        // An error of serde may quote the text, so it is dropped.
        let outputs: AmplifyOutputs =
            serde_json::from_str(json).map_err(|_| AuthErrorCode::MalformedConfiguration)?;
        let mut configuration = Self::new(
            text(&outputs.auth.aws_region, "auth.aws_region")?,
            text(&outputs.auth.user_pool_id, "auth.user_pool_id")?,
            text(&outputs.auth.user_pool_client_id, "auth.user_pool_client_id")?,
        );
        if let Some(endpoint) = outputs.custom.pointer("/cognito_auth/endpoint") {
            let endpoint = text(endpoint, "custom.cognito_auth.endpoint")?;
            configuration.user_pool.endpoint = Some(endpoint.to_owned());
        }
        configuration.validate()?;
        Ok(configuration)
    }
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str, AuthError> {
    value.as_str().ok_or_else(|| AuthError::from(AuthErrorCode::InvalidConfiguration).with_field(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Result<AuthConfiguration, (AuthErrorCode, Option<String>)> {
        AuthConfiguration::from_amplify_outputs(json).map_err(|error| (error.code, error.field))
    }

    #[test]
    fn a_generated_file_is_read_and_other_values_are_ignored() {
        let json = r#"{
            "version": "1.4",
            "auth": {
                "user_pool_id": "eu-central-1_AbCdEf123",
                "aws_region": "eu-central-1",
                "user_pool_client_id": "3n4b5urk1ft4fl3mg5e62d9ado",
                "identity_pool_id": "eu-central-1:0",
                "mfa_methods": ["SMS"],
                "standard_required_attributes": ["email"],
                "username_attributes": ["email"],
                "password_policy": {"min_length": 8},
                "unauthenticated_identities_enabled": true
            },
            "data": {"url": "https://example.com/graphql"}
        }"#;
        let expected =
            AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEf123", "3n4b5urk1ft4fl3mg5e62d9ado");
        assert_eq!(of(json), Ok(expected));
    }

    #[test]
    fn a_file_of_another_kind_is_malformed() {
        for json in [
            "",
            "not JSON",
            "[]",
            "{}",
            r#"{"auth": 3}"#,
            r#"{"auth": {"plugins": {}"#,
            r#"{"Version": "1.0"}"#,
        ] {
            assert_eq!(of(json), Err((AuthErrorCode::MalformedConfiguration, None)), "{json}");
        }
    }

    #[test]
    fn the_error_names_a_missing_or_malformed_value() {
        let cases = [
            (r#"{"auth": {}}"#, "auth.aws_region"),
            (r#"{"auth": {"aws_region": "eu-central-1"}}"#, "auth.user_pool_id"),
            (r#"{"auth": {"aws_region": "eu-central-1", "user_pool_id": 7}}"#, "auth.user_pool_id"),
            (
                r#"{"auth": {"aws_region": "a", "user_pool_id": "a_b", "user_pool_client_id": null}}"#,
                "auth.user_pool_client_id",
            ),
            (r#"{"auth": {"aws_region": "a", "user_pool_id": "ab", "user_pool_client_id": "c"}}"#, "pool_id"),
            (
                r#"{"auth": {"aws_region": "a", "user_pool_id": "a_b", "user_pool_client_id": "c"},
                    "custom": {"cognito_auth": {"endpoint": 9229}}}"#,
                "custom.cognito_auth.endpoint",
            ),
        ];
        for (json, field) in cases {
            assert_eq!(
                of(json),
                Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned()))),
                "{json}"
            );
        }
    }
}
