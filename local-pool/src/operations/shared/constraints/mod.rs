//! AWS's request validation: the required members must be present, and each value must be within its constraints. The
//! error lists everything that is wrong, with AWS's text.

pub(crate) mod identity_pools;
mod members;
mod messages;
mod records;
mod set_up;
mod shared_members;

pub(crate) use members::{CUSTOM_ID, is_client_id, is_user_pool_id};

use super::request::lower_camel;
use crate::errors::CognitoError;
use members::{MEMBERS, SECRET, page_size, provider_name, required};
use serde_json::Value;

/// A constraint on the value of a member.
enum Check {
    Present,
    OneOf(&'static [&'static str]),
    EachOneOf(&'static [&'static str]),
    /// A list whose elements meet all of these constraints.
    Each(&'static [Check]),
    /// A list or a map with a number of elements in this range.
    Count(usize, usize),
    /// A whole number in this range.
    Within(i64, i64),
    /// Text whose number of characters is in this range.
    Length(usize, usize),
    /// AWS's pattern, and a function that checks a value against it.
    Pattern(&'static str, fn(&str) -> bool),
    /// A map whose keys have a number of characters in this range.
    EachKey(usize, usize),
    /// A map whose values have a number of characters in this range.
    EachValue(usize, usize),
}

/// Checks the request of an operation. A value of the wrong JSON type passes here: other checks refuse it, or
/// `request::parse`.
pub(crate) fn check(operation: &str, request: &Value) -> Result<(), CognitoError> {
    let required = required(operation).iter().chain(set_up::required(operation));
    let mut checks: Vec<(&str, Check)> = required.map(|member| (*member, Check::Present)).collect();
    checks.extend(page_size(operation).map(|size| ("MaxResults", size)));
    let of_operation = provider_name(operation).iter().chain(set_up::members(operation));
    let of_all = shared_members::MEMBERS.iter().chain(MEMBERS).chain(messages::MEMBERS);
    refuse(&found_in(request, checks.iter().chain(of_operation).chain(of_all)))
}

/// Checks settings from a file.
pub(crate) fn check_values(settings: &Value) -> Result<(), CognitoError> {
    refuse(&found_in(settings, MEMBERS.iter().chain(messages::MEMBERS)))
}

fn refuse(found: &[String]) -> Result<(), CognitoError> {
    message(found).map_or(Ok(()), |message| Err(CognitoError::invalid_parameter(message)))
}

/// Everything in a request that breaks these constraints.
fn found_in<'c>(request: &Value, checks: impl IntoIterator<Item = &'c (&'c str, Check)>) -> Vec<String> {
    let mut found = Vec::new();
    checks.into_iter().for_each(|(path, check)| walk(request, path, "", check, &mut found));
    found
}

/// AWS's text for what was found; `None` if nothing was found.
fn message(found: &[String]) -> Option<String> {
    match found {
        [] => None,
        [one] => Some(format!("1 validation error detected: {one}")),
        several => Some(format!("{} validation errors detected: {}", several.len(), several.join("; "))),
    }
}

/// Follows a path of member names and checks the values at its end. `*` means each element of a list or a map.
fn walk(value: &Value, path: &str, place: &str, check: &Check, found: &mut Vec<String>) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    if step == "*" {
        for (name, element) in elements(value) {
            let place = format!("{place}.{name}.member");
            walk(element, rest.unwrap_or_default(), &place, check, found);
        }
        return;
    }
    let Some(members) = value.as_object() else { return };
    let is_secret = place.is_empty() && SECRET.contains(&step);
    let place = if place.is_empty() { lower_camel(step) } else { format!("{place}.{}", lower_camel(step)) };
    match (members.get(step).filter(|member| !member.is_null()), rest) {
        (Some(member), Some(rest)) => walk(member, rest, &place, check, found),
        (None, Some(_)) => {}
        (member, None) => found.extend(check.broken_by(member).map(|constraint| {
            let shown = member.filter(|_| !is_secret).map(|member| format!("'{}' ", plain(member)));
            let shown = shown.unwrap_or_default();
            format!("Value {shown}at '{place}' failed to satisfy constraint: {constraint}")
        })),
    }
}

/// The elements of a list or a map, with their names in AWS's texts.
fn elements(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, element)| ((index + 1).to_string(), element)).collect()
        }
        Value::Object(map) => map.iter().map(|(key, element)| (key.clone(), element)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// A value in the format of AWS's Java code.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => format!("[{}]", elements.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

impl Check {
    /// The texts of a constraint on an element of a list, or on a key or a value of a map.
    fn constraints(&self) -> Vec<String> {
        match *self {
            Self::Length(low, high) => vec![
                format!("Member must have length less than or equal to {high}"),
                format!("Member must have length greater than or equal to {low}"),
            ],
            Self::Pattern(pattern, _) => {
                vec![format!("Member must satisfy regular expression pattern: {pattern}")]
            }
            Self::OneOf(names) => vec![format!("Member must satisfy enum value set: [{}]", names.join(", "))],
            Self::Present => vec!["Member must not be null".to_owned()],
            Self::EachOneOf(_)
            | Self::Each(_)
            | Self::EachKey(..)
            | Self::EachValue(..)
            | Self::Count(..)
            | Self::Within(..) => Vec::new(),
        }
    }

    /// AWS's text for the constraint, if the value breaks it.
    fn broken_by(&self, value: Option<&Value>) -> Option<String> {
        let text = value.and_then(Value::as_str);
        let number = value.and_then(Value::as_i64);
        let set = |names: &[&str]| format!("Member must satisfy enum value set: [{}]", names.join(", "));
        match *self {
            Self::Present => value.is_none().then(|| "Member must not be null".to_owned()),
            Self::OneOf(names) => (!names.contains(&text?)).then(|| set(names)),
            Self::EachOneOf(names) => {
                let known = |element: &Value| element.as_str().is_none_or(|name| names.contains(&name));
                let broken = !value?.as_array()?.iter().all(known);
                broken.then(|| format!("Member must satisfy constraint: [{}]", set(names)))
            }
            Self::Each(checks) => {
                let elements = value?.as_array()?;
                let broken = |check: &Check| elements.iter().any(|one| check.broken_by(Some(one)).is_some());
                // AWS's text lists all constraints of the elements, even if only one is broken.
                let all = || checks.iter().flat_map(Check::constraints).collect::<Vec<_>>().join(", ");
                checks.iter().any(broken).then(|| format!("Member must satisfy constraint: [{}]", all()))
            }
            Self::Count(low, high) => out_of_bounds("length", elements(value?).len(), low, high),
            Self::Within(low, high) => out_of_bounds("value", number?, low, high),
            Self::Length(low, high) => out_of_bounds("length", text?.chars().count(), low, high),
            Self::Pattern(pattern, fits) => {
                (!fits(text?)).then(|| format!("Member must satisfy regular expression pattern: {pattern}"))
            }
            Self::EachKey(low, high) => {
                let mut keys = value?.as_object()?.keys();
                let broken = keys.any(|key| !(low..=high).contains(&key.chars().count()));
                let bounds = || Self::Length(low, high).constraints().join(", ");
                broken.then(|| format!("Map keys must satisfy constraint: [{}]", bounds()))
            }
            Self::EachValue(low, high) => {
                let values: Vec<&Value> = value?.as_object()?.values().collect();
                let lengths =
                    values.iter().filter_map(|value| value.as_str()).map(|text| text.chars().count());
                let absent = values.iter().any(|value| value.is_null());
                let broken = absent || lengths.into_iter().any(|length| !(low..=high).contains(&length));
                let more = if absent { ", Member must not be null" } else { "" };
                let bounds = Self::Length(low, high).constraints().join(", ");
                broken.then(|| format!("Map value must satisfy constraint: [{bounds}{more}]"))
            }
        }
    }
}

fn out_of_bounds<T: PartialOrd + std::fmt::Display>(what: &str, is: T, low: T, high: T) -> Option<String> {
    match is {
        is if is < low => Some(format!("Member must have {what} greater than or equal to {low}")),
        is if is > high => Some(format!("Member must have {what} less than or equal to {high}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(operation: &str, request: &Value) -> String {
        let error = check(operation, request).unwrap_err();
        assert_eq!(error.kind, "InvalidParameterException");
        error.message
    }

    #[test]
    fn the_error_lists_everything_that_is_wrong() {
        assert_eq!(
            refusal("AdminCreateUser", &json!({ "UserPoolId": null, "MessageAction": "FOO" })),
            "3 validation errors detected: Value at 'userPoolId' failed to satisfy constraint: Member must not be null; \
             Value at 'username' failed to satisfy constraint: Member must not be null; \
             Value 'FOO' at 'messageAction' failed to satisfy constraint: \
             Member must satisfy enum value set: [RESEND, SUPPRESS]"
        );
        assert!(check("AdminCreateUser", &json!({ "UserPoolId": "local_p", "Username": "u" })).is_ok());
    }

    #[test]
    fn an_error_shows_the_value_unless_it_is_a_secret() {
        let list = |limit: i64| refusal("ListUsers", &json!({ "UserPoolId": "local_p", "Limit": limit }));
        let said = "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: \
                    Member must have value less than or equal to 60";
        assert_eq!(list(61), said);
        assert!(list(-1).ends_with("Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0"));
        let code = refusal("VerifySoftwareToken", &json!({ "AccessToken": "t", "UserCode": "hunter" }));
        assert_eq!(
            code,
            "1 validation error detected: Value at 'userCode' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [0-9]+"
        );
    }

    #[test]
    fn lists_and_nested_members_are_checked_too() {
        let client = json!({
            "UserPoolId": "local_p", "ClientName": "c", "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_FOO"],
            "TokenValidityUnits": { "AccessToken": "weeks" },
        });
        let said = refusal("CreateUserPoolClient", &client);
        assert!(said.starts_with(
            "2 validation errors detected: Value '[ALLOW_USER_AUTH, ALLOW_FOO]' at 'explicitAuthFlows' failed to \
             satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: ["
        ));
        assert!(said.ends_with(
            "Value 'weeks' at 'tokenValidityUnits.accessToken' failed to satisfy constraint: \
             Member must satisfy enum value set: [seconds, minutes, hours, days]"
        ));
        let attributes =
            json!({ "AccessToken": "t", "UserAttributes": [{ "Name": "name" }, { "Value": "x" }] });
        assert!(
            refusal("UpdateUserAttributes", &attributes).contains("at 'userAttributes.2.member.name' failed")
        );
    }
}
