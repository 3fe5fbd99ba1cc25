//! Refusals of every kind: the ways in which the service names an exception, and the responses of other servers.

use cognito_auth_core::HttpResponse;
use serde_json::{Value, json};

use crate::pair::{REQUEST_ID, answer};

/// Exceptions that AWS's service model lists for no operation that we use: the general exceptions of AWS services, and
/// a made-up one.
pub(crate) const UNDECLARED: &[&str] = &[
    "ThrottlingException",
    "ValidationException",
    "InternalFailure",
    "ServiceUnavailable",
    "UnknownOperationException",
    "AccessDeniedException",
    "BrandNewException",
];

/// Exceptions whose message can tell more than their name, and a made-up one.
pub(crate) const NAMES_WITH_REASONS: &[&str] = &[
    "NotAuthorizedException",
    "InvalidParameterException",
    "ResourceNotFoundException",
    "CodeMismatchException",
    "BrandNewException",
];

/// Responses that all refuse with this exception. Its name is in a header or in the body, with or without a namespace.
pub(crate) fn exception(name: &str) -> Vec<HttpResponse> {
    let namespaced = namespaced(name);
    vec![
        by_header(name, ""),
        by_header(&namespaced, r#"{"message":"Refused."}"#),
        by_header(name, r#"{"message":"Refused."}"#),
        by_body(&json!({ "__type": name, "message": "Refused." })),
        by_body(&json!({ "__type": namespaced, "message": "Refused." })),
        by_body(&json!({ "code": name, "Message": "Refused." })),
    ]
}

/// Responses that refuse with this exception in forms that are allowed but rare: a URL follows its name, another name
/// stands in a second place, or there is no message.
pub(crate) fn odd_exception(name: &str) -> Vec<HttpResponse> {
    let addressed = format!("{name}:http://internal.amazon.com/coral/com.amazonaws.cognito/");
    let both = format!("{}:http://internal.amazon.com/", namespaced(name));
    let others =
        json!({ "__type": "AnotherException", "code": "YetAnotherException", "message": "Refused." });
    vec![
        by_header(&addressed, "{}"),
        by_header(&both, "{}"),
        by_header(name, &others.to_string()),
        by_body(&json!({ "__type": addressed })),
        by_body(&json!({ "code": both })),
        by_body(&json!({ "__type": "AnotherException", "code": name })),
        by_body(&json!({ "__type": name, "code": null, "message": null })),
    ]
}

fn namespaced(name: &str) -> String {
    format!("com.amazonaws.cognito.identity.idp.model#{name}")
}

fn by_header(header: &str, body: &str) -> HttpResponse {
    answer(400, &[REQUEST_ID, ("x-amzn-errortype", header)], body)
}

fn by_body(body: &Value) -> HttpResponse {
    answer(400, &[REQUEST_ID], body.to_string())
}

/// Copies of the responses: each response with each of several error statuses.
pub(crate) fn with_every_status(answers: &[HttpResponse]) -> Vec<HttpResponse> {
    let with = |status| answers.iter().map(move |answer| HttpResponse { status, ..answer.clone() });
    [400, 429, 500, 503].into_iter().flat_map(with).collect()
}

/// Copies of the response, one for each length: the body has its first 0, 1, 2… bytes, and at last all of them.
pub(crate) fn cut(whole: &HttpResponse) -> Vec<HttpResponse> {
    let body = &whole.body;
    (0..=body.len()).map(|end| HttpResponse { body: body[..end].to_vec(), ..whole.clone() }).collect()
}

/// Responses that refuse with this exception: each of these messages, in each member that can hold a message and in one
/// that can't, with and without the exception's name in a header. Some of the messages tell more than the name.
pub(crate) fn texts(name: &str) -> Vec<HttpResponse> {
    let texts = [
        "Access Token has expired",
        "Invalid session for the user, session is expired.",
        "Invalid session for the user.",
        "Incorrect username or password.",
        "Client client is configured with secret but SECRET_HASH was not received",
        "USER_PASSWORD_AUTH flow not enabled for this client",
        "Device does not exist.",
        "\u{130}NVALID REFRESH TOKEN \"\\\u{0}é😀",
        "",
    ];
    let members = ["message", "Message", "errorMessage", "MESSAGE"];
    let mut all = Vec::new();
    for text in texts.map(Value::from).into_iter().chain([json!(null), json!(7), json!({}), json!([])]) {
        for member in members {
            let body = json!({ "__type": name, member: text }).to_string();
            all.push(answer(400, &[REQUEST_ID], body.clone()));
            all.push(answer(400, &[REQUEST_ID, ("x-amzn-errortype", name)], body));
        }
    }
    all.push(answer(
        400,
        &[],
        json!({ "__type": name, "message": texts[0], "Message": texts[3] }).to_string(),
    ));
    all
}

/// Responses that do not come from Cognito. Their bodies are not JSON, or are JSON of another kind. Each body comes
/// with and without a request id, and with every status that matters.
pub(crate) fn foreign() -> Vec<HttpResponse> {
    let bodies: &[&[u8]] = &[
        b"",
        b"{}",
        b" ",
        b"null",
        b"[]",
        b"[[]]",
        b"true",
        b"7",
        b"\"{}\"",
        b"{} ",
        b"\r\n\t {}\n",
        b"{}{}",
        b"{},",
        b"{]",
        b"{'a':1}",
        b"{\"a\":1,}",
        b"{\"__type\":7}",
        b"{\"__type\":\"\"}",
        b"{\"__type\":null,\"code\":null,\"message\":null}",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{}",
        b"{\"message\":\"\xff\"}",
        b"{\"a\":\"\\ud83d\"}",
        b"{\"a\":\"\\u12\"}",
        b"{\"a\":\"\t\"}",
        b"{\"a\":01}",
        b"{\"a\":1e400}",
        b"{\"a\":NaN}",
        b"<html><body>Welcome to the hotel</body></html>",
        b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
    ];
    let headers: &[&[(&str, &str)]] = &[&[], &[REQUEST_ID]];
    let statuses = [200, 204, 299, 300, 302, 304, 400, 403, 404, 413, 429, 500, 502, 503, 504, 599, 999];
    let mut all = Vec::new();
    for status in statuses {
        for headers in headers {
            all.extend(bodies.iter().map(|body| answer(status, headers, *body)));
        }
    }
    all
}

/// Responses with headers, most of which no server should send.
pub(crate) fn odd_headers() -> Vec<HttpResponse> {
    let body = r#"{"__type":"CodeMismatchException"}"#;
    let long = "a".repeat(65);
    let ids = ["", " ", "<script>", "8a7b é", "a b", &long, "\u{0}", "a\r\nb", "8a7b6c5d", "\u{7f}"];
    let types = [
        "",
        "#",
        ":",
        "a#",
        "#ExpiredCodeException",
        ":ExpiredCodeException",
        "ExpiredCodeException ",
        " ",
        "a:b#ExpiredCodeException",
        "a#b#ExpiredCodeException",
        "é",
        "expiredcodeexception",
        "\u{0}",
    ];
    let names = ["", " ", "a b", "é", "a:b", "\u{0}", "x-amzn-requestid "];
    let mut all: Vec<_> = ids.iter().map(|id| answer(400, &[("x-amzn-requestid", id)], body)).collect();
    for body in [body, "", "{}"] {
        all.extend(types.iter().map(|name| answer(400, &[REQUEST_ID, ("X-Amzn-ErrorType", name)], body)));
    }
    all.extend(names.iter().map(|name| answer(400, &[(name, "x"), REQUEST_ID], body)));
    all.push(answer(400, &[REQUEST_ID, ("x-amzn-requestid", "another")], body));
    all.push(answer(400, &[("x-amzn-errortype", "AliasExistsException"), ("x-amzn-errortype", "b")], body));
    for (status, body) in [(400, body), (400, ""), (200, ""), (200, "\n")] {
        all.push(answer(status, &[("x-amz-request-id", "another-header")], body));
    }
    all
}
