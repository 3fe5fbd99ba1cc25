//! Odd values in parameters and fields: the status stays below 500, and no value becomes markup on a page.

use super::app::{query, redemption};
use crate::support::browser::{Browser, FORM, encoded};
use crate::support::{Fixture, PASSWORD};

const ODD: [&str; 9] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\r\nset-cookie: cognito=x",
    "\u{0}",
    "\u{1F600}\u{202E}",
    "javascript:alert(1)",
    "//elsewhere.example/",
    "%00%ff",
    "&amp;<",
];

const PATHS: [&str; 5] = ["/oauth2/authorize", "/login", "/signup", "/forgotPassword", "/logout"];

/// Asserts that the request has added no markup and no header to the response, and that no redirect leads to another
/// site.
fn is_harmless(answer: &crate::support::PoolResponse, what: &str) {
    assert!(answer.status < 500, "{what}: {}", answer.text);
    assert!(!answer.text.contains("<script") && !answer.text.contains("<img"), "{what}: {}", answer.text);
    let cookies = answer.headers("set-cookie").concat();
    assert!(!cookies.contains("cognito=x"), "{what}: {cookies}");
    let location = answer.header("location").unwrap_or("/");
    let own = location.starts_with('/') && !location.starts_with("//");
    let registered =
        ["myapp://callback/?", "myapp://signed-out/"].iter().any(|uri| location.starts_with(uri));
    assert!(own || registered, "{what}: {location}");
}

#[tokio::test]
async fn no_odd_parameter_breaks_a_page_or_leads_to_another_site() {
    let fixture = Fixture::start().await;
    let names = [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "scope",
        "nonce",
        "login_hint",
        "lang",
        "prompt",
        "resource",
        "identity_provider",
        "idp_identifier",
        "code_challenge",
        "code_challenge_method",
        "logout_uri",
    ];
    let long = "x".repeat(20_000);
    for name in names {
        for odd in ODD.into_iter().chain([long.as_str()]) {
            for path in PATHS {
                let address = format!("{path}?{}", query(&[(name, odd)]));
                let answer = Browser::new(&fixture).get(&address).await;
                is_harmless(&answer, &format!("{path} {name}={:.40}", odd));
            }
        }
    }
    for raw in ["", "%", "%zz", "a=%ff&client_id=%c3%28", "&&==", "client_id[]=x"] {
        for path in PATHS {
            let answer = Browser::new(&fixture).get(&format!("{path}?{raw}")).await;
            assert_eq!(answer.status, 400, "{path}?{raw}");
        }
    }
}

#[tokio::test]
async fn no_odd_value_in_a_field_breaks_the_page_of_the_form() {
    let fixture = Fixture::start().await;
    let mut browser = Browser::new(&fixture);
    for odd in ODD {
        let form = browser.open_form(&query(&[])).await;
        let page = browser.submit(&form, &[("username", odd), ("password", odd)]).await;
        is_harmless(&page, odd);
        let page = browser.submit(&form, &[("session", odd), ("code", odd), ("factor", odd)]).await;
        is_harmless(&page, odd);
        let page = browser.submit(&form, &[("username", odd), ("choose", odd)]).await;
        is_harmless(&page, odd);
        let page =
            browser.submit(&page, &[("first_factor", odd), ("credential", odd), ("resend", odd)]).await;
        is_harmless(&page, odd);
        let sign_up = browser.open(&format!("/signup?{}", query(&[]))).await;
        let attribute = format!("userAttributes.{odd}");
        for fields in [
            vec![("username", odd), ("password", odd), ("userAttributes.email", odd)],
            vec![("username", "ada"), ("password", PASSWORD), (attribute.as_str(), odd)],
        ] {
            is_harmless(&browser.submit(&sign_up, &fields).await, odd);
        }
        let forgot = browser.open(&format!("/forgotPassword?{}", query(&[]))).await;
        let page = browser.submit(&forgot, &[("username", odd)]).await;
        is_harmless(&page, odd);
        is_harmless(&browser.submit(&page, &[("code", odd), ("new_password", odd)]).await, odd);
        for endpoint in ["/oauth2/token", "/oauth2/revoke"] {
            for name in ["grant_type", "client_id", "client_secret", "code", "refresh_token", "token"] {
                let tokens = [("token", "x"), ("refresh_token", "x")];
                let pairs = super::app::with(&[&redemption("x")[..], &tokens[..]].concat(), name, odd);
                let answer = fixture.send_with("POST", endpoint, &[FORM], encoded(&pairs)).await.unwrap();
                assert!(answer.status < 500, "{endpoint} {name}={odd}: {}", answer.text);
                assert!(answer.content_type.starts_with("application/json") || answer.text.is_empty());
            }
        }
    }
}
