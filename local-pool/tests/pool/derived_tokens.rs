//! GetDerivedToken: a service exchanges a user's token for one that another service accepts.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::browser::{FORM, encoded};
use crate::support::{Fixture, claims, in_default_pool, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

const ADMIN_SCOPE: &str = "aws.cognito.signin.user.admin";

/// A signed-in user, and a service that may exchange their tokens.
struct Exchange {
    fixture: Fixture,
    service: String,
    secret: String,
    tokens: Value,
}

impl Exchange {
    async fn start() -> Self {
        let fixture = Fixture::start().await;
        fixture.confirmed_user("ada").await;
        let server = in_default_pool(json!({
            "Identifier": "orders", "Name": "Orders", "Scopes": [{ "ScopeName": "read", "ScopeDescription": "Reads" }],
        }));
        fixture.ok("CreateResourceServer", server).await;
        let client = in_default_pool(json!({
            "ClientName": "service", "GenerateSecret": true, "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["orders/read"],
            "ExplicitAuthFlows": ["ALLOW_TOKEN_EXCHANGE_IMPERSONATION", "ALLOW_TOKEN_EXCHANGE_DELEGATION"],
        }));
        let client = fixture.ok("CreateUserPoolClient", client).await["UserPoolClient"].take();
        let text = |name: &str| client[name].as_str().unwrap().to_owned();
        let tokens = fixture.tokens("ada").await;
        Self { service: text("ClientId"), secret: text("ClientSecret"), tokens, fixture }
    }

    fn request(&self, more: Value) -> Value {
        let mut request = json!({
            "ClientId": self.service, "ClientSecret": self.secret, "SubjectToken": self.tokens["AccessToken"],
            "SubjectTokenType": "ACCESS_TOKEN",
        });
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        request
    }

    async fn derive(&self, more: Value) -> Value {
        self.fixture.ok("GetDerivedToken", self.request(more)).await
    }

    async fn refused(&self, more: Value) -> (String, String) {
        self.fixture.refused("GetDerivedToken", self.request(more)).await
    }

    /// The service's own token.
    async fn own_token(&self) -> Value {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.service),
            ("client_secret", &self.secret),
        ];
        let answer = self.fixture.send_with("POST", "/oauth2/token", &[FORM], encoded(&form)).await.unwrap();
        answer.json()["access_token"].take()
    }
}

#[tokio::test]
async fn a_derived_token_is_the_users_for_another_audience() {
    let exchange = Exchange::start().await;
    let answer = exchange.derive(json!({ "Resources": ["orders"] })).await;
    assert_eq!(
        (&answer["IssuedTokenType"], &answer["TokenType"]),
        (&json!("ACCESS_TOKEN"), &json!("Bearer"))
    );
    assert_eq!((&answer["Scopes"], &answer["ExpiresIn"]), (&json!([ADMIN_SCOPE]), &json!(3600)));
    let (user, derived) = (claims(&exchange.tokens["AccessToken"]), claims(&answer["IssuedToken"]));
    for same in ["sub", "username", "iss", "auth_time", "origin_jti"] {
        assert_eq!(derived[same], user[same], "{same}");
    }
    assert_eq!((&derived["aud"], &derived["client_id"]), (&json!("orders"), &json!(exchange.service)));
    assert_eq!(derived["exp"].as_i64().unwrap() - derived["iat"].as_i64().unwrap(), 3600);
    assert!(derived["jti"] != user["jti"] && derived.get("act").is_none());
    exchange.fixture.ok("GetUser", json!({ "AccessToken": answer["IssuedToken"] })).await;
    // The derived token ends with the user's sign-in.
    exchange.fixture.ok("GlobalSignOut", json!({ "AccessToken": exchange.tokens["AccessToken"] })).await;
    let refused = exchange.fixture.refused("GetUser", json!({ "AccessToken": answer["IssuedToken"] })).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Access Token has been revoked"));
    assert_eq!(
        exchange.refused(json!({})).await,
        refusal("NotAuthorizedException", "The token has been revoked")
    );
}

#[tokio::test]
async fn the_actor_of_a_delegation_is_in_the_token() {
    let exchange = Exchange::start().await;
    let actor = exchange.own_token().await;
    let delegated =
        json!({ "ActorToken": actor, "ActorTokenType": "ACCESS_TOKEN", "Audiences": ["a-service"] });
    let first = exchange.derive(delegated.clone()).await["IssuedToken"].take();
    let derived = claims(&first);
    assert_eq!(
        (&derived["act"], &derived["aud"]),
        (&json!({ "sub": exchange.service }), &json!("a-service"))
    );
    let mut again = delegated.clone();
    again["SubjectToken"] = first;
    let second = claims(&exchange.derive(again).await["IssuedToken"]);
    assert_eq!(second["act"], json!({ "sub": exchange.service, "act": { "sub": exchange.service } }));
    let untyped = json!({ "ActorToken": delegated["ActorToken"] });
    let text = "ActorToken requires ActorTokenType.";
    assert_eq!(exchange.refused(untyped).await, refusal("InvalidParameterException", text));
}

#[tokio::test]
async fn an_id_token_can_be_exchanged_and_issued() {
    let exchange = Exchange::start().await;
    let subject = json!({
        "SubjectToken": exchange.tokens["IdToken"], "SubjectTokenType": "ID_TOKEN", "Scopes": ["orders/read", "openid"],
    });
    let access = exchange.derive(subject).await;
    assert_eq!(access["Scopes"], json!(["orders/read"]), "the client has no other scope");
    assert_eq!(claims(&access["IssuedToken"])["scope"], "orders/read");
    let id = exchange.derive(json!({ "RequestedTokenType": "ID_TOKEN" })).await;
    assert_eq!((&id["IssuedTokenType"], &id["TokenType"]), (&json!("ID_TOKEN"), &json!("N_A")));
    let id = claims(&id["IssuedToken"]);
    assert_eq!((&id["aud"], &id["token_use"]), (&json!(exchange.service), &json!("id")));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.com"), &json!(true)));
}

#[tokio::test]
async fn an_exchange_that_is_not_allowed_is_refused() {
    let exchange = Exchange::start().await;
    let not_authorized = |text: &str| refusal("NotAuthorizedException", text);
    let invalid = |text: &str| refusal("InvalidParameterException", text);
    let wrong = format!("Unable to verify secret for client {}", exchange.service);
    for (request, expected) in [
        (json!({ "ClientSecret": "a-wrong-secret" }), not_authorized(&wrong)),
        (json!({ "SubjectToken": exchange.tokens["IdToken"] }), not_authorized("Invalid token")),
        (json!({ "SubjectToken": "made.up.token" }), not_authorized("Invalid token")),
        (
            json!({ "SubjectTokenType": "SAML2" }),
            invalid("The token type SAML2 is not supported by the local pool."),
        ),
        (
            json!({ "SubjectTokenProviderName": "Google" }),
            invalid("The token of another identity provider is not supported by the local pool."),
        ),
        (
            json!({ "Audiences": ["a"], "Resources": ["orders"] }),
            invalid("Audiences and Resources cannot be in the same request."),
        ),
        (
            json!({ "Resources": ["unknown"] }),
            refusal("ResourceNotFoundException", "Resource server unknown does not exist."),
        ),
        (json!({ "Scopes": ["orders/read"] }), invalid("None of the requested scopes can be granted.")),
    ] {
        assert_eq!(exchange.refused(request.clone()).await, expected, "{request}");
    }
    let other_client = exchange.refused(json!({ "ClientId": DEFAULT_CLIENT_ID, "ClientSecret": null })).await;
    assert_eq!(other_client, invalid("TOKEN_EXCHANGE_IMPERSONATION flow not enabled for this client"));
    // A program may administer the pool, so it needs no secret. A page of another site needs one.
    exchange.derive(json!({ "ClientSecret": null })).await;
    let body = exchange.request(json!({ "ClientSecret": null })).to_string();
    let target = [
        ("x-amz-target", "AWSCognitoIdentityProviderService.GetDerivedToken"),
        ("origin", "https://elsewhere.example"),
    ];
    let page = exchange.fixture.send_with("POST", "/", &target, body).await.unwrap();
    assert_eq!(page.status, 403, "{}", page.text);
    exchange.fixture.pool.advance_clock(3601);
    assert_eq!(exchange.refused(json!({})).await, not_authorized("The token has expired"));
    let fresh = json!({ "SubjectToken": exchange.fixture.access_token("ada").await });
    exchange.fixture.administer("AdminDisableUser", "ada", json!({})).await;
    assert_eq!(exchange.refused(fresh).await.0, "NotAuthorizedException");
    let pool = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": exchange.service });
    exchange.fixture.ok("DeleteUserPoolClient", pool).await;
    assert_eq!(exchange.refused(json!({})).await.0, "ResourceNotFoundException");
}
