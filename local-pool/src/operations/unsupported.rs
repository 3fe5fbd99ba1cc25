//! The operations that Cognito supports and the local pool does not. A name that Cognito does not know gets another
//! error.

use crate::errors::CognitoError;

const UNSUPPORTED: &[&str] = &[
    "AdminDeleteSoftwareToken",
    "AdminGetUserAuthFactors",
    "AdminListUserAuthEvents",
    "AdminSetUserSettings",
    "AdminUpdateAuthEventFeedback",
    "CreateManagedLoginBranding",
    "CreateTerms",
    "CreateUserImportJob",
    "CreateUserPoolReplica",
    "DeleteManagedLoginBranding",
    "DeleteTerms",
    "DeleteUserPoolReplica",
    "DescribeManagedLoginBranding",
    "DescribeManagedLoginBrandingByClient",
    "DescribeRiskConfiguration",
    "DescribeTerms",
    "DescribeTermsByClient",
    "DescribeUserImportJob",
    "GetCSVHeader",
    "GetClientToken",
    "GetLogDeliveryConfiguration",
    "GetProvisionedLimit",
    "GetSigningCertificate",
    "GetUICustomization",
    "ListTerms",
    "ListUserImportJobs",
    "ListUserPoolReplicas",
    "SetLogDeliveryConfiguration",
    "SetRiskConfiguration",
    "SetUICustomization",
    "SetUserSettings",
    "StartUserImportJob",
    "StopUserImportJob",
    "UpdateAuthEventFeedback",
    "UpdateManagedLoginBranding",
    "UpdateProvisionedLimit",
    "UpdateTerms",
    "UpdateUserPoolReplica",
];

pub(super) fn refusal(operation: &str) -> CognitoError {
    match UNSUPPORTED.contains(&operation) {
        true => CognitoError::unsupported_operation(operation),
        false => CognitoError::new("UnknownOperationException", "Cognito has no operation of this name."),
    }
}
