//! The constraints of the operations on identity pools. The exception for a broken constraint differs from that of user
//! pools.

use super::Check::{self, Count, Each, EachKey, EachValue, Length, OneOf, Pattern, Present, Within};
use super::members::{CODE, is_name, is_number};
use super::{found_in, message};
use crate::errors::CognitoError;
use serde_json::Value;

/// Checks the request of an operation on identity pools.
pub(crate) fn check(operation: &str, request: &Value) -> Result<(), CognitoError> {
    let required: Vec<(&str, Check)> = required(operation).iter().map(|member| (*member, Present)).collect();
    let found = found_in(request, required.iter().chain(MEMBERS));
    match message(&found) {
        Some(message) => Err(CognitoError::new("ValidationException", message)),
        None => Ok(()),
    }
}

fn required(operation: &str) -> &'static [&'static str] {
    match operation {
        "GetId" | "DescribeIdentityPool" | "DeleteIdentityPool" | "GetIdentityPoolRoles" => {
            &["IdentityPoolId"]
        }
        "GetCredentialsForIdentity" | "GetOpenIdToken" | "DescribeIdentity" => &["IdentityId"],
        "UnlinkIdentity" => &["IdentityId", "Logins", "LoginsToRemove"],
        "CreateIdentityPool" => &["IdentityPoolName", "AllowUnauthenticatedIdentities"],
        "UpdateIdentityPool" => &["IdentityPoolId", "IdentityPoolName", "AllowUnauthenticatedIdentities"],
        "ListIdentityPools" => &["MaxResults"],
        "SetIdentityPoolRoles" => &["IdentityPoolId", "Roles"],
        "ListIdentities" => &["IdentityPoolId", "MaxResults"],
        "DeleteIdentities" => &["IdentityIdsToDelete"],
        "SetPrincipalTagAttributeMap" | "GetPrincipalTagAttributeMap" => {
            &["IdentityPoolId", "IdentityProviderName"]
        }
        "TagResource" => &["ResourceArn", "Tags"],
        "UntagResource" => &["ResourceArn", "TagKeys"],
        "ListTagsForResource" => &["ResourceArn"],
        _ => &[],
    }
}

const ID: Check = Pattern(r"[\w-]+:[0-9a-f-]+", is_region_and_guid);
const ARN: Check = Length(20, 2048);

/// The constraints of each member. A member's name means the same in every operation.
const MEMBERS: &[(&str, Check)] = &[
    ("IdentityPoolId", Length(1, 55)),
    ("IdentityPoolId", ID),
    ("IdentityId", Length(1, 55)),
    ("IdentityId", ID),
    ("AccountId", Length(1, 15)),
    ("AccountId", Pattern(r"\d+", is_number)),
    ("NextToken", Length(1, 65_535)),
    ("NextToken", CODE),
    ("IdentityIdsToDelete", Count(1, 60)),
    ("IdentityIdsToDelete", Each(&[Length(1, 55), ID])),
    ("Logins", Count(0, 10)),
    ("Logins", EachKey(1, 128)),
    ("Logins", EachValue(1, 50_000)),
    ("CustomRoleArn", ARN),
    ("MaxResults", Within(1, 60)),
    // Settings of a pool.
    ("IdentityPoolName", Length(1, 128)),
    ("IdentityPoolName", Pattern(r"[\w\s+=,.@-]+", is_name)),
    ("SupportedLoginProviders", Count(0, 10)),
    ("SupportedLoginProviders", EachKey(1, 128)),
    ("SupportedLoginProviders", EachValue(1, 128)),
    ("OpenIdConnectProviderARNs", Each(&[ARN])),
    ("CognitoIdentityProviders.*.ProviderName", Length(1, 128)),
    ("CognitoIdentityProviders.*.ClientId", Length(1, 128)),
    ("IdentityProviderName", Length(1, 128)),
    ("PrincipalTags", Count(0, 50)),
    ("PrincipalTags", EachKey(1, 128)),
    ("PrincipalTags", EachValue(1, 256)),
    ("IdentityPoolTags", EachKey(1, 128)),
    ("IdentityPoolTags", EachValue(0, 256)),
    ("ResourceArn", ARN),
    ("Tags", EachKey(1, 128)),
    ("Tags", EachValue(0, 256)),
    ("TagKeys", Each(&[Length(1, 128)])),
    ("Roles", Count(0, 2)),
    ("Roles.authenticated", ARN),
    ("Roles.unauthenticated", ARN),
    ("RoleMappings", Count(0, 10)),
    ("RoleMappings.*.Type", Present),
    ("RoleMappings.*.Type", OneOf(&["Token", "Rules"])),
    ("RoleMappings.*.AmbiguousRoleResolution", OneOf(&["AuthenticatedRole", "Deny"])),
];

/// Whether a text has the form of an identity pool's id, and of an identity's.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= 55 && is_region_and_guid(text)
}

fn is_region_and_guid(text: &str) -> bool {
    let is_region = |region: &str| region.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let is_guid = |guid: &str| guid.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f' | '-'));
    text.split_once(':').is_some_and(|(region, guid)| {
        !region.is_empty() && !guid.is_empty() && is_region(region) && is_guid(guid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(operation: &str, request: &Value) -> String {
        let error = check(operation, request).unwrap_err();
        assert_eq!(error.kind, "ValidationException");
        error.message
    }

    #[test]
    fn an_id_is_a_region_and_a_guid() {
        for id in ["local:10ca1d00-0000-4000-8000-000000000000", "eu-central-1:0"] {
            assert!(check("GetId", &json!({ "IdentityPoolId": id })).is_ok(), "{id}");
        }
        for id in ["eu-central-1", ":0", "local:", "local:0F", "a:0:0"] {
            let said = refusal("GetId", &json!({ "IdentityPoolId": id }));
            assert_eq!(
                said,
                format!(
                    "1 validation error detected: Value '{id}' at 'identityPoolId' failed to satisfy constraint: \
                     Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"
                )
            );
        }
    }

    #[test]
    fn a_login_token_is_checked_and_never_shown_in_an_error() {
        let with = |logins: Value| json!({ "IdentityId": "local:0", "Logins": logins });
        let said = refusal("GetCredentialsForIdentity", &with(json!({ "provider": "" })));
        assert_eq!(
            said,
            "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy \
             constraint: [Member must have length less than or equal to 50000, Member must have length greater than or \
             equal to 1]"
        );
        assert!(
            refusal("GetCredentialsForIdentity", &with(json!({ "p": null }))).ends_with("must not be null]")
        );
        let eleven: Value = (0..11)
            .map(|number| (number.to_string(), json!("token")))
            .collect::<serde_json::Map<_, _>>()
            .into();
        assert!(refusal("GetCredentialsForIdentity", &with(eleven)).ends_with(
            "at 'logins' failed to satisfy constraint: Member must have length less than or equal to 10"
        ));
        assert!(refusal("GetId", &json!({})).contains("at 'identityPoolId' failed"));
    }
}
