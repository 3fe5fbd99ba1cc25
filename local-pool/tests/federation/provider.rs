//! Requests that make providers and link users.

use crate::support::{Fixture, in_default_pool};
use serde_json::{Value, json};

/// A CreateIdentityProvider request for Google in the default pool. `changes` replaces its members.
pub(crate) fn google(changes: Value) -> Value {
    changed(
        json!({
            "ProviderName": "Google", "ProviderType": "Google",
            "ProviderDetails": {
                "client_id": "google-app", "client_secret": "google-secret", "authorize_scopes": "email openid",
            },
            "AttributeMapping": { "email": "email", "email_verified": "email_verified", "name": "name" },
        }),
        changes,
    )
}

/// A CreateIdentityProvider request for an OpenID Connect provider in the default pool. `changes` replaces its members.
pub(crate) fn oidc(name: &str, changes: Value) -> Value {
    changed(
        json!({
            "ProviderName": name, "ProviderType": "OIDC",
            "ProviderDetails": {
                "client_id": "app", "client_secret": "secret", "attributes_request_method": "GET",
                "oidc_issuer": "https://sso.example", "authorize_scopes": "openid",
            },
            "AttributeMapping": { "email": "mail" },
        }),
        changes,
    )
}

/// A CreateIdentityProvider request for a SAML provider in the default pool. `changes` replaces its members.
pub(crate) fn saml(name: &str, changes: Value) -> Value {
    changed(
        json!({
            "ProviderName": name, "ProviderType": "SAML",
            "ProviderDetails": { "MetadataURL": "https://sso.example/metadata" },
            "AttributeMapping": { "email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
        }),
        changes,
    )
}

fn changed(mut request: Value, changes: Value) -> Value {
    if let Value::Object(changes) = changes {
        request.as_object_mut().unwrap().extend(changes);
    }
    in_default_pool(request)
}

/// A ProviderUserIdentifierType: a user at a provider, with the attribute that identifies the user.
pub(crate) fn at(provider: &str, attribute: &str, value: &str) -> Value {
    json!({ "ProviderName": provider, "ProviderAttributeName": attribute, "ProviderAttributeValue": value })
}

/// An AdminLinkProviderForUser request that links a user at a provider to a user of the default pool.
pub(crate) fn link(username: &str, source: Value) -> Value {
    in_default_pool(json!({ "DestinationUser": at("Cognito", "", username), "SourceUser": source }))
}

/// The value of a user's attribute, as an administrator sees it.
pub(crate) async fn attribute(fixture: &Fixture, username: &str, name: &str) -> Option<String> {
    let user = fixture.administer("AdminGetUser", username, json!({})).await;
    let attributes = user["UserAttributes"].as_array().unwrap();
    let found = attributes.iter().find(|attribute| attribute["Name"] == name);
    found.map(|attribute| attribute["Value"].as_str().unwrap().to_owned())
}
