//! How both implementations read responses.

use cognito_auth_core::HttpResponse;
use cognito_auth_core::service::{Request, Response, ServiceError};
use serde_json::Value;

use crate::model::{Structure, model};
use crate::pair::{Pair, REQUEST_ID, Side, answer, configuration};
use crate::requests::one_of_each;
use crate::tally::{Difference, Rule, Tally};
use crate::{answers, refusals};

/// Response members that the core ignores, whatever they contain. AWS's client reads them all.
const UNREAD: &[(&str, &str)] = &[
    ("GetTokensFromRefreshToken", "/AuthenticationResult/TokenType"),
    ("GetUser", "/MFAOptions"),
    ("InitiateAuth", "/AuthenticationResult/TokenType"),
    ("RespondToAuthChallenge", "/AuthenticationResult/TokenType"),
];

/// The intended differences in reading a success.
const SUCCESSES: &[Rule] = &[
    Rule {
        why: "we ignore a member that we do not read",
        applies: |it| {
            let is_there = |(operation, place): &(&str, &str)| {
                it.operation == *operation && it.place().starts_with(place)
            };
            it.ours.is_ok() && it.aws.is_err() && UNREAD.iter().any(is_there)
        },
    },
    Rule {
        why: "we read a lifetime in any form of a number, and AWS's client reads a lifetime of 0 as absent",
        applies: |it| {
            let is_lifetime = it.place().ends_with("/ExpiresIn");
            is_lifetime && is_number(it) && it.ours.is_ok() && (it.aws.is_err() || is_zero(it))
        },
    },
    Rule {
        why: "we read a time that is a text, and a time that AWS's client can't represent",
        applies: |it| is_time(it) && is_number(it) && it.ours.is_ok() && it.aws.is_err() && !is_zero(it),
    },
    Rule {
        why: "AWS's client reads a time in the form of another protocol, and we leave out that time or its list item",
        applies: |it| is_time(it) && it.ours.is_ok() && it.aws.is_ok() && is_date(it),
    },
    Rule {
        why: "AWS's client reads the time 0 of a passkey as absent",
        applies: |it| is_time(it) && it.ours.is_ok() && is_zero(it),
    },
    Rule {
        why: "we leave out a list's item that we can't read, and AWS's client refuses the response",
        applies: |it| it.ours.is_ok() && it.aws.is_err() && (is_in_a_list(it) || is_a_list_of_others(it)),
    },
    Rule {
        why: "after a call that has an effect, we read a member of an unexpected form as absent",
        applies: |it| it.ours.is_ok() && it.aws.is_err() && FORGIVEN.contains(&it.operation),
    },
];

/// The operations whose responses we read even if a member has an unexpected form. Otherwise the app would lose tokens,
/// or would not learn that the call had its effect.
const FORGIVEN: &[&str] = &[
    "AssociateSoftwareToken",
    "ConfirmDevice",
    "ConfirmSignUp",
    "ForgotPassword",
    "GetTokensFromRefreshToken",
    "GetUserAttributeVerificationCode",
    "InitiateAuth",
    "ResendConfirmationCode",
    "RespondToAuthChallenge",
    "SignUp",
    "VerifySoftwareToken",
];

/// Whether the change is in an item of a list.
fn is_in_a_list(difference: &Difference<'_>) -> bool {
    difference.place().contains("/*")
}

/// Whether the value was replaced with a list that has items.
fn is_a_list_of_others(difference: &Difference<'_>) -> bool {
    let list = difference.replacement().and_then(Value::as_array);
    list.is_some_and(|items| !items.is_empty())
}

fn is_time(difference: &Difference<'_>) -> bool {
    let place = difference.place();
    ["/CreatedAt", "/DeviceCreateDate", "/DeviceLastAuthenticatedDate", "/DeviceLastModifiedDate"]
        .iter()
        .any(|time| place.ends_with(time))
}

/// Whether the value is a number, or a text with one.
fn is_number(difference: &Difference<'_>) -> bool {
    match difference.replacement() {
        Some(Value::String(text)) => text.parse::<f64>().is_ok(),
        Some(value) => value.is_number(),
        None => false,
    }
}

/// Whether the value is a date, as other protocols of AWS write it (ISO 8601).
fn is_date(difference: &Difference<'_>) -> bool {
    difference.replacement().and_then(Value::as_str).is_some_and(|text| text.ends_with("T00:00:00Z"))
}

fn is_zero(difference: &Difference<'_>) -> bool {
    difference.replacement().and_then(Value::as_f64) == Some(0.0)
}

/// The intended differences in reading refusals with odd texts, responses of other servers, and odd headers.
const OTHERS: &[Rule] = &[
    Rule {
        why: "we know an exception by its name, even if its text is malformed",
        applies: |it| {
            let body: Value = serde_json::from_slice(&it.answer.body).unwrap_or_default();
            let is_none = |text: Option<&Value>| text.is_some_and(|it| !it.is_string() && !it.is_null());
            let is_known = matches!(it.ours, Err(ServiceError::Exception { .. }));
            is_known && it.answer.status == 400 && is_none(body.get("message"))
        },
    },
    Rule {
        why: "AWS's client leaves out a header that is invalid in HTTP",
        applies: |it| it.answer.headers.iter().any(|header| header.value == "\u{0}"),
    },
];

fn success(body: impl Into<Vec<u8>>) -> HttpResponse {
    answer(200, &[REQUEST_ID], body)
}

fn output(request: &Request) -> &'static Structure {
    &model().operation(request.operation()).output
}

#[tokio::test]
async fn both_clients_read_a_success_in_the_same_way_whatever_is_changed_in_it() {
    let mut tally = Tally::new(Pair::of(&configuration()), SUCCESSES);
    for request in one_of_each() {
        let output = output(request);
        let whole = answers::whole(output);
        let mut changed = answers::with_each_of(&answers::enumerated(output), &whole);
        changed.extend([whole, answers::least(output)].iter().flat_map(answers::changed));
        for change in changed {
            tally.compare_changed(request, &change, &success(change.body.to_string())).await;
        }
    }
    tally.close("changed successes");
}

#[tokio::test]
async fn both_clients_read_a_success_in_the_same_way_wherever_it_is_cut() {
    let mut tally = Tally::new(Pair::of(&configuration()), &[]);
    for request in one_of_each() {
        // The first emoji is written as an escape, so that a cut goes through an escape as well.
        let whole = answers::whole(output(request)).to_string().replacen('😀', "\\ud83d\\ude00", 1);
        for cut in refusals::cut(&success(whole)) {
            tally.compare(request, &cut).await;
        }
    }
    tally.close("cut successes");
}

#[tokio::test]
async fn both_clients_read_every_refusal_in_the_same_way() {
    let mut tally = Tally::new(Pair::of(&configuration()), &[]);
    let mut seen = std::collections::BTreeSet::new();
    for request in one_of_each() {
        let declared = &model().operation(request.operation()).exceptions;
        for exception in declared.iter().map(String::as_str).chain(refusals::UNDECLARED.iter().copied()) {
            let mut answers = refusals::exception(exception);
            if seen.insert(exception) {
                answers.extend(refusals::odd_exception(exception));
                let cut = [&answers[2], &answers[3]].into_iter().flat_map(refusals::cut);
                answers = refusals::with_every_status(&answers).into_iter().chain(cut).collect();
            }
            for answer in answers {
                tally.compare(request, &answer).await;
            }
        }
    }
    println!("{} exceptions", seen.len());
    tally.close("refusals");
}

#[tokio::test]
async fn both_clients_read_responses_of_other_servers_in_the_same_way() {
    let mut tally = Tally::new(Pair::of(&configuration()), OTHERS);
    let texts = refusals::NAMES_WITH_REASONS.iter().flat_map(|name| refusals::texts(name));
    let others: Vec<_> = texts.chain(refusals::foreign()).chain(refusals::odd_headers()).collect();
    // An operation whose response is empty, one whose response has a required member, and one with JSON within JSON.
    let operations = ["GlobalSignOut", "GetUser", "StartWebAuthnRegistration"];
    for request in one_of_each().into_iter().filter(|request| operations.contains(&request.operation())) {
        for answer in &others {
            tally.compare(request, answer).await;
        }
    }
    tally.close("other responses");
}

/// [`SUCCESSES`] allows differences in reading a lifetime. This test checks that the core reads the lifetime correctly.
#[tokio::test]
async fn the_core_reads_a_lifetime_in_any_form_of_a_number() {
    let ours = Side::ours(&configuration());
    let request = one_of_each().into_iter().find(|it| it.operation() == "InitiateAuth").unwrap();
    for lifetime in ["3600", "3600.0", "\"3600\"", "3.6e3", "3600.9"] {
        let body = format!("{{\"AuthenticationResult\":{{\"ExpiresIn\":{lifetime}}}}}");
        let Response::Authentication(read) = ours.ask(request, Some(&success(body))).await.result.unwrap()
        else {
            panic!("a sign-in")
        };
        assert_eq!(read.authentication_result.unwrap().expires_in, Some(3600), "{lifetime}");
    }
}
