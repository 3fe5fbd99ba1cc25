//! Every exception has a code, and what their texts say is understood.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Step, calls, cognito, transport};
use crate::cognito::{Reason, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::test_support::transport::REQUEST_ID;

#[tokio::test(start_paused = true)]
async fn every_exception_that_the_sdk_declares_for_an_operation_of_ours_has_a_code_of_its_own() {
    let mut codes: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for call in calls() {
        let exceptions = declared_exceptions(call.operation);
        assert!(exceptions.len() >= 8, "{} declares only {exceptions:?}", call.operation);
        for exception in exceptions {
            let steps = [Step::exception(&exception, ""), Step::exception(&exception, "")];
            let transport = transport(steps.into_iter().cycle().take(3));
            let error = (call.make)(&cognito(&transport)).await.unwrap_err();
            let ServiceError::Exception { code, .. } = error else {
                panic!("{}: {exception} became {error:?}", call.operation)
            };
            assert_ne!(code, AuthErrorCode::UnknownServiceException, "{}: {exception}", call.operation);
            codes.entry(code.name()).or_default().insert(exception);
        }
    }
    let shared: Vec<_> = codes.iter().filter(|(_, exceptions)| exceptions.len() > 1).collect();
    assert!(shared.is_empty(), "one code for several exceptions: {shared:?}");
    println!("{} exceptions of {} calls are mapped", codes.len(), calls().len());
}

/// The names of an operation's exceptions on the wire, read from the source of the SDK that is built here.
fn declared_exceptions(operation: &str) -> BTreeSet<String> {
    // The SDK takes an abbreviation for a word.
    let module = snake_case(&operation.replace("MFA", "Mfa"));
    let file = sdk_folder().join("src/operation").join(format!("{module}.rs"));
    let source = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let arms = source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => "));
    let on_the_wire: BTreeSet<_> = arms.map(|(name, _)| name.to_owned()).collect();
    let variants = source.lines().filter(|line| {
        line.trim().split_once('(').is_some_and(|(variant, of)| {
            variant.ends_with("Exception") && of == format!("crate::types::error::{variant}),")
        })
    });
    // Read in two ways, so that a change of the SDK's layout does not empty the list unnoticed.
    assert_eq!(variants.count(), on_the_wire.len(), "{}: {on_the_wire:?}", file.display());
    on_the_wire
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn sdk_folder() -> PathBuf {
    static FOLDER: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    FOLDER.get_or_init(find_sdk_folder).clone()
}

fn find_sdk_folder() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--offline", "--manifest-path"]).arg(manifest);
    let output = command.output().expect("cargo can be run from its own tests");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let sdk = packages.iter().find(|package| package["name"] == "aws-sdk-cognitoidentityprovider");
    let manifest = sdk.expect("the SDK is a dependency")["manifest_path"].as_str().unwrap();
    Path::new(manifest).parent().unwrap().to_owned()
}

async fn refusal(exception: &str, message: &str) -> ServiceError {
    let transport = transport([Step::exception(exception, message)]);
    cognito(&transport).initiate_auth(super::initiate("USER_PASSWORD_AUTH")).await.unwrap_err()
}

#[tokio::test]
async fn the_text_of_a_refusal_tells_why() {
    let not_authorized = "NotAuthorizedException";
    let table = [
        (not_authorized, "Access Token has expired", Reason::AccessTokenExpired),
        (not_authorized, "Access Token has been revoked", Reason::AccessTokenRevoked),
        (not_authorized, "Invalid Access Token", Reason::AccessTokenInvalid),
        (not_authorized, "Refresh Token has expired", Reason::RefreshTokenExpired),
        (not_authorized, "Refresh Token has been revoked", Reason::RefreshTokenRevoked),
        (not_authorized, "Invalid Refresh Token", Reason::RefreshTokenInvalid),
        (not_authorized, "Invalid session for the user.", Reason::ChallengeSessionInvalid),
        (
            not_authorized,
            "Invalid session for the user, session is expired.",
            Reason::ChallengeSessionExpired,
        ),
        (not_authorized, "Incorrect username or password.", Reason::WrongUsernameOrPassword),
        (not_authorized, "Password attempts exceeded", Reason::AttemptsExceeded),
        (not_authorized, "User is disabled.", Reason::UserDisabled),
        (not_authorized, "User has been deleted", Reason::UserDeleted),
        (not_authorized, "User cannot be confirmed. Current status is CONFIRMED", Reason::AlreadyConfirmed),
        (not_authorized, "Unable to verify secret hash for client client-id", Reason::SecretHashWrong),
        (
            not_authorized,
            "Client client-id is configured with secret but SECRET_HASH was not received",
            Reason::SecretHashMissing,
        ),
        (
            "InvalidParameterException",
            "USER_PASSWORD_AUTH flow not enabled for this client",
            Reason::FlowNotEnabled,
        ),
        ("ResourceNotFoundException", "Device does not exist.", Reason::DeviceUnknown),
    ];
    for (exception, message, expected) in table {
        let error = refusal(exception, message).await;
        assert_eq!(error.reason(), Some(expected), "{message}");
        for shown in
            [format!("{error}"), format!("{error:?}"), format!("{:?}", AuthError::from(error.clone()))]
        {
            assert!(!shown.contains(message), "{shown}");
        }
    }
    assert_eq!(refusal(not_authorized, "A text that nobody knows").await.reason(), None);
}

#[tokio::test]
async fn a_challenge_that_took_too_long_and_too_many_attempts_have_codes_of_their_own() {
    let too_old =
        refusal("NotAuthorizedException", "Invalid session for the user, session is expired.").await;
    assert_eq!(AuthError::from(too_old).code, AuthErrorCode::ChallengeExpired);
    let too_many = refusal("NotAuthorizedException", "Password attempts exceeded").await;
    assert_eq!(AuthError::from(too_many).code, AuthErrorCode::LimitExceeded);
}

#[tokio::test]
async fn an_error_names_the_request_and_an_exception_that_nobody_knows_is_told_as_such() {
    let error = AuthError::from(refusal("BrandNewException", "news").await);
    assert_eq!(error.code, AuthErrorCode::UnknownServiceException);
    assert_eq!(error.request_id.as_deref(), Some(REQUEST_ID));
}

#[tokio::test]
async fn a_request_id_that_is_none_is_left_out() {
    let headers = [("x-amzn-requestid", "<script>"), ("x-amzn-errortype", "CodeMismatchException")];
    let transport = transport([Step::raw(400, &headers, "{}")]);
    let error = cognito(&transport).global_sign_out("access-token".into()).await.unwrap_err();
    let error = AuthError::from(error);
    assert_eq!((error.code, error.request_id), (AuthErrorCode::CodeMismatch, None));
}
