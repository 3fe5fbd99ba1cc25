//! A set-up tool reads back what it has set. A description has the settings of the request, and Cognito's defaults for
//! the rest.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, in_default_pool, refusal};
use cognito_local_pool::DEFAULT_USER_POOL_ID;
use serde_json::{Value, json};

/// The names of an object's members.
fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

async fn described(fixture: &Fixture, pool: &Value) -> Value {
    fixture.ok("DescribeUserPool", json!({ "UserPoolId": pool })).await["UserPool"].take()
}

async fn created(fixture: &Fixture, settings: Value) -> Value {
    fixture.ok("CreateUserPool", settings).await["UserPool"].take()
}

#[tokio::test]
async fn a_pool_that_nobody_configured_is_described_by_cognitos_defaults() {
    let fixture = Fixture::start().await;
    let pool = created(&fixture, json!({ "PoolName": "shop" })).await;
    let expected = json!({
        "AccountRecoverySetting": { "RecoveryMechanisms": [
            { "Priority": 1, "Name": "verified_email" }, { "Priority": 2, "Name": "verified_phone_number" },
        ] },
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 },
        "DeletionProtection": "INACTIVE",
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "EstimatedNumberOfUsers": 0,
        "LambdaConfig": {},
        "MfaConfiguration": "OFF",
        "Name": "shop",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
                "RequireSymbols": true, "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] },
        },
        "UserPoolTier": "ESSENTIALS",
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&pool[name], value, "{name}");
    }
    // There is no other member. A set-up tool would take it for a setting that somebody made.
    let facts = ["Arn", "CreationDate", "Id", "LastModifiedDate", "SchemaAttributes"];
    let mut known = [names(&expected), facts.to_vec()].concat();
    known.sort_unstable();
    assert_eq!(names(&pool), known);
    assert_eq!(described(&fixture, &pool["Id"]).await, pool);
    let listed = fixture.ok("ListUserPools", json!({ "MaxResults": 60 })).await["UserPools"].take();
    let entry = listed.as_array().unwrap().iter().find(|one| one["Id"] == pool["Id"]).unwrap();
    assert_eq!(names(entry), ["CreationDate", "Id", "LambdaConfig", "LastModifiedDate", "Name"]);
}

#[tokio::test]
async fn the_schema_has_the_standard_attributes_and_those_that_were_asked_for() {
    let fixture = Fixture::start().await;
    let asked = json!([
        { "Name": "email", "Required": true, "Mutable": true },
        { "Name": "tier", "AttributeDataType": "String" },
        {
            "Name": "age", "AttributeDataType": "Number", "Mutable": false,
            "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "130" },
        },
        { "Name": "internal", "AttributeDataType": "Boolean", "DeveloperOnlyAttribute": true },
    ]);
    let pool = created(&fixture, json!({ "PoolName": "shop", "Schema": asked })).await;
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    assert_eq!(schema.len(), 20 + 3);
    let of = |name: &str| schema.iter().find(|attribute| attribute["Name"] == name).unwrap();
    let lengths = |least: &str, most: &str| json!({ "MinLength": least, "MaxLength": most });
    let text = |name: &str, least: &str, most: &str| {
        json!({
            "Name": name, "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true,
            "Required": false, "StringAttributeConstraints": lengths(least, most),
        })
    };
    assert_eq!(of("name"), &text("name", "0", "2048"));
    assert_eq!(of("birthdate"), &text("birthdate", "10", "10"));
    let mut email = text("email", "0", "2048");
    email["Required"] = json!(true);
    assert_eq!(of("email"), &email);
    let mut sub = text("sub", "1", "2048");
    (sub["Mutable"], sub["Required"]) = (json!(false), json!(true));
    assert_eq!(of("sub"), &sub);
    assert_eq!(
        of("updated_at"),
        &json!({
            "Name": "updated_at", "AttributeDataType": "Number", "DeveloperOnlyAttribute": false, "Mutable": true,
            "Required": false, "NumberAttributeConstraints": { "MinValue": "0" },
        })
    );
    assert_eq!(
        of("email_verified"),
        &json!({
            "Name": "email_verified", "AttributeDataType": "Boolean", "DeveloperOnlyAttribute": false,
            "Mutable": true, "Required": false,
        })
    );
    let mut tier = text("custom:tier", "", "");
    tier["StringAttributeConstraints"] = json!({});
    assert_eq!(of("custom:tier"), &tier);
    let age = of("custom:age");
    assert_eq!(
        (&age["Mutable"], &age["NumberAttributeConstraints"]["MaxValue"]),
        (&json!(false), &json!("130"))
    );
    assert_eq!(of("dev:custom:internal")["DeveloperOnlyAttribute"], true);
}

#[tokio::test]
async fn the_settings_of_a_pool_are_described_as_they_were_requested() {
    let fixture = Fixture::start().await;
    let asked = json!({
        "PoolName": "shop",
        "Policies": { "PasswordPolicy": {
            "MinimumLength": 12, "RequireUppercase": false, "RequireLowercase": true, "RequireNumbers": true,
            "RequireSymbols": false, "TemporaryPasswordValidityDays": 3, "PasswordHistorySize": 0,
        } },
        "DeletionProtection": "ACTIVE",
        "AutoVerifiedAttributes": ["email"],
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "shop" },
        "SmsAuthenticationMessage": "{####}",
        "UserPoolTags": { "team": "shop" },
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": true,
            "InviteMessageTemplate": { "EmailMessage": "{username} {####}", "EmailSubject": "Welcome" },
        },
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false },
        "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "admin_only" }] },
        "UserPoolTier": "PLUS",
        "UserPoolAddOns": { "AdvancedSecurityMode": "OFF" },
        "MfaConfiguration": "OPTIONAL",
    });
    let pool = created(&fixture, asked.clone()).await;
    for (name, value) in asked.as_object().unwrap() {
        let (shown, value) = match name.as_str() {
            "PoolName" => (&pool["Name"], value),
            "Policies" => (&pool["Policies"]["PasswordPolicy"], &value["PasswordPolicy"]),
            "AdminCreateUserConfig" => {
                assert_eq!(pool[name]["UnusedAccountValidityDays"], 3);
                (&pool[name]["InviteMessageTemplate"], &value["InviteMessageTemplate"])
            }
            name => (&pool[name], value),
        };
        assert_eq!(shown, value, "{name}");
    }
    let mfa = fixture.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": pool["Id"] })).await;
    let sms = json!({ "SmsConfiguration": asked["SmsConfiguration"], "SmsAuthenticationMessage": "{####}" });
    assert_eq!(mfa, json!({ "MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms }));
}

#[tokio::test]
async fn a_password_policy_has_only_the_rules_that_it_names() {
    let fixture = Fixture::start().await;
    let rules = |length: u32, lowercase: bool| {
        json!({
            "MinimumLength": length, "RequireUppercase": false, "RequireLowercase": lowercase, "RequireNumbers": false,
            "RequireSymbols": false, "TemporaryPasswordValidityDays": 7,
        })
    };
    let (short, lower) = (json!({ "MinimumLength": 6 }), json!({ "RequireLowercase": true }));
    let pool =
        created(&fixture, json!({ "PoolName": "shop", "Policies": { "PasswordPolicy": short } })).await;
    assert_eq!(pool["Policies"]["PasswordPolicy"], rules(6, false));
    let update = json!({ "UserPoolId": pool["Id"], "Policies": { "PasswordPolicy": lower } });
    fixture.ok("UpdateUserPool", update).await;
    let after = described(&fixture, &pool["Id"]).await;
    assert_eq!(after["Policies"]["PasswordPolicy"], rules(8, true));
}

#[tokio::test]
async fn a_software_token_that_was_turned_off_is_described_while_mfa_is_on() {
    let fixture = Fixture::start().await;
    let pool = created(&fixture, json!({ "PoolName": "shop" })).await;
    let one = json!({ "UserPoolId": pool["Id"] });
    let sms = json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } });
    let set = async |mut factors: Value| {
        factors["UserPoolId"] = pool["Id"].clone();
        fixture.ok("SetUserPoolMfaConfig", factors).await;
        fixture.ok("GetUserPoolMfaConfig", one.clone()).await
    };
    for off in [json!({ "Enabled": false }), json!({})] {
        let asked = json!({
            "MfaConfiguration": "ON", "SmsMfaConfiguration": sms, "SoftwareTokenMfaConfiguration": off,
        });
        let described = set(asked.clone()).await;
        assert_eq!(described["SoftwareTokenMfaConfiguration"], json!({ "Enabled": false }), "{asked}");
    }
    let described = set(json!({ "MfaConfiguration": "ON", "SmsMfaConfiguration": sms })).await;
    assert_eq!(described, json!({ "MfaConfiguration": "ON", "SmsMfaConfiguration": sms }));
    assert_eq!(set(json!({ "MfaConfiguration": "OFF" })).await, json!({ "MfaConfiguration": "OFF" }));
}

#[tokio::test]
async fn an_update_resets_what_cognito_resets_and_nothing_else() {
    let fixture = Fixture::start().await;
    let kept = json!({
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12, "RequireUppercase": false, "RequireLowercase": false, "RequireNumbers": false,
                "RequireSymbols": false, "TemporaryPasswordValidityDays": 3,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] },
        },
        "UserPoolTags": { "team": "shop" },
        "UserPoolTier": "PLUS",
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": [] },
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
    });
    let reset = json!({
        "AutoVerifiedAttributes": ["email"],
        "DeletionProtection": "ACTIVE",
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false },
        "EmailConfiguration": { "EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:0:identity/x" },
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
        "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "verified_email" }] },
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailSubject": "Hello" },
        "SmsAuthenticationMessage": "{####}",
        "LambdaConfig": { "PreSignUp": "http://127.0.0.1:1/" },
    });
    let mut request =
        json!({ "PoolName": "shop", "Schema": [{ "Name": "tier", "AttributeDataType": "String" }] });
    for part in [&kept, &reset] {
        request.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    }
    let pool = created(&fixture, request).await;
    let one = json!({ "UserPoolId": pool["Id"] });
    let mut factor = one.clone();
    factor["MfaConfiguration"] = json!("OPTIONAL");
    factor["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true });
    fixture.ok("SetUserPoolMfaConfig", factor).await;

    fixture.ok("UpdateUserPool", one.clone()).await;
    let (after, fresh) =
        (described(&fixture, &pool["Id"]).await, created(&fixture, json!({ "PoolName": "fresh" })).await);
    for (name, value) in kept.as_object().unwrap() {
        assert_eq!(&after[name], value, "{name}");
    }
    for name in names(&reset) {
        let default = match name {
            // The days are those of the password policy, which stays.
            "AdminCreateUserConfig" => {
                &json!({ "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 3 })
            }
            name => &fresh[name],
        };
        assert_eq!(&after[name], default, "{name}");
    }
    assert_eq!((&after["Name"], &after["MfaConfiguration"]), (&json!("shop"), &json!("OPTIONAL")));
    assert_eq!(after["SchemaAttributes"], pool["SchemaAttributes"]);
    let mfa = fixture.ok("GetUserPoolMfaConfig", one.clone()).await;
    assert_eq!(mfa["SoftwareTokenMfaConfiguration"], json!({ "Enabled": true }));

    let mut update = one.clone();
    update["PoolName"] = json!("store");
    update["MfaConfiguration"] = json!("OFF");
    update["Policies"] = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] } });
    fixture.ok("UpdateUserPool", update).await;
    let after = described(&fixture, &pool["Id"]).await;
    assert_eq!((&after["Name"], &after["MfaConfiguration"]), (&json!("store"), &json!("OFF")));
    assert_eq!(after["Policies"]["PasswordPolicy"], kept["Policies"]["PasswordPolicy"]);
    assert_eq!(after["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"], json!(["PASSWORD"]));
    assert_eq!(fixture.ok("GetUserPoolMfaConfig", one).await, json!({ "MfaConfiguration": "OFF" }));
}

#[tokio::test]
async fn a_description_can_be_sent_back_but_changes_nothing_that_is_fixed() {
    let fixture = Fixture::start().await;
    let settings =
        json!({ "PoolName": "shop", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] });
    let pool = created(&fixture, settings).await;
    let mut update = pool.clone();
    update["UserPoolId"] = pool["Id"].clone();
    fixture.ok("UpdateUserPool", update.clone()).await;
    let mut after = described(&fixture, &pool["Id"]).await;
    after["LastModifiedDate"] = pool["LastModifiedDate"].clone();
    assert_eq!(after, pool);
    for (name, value) in [
        ("UsernameAttributes", json!(["phone_number"])),
        ("AliasAttributes", json!(["email"])),
        ("UsernameConfiguration", json!({ "CaseSensitive": false })),
        ("SchemaAttributes", json!([{ "Name": "custom:tier" }])),
        ("Name", json!("store")),
    ] {
        let mut changed = update.clone();
        changed[name] = value;
        let text = format!("UpdateUserPool cannot change {name}.");
        assert_eq!(
            fixture.refused("UpdateUserPool", changed).await,
            refusal("InvalidParameterException", &text)
        );
    }
}

const PROJECT: &str = "arn:aws:mobiletargeting:eu-central-1:000000000000:apps/0f";

#[tokio::test]
async fn a_client_is_described_by_what_was_asked_and_by_cognitos_defaults() {
    let fixture = Fixture::start().await;
    let create = |mut settings: Value| {
        settings["ClientName"] = json!("app");
        in_default_pool(settings)
    };
    let made = fixture.ok("CreateUserPoolClient", create(json!({}))).await["UserPoolClient"].take();
    let mut expected = json!({
        "ClientName": "app",
        "UserPoolId": DEFAULT_USER_POOL_ID,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false,
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 3,
    });
    for name in ["ClientId", "CreationDate", "LastModifiedDate"] {
        expected[name] = made[name].clone();
    }
    assert_eq!(made, expected);

    let hours = json!({ "AccessToken": "hours", "IdToken": "minutes", "RefreshToken": "days" });
    for (asked, name, shown) in [
        (json!({ "TokenValidityUnits": { "IdToken": "minutes" } }), "TokenValidityUnits", hours),
        (json!({ "TokenValidityUnits": {} }), "TokenValidityUnits", json!({})),
        (json!({ "RefreshTokenValidity": 0 }), "RefreshTokenValidity", json!(30)),
        (json!({ "AccessTokenValidity": 5 }), "AccessTokenValidity", json!(5)),
        (json!({ "PreventUserExistenceErrors": "LEGACY" }), "PreventUserExistenceErrors", json!("LEGACY")),
        (json!({ "EnableTokenRevocation": false }), "EnableTokenRevocation", json!(false)),
        (json!({ "ReadAttributes": ["email"] }), "ReadAttributes", json!(["email"])),
        (
            json!({ "AnalyticsConfiguration": { "ApplicationId": "0f" } }),
            "AnalyticsConfiguration",
            json!({ "ApplicationId": "0f" }),
        ),
        (
            json!({ "AnalyticsConfiguration": { "ApplicationArn": PROJECT } }),
            "AnalyticsConfiguration",
            json!({
                "ApplicationArn": PROJECT,
                "RoleArn": "arn:aws:iam::000000000000:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp",
            }),
        ),
    ] {
        let client = fixture.ok("CreateUserPoolClient", create(asked)).await["UserPoolClient"].take();
        assert_eq!(client[name], shown, "{name}");
        // An update without the setting resets it. The name stays.
        let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": client["ClientId"] });
        let mut after = fixture.ok("UpdateUserPoolClient", one).await["UserPoolClient"].take();
        for name in ["ClientId", "CreationDate", "LastModifiedDate"] {
            after[name] = made[name].clone();
        }
        assert_eq!(after, made, "{name}");
    }
}

#[tokio::test]
async fn an_update_of_a_group_or_a_provider_keeps_what_it_leaves_out_and_one_of_a_resource_server_does_not() {
    let fixture = Fixture::start().await;
    let group = |more: Value| {
        let mut request = in_default_pool(more);
        request["GroupName"] = json!("staff");
        request
    };
    let asked =
        group(json!({ "Description": "All", "Precedence": 0, "RoleArn": "arn:aws:iam::0:role/staff" }));
    let made = fixture.ok("CreateGroup", asked).await["Group"].take();
    let mut updated =
        fixture.ok("UpdateGroup", group(json!({ "Description": "Some" }))).await["Group"].take();
    assert_eq!(updated["Description"], "Some");
    updated["Description"] = made["Description"].clone();
    updated["LastModifiedDate"] = made["LastModifiedDate"].clone();
    assert_eq!(updated, made);

    let server =
        |scopes: Value| in_default_pool(json!({ "Identifier": "api", "Name": "API", "Scopes": scopes }));
    fixture
        .ok("CreateResourceServer", server(json!([{ "ScopeName": "read", "ScopeDescription": "Read" }])))
        .await;
    let after = fixture.ok("UpdateResourceServer", server(Value::Null)).await;
    assert_eq!(after["ResourceServer"]["Scopes"], json!([]));

    let provider = in_default_pool(json!({
        "ProviderName": "Google", "ProviderType": "Google", "IdpIdentifiers": ["example.com"],
        "ProviderDetails": { "client_id": "a", "client_secret": "b", "authorize_scopes": "email" },
        "AttributeMapping": { "email": "email" },
    }));
    let made = fixture.ok("CreateIdentityProvider", provider).await["IdentityProvider"].take();
    let update = in_default_pool(json!({ "ProviderName": "Google", "AttributeMapping": { "name": "name" } }));
    let after = fixture.ok("UpdateIdentityProvider", update).await["IdentityProvider"].take();
    assert_eq!(after["AttributeMapping"], json!({ "name": "name", "username": "sub" }));
    for name in ["ProviderDetails", "IdpIdentifiers", "ProviderType"] {
        assert_eq!(after[name], made[name], "{name}");
    }
    let pool = described(&fixture, &json!(DEFAULT_USER_POOL_ID)).await;
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let added = schema.iter().find(|attribute| attribute["Name"] == "identities").unwrap();
    assert_eq!(added["StringAttributeConstraints"], json!({}));
}
