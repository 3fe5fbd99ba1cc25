//! Which part of AWS's model the core covers.

use std::collections::{BTreeMap, BTreeSet};

use cognito_auth_core::AuthErrorCode;
use cognito_auth_core::service::ServiceError;
use serde_json::Value;

use crate::model::{Shape, Structure, model};
use crate::pair::{Side, configuration};
use crate::refusals;
use crate::requests::{one_of_each, requests};

/// Describes the exceptions of our operations that have no error code of their own. The implementation reads such an
/// exception as unknown, or with the same code as another exception.
pub(crate) async fn exceptions_without_a_code(side: &Side) -> Vec<String> {
    let mut by_code: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for request in one_of_each() {
        for exception in &model().operation(request.operation()).exceptions {
            let answer = refusals::exception(exception).remove(0);
            let code = match side.ask(request, Some(&answer)).await.result {
                Err(ServiceError::Exception { code, .. }) => code,
                _ => AuthErrorCode::UnknownServiceException,
            };
            by_code.entry(code.name()).or_default().insert(exception);
        }
    }
    let unknown = AuthErrorCode::UnknownServiceException.name();
    let without = by_code.iter().filter(|(code, exceptions)| **code == unknown || exceptions.len() > 1);
    without.map(|(code, exceptions)| format!("{exceptions:?} are {code}")).collect()
}

#[tokio::test]
async fn every_exception_of_our_operations_has_its_own_code() {
    let without = exceptions_without_a_code(&Side::ours(&configuration())).await;
    assert!(without.is_empty(), "{}", without.join("\n"));
}

/// Compares the version in `model.json` with the pinned version of botocore, and with those of boto3, which plays flows
/// beside our client: botocore and boto3 have the same versions. The check of the whole file, `model --check`, needs
/// Python and a network.
#[test]
fn the_model_is_of_the_version_that_is_pinned() {
    let version = &model().botocore;
    assert_eq!(include_str!("requirements.in").trim(), format!("botocore=={version}"));
    for beside in [
        include_str!("../../../core/tests/ministack/requirements.in"),
        include_str!("../../../tools/verify-live/requirements.in"),
    ] {
        let pinned = format!("boto3=={version}");
        assert!(beside.lines().any(|line| line == pinned), "{pinned} is not pinned: {beside}");
    }
}

/// The paths of all members of a structure and of the structures in it, such as `UserContextData.IpAddress`. Each path
/// begins with `before`.
fn members(structure: &Structure, before: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (name, shape) in &structure.members {
        let inner = shape.structure().map(|inner| members(inner, &format!("{before}{name}.")));
        all.extend(inner.unwrap_or_default());
        all.insert(format!("{before}{name}"));
    }
    all
}

/// The paths of all members that a body has, in the form of [`members`]. `wrong` gets everything that the model does
/// not allow.
fn sent(structure: &Structure, body: &Value, before: &str, wrong: &mut BTreeSet<String>) -> BTreeSet<String> {
    if let Some(items) = body.as_array() {
        return items.iter().flat_map(|item| sent(structure, item, before, wrong)).collect();
    }
    let body = body.as_object().unwrap();
    let missing = structure.required.iter().filter(|name| !body.contains_key(*name));
    wrong.extend(missing.map(|name| format!("{before}{name} is missing")));
    let mut all = BTreeSet::new();
    for (name, value) in body {
        match structure.members.get(name) {
            Some(shape) => {
                if matches!(shape, Shape::Enum { values } if !values.iter().any(|it| value == it)) {
                    wrong.insert(format!("{before}{name} may not be {value}"));
                }
                let inner = shape.structure().map(|it| sent(it, value, &format!("{before}{name}."), wrong));
                all.extend(inner.unwrap_or_default());
                all.insert(format!("{before}{name}"));
            }
            None => drop(wrong.insert(format!("{before}{name} is unknown"))),
        }
    }
    all
}

/// The members that one implementation sends, by operation. Also returns everything in its requests that the model does
/// not allow.
pub(crate) async fn sent_by(side: &Side) -> (BTreeMap<&'static str, BTreeSet<String>>, BTreeSet<String>) {
    let (mut by_operation, mut wrong) = (BTreeMap::<_, BTreeSet<_>>::new(), BTreeSet::new());
    for request in requests() {
        let Some(seen) = side.ask(request, None).await.sent else { continue };
        let name = request.operation();
        let input = &model().operation(name).input;
        by_operation.entry(name).or_default().extend(sent(
            input,
            &seen.body,
            &format!("{name}: "),
            &mut wrong,
        ));
        let (target, content_type) = (format!("{}.{name}", model().target), &model().content_type);
        if seen.target != Some(target) || seen.content_type.as_ref() != Some(content_type) {
            wrong.insert(format!("{name}: wrong headers"));
        }
    }
    (by_operation, wrong)
}

#[tokio::test]
async fn our_requests_have_only_members_of_the_model() {
    let (by_operation, wrong) = sent_by(&Side::ours(&configuration())).await;
    assert!(wrong.is_empty(), "against botocore {}: {wrong:?}", model().botocore);
    println!(
        "{} of {} operations (botocore {})",
        by_operation.len(),
        model().operations.len(),
        model().botocore
    );
    for (name, operation) in &model().operations {
        match by_operation.get(name.as_str()) {
            None => println!("  we do not have {name}"),
            Some(sent) => {
                let all = members(&operation.input, &format!("{name}: "));
                let lacks = |member: &str| !sent.contains(member);
                // A structure that is not sent gets one line, without its members.
                let within = |member: &str| member.rsplit_once('.').is_some_and(|(outer, _)| lacks(outer));
                for member in all.iter().filter(|member| lacks(member) && !within(member)) {
                    println!("  we do not send {member}");
                }
            }
        }
    }
}
