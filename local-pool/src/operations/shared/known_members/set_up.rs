//! The members of the operations that are mostly called by set-up tools.

use super::Kind::{Number, Object, Objects, Text, TextMap, Texts};
use super::tables::{ONE_POOL, SCHEMA_ATTRIBUTE};
use super::{Member, records};

/// The tables of an operation's request.
pub(super) fn of(operation: &str) -> Option<Vec<&'static [Member]>> {
    let tables = match operation {
        "AddCustomAttributes" => vec![ONE_POOL, CUSTOM_ATTRIBUTES],
        "TagResource" => vec![RESOURCE, &[("Tags", TextMap)]],
        "UntagResource" => vec![RESOURCE, &[("TagKeys", Texts)]],
        "AddUserPoolClientSecret" => vec![ONE_POOL, ONE_CLIENT, &[("ClientSecret", Text)]],
        "DeleteUserPoolClientSecret" => vec![ONE_POOL, ONE_CLIENT, &[("ClientSecretId", Text)]],
        "SetUICustomization" => vec![ONE_POOL, records::UI_CUSTOMIZATION],
        "SetRiskConfiguration" => vec![ONE_POOL, records::RISK],
        "SetLogDeliveryConfiguration" => vec![ONE_POOL, records::LOG_DELIVERY],
        "CreateManagedLoginBranding" => vec![ONE_POOL, ONE_CLIENT, records::BRANDING],
        "UpdateManagedLoginBranding" => {
            vec![ONE_POOL, &[("ManagedLoginBrandingId", Text)], records::BRANDING]
        }
        "CreateTerms" => vec![ONE_POOL, ONE_CLIENT, records::TERMS],
        "UpdateTerms" => vec![ONE_POOL, &[("TermsId", Text)], records::TERMS],
        "CreateUserImportJob" => vec![ONE_POOL, IMPORT_JOB],
        "SetUserPoolSessionConfiguration" => vec![ONE_POOL, SESSIONS],
        "SetUserPoolClientSessionConfiguration" => vec![ONE_POOL, ONE_CLIENT, SSO_SESSION],
        _ => return None,
    };
    Some(tables)
}

const CUSTOM_ATTRIBUTES: &[Member] = &[("CustomAttributes", Objects(SCHEMA_ATTRIBUTE))];

const IMPORT_JOB: &[Member] =
    &[("JobName", Text), ("CloudWatchLogsRoleArn", Text), ("PasswordHashingAlgorithm", Text)];

const SESSIONS: &[Member] =
    &[("UserSessionTracking", Text), ("TokenSession", Object(&[("MaxPerUser", Number)]))];

const SSO_SESSION: &[Member] = &[("SSOSession", Object(&[("MaxValidityMinutes", Number)]))];

const ONE_CLIENT: &[Member] = &[("ClientId", Text)];

const RESOURCE: &[Member] = &[("ResourceArn", Text)];
