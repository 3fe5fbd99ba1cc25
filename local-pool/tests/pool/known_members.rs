//! The pool refuses by name a member of a request that it does not know, or a setting that it can't put into effect.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, in_default_pool, refusal};
use serde_json::{Value, json};

#[tokio::test]
async fn a_member_that_the_pool_does_not_know_is_refused_by_name() {
    let fixture = Fixture::start().await;
    let domain = |more: Value| {
        let mut request = in_default_pool(more);
        request["Domain"] = json!("shop");
        request
    };
    for (operation, request, member) in [
        (
            "CreateUserPool",
            json!({ "PoolName": "p", "AutoVerifiedAttribute": ["email"] }),
            "AutoVerifiedAttribute",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "p", "Policies": { "PasswordPolicy": { "MinLength": 12 } } }),
            "Policies.PasswordPolicy.MinLength",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "p", "AcrConfiguration": { "loa1": "urn:one" } }),
            "AcrConfiguration",
        ),
        ("UpdateUserPool", in_default_pool(json!({ "Schema": [] })), "Schema"),
        (
            "SetUserPoolMfaConfig",
            in_default_pool(json!({ "SoftwareTokenMfaConfiguration": { "Enable": true } })),
            "SoftwareTokenMfaConfiguration.Enable",
        ),
        (
            "CreateUserPoolClient",
            in_default_pool(json!({ "ClientName": "app", "CallbackUrls": ["https://shop.example/"] })),
            "CallbackUrls",
        ),
        (
            "UpdateUserPoolClient",
            in_default_pool(json!({ "ClientId": "local-client", "GenerateSecret": true })),
            "GenerateSecret",
        ),
        ("CreateUserPoolDomain", domain(json!({ "Routing": { "Failover": {} } })), "Routing"),
        (
            "CreateResourceServer",
            in_default_pool(json!({ "Identifier": "a", "Name": "a", "Scopes": [{ "Name": "read" }] })),
            "Scopes.Name",
        ),
        (
            "UpdateIdentityProvider",
            in_default_pool(json!({ "ProviderName": "Google", "AcrMapping": {} })),
            "AcrMapping",
        ),
        ("CreateGroup", in_default_pool(json!({ "GroupName": "g", "Rank": 1 })), "Rank"),
        (
            "AddCustomAttributes",
            in_default_pool(json!({ "CustomAttributes": [{ "Name": "tier", "DataType": "String" }] })),
            "CustomAttributes.DataType",
        ),
        ("TagResource", json!({ "ResourceArn": "arn", "Tag": { "team": "shop" } }), "Tag"),
        (
            "AddUserPoolClientSecret",
            in_default_pool(json!({ "ClientId": "local-client-secret", "Secret": "x" })),
            "Secret",
        ),
        (
            "SetRiskConfiguration",
            in_default_pool(json!({ "RiskExceptionConfiguration": { "BlockedIPRanges": ["10.0.0.0/8"] } })),
            "RiskExceptionConfiguration.BlockedIPRanges",
        ),
        (
            "CreateManagedLoginBranding",
            in_default_pool(json!({ "ClientId": "local-client", "Assets": [{ "Type": "FORM_LOGO" }] })),
            "Assets.Type",
        ),
        ("CreateUserImportJob", in_default_pool(json!({ "JobName": "job", "RoleArn": "arn" })), "RoleArn"),
        (
            "SetUserPoolSessionConfiguration",
            in_default_pool(json!({ "TokenSession": { "MaxPerClient": 2 } })),
            "TokenSession.MaxPerClient",
        ),
    ] {
        let text = format!("The member {member} of {operation} is not supported by the local pool.");
        let refused = fixture.refused(operation, request).await;
        assert_eq!(refused, refusal("InvalidParameterException", &text));
    }
    let wrong = json!({ "PoolName": "p", "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": "true" } });
    let text = "The member DeviceConfiguration.ChallengeRequiredOnNewDevice of CreateUserPool has a value of the wrong \
                type.";
    assert_eq!(fixture.refused("CreateUserPool", wrong).await, refusal("SerializationException", text));
}

#[tokio::test]
async fn a_setting_that_the_pool_can_not_put_into_effect_is_refused_unless_it_is_off() {
    let fixture = Fixture::start().await;
    for (name, on, off) in [
        ("IssuerConfiguration", json!({ "Type": "UPDATED" }), json!({ "Type": "ORIGINAL" })),
        (
            "KeyConfiguration",
            json!({ "KeyType": "CUSTOMER_MANAGED_KEY" }),
            json!({ "KeyType": "AWS_OWNED_KEY" }),
        ),
        ("DcrConfiguration", json!({}), json!({ "EnableStatus": "Disabled" })),
    ] {
        let request =
            |value: Value| json!({ "PoolName": "p", "AutoVerifiedAttributes": ["email"], name: value });
        let text = format!("The setting {name} is not supported by the local pool.");
        let refused = refusal("InvalidParameterException", &text);
        assert_eq!(fixture.refused("CreateUserPool", request(on.clone())).await, refused);
        assert_eq!(fixture.refused("UpdateUserPool", in_default_pool(json!({ name: on }))).await, refused);
        let pool = fixture.ok("CreateUserPool", request(off.clone())).await;
        assert_eq!(pool["UserPool"][name], off);
    }
    let history = json!({ "PoolName": "p", "Policies": { "PasswordPolicy": { "PasswordHistorySize": 3 } } });
    let text = "The setting PasswordHistorySize is not supported by the local pool.";
    let refused = fixture.refused("CreateUserPool", history).await;
    assert_eq!(refused, refusal("InvalidParameterException", text));
    let link = json!({ "PoolName": "p", "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_LINK" } });
    let text =
        "The setting VerificationMessageTemplate.DefaultEmailOption is not supported by the local pool.";
    assert_eq!(fixture.refused("CreateUserPool", link).await.1, text);
    let published = json!({ "ClientName": "app", "PublishSecretsInAWSSecretsManager": true });
    let text = "The setting PublishSecretsInAWSSecretsManager is not supported by the local pool.";
    assert_eq!(fixture.refused("CreateUserPoolClient", in_default_pool(published)).await.1, text);
}

#[tokio::test]
async fn a_client_keeps_the_secret_that_its_creator_chose() {
    let fixture = Fixture::start().await;
    let create = |mut settings: Value| {
        settings["ClientName"] = json!("app");
        settings["AllowedOAuthFlows"] = json!(["client_credentials"]);
        settings["AllowedOAuthScopes"] = json!(["api/read"]);
        settings["AllowedOAuthFlowsUserPoolClient"] = json!(true);
        in_default_pool(settings)
    };
    let scopes = json!([{ "ScopeName": "read", "ScopeDescription": "Read" }]);
    let server = in_default_pool(json!({ "Identifier": "api", "Name": "api", "Scopes": scopes }));
    fixture.ok("CreateResourceServer", server).await;
    let secret = "own_secret+of_24_characters";
    let client = fixture.ok("CreateUserPoolClient", create(json!({ "ClientSecret": secret }))).await;
    let client = &client["UserPoolClient"];
    assert_eq!(client["ClientSecret"], secret);
    let id = client["ClientId"].as_str().unwrap();
    for (presented, status) in [(secret, 200), ("another", 400)] {
        let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", presented)];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = fixture.send_with("POST", "/oauth2/token", &headers, body).await.unwrap();
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let both = create(json!({ "ClientSecret": secret, "GenerateSecret": true }));
    let text = "You cannot specify both GenerateSecret as true and provide a ClientSecret value.";
    assert_eq!(
        fixture.refused("CreateUserPoolClient", both).await,
        refusal("InvalidParameterException", text)
    );
    for (bad, constraint) in [
        ("short", "Member must have length greater than or equal to 24"),
        (&*"x".repeat(65), "Member must have length less than or equal to 64"),
        ("with a space in the middle", r"Member must satisfy regular expression pattern: [\w+]+"),
    ] {
        let (_, text) = fixture.refused("CreateUserPoolClient", create(json!({ "ClientSecret": bad }))).await;
        let said = "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint:";
        assert_eq!(text, format!("{said} {constraint}"));
    }
    let mut update = create(json!({ "ClientId": id, "ClientSecret": secret }));
    fixture.ok("UpdateUserPoolClient", update.clone()).await;
    update["ClientSecret"] = json!("another_secret_of_24_characters");
    let text = "UpdateUserPoolClient cannot change ClientSecret.";
    let refused = fixture.refused("UpdateUserPoolClient", update).await;
    assert_eq!(refused, refusal("InvalidParameterException", text));
}
