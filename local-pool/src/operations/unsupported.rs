//! The operations that Cognito supports and the local pool does not. A name that Cognito does not know gets another
//! error.

use crate::errors::CognitoError;

const UNSUPPORTED: &[&str] = &[
    "AdminSetUserSettings",
    "CancelPointInTimeRecovery",
    "CreateCIMDPolicy",
    "CreateUserPoolReplica",
    "DeleteCIMDPolicy",
    "DeleteUserPoolReplica",
    "DescribeCIMDPolicy",
    "DescribePointInTimeRecovery",
    "GetClientToken",
    "GetProvisionedLimit",
    "InitiatePointInTimeRecovery",
    "ListCIMDPolicies",
    "ListClientMetadataURLs",
    "ListPointInTimeRecoveries",
    "ListUserPoolReplicas",
    "SetUserSettings",
    "StartPointInTimeRecovery",
    "UpdateAuthEventFeedback",
    "UpdateCIMDPolicy",
    "UpdateClientMetadataURLState",
    "UpdateProvisionedLimit",
    "UpdateUserPoolReplica",
];

pub(super) fn refusal(operation: &str) -> CognitoError {
    match UNSUPPORTED.contains(&operation) {
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
        for name in UNSUPPORTED {
            assert!(!served(name), "{name}");
        }
    }
}
