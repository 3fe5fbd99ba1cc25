//! A client's SupportedIdentityProviders.

use super::app::query;
use crate::support::browser::{Browser, alert, has_field, title};
use crate::support::data_file::DataFile;
use crate::support::{Fixture, PASSWORD};
use cognito_local_pool::Options;

#[tokio::test]
async fn a_client_without_the_pool_among_its_providers_takes_no_password() {
    let folder = std::env::temp_dir().join(format!("cognito-local-pool-providers-{}", std::process::id()));
    let options = || Options { data: Some(folder.clone()), ..Options::default() };
    let fixture = Fixture::with(options()).await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let login = browser.open_form(&query(&[])).await;
    let sign_up = browser.open(&format!("/signup?{}", query(&[]))).await;
    let forgot = browser.open(&format!("/forgotPassword?{}", query(&[]))).await;
    let cookies = browser.cookies.clone();
    fixture.pool.shutdown().await;
    let file = folder.join("pools.json");
    let mut stored = DataFile::read(&file);
    let pools = stored.change("userPool", |pool| {
        let (pool_itself, another) =
            ("\"SupportedIdentityProviders\":[\"COGNITO\"]", "\"SupportedIdentityProviders\":[\"Shop\"]");
        let text = pool.to_string();
        assert!(text.contains(pool_itself), "{text}");
        *pool = serde_json::from_str(&text.replace(pool_itself, another)).unwrap();
    });
    assert!(pools > 0);
    stored.write(&file);

    let fixture = Fixture::with(options()).await;
    let mut browser = Browser::new(&fixture);
    browser.cookies = cookies;
    let page = browser.open_form(&query(&[])).await;
    assert_eq!(title(&page), "Sign in");
    for field in ["username", "password", "choose"] {
        assert!(!has_field(&page, field), "{}", page.text);
    }
    assert!(!page.text.contains("/signup") && !page.text.contains("/forgotPassword"), "{}", page.text);
    let sent = fixture.pool.messages("ada").len();
    let fields = [("username", "ada"), ("password", PASSWORD)];
    for refused in [
        browser.submit(&login, &fields).await,
        browser.submit(&login, &[("username", "ada"), ("choose", "true")]).await,
        browser.submit(&sign_up, &[("username", "bob"), ("password", PASSWORD)]).await,
        browser.submit(&forgot, &[("username", "ada")]).await,
        browser.get(&format!("/signup?{}", query(&[]))).await,
        browser.get(&format!("/forgotPassword?{}", query(&[]))).await,
    ] {
        assert_eq!((refused.status, refused.header("location")), (400, None), "{}", refused.text);
        assert_eq!(alert(&refused), "The user pool itself is not one of the client's identity providers.");
    }
    assert_eq!(fixture.pool.messages("ada").len(), sent);
    fixture.pool.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
