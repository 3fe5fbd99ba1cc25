//! Sign-in and sign-out on ministack's pages.

use cognito_auth_core::{
    AuthErrorCode, AuthProvider, AuthUserAttributeKey, IdentityExpectation, RedirectResult, SignOutOptions,
    SignOutResult, WebSignInOptions,
};
use cognito_local_pool::{Configuration, LocalPool, Options};
use serde_json::json;
use tokio::sync::Mutex;

use crate::server::{CODE, Client, Person, SERVER};
use crate::support::form_browser::{Act, Delivery, FormBrowser};
use crate::support::options::error_code;
use crate::support::store::FaultyStore;

/// A process shows one page at a time, so the tests that show a page run one after the other.
pub(crate) static PAGE: Mutex<()> = Mutex::const_new(());

with_and_without_secret! {
    a_user_signs_in_and_out_on_the_pages,
    a_user_signs_in_on_a_page_that_asks_for_name_and_password_together,
    an_invited_user_chooses_a_password_on_a_page,
    a_user_signs_in_on_the_pages_with_a_code_by_e_mail,
    a_late_redirect_signs_in_and_its_code_is_accepted_once,
}

impl Person {
    pub(crate) async fn sign_in_on_the_web(&self, browser: &FormBrowser) -> Result<(), AuthErrorCode> {
        self.sign_in_on_the_web_with(browser, WebSignInOptions::default()).await
    }

    pub(crate) async fn sign_in_on_the_web_with(
        &self,
        browser: &FormBrowser,
        options: WebSignInOptions,
    ) -> Result<(), AuthErrorCode> {
        let result = self.auth.sign_in_with_web_ui(options, browser.port()).await;
        result.map(|result| assert!(result.is_signed_in())).map_err(|error| error.code)
    }

    pub(crate) fn types_its_name(&self) -> Act {
        Act::submit([("username", &self.username)])
    }
}

pub(crate) fn password(password: &str) -> Act {
    Act::submit([("password", password)])
}

async fn a_user_signs_in_and_out_on_the_pages(client: Client) {
    let _page = PAGE.lock().await;
    let ann = Person::new("web", client).registered().await;
    let browser =
        FormBrowser::with([ann.types_its_name(), password("Wrong-1234"), password(&SERVER.password)]);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
    assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
    assert!(ann.refresh().await.unwrap().is_signed_in);
    assert!(!ann.auth.fetch_user_attributes().await.unwrap().is_empty());

    let thief = ann.thief();
    let signed_out = ann.auth.sign_out_with_web_ui(SignOutOptions::default(), browser.port()).await;
    assert_eq!(signed_out, SignOutResult::Complete);
    assert_eq!(browser.redirects().last().unwrap(), "myapp://signed-out/");
    assert_eq!(error_code(thief.refresh().await), AuthErrorCode::SessionExpired);
}

async fn a_user_signs_in_on_a_page_that_asks_for_name_and_password_together(client: Client) {
    let _page = PAGE.lock().await;
    let username = format!("page-{}", client.name());
    let configuration = client.configuration(&SERVER.one_page);
    let ann = Person::with(username, configuration, FaultyStore::default()).registered().await;
    let sign_in = |password: &str| Act::sign_in(&ann.username, password);
    let browser = FormBrowser::with([sign_in("Wrong-1234"), sign_in(&SERVER.password)]);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
    assert_eq!(browser.headings(), ["Sign in", "Sign in"]);
}

async fn an_invited_user_chooses_a_password_on_a_page(client: Client) {
    let _page = PAGE.lock().await;
    let ann = Person::new("invited-web", client);
    let chosen =
        |again: &str| Act::submit([("new_password", SERVER.password.as_str()), ("confirm_password", again)]);
    let browser = FormBrowser::with([
        ann.types_its_name(),
        password(&SERVER.temporary_password),
        chosen("Another-123"),
        chosen(&SERVER.password),
    ]);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
    assert_eq!(browser.headings()[2..], ["Set a new password", "Set a new password"]);
    assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
}

async fn a_user_signs_in_on_the_pages_with_a_code_by_e_mail(client: Client) {
    let _page = PAGE.lock().await;
    let username = format!("code-{}", client.name());
    let configuration = client.configuration(&SERVER.choosing);
    let ann = Person::with(username, configuration, FaultyStore::default()).registered().await;
    let browser = FormBrowser::with([
        ann.types_its_name(),
        Act::submit([("challenge", "EMAIL_OTP")]),
        Act::submit([("code", "000000")]),
        Act::submit([("code", CODE)]),
    ]);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
}

async fn a_late_redirect_signs_in_and_its_code_is_accepted_once(client: Client) {
    let _page = PAGE.lock().await;
    let ann = Person::new("late", client).registered().await;
    let browser = FormBrowser::with([ann.types_its_name(), password(&SERVER.password)]);
    browser.deliver(Delivery::Held);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    let (thief, redirect) = (ann.thief(), browser.redirect());
    let signed_in = ann.auth.handle_redirect(redirect.clone()).await.unwrap();
    assert!(matches!(signed_in, RedirectResult::SignedIn(_)), "{signed_in:?}");
    assert_eq!(ann.auth.handle_redirect(redirect.clone()).await, Ok(RedirectResult::Ignored));
    assert_eq!(
        error_code(thief.auth.handle_redirect(redirect).await),
        AuthErrorCode::AuthorizationCodeRefused
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_redirect_and_an_error_redirect_sign_nobody_in() {
    let _page = PAGE.lock().await;
    let ann = Person::new("forged", Client::Public).registered().await;
    let browser = FormBrowser::with([ann.types_its_name(), password(&SERVER.password)]);
    browser.deliver(Delivery::Forged);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Err(AuthErrorCode::UnknownRedirect));
    browser.deliver(Delivery::Direct);
    let scopes = vec!["openid".into(), "shop/read".into()];
    let unknown = WebSignInOptions { scopes, ..WebSignInOptions::default() };
    assert_eq!(
        ann.sign_in_on_the_web_with(&browser, unknown).await,
        Err(AuthErrorCode::WebSignInMisconfigured)
    );
    assert_eq!(error_code(ann.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_user_than_the_expected_one_is_not_signed_in() {
    let _page = PAGE.lock().await;
    let ann = Person::new("unexpected", Client::Public).registered().await;
    let browser = FormBrowser::with([ann.types_its_name(), password(&SERVER.password)]);
    let options = WebSignInOptions {
        identity_expectation: IdentityExpectation::User("another".into()),
        ..WebSignInOptions::default()
    };
    assert_eq!(ann.sign_in_on_the_web_with(&browser, options).await, Err(AuthErrorCode::UnexpectedIdentity));
}

/// A provider of OpenID Connect: a local pool with the user `grace`.
async fn partner() -> LocalPool {
    let configuration = json!({ "UserPools": [{
        "Id": "local_Partner", "PoolName": "partner",
        "Clients": [{
            "ClientId": "partner-app", "ClientSecret": "partner-secret", "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email"],
            "CallbackURLs": [format!("{}/oauth2/idpresponse", SERVER.endpoint)],
            "SupportedIdentityProviders": ["COGNITO"],
        }],
        "Users": [{
            "Username": "grace", "Password": SERVER.password,
            "UserAttributes": [{ "Name": "email", "Value": "grace@example.com" }],
        }],
    }] });
    let configuration = Configuration::from_json(&configuration.to_string()).unwrap();
    let options = Options { port: SERVER.partner_port, configuration, ..Options::default() };
    LocalPool::start(options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_of_another_provider_signs_in_on_its_page() {
    let _page = PAGE.lock().await;
    let partner = partner().await;
    let grace = Person::new("partner", Client::Public);
    let browser = FormBrowser::with([Act::sign_in("grace", &SERVER.password)]);
    let options = WebSignInOptions {
        provider: Some(AuthProvider::Named("Partner".into())),
        // Without scopes in the request, ministack gives only `openid`. Cognito gives all that the client allows.
        scopes: vec!["openid".into(), "email".into(), "aws.cognito.signin.user.admin".into()],
        ..WebSignInOptions::default()
    };
    assert_eq!(grace.sign_in_on_the_web_with(&browser, options).await, Ok(()));
    let user = grace.auth.get_current_user().await.unwrap();
    assert!(user.username.starts_with("Partner_"), "{user:?}");
    let attributes = grace.auth.fetch_user_attributes().await.unwrap();
    let email = attributes.iter().find(|attribute| attribute.key == AuthUserAttributeKey::Email).unwrap();
    assert_eq!(email.value.expose(), "grace@example.com");
    partner.shutdown().await;
}
