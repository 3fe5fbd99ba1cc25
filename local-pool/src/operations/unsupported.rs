//! The operations that Cognito's API has and the local pool does not serve. A name that Cognito does not know gets
//! another error.

use crate::errors::CognitoError;

/// The reasons why the pool lacks operations, as `docs/operations.md` gives them, each with its operations' names.
pub(super) const UNSUPPORTED: &[(&str, &[&str])] = &[
    (
        "No longer supported by Cognito. Use SetUserMFAPreference or AdminSetUserMFAPreference",
        &["AdminSetUserSettings", "SetUserSettings"],
    ),
    ("Use the token endpoint with `grant_type=client_credentials`", &["GetClientToken"]),
    (
        "Takes the user's feedback from a link in the message about a risky sign-in. The pool sends no such message. \
         Use AdminUpdateAuthEventFeedback",
        &["UpdateAuthEventFeedback"],
    ),
    (
        "The pool accepts no client ID metadata documents",
        &[
            "CreateCIMDPolicy",
            "DeleteCIMDPolicy",
            "DescribeCIMDPolicy",
            "ListCIMDPolicies",
            "ListClientMetadataURLs",
            "UpdateCIMDPolicy",
            "UpdateClientMetadataURLState",
        ],
    ),
    (
        "The pool has no other region",
        &["CreateUserPoolReplica", "DeleteUserPoolReplica", "ListUserPoolReplicas", "UpdateUserPoolReplica"],
    ),
    (
        "The pool makes no backups",
        &[
            "CancelPointInTimeRecovery",
            "DescribePointInTimeRecovery",
            "InitiatePointInTimeRecovery",
            "ListPointInTimeRecoveries",
            "StartPointInTimeRecovery",
        ],
    ),
    ("The pool has no rate limits", &["GetProvisionedLimit", "UpdateProvisionedLimit"]),
];

pub(super) fn has(operation: &str) -> bool {
    UNSUPPORTED.iter().any(|(_, names)| names.contains(&operation))
}

pub(super) fn refusal(operation: &str) -> CognitoError {
    match has(operation) {
        true => CognitoError::unsupported_operation(operation),
        false => CognitoError::new("UnknownOperationException", "Cognito has no operation of this name."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{app, of_administrators};

    #[test]
    fn no_served_operation_is_called_unsupported() {
        let served = |name: &str| app::operation(name).is_some() || of_administrators(name).is_some();
        assert!(served("SignUp") && served("CreateUserPool"));
        for name in UNSUPPORTED.iter().flat_map(|(_, names)| *names) {
            assert!(!served(name), "{name}");
        }
    }
}
