//! AdminLinkProviderForUser and AdminDisableProviderForUser.

use crate::provider::{at, attribute, google, link, oidc};
use crate::support::{Fixture, PASSWORD, in_default_pool, password_auth, refusal, wrong_credentials};
use serde_json::{Value, json};

const SUBJECT: &str = "Cognito_Subject";

async fn pool_with_ada() -> Fixture {
    let fixture = Fixture::start().await;
    fixture.ok("CreateIdentityProvider", google(json!({}))).await;
    fixture.ok("CreateIdentityProvider", oidc("Sso", json!({}))).await;
    fixture.confirmed_user("ada").await;
    fixture
}

#[tokio::test]
async fn a_linked_identity_is_an_attribute_of_the_user_and_a_claim() {
    let fixture = pool_with_ada().await;
    fixture.ok("AdminLinkProviderForUser", link("ada", at("Google", SUBJECT, "g-1"))).await;
    let identities: Value =
        serde_json::from_str(&attribute(&fixture, "ada", "identities").await.unwrap()).unwrap();
    let created = identities[0]["dateCreated"].clone();
    let expected = json!([{
        "userId": "g-1", "providerName": "Google", "providerType": "Google", "issuer": null, "primary": false,
        "dateCreated": created,
    }]);
    assert_eq!(identities, expected);
    let tokens = fixture.tokens("ada").await;
    let claim = &crate::support::claims(&tokens["IdToken"])["identities"][0];
    assert_eq!((&claim["primary"], &claim["dateCreated"]), (&json!("false"), &json!(created.to_string())));
    assert_eq!(claim["issuer"], Value::Null);
    let user = fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert!(user.to_string().contains("g-1"));
}

#[tokio::test]
async fn links_that_cognito_refuses_are_refused() {
    let fixture = pool_with_ada().await;
    fixture.confirmed_user("bob").await;
    let invalid = |text: &str| refusal("InvalidParameterException", text);
    let unlinkable = "Invalid SourceUser: ProviderAttributeName must be Cognito_Subject, or for SAML and OIDC a mapped \
                      attribute.";
    for (request, expected) in [
        (
            link("ada", at("Cognito", SUBJECT, "bob")),
            invalid(
                "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only \
                 as a DestinationUser",
            ),
        ),
        (
            link("ada", at("Facebook", SUBJECT, "f-1")),
            refusal("ResourceNotFoundException", "Identity provider Facebook does not exist."),
        ),
        (link("ada", at("Google", "email", "ada@gmail.com")), invalid(unlinkable)),
        (link("ada", at("Sso", "name", "Ada")), invalid(unlinkable)),
        (
            link("nobody", at("Google", SUBJECT, "g-1")),
            refusal("UserNotFoundException", "User does not exist."),
        ),
        (
            link("ada", at("Google", SUBJECT, "")),
            invalid("SourceUser needs ProviderName and ProviderAttributeValue."),
        ),
    ] {
        assert_eq!(fixture.refused("AdminLinkProviderForUser", request).await, expected);
    }
    fixture.ok("AdminLinkProviderForUser", link("ada", at("Google", SUBJECT, "g-1"))).await;
    for username in ["ada", "bob"] {
        let refused =
            fixture.refused("AdminLinkProviderForUser", link(username, at("Google", SUBJECT, "g-1"))).await;
        assert_eq!(refused, invalid("SourceUser is already linked to DestinationUser"));
    }
    for number in 2..=5 {
        let source = at("Google", SUBJECT, &format!("g-{number}"));
        fixture.ok("AdminLinkProviderForUser", link("ada", source)).await;
    }
    let (kind, _) =
        fixture.refused("AdminLinkProviderForUser", link("ada", at("Sso", "email", "ada@sso.example"))).await;
    assert_eq!(kind, "LimitExceededException", "a user has at most five links");
}

#[tokio::test]
async fn disabling_a_provider_removes_a_users_link_or_password() {
    let fixture = pool_with_ada().await;
    let user = |user: Value| in_default_pool(json!({ "User": user }));
    let google = at("Google", SUBJECT, "g-1");
    fixture.ok("AdminLinkProviderForUser", link("ada", google.clone())).await;
    fixture.ok("AdminDisableProviderForUser", user(google.clone())).await;
    assert_eq!(attribute(&fixture, "ada", "identities").await, None);
    let unknown = refusal("UserNotFoundException", "User does not exist.");
    assert_eq!(fixture.refused("AdminDisableProviderForUser", user(google)).await, unknown);

    fixture.ok("InitiateAuth", password_auth("ada", PASSWORD)).await;
    fixture.ok("AdminDisableProviderForUser", user(at("Cognito", SUBJECT, "ada"))).await;
    assert_eq!(fixture.refused("InitiateAuth", password_auth("ada", PASSWORD)).await, wrong_credentials());
}
