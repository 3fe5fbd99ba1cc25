//! `lang`: the language of the pages.

use super::app::{CALLBACK, query};
use crate::support::browser::{Browser, alert_in, attribute, element, returned, title};
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, PoolResponse};
use serde_json::json;

/// The language that a page says it is in.
fn language(page: &PoolResponse) -> String {
    attribute(element(&page.text, "<html"), "lang").unwrap()
}

#[tokio::test]
async fn every_page_is_in_the_language_that_the_app_asks_for() {
    let fixture = Fixture::start().await;
    for (asked, tag, sign_in, sign_up, forgot) in [
        ("de", "de", "Anmelden", "Konto erstellen", "Passwort vergessen?"),
        ("DE", "de", "Anmelden", "Konto erstellen", "Passwort vergessen?"),
        ("es", "es", "Iniciar sesión", "Crear una cuenta", "¿Ha olvidado la contraseña?"),
        ("fr", "fr", "Se connecter", "Créer un compte", "Mot de passe oublié\u{a0}?"),
        ("en", "en", "Sign in", "Create an account", "Forgot your password?"),
        // The pages have no texts in these languages. They are in English, and say so.
        ("ja", "en", "Sign in", "Create an account", "Forgot your password?"),
        ("pt-BR", "en", "Sign in", "Create an account", "Forgot your password?"),
        ("xx", "en", "Sign in", "Create an account", "Forgot your password?"),
    ] {
        for (path, expected) in [("/login", sign_in), ("/signup", sign_up), ("/forgotPassword", forgot)] {
            let mut browser = Browser::new(&fixture);
            let page = browser.open(&format!("{path}?{}", query(&[("lang", asked)]))).await;
            assert_eq!((language(&page).as_str(), title(&page).as_str()), (tag, expected), "{path} {asked}");
            assert!(!page.text.contains("{}"), "{}", page.text);
        }
    }
}

#[tokio::test]
async fn the_cookie_keeps_the_language_until_an_app_asks_for_another_one() {
    let fixture = Fixture::start().await;
    let mut browser = Browser::new(&fixture);
    let spanish = browser.open_form(&query(&[("lang", "es")])).await;
    assert_eq!((language(&spanish).as_str(), browser.cookies["lang"].as_str()), ("es", "es"));
    assert_eq!(language(&browser.open_form(&query(&[])).await), "es");
    let unknown = browser.open_form(&query(&[("lang", "xx")])).await;
    assert_eq!((language(&unknown).as_str(), browser.cookies["lang"].as_str()), ("es", "es"));
    let failure = browser.get("/login").await;
    assert_eq!((failure.status, language(&failure).as_str()), (400, "es"));
    assert_eq!(language(&browser.open_form(&query(&[("lang", "en")])).await), "en");
    let mut planted = Browser::new(&fixture);
    planted.cookies.insert("lang".to_owned(), "\"><b>".to_owned());
    let page = planted.open_form(&query(&[])).await;
    assert_eq!((language(&page).as_str(), page.text.contains("<b>")), ("en", false));
}

#[tokio::test]
async fn the_steps_and_the_errors_are_in_the_language_of_the_request_too() {
    let fixture = Fixture::start().await;
    fixture.sign_up("ada").await;
    let mut browser = Browser::new(&fixture);
    let wrong = browser.sign_in(&query(&[("lang", "de")]), "ada", "Wrong-1234").await;
    assert_eq!(alert_in(&wrong, None), "Benutzername oder Passwort ist falsch.");
    assert!(wrong.text.contains("<title>Fehler: Anmelden</title>"), "{}", wrong.text);
    let step = browser.submit(&wrong, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!((language(&step).as_str(), title(&step).as_str()), ("de", "Konto bestätigen"));
    assert!(step.text.contains("der an a***@e*** gesendet wurde."), "{}", step.text);
    let back = browser.submit(&step, &[("code", &fixture.latest_code("ada"))]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
    let page = browser.open(&format!("/signup?{}", query(&[("lang", "fr")]))).await;
    let fields = [("username", "bob"), ("userAttributes.email", "bob@example.com"), ("password", "Short-1")];
    let weak = browser.submit(&page, &fields).await;
    assert_eq!(alert_in(&weak, None), "Le mot de passe est trop court.");
}

#[tokio::test]
async fn a_text_without_a_translation_is_marked_with_its_own_language() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let server =
        TriggerServer::answering(|_| (200, json!({ "errorMessage": "Not today", "errorType": "Error" })))
            .await;
    server.serve_pool(&fixture, &["PreAuthentication"]).await;
    let page = Browser::new(&fixture).sign_in(&query(&[("lang", "de")]), "ada", PASSWORD).await;
    assert_eq!(language(&page), "de");
    assert!(alert_in(&page, Some("en")).ends_with("Not today."), "{}", page.text);
}
