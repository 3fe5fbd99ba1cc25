//! First factors other than the password on the sign-in page, and the choice among them.

use super::app::{CALLBACK, query};
use super::sign_up::pool_with;
use crate::support::authenticator::Authenticator;
use crate::support::browser::{Browser, alert, attribute, element, has_field, returned, title};
use crate::support::{Fixture, PASSWORD, PoolResponse, confirmation, other_than};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, MessageKind};
use serde_json::{Value, json};

/// Opens the sign-in page, and asks for other ways to sign in.
async fn choose(browser: &mut Browser<'_>, username: &str) -> PoolResponse {
    let form = browser.open_form(&query(&[])).await;
    browser.submit(&form, &[("username", username), ("password", ""), ("choose", "true")]).await
}

/// The factors that a page offers.
fn offered(page: &PoolResponse) -> Vec<String> {
    let buttons = page.text.split("<button name=\"first_factor\"").skip(1);
    buttons.map(|rest| attribute(&format!(" {rest}"), "value").unwrap()).collect()
}

async fn allow(fixture: &Fixture, factors: &[&str]) {
    let policies = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": factors } });
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "Policies": policies, "MfaConfiguration": "OPTIONAL",
        "AutoVerifiedAttributes": ["email", "phone_number"],
    });
    fixture.ok("UpdateUserPool", settings).await;
}

async fn sign_up_without_password(fixture: &Fixture, username: &str) {
    let email = json!([{ "Name": "email", "Value": format!("{username}@example.com") }]);
    let sign_up = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": username, "UserAttributes": email });
    fixture.ok("SignUp", sign_up).await;
}

/// Registers a passkey, as a signed-in app does.
async fn register(fixture: &Fixture, username: &str) -> Authenticator {
    let token = fixture.access_token(username).await;
    let started = fixture.ok("StartWebAuthnRegistration", json!({ "AccessToken": token })).await;
    let mut device = Authenticator::new();
    device.origin = format!("http://localhost:{}", fixture.pool.address().port());
    let credential = device.register(&started["CredentialCreationOptions"]);
    let complete = json!({ "AccessToken": token, "Credential": credential });
    fixture.ok("CompleteWebAuthnRegistration", complete).await;
    device
}

/// The options of WebAuthn on a page.
fn options(page: &PoolResponse) -> Value {
    let part = element(&page.text, "<div id=\"passkey\"");
    serde_json::from_str(&attribute(part, "data-options").unwrap()).unwrap()
}

#[tokio::test]
async fn a_user_chooses_among_their_own_factors_and_signs_in_with_a_code() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("ada").await;
    for (factor, address, way) in
        [("EMAIL_OTP", "a***@e***", "ada@example.com"), ("SMS_OTP", "+*******1234", "+15555551234")]
    {
        let mut browser = Browser::new(&fixture);
        let choice = choose(&mut browser, " ADA@example.com ").await;
        assert_eq!((choice.status, title(&choice).as_str()), (200, "Choose how to sign in"));
        assert_eq!(offered(&choice), ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
        let lacking = browser.submit(&choice, &[("first_factor", "WEB_AUTHN")]).await;
        assert_eq!((lacking.status, title(&lacking).as_str()), (400, "Choose how to sign in"));
        let step = browser.submit(&lacking, &[("first_factor", factor)]).await;
        assert_eq!((step.status, title(&step).as_str()), (200, "Enter your code"));
        assert!(step.text.contains(&format!("A code was sent to {address}.")), "{}", step.text);
        let first = fixture.pool.messages("ada").pop().unwrap();
        assert_eq!((first.kind, first.destination.as_str()), (MessageKind::Otp, way));
        let wrong = browser.submit(&step, &[("code", &other_than(&first.code))]).await;
        assert_eq!(alert(&wrong), "Invalid code or auth state for the user.");
        let again = browser.submit(&wrong, &[("code", ""), ("resend", "true")]).await;
        assert!(again.text.contains("A new code was sent."), "{}", again.text);
        let code = fixture.latest_code("ada");
        let late = browser.submit(&wrong, &[("code", &first.code)]).await;
        assert_eq!(title(&late), "Sign in", "the new code has ended the first code's step");
        let back = browser.submit(&again, &[("code", &format!(" {code} "))]).await;
        assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
    }
}

#[tokio::test]
async fn the_password_is_one_of_the_ways_and_each_way_leads_back_to_the_choice() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let choice = choose(&mut browser, "ada").await;
    let step = browser.submit(&choice, &[("first_factor", "EMAIL_OTP")]).await;
    let choice = browser.submit(&step, &[("code", ""), ("choose", "true")]).await;
    assert_eq!(title(&choice), "Choose how to sign in");
    let step = browser.submit(&choice, &[("first_factor", "PASSWORD")]).await;
    assert_eq!(title(&step), "Enter your password");
    let field = element(&step.text, "<input id=\"password\"");
    assert_eq!(attribute(field, "autocomplete").as_deref(), Some("current-password"));
    let choice = browser.submit(&step, &[("password", ""), ("choose", "true")]).await;
    let step = browser.submit(&choice, &[("first_factor", "PASSWORD")]).await;
    let wrong = browser.submit(&step, &[("password", "Wrong-1234")]).await;
    assert_eq!((wrong.status, title(&wrong).as_str()), (400, "Enter your password"));
    assert_eq!(alert(&wrong), "Incorrect username or password.");
    let back = browser.submit(&wrong, &[("password", PASSWORD)]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn without_a_user_name_the_page_offers_no_choice_of_first_factors() {
    let fixture = Fixture::start().await;
    let page = choose(&mut Browser::new(&fixture), " ").await;
    assert_eq!((page.status, title(&page).as_str()), (400, "Sign in"));
    assert_eq!(alert(&page), "Missing required parameter USERNAME");
}

#[tokio::test]
async fn a_single_factor_needs_no_choice() {
    let fixture = Fixture::start().await;
    sign_up_without_password(&fixture, "ada").await;
    fixture.ok("ConfirmSignUp", confirmation("ada", &fixture.latest_code("ada"))).await;
    let mut browser = Browser::new(&fixture);
    let step = choose(&mut browser, "ada").await;
    assert_eq!((step.status, title(&step).as_str()), (200, "Enter your code"));
    assert!(!has_field(&step, "choose"), "the page offers no other factor");
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn the_choice_is_offered_only_if_the_pool_and_the_client_allow_it() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let open = browser.open_form(&query(&[])).await;
    assert!(has_field(&open, "choose"));
    let fields = [("username", "ada"), ("choose", "true")];

    allow(&fixture, &["PASSWORD"]).await;
    let page = browser.open_form(&query(&[])).await;
    assert!(!has_field(&page, "choose") && has_field(&page, "password"));
    let step = browser.submit(&open, &fields).await;
    assert_eq!(title(&step), "Enter your password");

    allow(&fixture, &["PASSWORD", "EMAIL_OTP"]).await;
    fixture.change_client(&json!({ "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"] })).await;
    let page = browser.open_form(&query(&[])).await;
    assert!(!has_field(&page, "choose") && has_field(&page, "password"));
    let refused = browser.submit(&open, &fields).await;
    assert_eq!((refused.status, title(&refused).as_str()), (400, "Sign in"));
    assert_eq!(alert(&refused), "USER_AUTH flow not enabled for this client");
}

#[tokio::test]
async fn an_unknown_user_gets_the_same_pages_unless_the_client_reveals_who_exists() {
    let fixture = Fixture::start().await;
    fixture.user_with_phone("nina").await;
    let mut browser = Browser::new(&fixture);
    // The pages differ in the Session and the name, which are in hidden fields, and in the last digits of the phone
    // number. The rest must be the same.
    let seen = |page: &PoolResponse, name: &str| {
        let session = attribute(element(&page.text, "<input type=\"hidden\" name=\"session\""), "value");
        (
            page.status,
            page.text
                .replace(&session.unwrap(), "")
                .replace(name, "")
                .replace("+*******1234", "+*******0000"),
        )
    };
    let (known, unknown) = (choose(&mut browser, "nina").await, choose(&mut browser, "nobody").await);
    assert_eq!(seen(&known, "nina"), seen(&unknown, "nobody"));
    for factor in ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] {
        let (known, unknown) = (choose(&mut browser, "nina").await, choose(&mut browser, "nobody").await);
        let chosen = [("first_factor", factor)];
        let (known, unknown) =
            (browser.submit(&known, &chosen).await, browser.submit(&unknown, &chosen).await);
        assert_eq!(seen(&known, "nina"), seen(&unknown, "nobody"), "{factor}");
        let wrong = [("password", "Wrong-1234"), ("code", "00000000")];
        let (known, unknown) = (browser.submit(&known, &wrong).await, browser.submit(&unknown, &wrong).await);
        assert_eq!(seen(&known, "nina"), seen(&unknown, "nobody"), "{factor}");
        assert_eq!(known.status, 400);
    }
    assert!(fixture.pool.messages("nobody").is_empty());
    fixture.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let refused = choose(&mut browser, "nobody").await;
    assert_eq!((title(&refused), alert(&refused)), ("Sign in".to_owned(), "User does not exist.".to_owned()));
}

#[tokio::test]
async fn an_unconfirmed_user_confirms_after_the_right_password_or_without_one() {
    let fixture = Fixture::start().await;
    fixture.sign_up("ada").await;
    let mut browser = Browser::new(&fixture);
    let step = choose(&mut browser, "ada").await;
    assert_eq!(title(&step), "Enter your password", "no address is verified yet");
    let wrong = browser.submit(&step, &[("password", "Wrong-1234")]).await;
    assert_eq!(alert(&wrong), "Incorrect username or password.");
    let step = browser.submit(&wrong, &[("password", PASSWORD)]).await;
    assert_eq!(title(&step), "Confirm your account");
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);

    sign_up_without_password(&fixture, "bob").await;
    let mut browser = Browser::new(&fixture);
    let step = choose(&mut browser, "bob").await;
    assert_eq!(title(&step), "Confirm your account");
    let back = browser.submit(&step, &[("code", &fixture.latest_code("bob"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

#[tokio::test]
async fn a_passkey_signs_in_only_through_the_script_of_its_page() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut device = register(&fixture, "ada").await;
    let mut browser = Browser::new(&fixture);
    let choice = choose(&mut browser, "ada").await;
    assert_eq!(offered(&choice), ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]);
    let step = browser.submit(&choice, &[("first_factor", "WEB_AUTHN")]).await;
    assert_eq!((step.status, title(&step).as_str()), (200, "Sign in with a passkey"));
    let asked = options(&step);
    assert_eq!((&asked["rpId"], &asked["userVerification"]), (&json!("localhost"), &json!("preferred")));
    let policy = |page: &PoolResponse| page.header("content-security-policy").unwrap().to_owned();
    assert!(policy(&step).contains("default-src 'none'; script-src 'self'; style-src"), "{}", policy(&step));
    assert!(!policy(&choice).contains("script-src"));
    let script = attribute(element(&step.text, "<script"), "src").unwrap();
    assert_eq!(browser.open(&script).await.content_type, "text/javascript; charset=utf-8");

    // Without scripts, the page says that it needs them, and offers another way.
    let (_, without) = step.text.split_once("<noscript>").unwrap();
    assert!(without.starts_with("<p role=\"alert\">A passkey needs JavaScript."), "{without}");
    let other = browser.submit(&step, &[("choose", "true")]).await;
    assert_eq!(title(&other), "Choose how to sign in");

    let step = browser.submit(&other, &[("first_factor", "WEB_AUTHN")]).await;
    let credential = device.sign_in(&options(&step)).to_string();
    let back = submit_credential(&mut browser, &step, &credential).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "{}", back.text);
}

/// Submits the page as its script does, with the credential in the hidden field.
async fn submit_credential(browser: &mut Browser<'_>, page: &PoolResponse, credential: &str) -> PoolResponse {
    let emptied = page.text.replace("name=\"credential\" value=\"\"", "name=\"unused\" value=\"\"");
    browser.submit_text(&emptied, &[("credential", credential)]).await
}

#[tokio::test]
async fn a_refused_passkey_ends_the_step_and_the_user_begins_again() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    register(&fixture, "ada").await;
    let mut stranger = Authenticator::new();
    let mut browser = Browser::new(&fixture);
    let choice = choose(&mut browser, "ada").await;
    let step = browser.submit(&choice, &[("first_factor", "WEB_AUTHN")]).await;
    for (credential, text) in [
        (stranger.sign_in(&options(&step)).to_string(), "The passkey is not accepted"),
        ("{}".to_owned(), "Invalid session for the user, session can only be used once."),
    ] {
        let refused = submit_credential(&mut browser, &step, &credential).await;
        assert_eq!((refused.status, title(&refused).as_str()), (400, "Sign in"));
        assert!(alert(&refused).contains(text), "{}", alert(&refused));
        let field = element(&refused.text, "<input id=\"username\"");
        assert_eq!(attribute(field, "value").as_deref(), Some("ada"), "the name is still there");
    }
}

#[tokio::test]
async fn an_app_cant_continue_a_pages_sign_in_and_a_page_cant_continue_an_apps() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let choice = choose(&mut browser, "ada").await;
    let step = browser.submit(&choice, &[("first_factor", "EMAIL_OTP")]).await;
    let session = attribute(element(&step.text, "<input type=\"hidden\" name=\"session\""), "value").unwrap();
    let stolen = json!({
        "ClientId": DEFAULT_CLIENT_ID, "ChallengeName": "EMAIL_OTP", "Session": session,
        "ChallengeResponses": { "USERNAME": "ada", "EMAIL_OTP_CODE": fixture.latest_code("ada") },
    });
    assert_eq!(fixture.refused_response(stolen).await.1, "Invalid session for the user.");

    let begin = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH", "AuthParameters": { "USERNAME": "ada" },
    });
    let of_app = fixture.ok("InitiateAuth", begin).await["Session"].as_str().unwrap().to_owned();
    for more in [("first_factor", "EMAIL_OTP"), ("choose", "true")] {
        let form = browser.open_form(&query(&[("prompt", "login")])).await;
        let page = browser.submit(&form, &[("session", &of_app), more]).await;
        assert_eq!((page.status, alert(&page).as_str()), (400, "Invalid session for the user."));
    }
}

#[tokio::test]
async fn the_label_of_the_name_field_says_which_names_sign_in() {
    let fixture = Fixture::start().await;
    for (settings, label, kind) in [
        (json!({}), "User name", "text"),
        (json!({ "AliasAttributes": ["email"] }), "User name or e-mail address", "text"),
        (json!({ "UsernameAttributes": ["email"] }), "E-mail address", "email"),
        (json!({ "UsernameAttributes": ["phone_number"] }), "Phone number", "tel"),
        (
            json!({ "UsernameAttributes": ["email", "phone_number"] }),
            "E-mail address or phone number",
            "text",
        ),
    ] {
        let (_, client) = pool_with(&fixture, settings).await;
        let query = query(&[("client_id", &client), ("scope", "")]);
        let page = Browser::new(&fixture).open_form(&query).await;
        assert!(page.text.contains(&format!("<label for=\"username\">{label}</label>")), "{}", page.text);
        let field = element(&page.text, "<input id=\"username\"");
        assert_eq!(attribute(field, "type").as_deref(), Some(kind));
    }
}
