//! AWS's request validation: the required members must be present, and each value must be within its constraints. The
//! error lists everything that is wrong, with AWS's text.

mod members;

use super::request::lower_camel;
use crate::errors::CognitoError;
use members::{MEMBERS, SECRET, page_size, required};
use serde_json::Value;

/// A constraint on the value of a member.
enum Check {
    Present,
    OneOf(&'static [&'static str]),
    EachOneOf(&'static [&'static str]),
    /// A list whose elements meet all of these.
    Each(&'static [Check]),
    /// A list of at most this many elements.
    Count(usize),
    /// A whole number in this range.
    Within(i64, i64),
    /// Text with this number of characters.
    Length(usize, usize),
    /// AWS's pattern, and a function that checks a value against it.
    Pattern(&'static str, fn(&str) -> bool),
}

/// Checks the request of an operation. Values of the wrong JSON type are refused later, when the request is read.
pub(crate) fn check(operation: &str, request: &Value) -> Result<(), CognitoError> {
    let mut found = Vec::new();
    required(operation).iter().for_each(|member| walk(request, member, "", &Check::Present, &mut found));
    page_size(operation).iter().for_each(|size| walk(request, "MaxResults", "", size, &mut found));
    refuse(found, request)
}

/// Checks settings from a file.
pub(crate) fn check_values(settings: &Value) -> Result<(), CognitoError> {
    refuse(Vec::new(), settings)
}

fn refuse(mut found: Vec<String>, request: &Value) -> Result<(), CognitoError> {
    MEMBERS.iter().for_each(|(path, check)| walk(request, path, "", check, &mut found));
    match found.len() {
        0 => Ok(()),
        1 => Err(CognitoError::invalid_parameter(format!("1 validation error detected: {}", found.concat()))),
        count => {
            let all = found.join("; ");
            Err(CognitoError::invalid_parameter(format!("{count} validation errors detected: {all}")))
        }
    }
}

/// Follows a path of member names and checks the values at its end. `*` stands for each element of a list.
fn walk(value: &Value, path: &str, place: &str, check: &Check, found: &mut Vec<String>) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    if step == "*" {
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            let place = format!("{place}.{}.member", index + 1);
            walk(element, rest.unwrap_or_default(), &place, check, found);
        }
        return;
    }
    let Some(members) = value.as_object() else { return };
    let place = if place.is_empty() { lower_camel(step) } else { format!("{place}.{}", lower_camel(step)) };
    match (members.get(step).filter(|member| !member.is_null()), rest) {
        (Some(member), Some(rest)) => walk(member, rest, &place, check, found),
        (None, Some(_)) => {}
        (member, None) => found.extend(check.broken_by(member).map(|constraint| {
            let shown =
                member.filter(|_| !SECRET.contains(&step)).map(|member| format!("'{}' ", plain(member)));
            let shown = shown.unwrap_or_default();
            format!("Value {shown}at '{place}' failed to satisfy constraint: {constraint}")
        })),
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
    /// The texts of a constraint on an element of a list.
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
            Self::EachOneOf(_) | Self::Each(_) | Self::Count(_) | Self::Within(..) => Vec::new(),
        }
    }

    /// The constraint that a value breaks, if it does.
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
                // AWS lists every constraint of an element, whichever is broken.
                let all = || checks.iter().flat_map(Check::constraints).collect::<Vec<_>>().join(", ");
                checks.iter().any(broken).then(|| format!("Member must satisfy constraint: [{}]", all()))
            }
            Self::Count(most) => out_of_bounds("length", value?.as_array()?.len(), 0, most),
            Self::Within(low, high) => out_of_bounds("value", number?, low, high),
            Self::Length(low, high) => out_of_bounds("length", text?.chars().count(), low, high),
            Self::Pattern(pattern, fits) => {
                (!fits(text?)).then(|| format!("Member must satisfy regular expression pattern: {pattern}"))
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
        assert!(check("AdminCreateUser", &json!({ "UserPoolId": "p", "Username": "u" })).is_ok());
    }

    #[test]
    fn a_value_is_shown_unless_it_is_a_secret() {
        let list = |limit: i64| refusal("ListUsers", &json!({ "UserPoolId": "p", "Limit": limit }));
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
            "UserPoolId": "p", "ClientName": "c", "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_FOO"],
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
