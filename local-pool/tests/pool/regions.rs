//! The region of a new pool, and ids that its creator chooses.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, by_client, claims, password_auth, refusal};
use cognito_local_pool::DEFAULT_USER_POOL_ID;
use serde_json::{Value, json};

/// Performs an operation like a client that signs its requests for a region.
async fn signed(fixture: &Fixture, region: &str, target: &str, body: Value) -> Value {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=any/20261130/{region}/cognito-idp/aws4_request, \
         SignedHeaders=host;x-amz-target, Signature=00"
    );
    let headers = [("x-amz-target", target), ("authorization", authorization.as_str())];
    let answer = fixture.send_with("POST", "/", &headers, body.to_string()).await.unwrap();
    assert_eq!(answer.status, 200, "{target}: {}", answer.text);
    answer.json()
}

const CREATE_POOL: &str = "AWSCognitoIdentityProviderService.CreateUserPool";
const CREATE_CLIENT: &str = "AWSCognitoIdentityProviderService.CreateUserPoolClient";
const CREATE_IDENTITY_POOL: &str = "AWSCognitoIdentityService.CreateIdentityPool";

#[tokio::test]
async fn a_pool_is_in_the_region_that_its_request_is_signed_for() {
    let fixture = Fixture::start().await;
    for (region, partition) in
        [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("local", "aws")]
    {
        let pool =
            signed(&fixture, region, CREATE_POOL, json!({ "PoolName": "shop" })).await["UserPool"].take();
        let id = pool["Id"].as_str().unwrap();
        let (place, name) = id.split_once('_').unwrap();
        assert_eq!(place, region);
        assert!(name.len() == 9 && name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
        let arn = format!("arn:{partition}:cognito-idp:{region}:000000000000:userpool/{id}");
        assert_eq!(pool["Arn"], arn);
    }
    let unsigned = fixture.ok("CreateUserPool", json!({ "PoolName": "shop" })).await;
    assert!(unsigned["UserPool"]["Id"].as_str().unwrap().starts_with("local_"));

    let request = json!({ "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true });
    let pool = signed(&fixture, "eu-central-1", CREATE_IDENTITY_POOL, request).await;
    let id = pool["IdentityPoolId"].as_str().unwrap();
    assert!(id.starts_with("eu-central-1:"), "{id}");
}

#[tokio::test]
async fn tokens_and_triggers_name_the_region_of_their_pool_even_if_nobody_signs_the_sign_in() {
    let fixture = Fixture::start().await;
    let triggers = TriggerServer::start(|_| json!({ "autoConfirmUser": true })).await;
    let settings = json!({ "PoolName": "shop", "LambdaConfig": { "PreSignUp": &*triggers.address } });
    let pool = signed(&fixture, "eu-central-1", CREATE_POOL, settings).await["UserPool"]["Id"].take();
    let flows = ["ALLOW_USER_PASSWORD_AUTH"];
    let client = json!({ "UserPoolId": pool, "ClientName": "app", "ExplicitAuthFlows": flows });
    // A client of another region finds the pool too.
    let client = signed(&fixture, "us-east-1", CREATE_CLIENT, client).await;
    let client = client["UserPoolClient"]["ClientId"].as_str().unwrap();
    fixture.ok("SignUp", json!({ "ClientId": client, "Username": "ada", "Password": PASSWORD })).await;
    let tokens = fixture.ok("InitiateAuth", by_client(client, password_auth("ada", PASSWORD))).await;
    let issuer = format!("{}/{}", fixture.pool.base_url(), pool.as_str().unwrap());
    assert_eq!(claims(&tokens["AuthenticationResult"]["IdToken"])["iss"], issuer);
    assert_eq!(triggers.events()[0]["region"], "eu-central-1");
}

#[tokio::test]
async fn the_creator_of_a_pool_or_a_client_can_choose_its_id() {
    let fixture = Fixture::start().await;
    let pool =
        |id: &str| json!({ "PoolName": "shop", "UserPoolTags": { "_custom_id_": id, "stage": "test" } });
    let made = fixture.ok("CreateUserPool", pool("eu-central-1_Shop")).await["UserPool"].take();
    assert_eq!(made["Id"], "eu-central-1_Shop");
    assert_eq!(made["UserPoolTags"], pool("eu-central-1_Shop")["UserPoolTags"], "the tags stay as they are");
    let taken = refusal("InvalidParameterException", "There is a user pool eu-central-1_Shop already.");
    assert_eq!(fixture.refused("CreateUserPool", pool("eu-central-1_Shop")).await, taken);
    for bad in [
        "Shop",
        "_Shop",
        "local_",
        "local_My-Shop",
        "local_My_Shop",
        "",
        &format!("local_{}", "a".repeat(50)),
    ] {
        let text = "The tag _custom_id_ must be a whole user pool id, such as local_AbCdEfGhI.";
        let refused = fixture.refused("CreateUserPool", pool(bad)).await;
        assert_eq!(refused, refusal("InvalidParameterException", text), "{bad}");
    }

    let client = |pool: &str, name: &str| json!({ "UserPoolId": pool, "ClientName": name });
    let chosen = client("eu-central-1_Shop", "_custom_id_:shop-app");
    let made = fixture.ok("CreateUserPoolClient", chosen.clone()).await["UserPoolClient"].take();
    assert_eq!(
        (&made["ClientId"], &made["ClientName"]),
        (&json!("shop-app"), &json!("_custom_id_:shop-app"))
    );
    let taken = refusal("InvalidParameterException", "There is a client shop-app already.");
    assert_eq!(fixture.refused("CreateUserPoolClient", chosen).await, taken);
    let elsewhere = client(DEFAULT_USER_POOL_ID, "_custom_id_:shop-app");
    assert_eq!(fixture.refused("CreateUserPoolClient", elsewhere).await, taken);
    let long = format!("_custom_id_:{}", "a".repeat(129));
    for bad in ["_custom_id_:shop app", "_custom_id_:", "_custom_id_:a.b", "shop:app", &long] {
        let request = client("eu-central-1_Shop", bad);
        assert_eq!(
            fixture.refused("CreateUserPoolClient", request).await.0,
            "InvalidParameterException",
            "{bad}"
        );
    }
}

#[tokio::test]
async fn the_creator_of_an_identity_pool_can_choose_its_id() {
    let fixture = Fixture::start().await;
    let create = async |id: &str| {
        let body = json!({
            "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true,
            "IdentityPoolTags": { "_custom_id_": id },
        });
        fixture.send("POST", "/", CREATE_IDENTITY_POOL, body.to_string()).await.unwrap()
    };
    let id = "eu-central-1:00000000-0000-4000-8000-000000000001";
    assert_eq!(create(id).await.json()["IdentityPoolId"], id);
    for bad in [id, "eu-central-1", "eu-central-1:SHOP"] {
        assert_eq!(create(bad).await.json()["__type"], "InvalidParameterException", "{bad}");
    }
}

#[tokio::test]
async fn the_id_of_a_pool_must_have_the_form_that_cognito_expects() {
    let fixture = Fixture::start().await;
    for bad in ["LocalPool", "local_", "_LocalPool", "local_My-Pool", "eu central_1"] {
        let text = format!(
            "1 validation error detected: Value '{bad}' at 'userPoolId' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+"
        );
        for operation in ["DescribeUserPool", "ListUsers", "ListGroups", "ListUserPoolClients"] {
            let refused = fixture.refused(operation, json!({ "UserPoolId": bad })).await;
            assert_eq!(refused, refusal("InvalidParameterException", &text), "{operation}");
        }
    }
    let missing = refusal("ResourceNotFoundException", "User pool eu-central-1_Gone does not exist.");
    assert_eq!(
        fixture.refused("DescribeUserPool", json!({ "UserPoolId": "eu-central-1_Gone" })).await,
        missing
    );
}
