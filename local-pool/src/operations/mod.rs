//! Cognito's operations, by the name in X-Amz-Target.

mod account;
mod challenges;
mod delivery;
mod next_step;
mod sign_in;
mod sign_up;
mod token_use;

use crate::errors::CognitoError;
use crate::service::Call;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Answers one operation, or refuses it as Cognito would.
pub(crate) fn perform(operation: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    match operation {
        "SignUp" => sign_up::sign_up(call, parse(body)?),
        "ConfirmSignUp" => sign_up::confirm_sign_up(call, parse(body)?),
        "ResendConfirmationCode" => sign_up::resend_confirmation_code(call, parse(body)?),

        "InitiateAuth" => sign_in::initiate_auth(call, parse(body)?),
        "RespondToAuthChallenge" => challenges::respond_to_auth_challenge(call, parse(body)?),

        "GetTokensFromRefreshToken" => token_use::get_tokens_from_refresh_token(call, parse(body)?),
        "RevokeToken" => token_use::revoke_token(call, parse(body)?),
        "GlobalSignOut" => token_use::global_sign_out(call, parse(body)?),

        "GetUser" => account::get_user(call, parse(body)?),

        _ => Err(unknown(operation)),
    }
}

/// The refusal of an operation that the pool lacks.
fn unknown(operation: &str) -> CognitoError {
    CognitoError::new(
        "UnknownOperationException",
        format!("The operation {operation} is not supported by the local pool."),
    )
}

/// Reads a request. What is wrong with it is said as AWS says it, never with the request's own values.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, CognitoError> {
    serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match missing {
            Some(member) => CognitoError::constraint(&lower_camel(member), "Member must not be null"),
            None => CognitoError::new(
                "SerializationException",
                "The request is not a JSON object with members of the right types.",
            ),
        }
    })
}

/// `ClientId` as AWS's validation messages write it: `clientId`.
fn lower_camel(member: &str) -> String {
    let mut characters = member.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// Checks a username or an alias: 1 to 128 visible characters.
fn check_username(username: &str) -> Result<(), CognitoError> {
    let refuse = |constraint| Err(CognitoError::constraint("username", constraint));
    if username.is_empty() {
        return refuse("Member must have length greater than or equal to 1");
    }
    if username.chars().count() > 128 {
        return refuse("Member must have length less than or equal to 128");
    }
    if username.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return refuse(r"Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Sample {
        client_id: String,
    }

    #[test]
    fn a_missing_member_is_named_as_aws_names_it() {
        let error = parse::<Sample>(b"{}").unwrap_err();
        assert_eq!(error.kind, "InvalidParameterException");
        assert_eq!(
            error.message,
            "1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn what_is_no_request_never_comes_back_in_the_error() {
        for body in [&b""[..], b"[]", b"hunter2", b"{\"ClientId\": 5}", b"{\"ClientId\": \"x\"", b"\xff"] {
            let error = parse::<Sample>(body).unwrap_err();
            assert_eq!(error.kind, "SerializationException");
            assert!(!error.message.contains("hunter2"));
        }
        assert_eq!(parse::<Sample>(b"{\"ClientId\":\"c\"}").unwrap().client_id, "c");
    }

    #[test]
    fn usernames_are_bounded() {
        assert!(check_username("alice@example.com").is_ok());
        assert!(check_username("Zoë-π").is_ok());
        for bad in ["", "a b", "a\nb", &"x".repeat(129)] {
            assert_eq!(check_username(bad).unwrap_err().kind, "InvalidParameterException");
        }
    }
}
