//! What an attacker, a broken server or a hotel's network can send to a sign-in on web pages. All of it is ignored, or
//! leads to a typed error. None of it signs anybody in, or brings a secret into the log or an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::{Arc, Weak};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, BrowserFailure, FetchAuthSessionOptions, Ports, RedirectResult, Secret,
    SignOutOptions, SignOutResult, TransportFailure, WebSignInOptions,
};
use serde_json::{Value, json};
use support::browser::{Page, ScriptedBrowser, tokens_of_the_web};
use support::clock::{ManualClock, RepeatedBytes};
use support::log::CapturedLog;
use support::sessions::{FIRST, NOW, Tokens, configuration, until};
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step};
use support::web::{COOKIE_KEY, PAGE, TOKEN, with_oauth};

const CODE: &str = "the-code-of-the-redirect";

/// An app. Everything that the library logs or gives to the app is added to one log. The random values are known.
struct App {
    auth: Auth,
    transport: Arc<ScriptedTransport>,
    store: Arc<FaultyStore>,
    log: CapturedLog,
    /// The library's reference to the log. The library drops it after the last line.
    sink: Weak<CapturedLog>,
    browser: Arc<ScriptedBrowser>,
}

/// The random bytes of every attempt: 32 for each of its three values.
fn random() -> Vec<u8> {
    (0..96).collect()
}

/// The state, the verifier and the nonce of every attempt.
fn secrets() -> [String; 3] {
    [0, 1, 2].map(|place| URL_SAFE_NO_PAD.encode(&random()[place * 32..][..32]))
}

impl App {
    fn with(page: Page) -> Self {
        let (transport, store) = (Arc::<ScriptedTransport>::default(), Arc::<FaultyStore>::default());
        let log = CapturedLog::default();
        let mut ports = Ports::new(transport.clone(), store.clone());
        let own = Arc::new(log.clone());
        let sink = Arc::downgrade(&own);
        ports.log = Some(own);
        ports.clock = Arc::new(ManualClock::at(NOW));
        ports.entropy = Arc::new(RepeatedBytes(random()));
        let auth = Auth::new(with_oauth(configuration()), ports).unwrap();
        Self { auth, transport, store, log, sink, browser: ScriptedBrowser::following([page]) }
    }

    fn note(&self, error: &AuthError) {
        let AuthError { description, recovery_suggestion, field, request_id, .. } = error;
        self.log
            .add(&format!("{error} {error:?} {description} {recovery_suggestion} {field:?} {request_id:?}"));
    }

    async fn sign_in(&self) -> AuthErrorCode {
        let signed_in =
            self.auth.sign_in_with_web_ui(WebSignInOptions::default(), self.browser.clone()).await;
        let error = signed_in.unwrap_err();
        self.note(&error);
        error.code
    }

    async fn handle(&self, url: &str) -> Result<RedirectResult, AuthErrorCode> {
        let handled = self.auth.handle_redirect(Secret::new(url.to_owned())).await;
        self.log.add(&format!("{handled:?}"));
        handled.map_err(|error| {
            self.note(&error);
            error.code
        })
    }

    /// Asserts that nobody is signed in, and that none of these texts was shown. The store may have only the attempt
    /// and, after a code was sent, the note that the browser may have a cookie.
    async fn left_nothing(self, more: &[String], case: &str) {
        let session = self.auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
        assert!(!session.is_signed_in, "{case}");
        let stored: Vec<_> = self.store.entries().into_keys().filter(|key| !key.ends_with(".web")).collect();
        let noted = (!self.transport.recorded().is_empty()).then_some(COOKIE_KEY);
        assert_eq!(stored, Vec::from_iter(noted), "{case}");
        self.showed_nothing(more, case).await;
    }

    /// Asserts that none of these texts is in the log, or in what the test has added to the log.
    async fn showed_nothing(self, more: &[String], case: &str) {
        drop(self.auth);
        until(|| self.sink.strong_count() == 0).await;
        let text = self.log.text();
        assert!(text.contains("web sign-in: "), "the log lacks the library's own lines");
        let secrets = secrets();
        for secret in secrets.iter().chain(more).map(String::as_str).chain([CODE]) {
            assert!(!text.contains(secret), "{case}: {secret} in {text}");
        }
    }
}

/// Bad redirects. Each row has a redirect, the error that it leads to if it is the browser's reply, and the result that
/// `handle_redirect` gives for it.
#[rustfmt::skip]
const REDIRECTS: &[(&str, AuthErrorCode, Result<RedirectResult, AuthErrorCode>)] = {
    use AuthErrorCode::{MalformedRedirect as Malformed, UnknownRedirect as Unknown, WebSignInRefused as Refused};
    const IGNORED: Result<RedirectResult, AuthErrorCode> = Ok(RedirectResult::Ignored);
    const ELSEWHERE: Result<RedirectResult, AuthErrorCode> = Ok(RedirectResult::NotARedirect);
    &[
        // The state is wrong, empty, absent, doubled or too long, or its name has a capital letter.
        ("myapp://callback/?code=CODE&state=other", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=", Unknown, IGNORED),
        ("myapp://callback/?code=CODE", Unknown, IGNORED),
        ("myapp://callback/", Unknown, IGNORED),
        ("myapp://callback/?", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=STATE&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=STATE&state=other", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=STATEx", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&State=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=STATE%00", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=+STATE", Unknown, IGNORED),
        ("myapp://callback/?error=access_denied", Unknown, IGNORED),
        ("myapp://callback/?error=access_denied&state=other", Unknown, IGNORED),
        // The code and the error come together, come twice, or are empty.
        ("myapp://callback/?code=CODE&error=access_denied&state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?code=CODE&code=CODE&state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?code=&state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?error=&state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?error=a&error=b&state=STATE", Malformed, Err(Malformed)),
        ("myapp://callback/?code=CODE&error=&state=STATE", Malformed, Err(Malformed)),
        // The address is not the app's redirect.
        ("myapp://other/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback.evil.example/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://user@callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback:8080/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback/other?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback//?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback/%2e?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback/../callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp:callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("myapp:/callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("https://callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("https://auth.example.com/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        ("javascript:alert('CODE','STATE')", Unknown, ELSEWHERE),
        ("", Unknown, ELSEWHERE),
        // The redirect of a sign-out is not that of a sign-in.
        ("myapp://signed-out/?code=CODE&state=STATE", Unknown, IGNORED),
        // A fragment, where the implicit flow has its tokens.
        ("myapp://callback/#code=CODE&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=CODE&state=STATE#access_token=CODE", Malformed, Err(Malformed)),
        // The encoding is broken.
        ("myapp://callback/?code=CODE%&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=CODE%zz&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=%ff%fe&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=%c0%af&state=STATE", Unknown, IGNORED),
        ("myapp://callback/?code=CODE\n&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback/?code=CODE\u{0}&state=STATE", Unknown, ELSEWHERE),
        ("myapp://callback/?code=\u{e4}&state=STATE", Unknown, ELSEWHERE),
        (" myapp://callback/?code=CODE&state=STATE", Unknown, ELSEWHERE),
        // The texts of the error repeat the secrets.
        ("myapp://callback/?error=CODE&error_description=STATE&state=STATE", Refused, Err(Refused)),
        ("myapp://callback/?error=access_denied&error_description=CODE%0d%0aforged&state=STATE", Refused, Err(Refused)),
    ]
};

fn filled(url: &str) -> String {
    url.replace("CODE", CODE).replace("STATE", &secrets()[0])
}

/// The texts of these tokens, as a web sign-in gets them.
fn texts_of(tokens: Tokens) -> Vec<String> {
    let body = tokens_of_the_web(tokens, &secrets()[2], &json!({}), &json!({}));
    ["access_token", "id_token", "refresh_token"].map(|name| body[name].as_str().unwrap().to_owned()).to_vec()
}

#[tokio::test]
async fn a_sign_in_and_a_sign_out_that_succeed_show_nothing_secret() {
    let _page = PAGE.lock().await;
    let app = App::with(Page::Back(filled("myapp://callback/?code=CODE&state=STATE")));
    app.transport.push(app.browser.tokens(FIRST));
    let signed_in = app.auth.sign_in_with_web_ui(WebSignInOptions::default(), app.browser.clone()).await;
    app.log.add(&format!("{signed_in:?}"));
    assert!(signed_in.unwrap().is_signed_in());
    let session = app.auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    app.log.add(&format!("{session:?} {:?}", app.browser.requests()));
    app.transport.push(Step::success(json!({})));
    let browser = ScriptedBrowser::following([Page::Back("myapp://signed-out/".to_owned())]);
    let signed_out = app.auth.sign_out_with_web_ui(SignOutOptions::default(), browser).await;
    assert_eq!(signed_out, SignOutResult::Complete);
    app.showed_nothing(&texts_of(FIRST), "success").await;
}

#[tokio::test]
async fn each_bad_redirect_is_a_typed_error_or_ignored_and_sends_nothing() {
    let _page = PAGE.lock().await;
    let long = format!("myapp://callback/?code=CODE&state=STATE&x={}", "a".repeat(16 * 1024));
    let long = (long.as_str(), AuthErrorCode::UnknownRedirect, Ok(RedirectResult::NotARedirect));
    for (url, replied, reached) in REDIRECTS.iter().chain([&long]) {
        let url = filled(url);
        let app = App::with(Page::Back(url.clone()));
        assert_eq!(app.sign_in().await, *replied, "{url}");
        assert!(app.transport.recorded().is_empty(), "{url}");
        app.left_nothing(&[], &url).await;

        let app = App::with(Page::Fail(BrowserFailure::Cancelled));
        assert_eq!(app.sign_in().await, AuthErrorCode::BrowserCancelled);
        assert_eq!(app.handle(&url).await, *reached, "{url}");
        assert!(app.transport.recorded().is_empty(), "{url}");
        // An ignored redirect does not end the attempt: the attempt's own redirect still signs in.
        if reached.is_ok() {
            app.transport.push(app.browser.tokens(FIRST));
            let own = filled("myapp://callback/?code=CODE&state=STATE");
            assert!(matches!(app.handle(&own).await, Ok(RedirectResult::SignedIn(_))), "{url}");
            app.showed_nothing(&texts_of(FIRST), &url).await;
        } else {
            app.left_nothing(&[], &url).await;
        }
    }
}

/// A list of bad responses of the token endpoint, each with the error code that it leads to.
fn answers(browser: &ScriptedBrowser) -> Vec<(Step, AuthErrorCode)> {
    use AuthErrorCode::{InvalidIdToken, MalformedResponse as Malformed};
    let error = |status: u16, name: &str| {
        let body = json!({ "error": name, "error_description": CODE });
        Step::json(status, &[], body)
    };
    let mut answers = vec![
        (error(400, "invalid_grant"), AuthErrorCode::AuthorizationCodeRefused),
        (error(400, "invalid_request"), AuthErrorCode::WebSignInMisconfigured),
        (error(400, "invalid_client"), AuthErrorCode::WebSignInMisconfigured),
        (error(401, "invalid_client"), AuthErrorCode::WebSignInMisconfigured),
        (error(400, "unauthorized_client"), AuthErrorCode::WebSignInMisconfigured),
        (error(400, "unsupported_grant_type"), AuthErrorCode::WebSignInMisconfigured),
        (error(400, CODE), AuthErrorCode::WebSignInRefused),
        (error(403, "access_denied"), AuthErrorCode::WebSignInRefused),
        (error(429, "slow_down"), AuthErrorCode::TooManyRequests),
        (error(500, "server_error"), AuthErrorCode::ServerError),
        (error(200, "invalid_grant"), Malformed),
        (Step::json(400, &[], json!({ "error": 7 })), Malformed),
        (Step::json(400, &[], json!({ "error": "" })), Malformed),
        (Step::json(400, &[], json!([])), Malformed),
        (Step::raw(400, &[], ""), Malformed),
        (Step::raw(302, &[("location", "https://evil.example.com/")], ""), Malformed),
        (Step::raw(204, &[], ""), Malformed),
        (Step::raw(200, &[], ""), Malformed),
        (Step::raw(200, &[], "not JSON"), Malformed),
        (Step::raw(200, &[], "null"), Malformed),
        (Step::raw(200, &[], vec![0xff, 0xfe]), Malformed),
        (Step::Fail(TransportFailure::Offline), AuthErrorCode::Offline),
        (Step::Fail(TransportFailure::Tls), AuthErrorCode::TlsFailed),
        (Step::Forget, AuthErrorCode::TransportFailed),
    ];
    answers.extend([200, 302, 400, 403, 404].map(|status| (Step::html(status), Malformed)));
    answers.extend([500, 502, 503].map(|status| (Step::html(status), AuthErrorCode::ServerError)));
    let odd = [json!(null), json!(7), json!({}), json!([]), json!("")];
    for member in ["access_token", "id_token", "refresh_token", "token_type", "expires_in"] {
        answers.push((without(browser, member), Malformed));
        for value in &odd {
            // Only `expires_in` may be a number.
            if (member, value) != ("expires_in", &json!(7)) {
                answers.push((changed(browser, member, value.clone()), Malformed));
            }
        }
    }
    for (member, value) in [
        ("token_type", json!("mac")),
        ("expires_in", json!(0)),
        ("expires_in", json!(-1)),
        ("expires_in", json!(1e300)),
        ("expires_in", json!("soon")),
    ] {
        answers.push((changed(browser, member, value), Malformed));
    }
    for member in ["access_token", "id_token"] {
        for value in ["opaque", "a.b.c", "e30.e30.e30"] {
            answers.push((changed(browser, member, json!(value)), InvalidIdToken));
        }
    }
    for claim in ["nonce", "aud", "iss", "token_use", "sub", "exp", "iat"] {
        for value in [json!(null), json!({}), json!([]), json!(""), json!("other"), json!(true)] {
            answers.push((browser.tokens_with(FIRST, json!({ claim: value })), InvalidIdToken));
        }
    }
    for (claim, value) in [
        ("aud", json!(["client", "other"])),
        ("aud", json!("CLIENT")),
        ("iss", json!("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other")),
        ("iss", json!("http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI")),
        ("token_use", json!("access")),
        // The token has expired by its own times, or was never valid.
        ("exp", json!(1_790_000_000)),
        ("exp", json!(i64::MIN)),
    ] {
        answers.push((browser.tokens_with(FIRST, json!({ claim: value })), InvalidIdToken));
    }
    for (claim, value) in [
        ("token_use", json!("id")),
        ("client_id", json!("other")),
        ("client_id", json!(null)),
        ("sub", json!("sub-of-bob")),
        ("iss", json!("https://evil.example.com/eu-central-1_AbCdEfGhI")),
    ] {
        answers.push((browser.tokens_with_access(FIRST, json!({ claim: value })), InvalidIdToken));
    }
    answers.push((late(browser), InvalidIdToken));
    answers
}

/// The token endpoint's response with tokens, after this change of its body.
fn answer(browser: &ScriptedBrowser, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Step {
    let Step::Make(make) = browser.tokens(FIRST) else { panic!("expected a response that is made later") };
    Step::Make(Arc::new(move || {
        let mut response = make();
        let mut body: Value = serde_json::from_slice(&response.body).unwrap();
        change(&mut body);
        response.body = body.to_string().into_bytes();
        response
    }))
}

fn without(browser: &ScriptedBrowser, member: &'static str) -> Step {
    answer(browser, move |body| drop(body.as_object_mut().unwrap().remove(member)))
}

fn changed(browser: &ScriptedBrowser, member: &'static str, value: Value) -> Step {
    answer(browser, move |body| body[member] = value.clone())
}

/// Tokens that have already expired by the clock of the server that sends them.
fn late(browser: &ScriptedBrowser) -> Step {
    let Step::Make(make) = browser.tokens(FIRST) else { panic!("expected a response that is made later") };
    Step::Make(Arc::new(move || {
        let mut response = make();
        let date = cognito_auth_core::HttpHeader {
            name: "Date".into(),
            value: "Mon, 21 Sep 2026 15:13:20 GMT".into(),
        };
        response.headers.push(date);
        response
    }))
}

/// The tokens in a response, which must not be shown.
fn secrets_of(step: &Step) -> Vec<String> {
    let Step::Make(make) = step else { return Vec::new() };
    let body: Value = serde_json::from_slice(&make().body).unwrap();
    let secrets = ["access_token", "id_token", "refresh_token"].into_iter();
    secrets.filter_map(|name| body[name].as_str()).filter(|text| text.len() > 8).map(str::to_owned).collect()
}

#[tokio::test]
async fn each_bad_response_of_the_token_endpoint_is_a_typed_error_and_the_code_is_sent_once() {
    let _page = PAGE.lock().await;
    let count = answers(&App::with(Page::code(CODE)).browser).len();
    for number in 0..count {
        let app = App::with(Page::code(CODE));
        let (step, code) = answers(&app.browser).swap_remove(number);
        app.transport.push(step.clone());
        app.transport.repeat(Step::success(json!({})));
        let shown = match &step {
            Step::Make(make) => format!("{number}: {}", String::from_utf8_lossy(&make().body)),
            step => format!("{number}: {step:?}"),
        };
        assert_eq!(app.sign_in().await, code, "{shown}");
        let expected =
            if code == AuthErrorCode::InvalidIdToken { &[TOKEN, "RevokeToken"][..] } else { &[TOKEN] };
        assert_eq!(app.transport.operations(), expected, "{shown}");
        let secrets = secrets_of(&step);
        app.left_nothing(&secrets, &shown).await;
    }
    println!("{count} bad answers");
}
