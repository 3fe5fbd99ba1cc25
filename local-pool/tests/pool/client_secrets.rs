//! A client's second secret: an app changes over to it without a pause.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, refusal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

const CHOSEN: &str = "chosen_by_the_administrator+1";

/// A client of the default pool that has a secret.
struct Confidential {
    fixture: Fixture,
    id: String,
    first: String,
}

impl Confidential {
    async fn start() -> Self {
        let fixture = Fixture::start().await;
        fixture.confirmed_user("ada").await;
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
        let request = json!({
            "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "app", "GenerateSecret": true, "ExplicitAuthFlows": flows,
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
            "CallbackURLs": ["https://app.example/"],
        });
        let client = fixture.ok("CreateUserPoolClient", request).await["UserPoolClient"].take();
        let text = |name: &str| client[name].as_str().unwrap().to_owned();
        Self { id: text("ClientId"), first: text("ClientSecret"), fixture }
    }

    fn named(&self, mut more: Value) -> Value {
        more["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
        more["ClientId"] = json!(self.id);
        more
    }

    async fn add(&self, more: Value) -> Value {
        let answer = self.fixture.ok("AddUserPoolClientSecret", self.named(more)).await;
        answer["ClientSecretDescriptor"].clone()
    }

    async fn ids(&self) -> Vec<String> {
        let list = self.fixture.ok("ListUserPoolClientSecrets", self.named(json!({}))).await;
        let secrets = list["ClientSecrets"].as_array().unwrap();
        assert!(secrets.iter().all(|secret| secret.get("ClientSecretValue").is_none()), "{list}");
        secrets.iter().map(|secret| secret["ClientSecretId"].as_str().unwrap().to_owned()).collect()
    }

    /// Whether the pool accepts a secret: as SECRET_HASH, as ClientSecret, and at the token endpoint.
    async fn accepts(&self, secret: &str) -> bool {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("ada{}", self.id).as_bytes());
        let hash = STANDARD.encode(mac.finalize().into_bytes());
        let sign_in = json!({
            "ClientId": self.id, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD, "SECRET_HASH": hash },
        });
        let signed_in = self.fixture.operation("InitiateAuth", &sign_in).await.unwrap().status == 200;
        // The check of the secret comes before that of the token.
        let revoke = json!({ "ClientId": self.id, "ClientSecret": secret, "Token": "unknown" });
        let revoked = self.fixture.operation("RevokeToken", &revoke).await.unwrap().status == 200;
        let form =
            format!("grant_type=refresh_token&client_id={}&client_secret={secret}&refresh_token=x", self.id);
        let form = form.replace('+', "%2B");
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self.fixture.send_with("POST", "/oauth2/token", &kind, form).await.unwrap();
        let known = answer.json()["error"] == "invalid_grant";
        assert!(signed_in == revoked && revoked == known, "{signed_in} {revoked} {}", answer.text);
        signed_in
    }
}

#[tokio::test]
async fn both_secrets_work_until_the_first_one_is_deleted() {
    let client = Confidential::start().await;
    assert_eq!(client.ids().await.len(), 1);
    let added = client.add(json!({})).await;
    let second = added["ClientSecretValue"].as_str().unwrap().to_owned();
    assert!(client.accepts(&client.first).await && client.accepts(&second).await);
    let ids = client.ids().await;
    assert_eq!(ids[1], added["ClientSecretId"].as_str().unwrap());
    assert!(ids[0] != ids[1] && ids.iter().all(|id| id.starts_with(&format!("{}--", client.id))), "{ids:?}");

    let first = client.named(json!({ "ClientSecretId": ids[0] }));
    assert_eq!(client.fixture.ok("DeleteUserPoolClientSecret", first.clone()).await, json!({}));
    assert!(!client.accepts(&client.first).await && client.accepts(&second).await);
    let described = client.fixture.ok("DescribeUserPoolClient", client.named(json!({}))).await;
    assert_eq!(described["UserPoolClient"]["ClientSecret"], second);
    let gone = format!("Client secret {} does not exist.", ids[0]);
    let refused = client.fixture.refused("DeleteUserPoolClientSecret", first).await;
    assert_eq!(refused, refusal("ResourceNotFoundException", &gone));
    let last = client.named(json!({ "ClientSecretId": ids[1] }));
    let refused = client.fixture.refused("DeleteUserPoolClientSecret", last).await;
    assert_eq!(
        refused,
        refusal("InvalidParameterException", "The last secret of a client cannot be deleted.")
    );

    // The client can have a second secret again. This time the administrator chooses it, so the response does not
    // repeat it.
    let chosen = client.add(json!({ "ClientSecret": CHOSEN })).await;
    assert_eq!(chosen.get("ClientSecretValue"), None);
    assert!(client.accepts(CHOSEN).await && client.accepts(&second).await);
    let (kind, _) = client.fixture.refused("AddUserPoolClientSecret", client.named(json!({}))).await;
    assert_eq!(kind, "LimitExceededException");
}

#[tokio::test]
async fn a_client_without_a_secret_gets_none_and_a_bad_secret_is_refused() {
    let client = Confidential::start().await;
    let public = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID });
    let text = "Client local-client is not configured with a secret.";
    let refused = client.fixture.refused("AddUserPoolClientSecret", public).await;
    assert_eq!(refused, refusal("InvalidParameterException", text));
    for bad in ["too short", "a-secret-with-a-hyphen-in-it", &"x".repeat(65)] {
        let add = client.named(json!({ "ClientSecret": bad }));
        let (kind, text) = client.fixture.refused("AddUserPoolClientSecret", add).await;
        assert_eq!(kind, "InvalidParameterException");
        assert!(!text.contains(bad), "{text}");
    }
    let again = client.named(json!({ "ClientSecret": client.first }));
    assert_eq!(client.fixture.refused("AddUserPoolClientSecret", again).await.0, "InvalidParameterException");
    assert_eq!(client.ids().await.len(), 1);
}

#[tokio::test]
async fn a_client_can_be_made_with_a_chosen_secret() {
    let fixture = Fixture::start().await;
    let request = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "app", "ClientSecret": CHOSEN });
    let client = fixture.ok("CreateUserPoolClient", request).await["UserPoolClient"].take();
    assert_eq!(client["ClientSecret"], CHOSEN);
    let revoke =
        |secret: &str| json!({ "ClientId": client["ClientId"], "ClientSecret": secret, "Token": "unknown" });
    fixture.ok("RevokeToken", revoke(CHOSEN)).await;
    assert_eq!(fixture.refused("RevokeToken", revoke("another")).await.0, "UnauthorizedException");
}
