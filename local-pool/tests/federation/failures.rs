//! Failed sign-ins with another identity provider: what the app gets, or the page that the user gets in its place.

use crate::app::{CALLBACK, query};
use crate::browsing::{arrive, arrive_as, open, providers};
use crate::provider::{google, oidc};
use crate::support::browser::{Browser, alert, returned};
use crate::support::{Fixture, in_default_pool};
use serde_json::{Value, json};

const GOOGLE: &[(&str, &str)] = &[("identity_provider", "Google")];
const ADA: &[(&str, &str)] = &[("sub", "g-1"), ("email", "ada@gmail.com"), ("name", "Ada")];

async fn with_google() -> Fixture {
    let fixture = Fixture::start().await;
    providers(&fixture, &[google(json!({}))]).await;
    fixture
}

/// The error and the description of a failed sign-in. Asserts that the app's state comes back with them.
async fn failure(fixture: &Fixture, user: &[(&str, &str)]) -> (String, String) {
    let back = arrive_as(&mut Browser::new(fixture), fixture, GOOGLE, user).await;
    let mut back = returned(&back, CALLBACK);
    assert_eq!(back["state"], "st/ate&1");
    assert!(!back.contains_key("code"));
    (back.remove("error").unwrap(), back.remove("error_description").unwrap_or_default())
}

fn invalid(text: &str) -> (String, String) {
    ("invalid_request".to_owned(), text.to_owned())
}

#[tokio::test]
async fn a_refusal_by_the_provider_reaches_the_app() {
    let fixture = with_google().await;
    let cancelled = failure(&fixture, &[("answer", "cancel")]).await;
    assert_eq!(cancelled, ("access_denied".into(), "The user cancelled the sign-in".into()));
    let chosen = [("answer", "error"), ("error", "server_error"), ("error_description", "Out <of> order")];
    assert_eq!(failure(&fixture, &chosen).await, ("server_error".into(), "Out <of> order".into()));
    let unknown = [("answer", "error"), ("error", "myapp://")];
    assert_eq!(failure(&fixture, &unknown).await.0, "server_error");
    let mut browser = Browser::new(&fixture);
    let page = open(&mut browser, &fixture, GOOGLE).await;
    assert_eq!(browser.submit(&page, &[("sub", " ")]).await.status, 400, "a user needs an id");
    let listed = fixture.ok("ListUsers", in_default_pool(json!({}))).await;
    assert_eq!(listed["Users"], json!([]));
}

#[tokio::test]
async fn a_fault_of_the_token_endpoint_reaches_the_app() {
    let fixture = with_google().await;
    let fault = |fault: Value| json!({ "operation": "IdpToken", "fault": fault });
    for (injected, text) in [
        (json!({ "kind": "drop", "when": "before" }), "Timeout occurred in calling IdP token endpoint"),
        (json!({ "kind": "drop", "when": "after" }), "Timeout occurred in calling IdP token endpoint"),
        (
            json!({ "kind": "error", "status": 502, "type": "BadGateway" }),
            "Google Error - 502 server_error error getting token",
        ),
        (
            json!({ "kind": "error", "status": 400, "type": "invalid_grant" }),
            "Google Error - 400 invalid_grant error getting token",
        ),
        (json!({ "kind": "truncate", "bytes": 9 }), "Google Error - 200 error getting token"),
    ] {
        fixture.control("POST", "/_pool/faults", fault(injected)).await;
        assert_eq!(failure(&fixture, ADA).await, invalid(text));
    }
    let back = arrive_as(&mut Browser::new(&fixture), &fixture, GOOGLE, ADA).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "the faults are used up");
}

#[tokio::test]
async fn a_fault_of_the_idpresponse_endpoint_reaches_the_app_as_an_error() {
    let fixture = with_google().await;
    let text = "Already found an entry for username Google_g-1";
    let fault = json!({
        "operation": "IdpResponse", "fault": { "kind": "error", "type": "invalid_request", "message": text },
    });
    fixture.control("POST", "/_pool/faults", fault.clone()).await;
    assert_eq!(failure(&fixture, ADA).await, invalid(text));
    let recorded = fixture.pool.requests().pop().unwrap();
    assert_eq!((recorded.operation.as_str(), recorded.status), ("IdpResponse", Some(302)));
    let back = arrive_as(&mut Browser::new(&fixture), &fixture, GOOGLE, ADA).await;
    assert!(returned(&back, CALLBACK).contains_key("code"), "the next sign-in works");
    fixture.control("POST", "/_pool/faults", fault).await;
    let page = Browser::new(&fixture).get("/oauth2/idpresponse?code=x&state=y").await;
    assert_eq!((page.status, alert(&page).as_str()), (400, text), "the request belongs to no sign-in");
}

#[tokio::test]
async fn a_user_whose_attributes_the_pool_can_not_take_is_refused() {
    let fixture = with_google().await;
    let schema = json!([
        { "Name": "email", "Required": true, "Mutable": true },
        { "Name": "name", "Mutable": false },
        { "Name": "tenant", "AttributeDataType": "String", "StringAttributeConstraints": { "MaxLength": "4" } },
    ]);
    let (pool, client) = fixture.pool_with(json!({ "Schema": schema })).await;
    let mut provider = oidc(
        "Sso",
        json!({
            "AttributeMapping": { "email": "email", "name": "name", "custom:tenant": "tenant" },
        }),
    );
    provider["UserPoolId"] = json!(pool);
    fixture.ok("CreateIdentityProvider", provider).await;
    let settings = json!({
        "UserPoolId": pool, "ClientId": client, "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email", "aws.cognito.signin.user.admin"],
        "CallbackURLs": [CALLBACK], "SupportedIdentityProviders": ["Sso"],
    });
    fixture.ok("UpdateUserPoolClient", settings).await;
    let changes = [("client_id", client.as_str())];
    let description = async |user: &[(&str, &str)]| {
        let back = arrive_as(&mut Browser::new(&fixture), &fixture, &changes, user).await;
        returned(&back, CALLBACK).remove("error_description").unwrap_or_default()
    };
    assert_eq!(description(&[("sub", "1"), ("name", "Ada")]).await, "attributes required: [email]");
    let long = [("sub", "1"), ("email", "a@b.c"), ("claim.tenant", "a long one")];
    let too_long = "Invalid user attributes: custom:tenant: String must be no longer than 4 characters";
    assert_eq!(description(&long).await, too_long);
    let right = [("sub", "1"), ("email", "a@b.c"), ("name", "Ada"), ("claim.tenant", "ab")];
    assert_eq!(description(&right).await, "");
    // At the second sign-in, even the same value of an immutable attribute is refused, as at Cognito.
    assert_eq!(description(&right).await, "Invalid user attributes: name: Attribute cannot be updated.");
}

#[tokio::test]
async fn a_disabled_user_and_an_unconfirmed_one_are_refused() {
    let fixture = with_google().await;
    arrive_as(&mut Browser::new(&fixture), &fixture, GOOGLE, ADA).await;
    fixture.administer("AdminDisableUser", "Google_g-1", json!({})).await;
    assert_eq!(failure(&fixture, ADA).await, invalid("User is disabled."));
    fixture.sign_up("bob").await;
    let source = crate::provider::at("Google", "Cognito_Subject", "g-2");
    fixture.ok("AdminLinkProviderForUser", crate::provider::link("bob", source)).await;
    assert_eq!(failure(&fixture, &[("sub", "g-2")]).await, invalid("User is not confirmed."));
}

#[tokio::test]
async fn a_sign_in_fails_if_it_takes_too_long_or_its_provider_is_deleted() {
    let fixture = with_google().await;
    let mut browser = Browser::new(&fixture);
    let page = open(&mut browser, &fixture, GOOGLE).await;
    fixture.pool.advance_clock(601);
    let late = arrive(&mut browser, &fixture, &page, ADA).await;
    assert_eq!((late.status, alert(&late).as_str()), (400, "Invalid state"));

    let page = open(&mut browser, &fixture, GOOGLE).await;
    let back = browser.submit(&page, ADA).await;
    fixture.ok("DeleteIdentityProvider", in_default_pool(json!({ "ProviderName": "Google" }))).await;
    let address = back.header("location").unwrap().strip_prefix(fixture.pool.base_url()).unwrap().to_owned();
    let gone = returned(&browser.get(&address).await, CALLBACK);
    assert_eq!(gone["error_description"], "Identity provider Google does not exist.");
    let answer = browser.get(&format!("/oauth2/authorize?{}", query(GOOGLE))).await;
    assert_eq!(
        returned(&answer, CALLBACK)["error"],
        "invalid_request",
        "a deleted provider is refused, although the client's settings still list it"
    );
}
