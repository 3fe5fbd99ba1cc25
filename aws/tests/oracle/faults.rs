//! Plants faults, and checks that the oracle notices each of them. Otherwise its silence would prove nothing.

use std::sync::Arc;

use cognito_auth_core::service::{Request, Response, Sending, ServiceError, UserPoolService};
use cognito_auth_core::{AuthConfiguration, AuthErrorCode, HttpRequest};

use crate::addresses::wrong_addresses;
use crate::coverage::{exceptions_without_a_code, sent_by};
use crate::pair::{Pair, REQUEST_ID, Side, answer, configuration};
use crate::requests::{one_of_each, requests};
use crate::tally::Tally;

/// The core with a fault between it and the wire, beside AWS's client.
fn faulty(configuration: &AuthConfiguration, fault: fn(&mut HttpRequest)) -> Pair {
    Pair { ours: Side::ours_with(configuration, fault), aws: Side::aws(configuration) }
}

/// Gives one of the members another name.
fn rename_a_member(request: &mut HttpRequest) {
    let body = String::from_utf8(request.body.clone()).unwrap();
    request.body = body.replacen("\"SecretHash\":", "\"SecretHashes\":", 1).into_bytes();
}

#[tokio::test]
async fn a_member_with_another_name_is_noticed() {
    let pair = faulty(&configuration(), rename_a_member);
    let mut noticed = Vec::new();
    for request in requests() {
        noticed.extend(pair.difference_of_request(request).await.map(|_| request.operation()));
    }
    noticed.dedup();
    let with_a_hash =
        ["SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword"];
    assert_eq!(noticed, with_a_hash);
    let (_, wrong) = sent_by(&pair.ours).await;
    assert_eq!(wrong.len(), with_a_hash.len(), "{wrong:?}");
}

#[tokio::test]
async fn a_request_with_another_header_body_or_method_is_noticed() {
    let faults: [fn(&mut HttpRequest); 4] = [
        |request| request.headers.iter_mut().for_each(|header| header.value.push('s')),
        |request| request.headers.clear(),
        |request| request.body = b"{}".to_vec(),
        |request| request.method = "PUT".into(),
    ];
    for fault in faults {
        let request = one_of_each()[0];
        assert!(faulty(&configuration(), fault).difference_of_request(request).await.is_some());
    }
}

#[tokio::test]
async fn a_wrong_address_is_noticed() {
    let wrong = wrong_addresses(|configuration| {
        faulty(configuration, |request| request.url = request.url.replace("amazonaws.eu", "amazonaws.com"))
    });
    let wrong = wrong.await;
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().all(|it| it.contains("eusc-de-")), "{wrong:?}");
}

/// A service that does not know one exception, and that loses the Session of ConfirmSignUp.
struct Forgetful(Arc<dyn UserPoolService>);

impl UserPoolService for Forgetful {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        Box::pin(async move {
            match self.0.send(request).await {
                Err(ServiceError::Exception {
                    code: AuthErrorCode::AliasExists,
                    reason,
                    message,
                    request_id,
                }) => {
                    let code = AuthErrorCode::UnknownServiceException;
                    Err(ServiceError::Exception { code, reason, message, request_id })
                }
                Ok(Response::ConfirmSignUp(mut response)) => {
                    response.session = None;
                    Ok(Response::ConfirmSignUp(response))
                }
                other => other,
            }
        })
    }
}

fn forgetful() -> Side {
    Side::ours(&configuration()).behind(|service| Arc::new(Forgetful(service)))
}

#[tokio::test]
async fn an_exception_without_a_code_is_noticed() {
    let without = exceptions_without_a_code(&forgetful()).await;
    assert_eq!(without.len(), 1, "{without:?}");
    assert!(without[0].contains("AliasExistsException"), "{without:?}");
}

#[tokio::test]
async fn a_response_that_is_read_differently_is_noticed() {
    let pair = Pair { ours: forgetful(), aws: Side::aws(&configuration()) };
    let mut tally = Tally::new(pair, &[]);
    let request = one_of_each().into_iter().find(|it| it.operation() == "ConfirmSignUp").unwrap();
    for (body, expected) in [(r#"{"Session":"session"}"#, 1), ("{}", 1), (r#"{"Session":""}"#, 1)] {
        tally.compare(request, &answer(200, &[REQUEST_ID], body)).await;
        assert_eq!(tally.differences().len(), expected, "{body}");
    }
    let refusal = answer(400, &[REQUEST_ID, ("x-amzn-errortype", "AliasExistsException")], "{}");
    tally.compare(request, &refusal).await;
    assert_eq!(tally.differences().len(), 2);
}
