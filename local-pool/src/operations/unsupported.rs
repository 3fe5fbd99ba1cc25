//! The operations that Cognito supports and the local pool does not. A name that Cognito does not know gets another
//! error.

use crate::errors::CognitoError;

const UNSUPPORTED: &[&str] = &[
    "AdminSetUserSettings",
    "CreateUserPoolReplica",
    "DeleteUserPoolReplica",
    "GetClientToken",
    "GetProvisionedLimit",
    "ListUserPoolReplicas",
    "SetUserSettings",
    "UpdateAuthEventFeedback",
    "UpdateProvisionedLimit",
    "UpdateUserPoolReplica",
];

pub(super) fn refusal(operation: &str) -> CognitoError {
    match UNSUPPORTED.contains(&operation) {
        true => CognitoError::unsupported_operation(operation),
        false => CognitoError::new("UnknownOperationException", "Cognito has no operation of this name."),
    }
}
