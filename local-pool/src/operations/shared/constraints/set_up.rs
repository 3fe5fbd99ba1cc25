//! The required members and the constraints of the operations that are mostly called by set-up tools. Their members
//! have names that mean something else in other operations, so each operation has its own constraints.

use super::Check::{self, Count, Each, EachKey, EachValue, Length, OneOf, Pattern, Present, Within};
use super::members::{NAME, VISIBLE};
use super::records;

/// The required members of an operation's request.
pub(super) fn required(operation: &str) -> &'static [&'static str] {
    match operation {
        "AddCustomAttributes" => &["UserPoolId", "CustomAttributes"],
        "TagResource" => &["ResourceArn", "Tags"],
        "UntagResource" => &["ResourceArn", "TagKeys"],
        "ListTagsForResource" => &["ResourceArn"],
        "AddUserPoolClientSecret" | "ListUserPoolClientSecrets" => &["UserPoolId", "ClientId"],
        "DeleteUserPoolClientSecret" => &["UserPoolId", "ClientId", "ClientSecretId"],
        "SetUICustomization"
        | "GetUICustomization"
        | "SetRiskConfiguration"
        | "DescribeRiskConfiguration"
        | "GetLogDeliveryConfiguration"
        | "ListTerms" => &["UserPoolId"],
        "SetLogDeliveryConfiguration" => &["UserPoolId", "LogConfigurations"],
        "CreateManagedLoginBranding" | "DescribeManagedLoginBrandingByClient" => &["UserPoolId", "ClientId"],
        "DescribeManagedLoginBranding" | "UpdateManagedLoginBranding" | "DeleteManagedLoginBranding" => {
            &["UserPoolId", "ManagedLoginBrandingId"]
        }
        "CreateTerms" => &["UserPoolId", "ClientId", "TermsName", "TermsSource", "Enforcement"],
        "DescribeTermsByClient" => &["ClientId", "UserPoolId", "TermsName"],
        "DescribeTerms" | "UpdateTerms" | "DeleteTerms" => &["TermsId", "UserPoolId"],
        "GetSigningCertificate" | "GetCSVHeader" => &["UserPoolId"],
        "CreateUserImportJob" => &["JobName", "UserPoolId", "CloudWatchLogsRoleArn"],
        "DescribeUserImportJob" | "StartUserImportJob" | "StopUserImportJob" => &["UserPoolId", "JobId"],
        "ListUserImportJobs" => &["UserPoolId", "MaxResults"],
        "ListUserSessions" => &["AccessToken"],
        "RevokeUserSession" => &["AccessToken", "SessionId"],
        "AdminListUserSessions" => &["UserPoolId", "Username"],
        "AdminRevokeUserSession" => &["UserPoolId", "Username", "SessionId"],
        "GetUserPoolSessionConfiguration" => &["UserPoolId"],
        "SetUserPoolSessionConfiguration" => &["UserPoolId", "UserSessionTracking", "TokenSession"],
        "GetUserPoolClientSessionConfiguration" => &["UserPoolId", "ClientId"],
        "SetUserPoolClientSessionConfiguration" => &["UserPoolId", "ClientId", "SSOSession"],
        "GetDerivedToken" => &["ClientId", "SubjectToken", "SubjectTokenType"],
        "AdminGetUserAuthFactors" | "AdminDeleteSoftwareToken" | "AdminListUserAuthEvents" => {
            &["UserPoolId", "Username"]
        }
        "AdminUpdateAuthEventFeedback" => &["UserPoolId", "Username", "EventId", "FeedbackValue"],
        _ => &[],
    }
}

/// The constraints of an operation's members.
pub(super) fn members(operation: &str) -> &'static [(&'static str, Check)] {
    match operation {
        "AddCustomAttributes" => CUSTOM_ATTRIBUTES,
        "TagResource" | "UntagResource" | "ListTagsForResource" => TAGS,
        "CreateUserPoolClient" | "AddUserPoolClientSecret" | "DeleteUserPoolClientSecret" => CLIENT_SECRETS,
        "SetUICustomization" => &[("CSS", Length(0, 131_072))],
        "SetRiskConfiguration" => records::RISK,
        "SetLogDeliveryConfiguration" => records::LOG_DELIVERY,
        "CreateManagedLoginBranding"
        | "DescribeManagedLoginBranding"
        | "UpdateManagedLoginBranding"
        | "DeleteManagedLoginBranding" => records::BRANDING,
        "CreateTerms"
        | "DescribeTerms"
        | "DescribeTermsByClient"
        | "ListTerms"
        | "UpdateTerms"
        | "DeleteTerms" => records::TERMS,
        "CreateUserImportJob"
        | "DescribeUserImportJob"
        | "ListUserImportJobs"
        | "StartUserImportJob"
        | "StopUserImportJob" => IMPORT_JOBS,
        "RevokeUserSession"
        | "AdminRevokeUserSession"
        | "SetUserPoolSessionConfiguration"
        | "SetUserPoolClientSessionConfiguration" => SESSIONS,
        "GetDerivedToken" => TOKEN_EXCHANGE,
        "AdminListUserAuthEvents" | "AdminUpdateAuthEventFeedback" => AUTH_EVENTS,
        _ => &[],
    }
}

const CUSTOM_ATTRIBUTES: &[(&str, Check)] = &[
    ("CustomAttributes", Count(1, 25)),
    ("CustomAttributes.*.Name", Present),
    ("CustomAttributes.*.Name", Length(1, 20)),
    ("CustomAttributes.*.Name", VISIBLE),
    ("CustomAttributes.*.AttributeDataType", OneOf(&["String", "Number", "DateTime", "Boolean"])),
];
const TAGS: &[(&str, Check)] = &[
    ("ResourceArn", Length(20, 2048)),
    ("ResourceArn", ARN),
    ("Tags", EachKey(1, 128)),
    ("Tags", EachValue(0, 256)),
    ("TagKeys", Each(&[Length(1, 128)])),
];

const CLIENT_SECRETS: &[(&str, Check)] = &[
    ("ClientSecret", Length(24, 64)),
    ("ClientSecret", Pattern(r"[\w+]+", is_secret)),
    ("ClientSecretId", Length(1, 128)),
];

const IMPORT_JOBS: &[(&str, Check)] = &[
    ("JobName", Length(1, 128)),
    ("JobName", NAME),
    ("JobId", Length(1, 55)),
    ("JobId", Pattern("import-[0-9a-zA-Z-]+", is_job_id)),
    ("CloudWatchLogsRoleArn", Length(20, 2048)),
    ("CloudWatchLogsRoleArn", ARN),
    ("PasswordHashingAlgorithm", OneOf(&["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"])),
    ("MaxResults", Within(1, 60)),
];

fn is_job_id(text: &str) -> bool {
    let rest = text.strip_prefix("import-").unwrap_or_default();
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

const SESSIONS: &[(&str, Check)] = &[
    ("SessionId", Length(28, 28)),
    ("SessionId", Pattern("^(tkn|sso)[a-z0-9]{25}$", is_session_id)),
    ("UserSessionTracking", OneOf(&["ENABLED", "DISABLED"])),
    ("TokenSession.MaxPerUser", Present),
    ("TokenSession.MaxPerUser", Within(1, 100)),
    ("SSOSession.MaxValidityMinutes", Present),
    ("SSOSession.MaxValidityMinutes", Within(0, 129_600)),
];
const AUTH_EVENTS: &[(&str, Check)] = &[
    ("MaxResults", Within(0, 60)),
    ("EventId", Length(1, 50)),
    ("EventId", Pattern(r"[\w+-]+", is_event_id)),
    ("FeedbackValue", OneOf(&["Valid", "Invalid"])),
];
const TOKEN_EXCHANGE: &[(&str, Check)] = &[
    ("SubjectTokenType", OneOf(&["ACCESS_TOKEN", "ID_TOKEN", "SAML2"])),
    ("ActorTokenType", OneOf(&["ACCESS_TOKEN", "ID_TOKEN", "SAML2"])),
    ("RequestedTokenType", OneOf(&["ACCESS_TOKEN", "ID_TOKEN"])),
    ("Scopes", Count(0, 50)),
    ("Audiences", Count(0, 1)),
    ("Resources", Count(0, 1)),
];

fn is_event_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
}

fn is_session_id(text: &str) -> bool {
    let rest = text.strip_prefix("tkn").or_else(|| text.strip_prefix("sso")).unwrap_or_default();
    rest.len() == 25 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn is_secret(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_+".contains(c))
}

pub(super) const ARN: Check = Pattern(
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    is_arn,
);

/// Whether a text is an ARN with an account: a partition, a service, perhaps a region, the account, and a resource of
/// up to three parts.
fn is_arn(text: &str) -> bool {
    let is_part = |part: &str| {
        part.chars().all(|c| c.is_ascii_alphanumeric() || "_+=/,.@-".contains(c)) && !part.is_empty()
    };
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        ["arn", partition, service, region, account, resource @ ..] => {
            is_part(partition)
                && is_part(service)
                && (region.is_empty() || is_part(region))
                && !account.is_empty()
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && (1..=3).contains(&resource.len())
                && resource.iter().all(|part| is_part(part))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_an_account_and_a_resource() {
        for arn in [
            "arn:aws:cognito-idp:local:000000000000:userpool/local_LocalPool",
            "arn:aws:iam::000000000000:role/service-role/logs",
            "arn:aws:logs:eu-west-1:000000000000:log-group:name",
        ] {
            assert!(is_arn(arn), "{arn}");
        }
        for other in [
            "",
            "arn:aws:s3:::bucket",
            "arn:aws:iam::0:",
            "arn:aws:iam::x:role",
            "a:b:c:d:0:f",
            "arn:a:b:c:0:d:e:f:g",
        ] {
            assert!(!is_arn(other), "{other}");
        }
    }
}
