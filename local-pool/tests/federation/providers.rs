//! The operations for identity providers.

use crate::provider::{google, oidc, saml};
use crate::support::{Fixture, in_default_pool, refusal};
use cognito_local_pool::{Configuration, DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Options};
use serde_json::{Value, json};

fn one(name: &str) -> Value {
    in_default_pool(json!({ "ProviderName": name }))
}

#[tokio::test]
async fn a_provider_is_made_described_changed_listed_and_deleted() {
    let fixture = Fixture::start().await;
    let made = fixture.ok("CreateIdentityProvider", google(json!({ "IdpIdentifiers": ["gmail.com"] }))).await;
    let made = &made["IdentityProvider"];
    assert_eq!((&made["ProviderName"], &made["ProviderType"]), (&json!("Google"), &json!("Google")));
    assert_eq!(made["UserPoolId"], DEFAULT_USER_POOL_ID);
    assert_eq!(made["AttributeMapping"]["username"], "sub", "Cognito adds this mapping");
    assert_eq!(made["ProviderDetails"]["oidc_issuer"], "https://accounts.google.com");
    assert_eq!(made["ProviderDetails"]["client_secret"], "google-secret");
    assert!(made["CreationDate"].is_number() && made["LastModifiedDate"].is_number());

    let described = fixture.ok("DescribeIdentityProvider", one("Google")).await;
    assert_eq!(&described["IdentityProvider"], made);
    let found = in_default_pool(json!({ "IdpIdentifier": "gmail.com" }));
    let found = fixture.ok("GetIdentityProviderByIdentifier", found).await;
    assert_eq!(&found["IdentityProvider"], made);

    let update = in_default_pool(json!({ "ProviderName": "Google", "AttributeMapping": { "name": "name" } }));
    let updated = fixture.ok("UpdateIdentityProvider", update).await["IdentityProvider"].take();
    assert_eq!(updated["AttributeMapping"], json!({ "name": "name", "username": "sub" }));
    assert_eq!(updated["IdpIdentifiers"], json!(["gmail.com"]), "what is left out stays");

    fixture.ok("CreateIdentityProvider", saml("Corp", json!({}))).await;
    let page = in_default_pool(json!({ "MaxResults": 1 }));
    let first = fixture.ok("ListIdentityProviders", page.clone()).await;
    assert_eq!(first["Providers"][0]["ProviderName"], "Corp");
    assert_eq!(first["Providers"][0]["ProviderDetails"], Value::Null, "a list has no details");
    let mut next = page;
    next["NextToken"] = first["NextToken"].clone();
    let second = fixture.ok("ListIdentityProviders", next).await;
    assert_eq!(second["Providers"][0]["ProviderType"], "Google");
    assert_eq!(second["NextToken"], Value::Null);

    fixture.ok("DeleteIdentityProvider", one("Google")).await;
    let gone = refusal("ResourceNotFoundException", "Identity provider Google does not exist.");
    for operation in ["DescribeIdentityProvider", "UpdateIdentityProvider", "DeleteIdentityProvider"] {
        assert_eq!(fixture.refused(operation, one("Google")).await, gone, "{operation}");
    }
    let unknown = in_default_pool(json!({ "IdpIdentifier": "gmail.com" }));
    let (kind, _) = fixture.refused("GetIdentityProviderByIdentifier", unknown).await;
    assert_eq!(kind, "ResourceNotFoundException");
}

#[tokio::test]
async fn providers_that_cognito_refuses_are_refused() {
    let fixture = Fixture::start().await;
    fixture.ok("CreateIdentityProvider", oidc("Corp", json!({ "IdpIdentifiers": ["corp.example"] }))).await;
    let taken = refusal("DuplicateProviderException", "Corp already exists in user pool local_LocalPool");
    assert_eq!(fixture.refused("CreateIdentityProvider", oidc("Corp", json!({}))).await, taken);
    for (request, text) in [
        (google(json!({ "ProviderName": "MyGoogle" })), "Provider MyGoogle cannot be of type Google."),
        (oidc("Facebook", json!({})), "Provider Facebook cannot be of type OIDC."),
        (oidc("COGNITO", json!({})), "Provider COGNITO cannot be of type OIDC."),
        (
            google(json!({ "ProviderDetails": { "client_id": "x", "authorize_scopes": "email" } })),
            "ProviderDetails of a provider of type Google need client_secret.",
        ),
        (
            saml("Adfs", json!({ "ProviderDetails": {} })),
            "ProviderDetails of a provider of type SAML need MetadataURL or MetadataFile.",
        ),
        (
            google(json!({ "AttributeMapping": { "custom:none": "x" } })),
            "AttributeMapping: the user pool has no attribute custom:none that can be mapped.",
        ),
        (
            google(json!({ "AttributeMapping": { "sub": "sub" } })),
            "AttributeMapping: the user pool has no attribute sub that can be mapped.",
        ),
        (
            google(json!({ "IdpIdentifiers": ["corp.example"] })),
            "The identifier corp.example belongs to another provider of the user pool.",
        ),
    ] {
        let refused = fixture.refused("CreateIdentityProvider", request).await;
        assert_eq!(refused, refusal("InvalidParameterException", text));
    }
    let pattern = r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+";
    for name in ["My_Corp", "_Corp", "My Corp", "ab"] {
        let (_, text) = fixture.refused("CreateIdentityProvider", oidc(name, json!({}))).await;
        let expected = format!(
            "1 validation error detected: Value '{name}' at 'providerName' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: {pattern}"
        );
        assert_eq!(text, expected);
    }
    let (_, text) = fixture.refused("CreateIdentityProvider", oidc(&"x".repeat(33), json!({}))).await;
    assert!(text.ends_with("Member must have length less than or equal to 32"), "{text}");
    let (_, text) =
        fixture.refused("CreateIdentityProvider", oidc("Sso", json!({ "ProviderType": "X" }))).await;
    assert!(
        text.contains("enum value set: [SAML, Facebook, Google, LoginWithAmazon, SignInWithApple, OIDC]")
    );
    let bad = json!({ "ProviderDetails": { "client_secret": "hunter2", "x": null } });
    let (_, text) = fixture.refused("CreateIdentityProvider", google(bad)).await;
    assert!(text.contains("at 'providerDetails' failed") && !text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_client_can_use_only_providers_that_exist() {
    let fixture = Fixture::start().await;
    let client = in_default_pool(json!({
        "ClientName": "app", "SupportedIdentityProviders": ["COGNITO", "Google"],
    }));
    let missing = "The provider Google does not exist for User Pool local_LocalPool";
    let refused = fixture.refused("CreateUserPoolClient", client.clone()).await;
    assert_eq!(refused, refusal("InvalidParameterException", missing));
    fixture.ok("CreateIdentityProvider", google(json!({}))).await;
    let made = fixture.ok("CreateUserPoolClient", client).await["UserPoolClient"].take();
    assert_eq!(made["SupportedIdentityProviders"], json!(["COGNITO", "Google"]));
    fixture.change_client(&json!({ "SupportedIdentityProviders": ["Google"] })).await;
    let one = in_default_pool(json!({ "ClientId": DEFAULT_CLIENT_ID }));
    let held = fixture.ok("DescribeUserPoolClient", one).await["UserPoolClient"].take();
    assert_eq!(held["SupportedIdentityProviders"], json!(["Google"]));
}

#[tokio::test]
async fn a_configured_pool_has_providers() {
    let mut provider = oidc("Sso", json!({}));
    provider.as_object_mut().unwrap().remove("UserPoolId");
    let text = json!({ "UserPools": [{
        "Id": "local_Shop", "PoolName": "shop", "IdentityProviders": [provider],
        "Clients": [{ "ClientId": "shop-app", "SupportedIdentityProviders": ["Sso"] }],
    }]});
    let configuration = Configuration::from_json(&text.to_string()).unwrap();
    let fixture = Fixture::with(Options { configuration, ..Options::default() }).await;
    let listed = fixture.ok("ListIdentityProviders", json!({ "UserPoolId": "local_Shop" })).await;
    assert_eq!(listed["Providers"][0]["ProviderName"], "Sso");
}
