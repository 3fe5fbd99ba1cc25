//! A browser's way through the stand-in for a provider.

use crate::app::query;
use crate::support::browser::Browser;
use crate::support::{Fixture, PoolResponse};
use serde_json::{Value, json};

/// Makes providers, and lets the default client use them and the pool itself.
pub(crate) async fn providers(fixture: &Fixture, all: &[Value]) {
    let mut names = vec!["COGNITO".to_owned()];
    for request in all {
        fixture.ok("CreateIdentityProvider", request.clone()).await;
        names.push(request["ProviderName"].as_str().unwrap().to_owned());
    }
    fixture.change_client(&json!({ "SupportedIdentityProviders": names })).await;
}

/// The path in the pool to which a response redirects the browser.
fn path(fixture: &Fixture, response: &PoolResponse) -> String {
    let location = response.header("location").unwrap_or_else(|| panic!("no redirect: {response:?}"));
    let path = location.strip_prefix(fixture.pool.base_url());
    path.unwrap_or_else(|| panic!("the redirect leaves the pool: {location}")).to_owned()
}

/// Begins a sign-in. Returns the page of the stand-in.
pub(crate) async fn open(
    browser: &mut Browser<'_>,
    fixture: &Fixture,
    changes: &[(&str, &str)],
) -> PoolResponse {
    let answer = browser.get(&format!("/oauth2/authorize?{}", query(changes))).await;
    let page = browser.get(&path(fixture, &answer)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page
}

/// Submits the stand-in's page, and follows its redirect to the pool. Returns the pool's response.
pub(crate) async fn arrive(
    browser: &mut Browser<'_>,
    fixture: &Fixture,
    page: &PoolResponse,
    fields: &[(&str, &str)],
) -> PoolResponse {
    let back = browser.submit(page, fields).await;
    browser.get(&path(fixture, &back)).await
}

/// Begins a sign-in, and signs this user in at the provider.
pub(crate) async fn arrive_as(
    browser: &mut Browser<'_>,
    fixture: &Fixture,
    changes: &[(&str, &str)],
    user: &[(&str, &str)],
) -> PoolResponse {
    let page = open(browser, fixture, changes).await;
    arrive(browser, fixture, &page, user).await
}
