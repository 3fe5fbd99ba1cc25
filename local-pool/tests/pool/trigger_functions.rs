//! Triggers whose functions are named by ARNs: where the pool finds the functions, and what it says if it does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::{TriggerServer, configure};
use crate::support::{Fixture, PASSWORD, refusal};
use cognito_local_pool::{
    Configuration, DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options, StartError, TriggerOptions,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up";

fn sign_up(username: &str) -> Value {
    json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": username, "Password": PASSWORD })
}

async fn start(triggers: TriggerOptions) -> Fixture {
    let fixture = Fixture::with(Options { triggers, ..Options::default() }).await;
    configure(&fixture, json!({ "PreSignUp": ARN })).await;
    fixture
}

/// A function that confirms every user.
async fn confirming() -> TriggerServer {
    TriggerServer::start(|_| json!({ "autoConfirmUser": true })).await
}

fn named(name: &str, server: &TriggerServer) -> BTreeMap<String, String> {
    BTreeMap::from([(name.to_owned(), server.address.to_string())])
}

#[tokio::test]
async fn a_function_runs_at_the_address_that_an_option_gives_to_its_name_or_its_arn() {
    for name in ["pre-sign-up", ARN] {
        let server = confirming().await;
        let functions = named(name, &server);
        let fixture = start(TriggerOptions { functions, ..TriggerOptions::default() }).await;
        assert_eq!(fixture.ok("SignUp", sign_up("alice")).await["UserConfirmed"], true, "{name}");
        assert_eq!(server.sources(), ["PreSignUp_SignUp"]);
        let told = fixture.ok("DescribeUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
        assert_eq!(told["UserPool"]["LambdaConfig"], json!({ "PreSignUp": ARN }), "the ARN stays as it is");
    }
}

#[tokio::test]
async fn a_function_runs_at_the_address_in_the_configuration_file() {
    let server = confirming().await;
    let text = json!({
        "Triggers": { "pre-sign-up": &*server.address },
        "UserPools": [{
            "Id": "local_Shop", "PoolName": "shop", "LambdaConfig": { "PreSignUp": format!("{ARN}:live") },
            "Clients": [{ "ClientId": "shop-app" }],
        }],
    });
    let configuration = Configuration::from_json(&text.to_string()).unwrap();
    let fixture = Fixture::with(Options { configuration, ..Options::default() }).await;
    let request = json!({ "ClientId": "shop-app", "Username": "alice", "Password": PASSWORD });
    assert_eq!(fixture.ok("SignUp", request).await["UserConfirmed"], true);
}

#[tokio::test]
async fn a_function_without_an_address_of_its_own_runs_at_the_lambda_endpoint() {
    let server = confirming().await;
    let endpoint = Some(server.address.to_string());
    let fixture = start(TriggerOptions { lambda_endpoint: endpoint, ..TriggerOptions::default() }).await;
    assert_eq!(fixture.ok("SignUp", sign_up("alice")).await["UserConfirmed"], true);
    assert_eq!(server.paths(), ["/2015-03-31/functions/pre-sign-up/invocations"]);

    // Lambda reports a failed function in the body, and a failed call by the status.
    for (status, body, kind) in [
        (200, json!({ "errorType": "Error", "errorMessage": "No" }), "UserLambdaValidationException"),
        (404, json!({ "Type": "User", "Message": "Function not found" }), "UnexpectedLambdaException"),
    ] {
        let server = TriggerServer::answering(move |_| (status, body.clone())).await;
        let endpoint = Some(server.address.to_string());
        let fixture = start(TriggerOptions { lambda_endpoint: endpoint, ..TriggerOptions::default() }).await;
        assert_eq!(fixture.refused("SignUp", sign_up("alice")).await.0, kind);
    }
}

#[tokio::test]
async fn a_function_without_any_address_fails_the_operation_with_a_text_that_says_what_to_do() {
    let fixture = start(TriggerOptions::default()).await;
    let text = "PreSignUp invocation failed due to error ResourceNotFoundException: the local pool does not know where \
                the function pre-sign-up runs. Start it with --trigger pre-sign-up=URL, with --lambda-endpoint URL, or \
                with --skip-unmapped-triggers.";
    let refused = fixture.refused("SignUp", sign_up("alice")).await;
    assert_eq!(refused, refusal("UnexpectedLambdaException", text));

    let skipping = start(TriggerOptions { skip_unmapped: true, ..TriggerOptions::default() }).await;
    assert_eq!(skipping.ok("SignUp", sign_up("alice")).await["UserConfirmed"], false);
    // A custom sign-in consists of triggers, so it fails without them.
    configure(&skipping, json!({ "DefineAuthChallenge": ARN })).await;
    let custom = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": { "USERNAME": "alice" },
    });
    let (_, text) = skipping.refused("InitiateAuth", custom).await;
    assert_eq!(text, "Custom auth lambda trigger is not configured for the user pool.");
}

#[tokio::test]
async fn an_address_in_place_of_an_arn_must_be_on_this_machine_or_on_an_allowed_host() {
    let fixture = Fixture::start().await;
    let create = |config: &Value| json!({ "PoolName": "triggers", "LambdaConfig": config });
    let senders =
        |function: &str| json!({ "CustomEmailSender": { "LambdaVersion": "V1_0", "LambdaArn": function } });
    for config in [json!({ "PreSignUp": "http://host.docker.internal/" }), senders("http://192.0.2.1/")] {
        let (kind, text) = fixture.refused("CreateUserPool", create(&config)).await;
        assert_eq!(kind, "InvalidParameterException");
        assert!(text.contains("must be an ARN or an address on this machine"), "{text}");
        let update = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "LambdaConfig": config });
        assert_eq!(fixture.refused("UpdateUserPool", update).await.0, "InvalidParameterException");
    }
    for (config, said) in [
        (json!({ "PreSignUp": "pre-sign-up" }), "'lambdaConfig.preSignUp' failed to satisfy constraint"),
        (json!({ "InboundFederation": { "LambdaArn": ARN } }), "is not supported by the local pool"),
        (
            json!({ "CustomSMSSender": { "LambdaArn": ARN } }),
            "Value at 'lambdaConfig.customSMSSender.lambdaVersion' failed to satisfy constraint: Member must not be null",
        ),
        (
            json!({ "PreTokenGenerationConfig": { "LambdaArn": ARN, "LambdaVersion": "V4_0" } }),
            "Member must satisfy enum value set: [V1_0, V2_0, V3_0]",
        ),
    ] {
        let (kind, text) = fixture.refused("CreateUserPool", create(&config)).await;
        assert_eq!(kind, "InvalidParameterException");
        assert!(text.contains(said), "{text}");
    }

    let allowed_hosts = vec!["host.docker.internal".to_owned()];
    let triggers = TriggerOptions { allowed_hosts, ..TriggerOptions::default() };
    let fixture = Fixture::with(Options { triggers, ..Options::default() }).await;
    fixture.ok("CreateUserPool", create(&json!({ "PreSignUp": "http://host.docker.internal:3000/" }))).await;

    // Pages of other sites can't change a trigger's address at all.
    let update =
        json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "LambdaConfig": { "PreSignUp": "http://127.0.0.1/" } });
    let target = "AWSCognitoIdentityProviderService.UpdateUserPool";
    let headers = [("x-amz-target", target), ("origin", "https://elsewhere.example")];
    let refused = fixture.send_with("POST", "/", &headers, update.to_string()).await.unwrap();
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn a_pool_does_not_start_with_an_address_that_it_can_not_call() {
    let functions = BTreeMap::from([("pre-sign-up".to_owned(), "https://a.example/".to_owned())]);
    let triggers = TriggerOptions { functions, ..TriggerOptions::default() };
    match LocalPool::start(Options { triggers, ..Options::default() }).await {
        Err(StartError::Trigger(address)) => assert_eq!(address, "https://a.example/"),
        other => panic!("{other:?}"),
    }
    let remote = r#"{ "UserPools": [
        { "Id": "local_Shop", "PoolName": "shop", "LambdaConfig": { "PreSignUp": "http://192.0.2.1/" } }
    ] }"#;
    let configuration = Configuration::from_json(remote).unwrap();
    match LocalPool::start(Options { configuration, ..Options::default() }).await {
        Err(StartError::Configuration(text)) => assert!(text.contains("--allow-trigger-host"), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_time_for_a_function_can_be_set() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let functions = BTreeMap::from([(ARN.to_owned(), address)]);
    let timeout = Duration::from_millis(50);
    let fixture = start(TriggerOptions { functions, timeout, ..TriggerOptions::default() }).await;
    let (kind, text) = fixture.refused("SignUp", sign_up("alice")).await;
    assert_eq!(kind, "UnexpectedLambdaException");
    assert!(text.contains("within 0.05 seconds"), "{text}");
}
