//! The page `docs/operations.md`: each operation of the two services, and whether the pool has it. The page is made
//! from the tables of operations, and from the notes below.

use super::{administrator, app, identity_pools, settings, unsupported};
use std::fmt::Write as _;

const USER_POOLS: &str = include_str!("../../tests/operations.txt");
const IDENTITY_POOLS: &str = include_str!("../../tests/identity_operations.txt");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operations.md");

/// Notes on operations that the pool has.
const NOTES: &[(&str, &[&str])] = &[
    (
        "The pages look the same whatever the style",
        &[
            "CreateManagedLoginBranding",
            "DeleteManagedLoginBranding",
            "DescribeManagedLoginBranding",
            "DescribeManagedLoginBrandingByClient",
            "GetUICustomization",
            "SetUICustomization",
            "UpdateManagedLoginBranding",
        ],
    ),
    (
        "The pages show no terms",
        &["CreateTerms", "DeleteTerms", "DescribeTerms", "DescribeTermsByClient", "ListTerms", "UpdateTerms"],
    ),
    ("The pool assesses no risk", &["DescribeRiskConfiguration", "SetRiskConfiguration"]),
    ("The pool writes no logs", &["GetLogDeliveryConfiguration", "SetLogDeliveryConfiguration"]),
    (
        "The domain is only kept: all pools use [the same addresses](managed-login.md)",
        &["CreateUserPoolDomain", "DeleteUserPoolDomain", "DescribeUserPoolDomain", "UpdateUserPoolDomain"],
    ),
    ("The pool sends no SAML request, so nothing uses the certificate", &["GetSigningCertificate"]),
    (
        "[A stand-in](managed-login.md#other-identity-providers) asks who signs in",
        &["CreateIdentityProvider", "UpdateIdentityProvider"],
    ),
    (
        "No event has a risk. Of the sign-ins on the pages, the history has only those that succeeded",
        &["AdminListUserAuthEvents"],
    ),
    ("The feedback is only kept", &["AdminUpdateAuthEventFeedback"]),
    ("Takes tokens of the same pool. The token endpoint has no such grant", &["GetDerivedToken"]),
    (
        "The address for the file is one of the pool. [More](pools.md#set-up-tools)",
        &["CreateUserImportJob", "StartUserImportJob"],
    ),
    (
        "A session's device, IP address and location are not known",
        &["AdminListUserSessions", "ListUserSessions"],
    ),
    (
        "A tag has no effect, except for [`_custom_id_`](pools.md#regions-and-ids) in a new pool",
        &["TagResource"],
    ),
    ("No AWS service takes [the credentials](identity-pools.md)", &["GetCredentialsForIdentity"]),
];

struct Row {
    called_by: &'static str,
    has: &'static str,
}

fn of_user_pools(name: &str) -> Option<Row> {
    let (called_by, has) = match () {
        () if app::operation(name).is_some() => ("app", "yes"),
        () if administrator::operation(name).is_some() => ("administrator", "yes"),
        () if settings::is_of_records(name) => ("set-up tool", "record"),
        () if settings::operation(name).is_some() => ("set-up tool", "yes"),
        () => return None,
    };
    Some(Row { called_by, has })
}

fn of_identity_pools(name: &str) -> Option<Row> {
    let called_by = if identity_pools::is_of_apps(name) { "app" } else { "set-up tool" };
    identity_pools::has(name).then_some(Row { called_by, has: "yes" })
}

/// The note for an operation. Fails if several notes are about it.
fn note(notes: &[(&'static str, &[&str])], name: &str) -> Option<&'static str> {
    let mut fitting = notes.iter().filter(|(_, names)| names.contains(&name)).map(|(note, _)| *note);
    let found = fitting.next();
    assert_eq!(fitting.next(), None, "{name} has two notes");
    found
}

/// The table of a service, below a line that counts its operations.
fn table(
    service: &str,
    names: &str,
    row: impl Fn(&str) -> Option<Row>,
    refusals: &[(&'static str, &[&str])],
) -> String {
    let (mut lines, mut all, mut records, mut refused) = (String::new(), 0, 0, 0);
    for name in names.lines() {
        all += 1;
        let (called_by, has, note) = match row(name) {
            Some(row) => (row.called_by, row.has, note(NOTES, name).unwrap_or_default()),
            None => ("", "no", note(refusals, name).unwrap_or_else(|| panic!("why is there no {name}?"))),
        };
        records += usize::from(has == "record");
        refused += usize::from(has == "no");
        writeln!(lines, "| {name} | {called_by} | {has} | {note} |").unwrap_or_default();
    }
    let served = all - refused;
    let counts = match records {
        0 => format!("The pool has {served} of the {all} operations of `{service}`."),
        _ => format!(
            "The pool has {served} of the {all} operations of `{service}`. {records} of them are for records that have \
             no effect."
        ),
    };
    format!("{counts}\n\n| operation | called by | here | |\n| --- | --- | --- | --- |\n{lines}")
}

fn page() -> String {
    let requirements = include_str!("../../tests/clients/requirements.in");
    let botocore = requirements.lines().find_map(|line| line.strip_prefix("botocore==")).unwrap_or_default();
    let user_pools = table("cognito-idp", USER_POOLS, of_user_pools, unsupported::UNSUPPORTED);
    let identity_pools =
        table("cognito-identity", IDENTITY_POOLS, of_identity_pools, identity_pools::UNSUPPORTED);
    format!(
        "# Operations\n\n\
         *A page of [the local pool](../README.md).*\n\n\
         Every operation that botocore {botocore} knows. \"Yes\" means that the operation does its work. A \"record\" is \
         kept,\ndescribed and listed for set-up tools, and has no effect. \"No\" means that the pool refuses the \
         operation by its name,\nwith UnsupportedOperationException. An app's operations work without AWS credentials \
         at Cognito too.\n[Limits](limits.md) has the settings that the pool refuses or only stores.\n\n\
         A test makes this page from the code: `RENEW_OPERATIONS=1 cargo test -p cognito-local-pool operations::page` \
         writes it.\nThe tests call each operation that the pool has, and check its response against botocore's \
         description.\n\n\
         ## User pools\n\n{user_pools}\n## Identity pools\n\n{identity_pools}"
    )
}

#[test]
fn the_page_has_every_operation_as_the_code_has_it() {
    let made = page();
    if std::env::var_os("RENEW_OPERATIONS").is_some() {
        std::fs::write(PAGE, &made).expect("the page is written");
    }
    let held = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(held == made, "RENEW_OPERATIONS=1 writes docs/operations.md");
}

#[test]
fn every_note_is_about_operations_of_the_service() {
    let all: Vec<&str> = USER_POOLS.lines().chain(IDENTITY_POOLS.lines()).collect();
    let noted = NOTES.iter().chain(unsupported::UNSUPPORTED).chain(identity_pools::UNSUPPORTED);
    for name in noted.flat_map(|(_, names)| *names) {
        assert!(all.contains(name), "{name}");
    }
}
