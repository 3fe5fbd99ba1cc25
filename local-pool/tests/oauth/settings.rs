//! The operations for clients, domains and resource servers.

use super::app::CALLBACK;
use crate::support::{Fixture, refusal};
use cognito_local_pool::{Configuration, DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Options};
use serde_json::{Value, json};

/// A request for a client of the default pool with these settings.
fn client(mut settings: Value) -> Value {
    settings["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    settings["ClientName"] = json!("app");
    settings
}

#[tokio::test]
async fn the_ready_made_clients_have_managed_login_on() {
    let fixture = Fixture::start().await;
    for id in [DEFAULT_CLIENT_ID, "local-client-secret"] {
        let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": id });
        let client = fixture.ok("DescribeUserPoolClient", one).await["UserPoolClient"].take();
        let expected = json!({
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
            "CallbackURLs": [CALLBACK, "http://localhost:3000/", "http://127.0.0.1:3000/"],
            "LogoutURLs": ["myapp://signed-out/", "http://localhost:3000/"],
            "SupportedIdentityProviders": ["COGNITO"],
        });
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&client[name], value, "{id} {name}");
        }
    }
    let outputs = fixture.pool.amplify_outputs();
    let oauth = &outputs["auth"]["oauth"];
    assert_eq!(oauth["domain"], fixture.pool.base_url());
    assert_eq!(oauth["redirect_sign_in_uri"][0], CALLBACK);
    assert_eq!(oauth["redirect_sign_out_uri"][0], "myapp://signed-out/");
    assert_eq!((&oauth["response_type"], &oauth["identity_providers"]), (&json!("code"), &json!([])));
}

#[tokio::test]
async fn a_clients_oauth_settings_are_stored_and_replaced() {
    let fixture = Fixture::start().await;
    let settings = json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code", "implicit"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://shop.example/in", "com.shop:/in", "http://[::1]/"],
        "LogoutURLs": ["https://shop.example/out"], "DefaultRedirectURI": "com.shop:/in",
        "SupportedIdentityProviders": ["COGNITO"],
    });
    let made = fixture.ok("CreateUserPoolClient", client(settings.clone())).await["UserPoolClient"].take();
    let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": made["ClientId"] });
    let held = fixture.ok("DescribeUserPoolClient", one.clone()).await["UserPoolClient"].take();
    for (name, value) in settings.as_object().unwrap() {
        assert_eq!((&made[name], &held[name]), (value, value), "{name}");
    }
    let emptied = fixture.ok("UpdateUserPoolClient", one).await["UserPoolClient"].take();
    assert_eq!(emptied["AllowedOAuthFlowsUserPoolClient"], false);
    for name in settings.as_object().unwrap().keys().filter(|name| *name != "AllowedOAuthFlowsUserPoolClient")
    {
        assert_eq!(emptied[name], Value::Null, "{name}");
    }
}

#[tokio::test]
async fn settings_that_cognito_refuses_are_refused() {
    let fixture = Fixture::start().await;
    let code = |callback: &str| json!({ "AllowedOAuthFlows": ["code"], "CallbackURLs": [callback] });
    let required = "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth \
                    flows.";
    for (settings, kind, text) in [
        (
            json!({ "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "CallbackURLs": [CALLBACK] }),
            "InvalidParameterException",
            required,
        ),
        (
            json!({ "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["openid"] }),
            "InvalidParameterException",
            required,
        ),
        (
            json!({ "AllowedOAuthFlows": ["code"] }),
            "InvalidOAuthFlowException",
            "CallbackUrls can not be empty when code flow or implicit flow is selected",
        ),
        (
            json!({ "AllowedOAuthFlows": ["code", "client_credentials"], "CallbackURLs": [CALLBACK] }),
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            json!({ "AllowedOAuthFlows": ["client_credentials"] }),
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
        (
            json!({ "AllowedOAuthScopes": ["openid", "api/read"] }),
            "ScopeDoesNotExistException",
            "Invalid scope requested: api/read",
        ),
        (
            code("http://shop.example/"),
            "InvalidParameterException",
            "http://shop.example/ cannot use the HTTP protocol.",
        ),
        (
            json!({ "LogoutURLs": ["http://10.0.2.2:3000/"] }),
            "InvalidParameterException",
            "http://10.0.2.2:3000/ cannot use the HTTP protocol.",
        ),
        (
            code("https://shop.example/#in"),
            "InvalidParameterException",
            "https://shop.example/#in must not contain a fragment.",
        ),
        (code("/in"), "InvalidParameterException", "/in is not a valid redirect URI."),
        (
            code("javascript:alert(1)"),
            "InvalidParameterException",
            "javascript:alert(1) is not a valid redirect URI.",
        ),
        (
            json!({ "CallbackURLs": [CALLBACK], "DefaultRedirectURI": "myapp://other/" }),
            "InvalidParameterException",
            "DefaultRedirectURI must be one of the CallbackURLs.",
        ),
        (
            json!({ "SupportedIdentityProviders": ["COGNITO", "Google"] }),
            "InvalidParameterException",
            "The provider Google does not exist for User Pool local_LocalPool",
        ),
    ] {
        let refused = fixture.refused("CreateUserPoolClient", client(settings.clone())).await;
        assert_eq!(refused, refusal(kind, text));
        let mut update = client(settings);
        update["ClientId"] = json!(DEFAULT_CLIENT_ID);
        assert_eq!(fixture.refused("UpdateUserPoolClient", update).await, refusal(kind, text));
    }
    let (_, text) = fixture.refused("CreateUserPoolClient", client(code(""))).await;
    let expected = "1 validation error detected: Value '[]' at 'callbackURLs' failed to satisfy constraint: Member must \
                    satisfy constraint: [Member must have length less than or equal to 1024, Member must have length \
                    greater than or equal to 1, ";
    assert!(text.starts_with(expected), "{text}");
    let many: Vec<String> = (0..51).map(|number| format!("s/{number}")).collect();
    let (_, text) =
        fixture.refused("CreateUserPoolClient", client(json!({ "AllowedOAuthScopes": many }))).await;
    assert!(text.ends_with("Member must have length less than or equal to 50"), "{text}");
}

#[tokio::test]
async fn a_domain_is_made_described_changed_and_deleted() {
    let fixture = Fixture::start().await;
    let (other, _) = fixture.pool_with(json!({})).await;
    let shop = |pool: &str| json!({ "UserPoolId": pool, "Domain": "shop" });
    let invalid = |text: &str| refusal("InvalidParameterException", text);
    let made = fixture.ok("CreateUserPoolDomain", shop(DEFAULT_USER_POOL_ID)).await;
    assert_eq!(made, json!({ "ManagedLoginVersion": 1 }));
    let taken = invalid("Domain already associated with another user pool.");
    assert_eq!(fixture.refused("CreateUserPoolDomain", shop(&other)).await, taken);
    let second = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Domain": "shop-2" });
    let one_only = invalid("User pool already has a domain configured.");
    assert_eq!(fixture.refused("CreateUserPoolDomain", second).await, one_only);
    let certificate = "arn:aws:acm:us-east-1:000000000000:certificate/1";
    let custom = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "Domain": "login.shop.example", "ManagedLoginVersion": 2,
        "CustomDomainConfig": { "CertificateArn": certificate },
    });
    let address = fixture.pool.base_url().trim_start_matches("http://");
    let made = fixture.ok("CreateUserPoolDomain", custom.clone()).await;
    assert_eq!(made, json!({ "ManagedLoginVersion": 2, "CloudFrontDomain": address }));

    let described = fixture.ok("DescribeUserPoolDomain", json!({ "Domain": "shop" })).await;
    let shown = &described["DomainDescription"];
    assert_eq!((&shown["UserPoolId"], &shown["Status"]), (&json!(DEFAULT_USER_POOL_ID), &json!("ACTIVE")));
    let unknown = fixture.ok("DescribeUserPoolDomain", json!({ "Domain": "unknown" })).await;
    assert_eq!(unknown, json!({ "DomainDescription": {} }));
    let pool = json!({ "UserPoolId": DEFAULT_USER_POOL_ID });
    let described = fixture.ok("DescribeUserPool", pool.clone()).await["UserPool"].take();
    assert_eq!(
        (&described["Domain"], &described["CustomDomain"]),
        (&json!("shop"), &json!("login.shop.example"))
    );

    let mut update = shop(DEFAULT_USER_POOL_ID);
    update["ManagedLoginVersion"] = json!(2);
    fixture.ok("UpdateUserPoolDomain", update).await;
    let described = fixture.ok("DescribeUserPoolDomain", json!({ "Domain": "shop" })).await;
    assert_eq!(described["DomainDescription"]["ManagedLoginVersion"], 2);

    let kept =
        invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.");
    assert_eq!(fixture.refused("DeleteUserPool", pool.clone()).await, kept);
    let no_such = invalid("No such domain or user pool exists.");
    assert_eq!(fixture.refused("DeleteUserPoolDomain", shop(&other)).await, no_such);
    assert_eq!(fixture.refused("UpdateUserPoolDomain", shop(&other)).await, no_such);
    fixture.ok("DeleteUserPoolDomain", shop(DEFAULT_USER_POOL_ID)).await;
    fixture
        .ok(
            "DeleteUserPoolDomain",
            json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Domain": "login.shop.example" }),
        )
        .await;
    assert_eq!(fixture.refused("DeleteUserPoolDomain", shop(DEFAULT_USER_POOL_ID)).await, no_such);
    fixture.ok("DeleteUserPool", pool).await;

    for (name, text) in [
        ("mycognito", "Domain cannot contain reserved word: cognito"),
        ("aws-shop", "Domain cannot contain reserved word: aws"),
    ] {
        let request = json!({ "UserPoolId": other, "Domain": name });
        assert_eq!(fixture.refused("CreateUserPoolDomain", request).await, invalid(text));
    }
    for name in ["Shop", "-shop", "shop-", "shop.example", "sh_op", ""] {
        let request = json!({ "UserPoolId": other, "Domain": name });
        assert_eq!(
            fixture.refused("CreateUserPoolDomain", request).await.0,
            "InvalidParameterException",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_resource_server_is_made_described_changed_listed_and_deleted() {
    let fixture = Fixture::start().await;
    let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Identifier": "api" });
    let server = |scopes: &[&str]| {
        let scopes: Vec<Value> =
            scopes.iter().map(|name| json!({ "ScopeName": name, "ScopeDescription": name })).collect();
        let mut server = one.clone();
        server["Name"] = json!("The API");
        server["Scopes"] = json!(scopes);
        server
    };
    let made = fixture.ok("CreateResourceServer", server(&["read", "write"])).await;
    assert_eq!(made["ResourceServer"], server(&["read", "write"]));
    let taken = refusal("InvalidParameterException", "api already exists in user pool local_LocalPool.");
    assert_eq!(fixture.refused("CreateResourceServer", server(&[])).await, taken);
    let with_scope = |scope: &str| client(json!({ "AllowedOAuthScopes": [scope] }));
    fixture.ok("CreateUserPoolClient", with_scope("api/read")).await;
    fixture.ok("UpdateResourceServer", server(&["read"])).await;
    let described = fixture.ok("DescribeResourceServer", one.clone()).await;
    assert_eq!(described["ResourceServer"], server(&["read"]));
    let gone = refusal("ScopeDoesNotExistException", "Invalid scope requested: api/write");
    assert_eq!(fixture.refused("CreateUserPoolClient", with_scope("api/write")).await, gone);

    let another =
        json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Identifier": "https://b.example/", "Name": "B" });
    fixture.ok("CreateResourceServer", another).await;
    let page = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "MaxResults": 1 });
    let first = fixture.ok("ListResourceServers", page.clone()).await;
    assert_eq!(first["ResourceServers"][0]["Identifier"], "api");
    let mut next = page;
    next["NextToken"] = first["NextToken"].clone();
    let second = fixture.ok("ListResourceServers", next).await;
    assert_eq!(
        (&second["ResourceServers"][0]["Identifier"], &second["NextToken"]),
        (&json!("https://b.example/"), &Value::Null)
    );

    fixture.ok("DeleteResourceServer", one.clone()).await;
    for operation in ["DescribeResourceServer", "DeleteResourceServer"] {
        let refused = fixture.refused(operation, one.clone()).await;
        assert_eq!(refused, refusal("ResourceNotFoundException", "Resource server api does not exist."));
    }
    for bad in [json!("re/ad"), json!("re ad"), json!("")] {
        let mut request = server(&["x"]);
        request["Scopes"][0]["ScopeName"] = bad;
        assert_eq!(fixture.refused("CreateResourceServer", request).await.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn a_configured_pool_has_resource_servers_and_managed_login() {
    let text = json!({ "UserPools": [{
        "Id": "local_Shop", "PoolName": "shop",
        "ResourceServers": [{
            "Identifier": "api", "Name": "api", "Scopes": [{ "ScopeName": "read", "ScopeDescription": "Read" }],
        }],
        "Clients": [{
            "ClientId": "shop-app", "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "api/read"], "CallbackURLs": [CALLBACK],
        }],
    }]});
    let configuration = Configuration::from_json(&text.to_string()).unwrap();
    let fixture = Fixture::with(Options { configuration, ..Options::default() }).await;
    let one = json!({ "UserPoolId": "local_Shop", "ClientId": "shop-app" });
    let client = fixture.ok("DescribeUserPoolClient", one).await["UserPoolClient"].take();
    assert_eq!(client["AllowedOAuthScopes"], json!(["openid", "api/read"]));
}
