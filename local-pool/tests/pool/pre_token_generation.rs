//! PreTokenGeneration of versions two and three, and what the events of other triggers hold before the function fills
//! them in.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::{TriggerServer, configure};
use crate::support::{Fixture, PASSWORD, claims, password_auth};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

/// Starts a pool whose PreTokenGeneration has this version. `fill_in` makes its response from the event.
async fn with(
    version: &str,
    fill_in: impl Fn(&Value) -> Value + Send + Sync + 'static,
) -> (Fixture, TriggerServer) {
    let fixture = Fixture::start().await;
    let server = TriggerServer::start(fill_in).await;
    let config = json!({ "LambdaVersion": version, "LambdaArn": &*server.address });
    configure(&fixture, json!({ "PreTokenGenerationConfig": config })).await;
    fixture.confirmed_user("alice").await;
    (fixture, server)
}

fn details(details: Value) -> Value {
    json!({ "claimsAndScopeOverrideDetails": details })
}

#[tokio::test]
async fn version_two_changes_both_tokens_at_sign_in_and_refresh() {
    let (fixture, server) = with("V2_0", |_| {
        details(json!({
            "idTokenGeneration": {
                "claimsToAddOrOverride": { "tier": "gold", "limits": { "seats": 5 }, "sub": "somebody else" },
                "claimsToSuppress": ["email", "dev:x", "iss"],
            },
            "accessTokenGeneration": {
                "claimsToAddOrOverride": {
                    "tenant": "acme", "admin": false, "regions": ["eu", 1, true], "client_id": "x", "scope": "all",
                    "username": "root", "cognito:groups": ["admins"], "token_use": "id", "nothing": null,
                },
                "claimsToSuppress": ["event_id", "username", "sub"],
                "scopesToAdd": ["orders/read", "aws.cognito.signin.user.admin", "orders/read"],
                "scopesToSuppress": ["phone"],
            },
        }))
    })
    .await;
    let tokens = fixture.tokens("alice").await;
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
    let refreshed = fixture.ok("GetTokensFromRefreshToken", refresh).await["AuthenticationResult"].take();
    for result in [&tokens, &refreshed] {
        let (id, access) = (claims(&result["IdToken"]), claims(&result["AccessToken"]));
        assert_eq!((&id["tier"], &id["limits"]), (&json!("gold"), &json!({ "seats": 5 })));
        assert_eq!((id.get("email"), id.get("tenant")), (None, None));
        assert_eq!(id["email_verified"], true);
        assert_eq!((&access["tenant"], &access["admin"]), (&json!("acme"), &json!(false)));
        assert_eq!(access["regions"], json!(["eu", 1, true]));
        assert_eq!(access["scope"], "aws.cognito.signin.user.admin orders/read");
        // The claims that Cognito reserves stay as they are.
        assert_eq!((&access["client_id"], &access["username"]), (&json!(DEFAULT_CLIENT_ID), &json!("alice")));
        assert_eq!((&access["token_use"], &access["sub"]), (&json!("access"), &id["sub"]));
        assert!(access["event_id"].is_string() && id["iss"].is_string());
        for absent in ["cognito:groups", "nothing", "tier"] {
            assert_eq!(access.get(absent), None, "{absent}");
        }
    }
    fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_eq!(server.sources(), ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"]);
    for event in server.events() {
        assert_eq!(event["version"], "2");
        assert_eq!(event["request"]["scopes"], json!(["aws.cognito.signin.user.admin"]));
        assert_eq!(event["response"], details(Value::Null));
    }
}

#[tokio::test]
async fn a_suppressed_scope_is_not_granted() {
    let (fixture, _) = with("V2_0", |_| {
        details(json!({ "accessTokenGeneration": { "scopesToSuppress": ["aws.cognito.signin.user.admin"] } }))
    })
    .await;
    let token = fixture.access_token("alice").await;
    assert_eq!(claims(&token)["scope"], "");
    let (_, text) = fixture.refused("GetUser", json!({ "AccessToken": token })).await;
    assert_eq!(text, "Access Token does not have required scopes");
}

#[tokio::test]
async fn the_audience_of_an_access_token_can_only_be_its_client() {
    for (audience, expected) in [(DEFAULT_CLIENT_ID, json!(DEFAULT_CLIENT_ID)), ("another", Value::Null)] {
        let add = json!({ "aud": audience });
        let (fixture, _) = with("V2_0", move |_| {
            details(json!({ "accessTokenGeneration": { "claimsToAddOrOverride": add } }))
        })
        .await;
        assert_eq!(claims(&fixture.access_token("alice").await)["aud"], expected);
    }
}

#[tokio::test]
async fn the_event_has_the_groups_with_their_roles_and_the_response_replaces_or_suppresses_them() {
    let (fixture, server) = with("V2_0", |event| match event["request"]["clientMetadata"]["step"].as_str() {
        Some("suppress") => details(json!({ "idTokenGeneration": { "claimsToSuppress": ["cognito:groups"] } })),
        Some("replace") => details(json!({ "groupOverrideDetails": {
            "groupsToOverride": ["editors"], "iamRolesToOverride": ["arn:editor"], "preferredRole": "arn:editor",
        }})),
        _ => json!({}),
    })
    .await;
    for (name, precedence) in [("readers", 2), ("writers", 1)] {
        let group = json!({
            "UserPoolId": DEFAULT_USER_POOL_ID, "GroupName": name, "Precedence": precedence,
            "RoleArn": format!("arn:aws:iam::000000000000:role/{name}"),
        });
        fixture.ok("CreateGroup", group).await;
        fixture.administer("AdminAddUserToGroup", "alice", json!({ "GroupName": name })).await;
    }
    // RespondToAuthChallenge sends its ClientMetadata to this trigger. InitiateAuth does not.
    let sign_in = async |step: &str| {
        let auth = json!({
            "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH",
            "AuthParameters": { "USERNAME": "alice", "PREFERRED_CHALLENGE": "PASSWORD" },
        });
        let challenge = fixture.ok("InitiateAuth", auth).await;
        let mut answer = crate::support::response_to(&challenge, "alice", "PASSWORD", PASSWORD);
        answer["ClientMetadata"] = json!({ "step": step });
        fixture.respond(answer).await["AuthenticationResult"].take()
    };
    let tokens = sign_in("leave").await;
    let (writer, reader) =
        ("arn:aws:iam::000000000000:role/writers", "arn:aws:iam::000000000000:role/readers");
    let whole = json!({
        "groupsToOverride": ["writers", "readers"], "iamRolesToOverride": [writer, reader], "preferredRole": writer,
    });
    assert_eq!(server.events()[0]["request"]["groupConfiguration"], whole);
    assert_eq!(claims(&tokens["IdToken"])["cognito:groups"], json!(["writers", "readers"]));

    let tokens = sign_in("suppress").await;
    let id = claims(&tokens["IdToken"]);
    for claim in ["cognito:groups", "cognito:roles", "cognito:preferred_role"] {
        assert_eq!(id.get(claim), None, "{claim}");
    }
    assert_eq!(claims(&tokens["AccessToken"])["cognito:groups"], json!(["writers", "readers"]));

    let tokens = sign_in("replace").await;
    let id = claims(&tokens["IdToken"]);
    assert_eq!((&id["cognito:groups"], &id["cognito:roles"]), (&json!(["editors"]), &json!(["arn:editor"])));
    assert_eq!(id["cognito:preferred_role"], "arn:editor");
    assert_eq!(claims(&tokens["AccessToken"])["cognito:groups"], json!(["editors"]));
}

#[tokio::test]
async fn a_malformed_response_is_refused() {
    for wrong in [
        json!("x"),
        json!({ "accessTokenGeneration": "x" }),
        json!({ "accessTokenGeneration": { "scopesToAdd": "x" } }),
        json!({ "accessTokenGeneration": { "scopesToAdd": ["two scopes"] } }),
        json!({ "idTokenGeneration": { "claimsToAddOrOverride": ["x"] } }),
    ] {
        let response = details(wrong.clone());
        let (fixture, _) = with("V2_0", move |_| response.clone()).await;
        let refused = fixture.refused("InitiateAuth", password_auth("alice", PASSWORD)).await;
        assert_eq!(refused.0, "InvalidLambdaResponseException", "{wrong}");
    }
}

/// Makes a client that gets tokens for itself. Returns its id and its secret.
async fn machine(fixture: &Fixture) -> (String, String) {
    let server = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "Identifier": "api", "Name": "api",
        "Scopes": [{ "ScopeName": "read", "ScopeDescription": "Read" }],
    });
    fixture.ok("CreateResourceServer", server).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "job", "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["api/read"],
    });
    let client = fixture.ok("CreateUserPoolClient", settings).await["UserPoolClient"].take();
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    (text("ClientId"), text("ClientSecret"))
}

#[tokio::test]
async fn version_three_also_changes_the_token_of_a_client_that_acts_for_itself() {
    for (version, called) in [("V1_0", false), ("V2_0", false), ("V3_0", true)] {
        let (fixture, server) = with(version, |_| {
            details(json!({ "accessTokenGeneration": {
                "claimsToAddOrOverride": { "tenant": "acme" }, "scopesToAdd": ["api/write"],
            }}))
        })
        .await;
        let (id, secret) = machine(&fixture).await;
        let form = format!(
            "grant_type=client_credentials&client_id={id}&client_secret={secret}\
             &aws_client_metadata=%7B%22environment%22%3A%22dev%22%7D"
        );
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = fixture.send_with("POST", "/oauth2/token", &headers, form.clone()).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text);
        let access = claims(&answer.json()["access_token"]);
        let events = server.events();
        assert_eq!(events.len(), usize::from(called), "{version}");
        if called {
            assert_eq!((&access["tenant"], &access["scope"]), (&json!("acme"), &json!("api/read api/write")));
            let event = &events[0];
            assert_eq!(
                (&event["version"], &event["triggerSource"]),
                (&json!("3"), &json!("TokenGeneration_ClientCredentials"))
            );
            assert_eq!(event["callerContext"]["clientId"], id);
            assert_eq!(event["request"]["scopes"], json!(["api/read"]));
            assert_eq!(event["request"]["clientMetadata"], json!({ "environment": "dev" }));
            assert_eq!(event["request"]["userAttributes"], json!({}));
        } else {
            assert_eq!((access.get("tenant"), &access["scope"]), (None, &json!("api/read")));
        }
        let wrong = form.replace("%7B%22", "%5B%22");
        let answer = fixture.send_with("POST", "/oauth2/token", &headers, wrong).await.unwrap();
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
    }
}

#[tokio::test]
async fn the_event_holds_the_members_of_the_response_before_the_function_fills_them_in() {
    let fixture = Fixture::start().await;
    // This function returns each event as it is.
    let server = TriggerServer::answering(|event| (200, event.clone())).await;
    let all = [
        "PreSignUp",
        "PostConfirmation",
        "PreAuthentication",
        "PostAuthentication",
        "PreTokenGeneration",
        "CustomMessage",
    ];
    server.serve_pool(&fixture, &all).await;
    fixture.confirmed_user("alice").await;
    fixture.tokens("alice").await;
    let described = fixture.ok("DescribeUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    let config = json!({ "LambdaVersion": "V1_0", "LambdaArn": &*server.address });
    assert_eq!(described["UserPool"]["LambdaConfig"]["PreTokenGenerationConfig"], config);
    server.serve_pool(&fixture, &["UserMigration", "DefineAuthChallenge"]).await;
    let (kind, _) = fixture.refused("InitiateAuth", password_auth("nobody", PASSWORD)).await;
    assert_eq!(kind, "InvalidLambdaResponseException", "the function named no attributes");
    let custom = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": { "USERNAME": "alice" },
    });
    let (kind, _) = fixture.refused("InitiateAuth", custom).await;
    assert_eq!(kind, "InvalidLambdaResponseException", "the function chose no challenge");
    for (source, response) in [
        (
            "PreSignUp_SignUp",
            json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }),
        ),
        ("CustomMessage_SignUp", json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null })),
        ("PostConfirmation_ConfirmSignUp", json!({})),
        ("PreAuthentication_Authentication", json!({})),
        ("PostAuthentication_Authentication", json!({})),
        ("TokenGeneration_Authentication", json!({ "claimsOverrideDetails": null })),
        (
            "UserMigration_Authentication",
            json!({
                "userAttributes": null, "forceAliasCreation": null, "enableSMSMFA": null, "finalUserStatus": null,
                "messageAction": null, "desiredDeliveryMediums": null,
            }),
        ),
        (
            "DefineAuthChallenge_Authentication",
            json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null }),
        ),
    ] {
        let events = server.events_of(source);
        assert_eq!(events.len(), 1, "{source}");
        assert_eq!(events[0]["response"], response, "{source}");
        assert_eq!(events[0]["version"], "1");
    }
}
