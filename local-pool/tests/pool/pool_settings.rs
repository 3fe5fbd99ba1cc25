//! The settings of pools and of clients, and what they change.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, password_auth, refusal};
use cognito_local_pool::{DEFAULT_USER_POOL_ID, Medium};
use serde_json::{Value, json};

fn attributes(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

/// Makes a user with a password and these attributes.
async fn make_user(fixture: &Fixture, pool: &str, name: &str, pairs: &[(&str, &str)]) {
    let request = json!({
        "UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS", "UserAttributes": attributes(pairs),
    });
    fixture.ok("AdminCreateUser", request).await;
    let password = json!({ "UserPoolId": pool, "Username": name, "Password": PASSWORD, "Permanent": true });
    fixture.ok("AdminSetUserPassword", password).await;
}

#[tokio::test]
async fn a_custom_attribute_that_breaks_its_constraints_is_refused() {
    let fixture = Fixture::start().await;
    let schema = json!({ "Schema": [
        {
            "Name": "tenant", "AttributeDataType": "String", "Mutable": false,
            "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "5" },
        },
        {
            "Name": "age", "AttributeDataType": "Number", "Mutable": true,
            "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "130" },
        },
    ]});
    let (pool, client) = fixture.pool_with(schema).await;
    let sign_up = |pairs: &[(&str, &str)]| {
        json!({
            "ClientId": client, "Username": "ada", "Password": PASSWORD, "UserAttributes": attributes(pairs),
        })
    };
    for (name, value, fault) in [
        ("custom:tenant", "toolong", "String must be no longer than 5 characters"),
        ("custom:tenant", "x", "String must be no shorter than 2 characters"),
        ("custom:age", "abc", "Value must be a number"),
        ("custom:age", "0", "Number must be no smaller than 1"),
        ("custom:age", "131", "Number must be no larger than 130"),
    ] {
        let text = format!("Attributes did not conform to the schema: {name}: {fault}\n");
        let refused = fixture.refused("SignUp", sign_up(&[(name, value)])).await;
        assert_eq!(refused, refusal("InvalidParameterException", &text));
    }
    fixture.ok("SignUp", sign_up(&[("custom:tenant", "acme"), ("custom:age", "36")])).await;
    let one = json!({ "UserPoolId": pool, "Username": "ada" });
    fixture.ok("AdminConfirmSignUp", one.clone()).await;
    let sign_in = by_client(&client, password_auth("ada", PASSWORD));
    let token = fixture.ok("InitiateAuth", sign_in).await["AuthenticationResult"]["AccessToken"].take();
    for operation in ["UpdateUserAttributes", "AdminUpdateUserAttributes"] {
        let mut request = one.clone();
        request["AccessToken"] = token.clone();
        request["UserAttributes"] = attributes(&[("custom:tenant", "other")]);
        let fixed =
            refusal("InvalidParameterException", "user.custom:tenant: Attribute cannot be updated.\n");
        assert_eq!(fixture.refused(operation, request.clone()).await, fixed, "{operation}");
        request["UserAttributes"] = attributes(&[("custom:age", "37")]);
        fixture.ok(operation, request).await;
    }
}

#[tokio::test]
async fn a_forgotten_password_is_reset_through_the_medium_that_the_pool_prefers() {
    let fixture = Fixture::start().await;
    let recovery = |names: &[&str]| {
        let mechanisms: Vec<Value> = names
            .iter()
            .enumerate()
            .map(|(index, name)| json!({ "Priority": index + 1, "Name": name }))
            .collect();
        json!({ "AccountRecoverySetting": { "RecoveryMechanisms": mechanisms } })
    };
    let (email, phone) = ("verified_email", "verified_phone_number");
    let both = [
        ("email", "ada@example.com"),
        ("email_verified", "true"),
        ("phone_number", "+15555551234"),
        ("phone_number_verified", "true"),
    ];
    for (names, held, medium) in [
        (vec![email, phone], &both[..], Some(Medium::Email)),
        (vec![phone, email], &both[..], Some(Medium::Sms)),
        (vec![email, phone], &both[2..], Some(Medium::Sms)),
        (vec![email], &both[2..], None),
        (vec!["admin_only"], &both[..], None),
    ] {
        let (pool, client) = fixture.pool_with(recovery(&names)).await;
        make_user(&fixture, &pool, "ada", held).await;
        let forgot = json!({ "ClientId": client, "Username": "ada" });
        match medium {
            None => {
                let refused = fixture.refused("ForgotPassword", forgot).await;
                assert_eq!(refused.0, "InvalidParameterException", "{names:?}");
            }
            Some(medium) => {
                fixture.ok("ForgotPassword", forgot).await;
                let sent = fixture.pool.messages("ada").pop().unwrap();
                assert_eq!((sent.user_pool_id, sent.medium), (pool, medium), "{names:?}");
            }
        }
    }
    let (pool, client) = fixture.pool_with(json!({})).await;
    make_user(&fixture, &pool, "ada", &both).await;
    fixture.ok("ForgotPassword", json!({ "ClientId": client, "Username": "ada" })).await;
    assert_eq!(fixture.pool.messages("ada").pop().unwrap().medium, Medium::Email, "the default");
    for bad in [vec!["admin_only", email], vec![]] {
        let mut request = recovery(&bad);
        request["PoolName"] = json!("own");
        assert_eq!(
            fixture.refused("CreateUserPool", request).await.0,
            "InvalidParameterException",
            "{bad:?}"
        );
    }
}

#[tokio::test]
async fn an_administrator_can_not_give_two_users_the_same_alias() {
    let fixture = Fixture::start().await;
    let address = ("email", "ada@example.com");
    let update = |pool: &str, name: &str, pairs: &[(&str, &str)]| json!({ "UserPoolId": pool, "Username": name, "UserAttributes": attributes(pairs) });
    let taken = refusal("AliasExistsException", "An account with the given email already exists.");

    make_user(&fixture, DEFAULT_USER_POOL_ID, "ada", &[address, ("email_verified", "true")]).await;
    make_user(&fixture, DEFAULT_USER_POOL_ID, "bob", &[address]).await;
    let verify = update(DEFAULT_USER_POOL_ID, "bob", &[("email_verified", "true")]);
    assert_eq!(fixture.refused("AdminUpdateUserAttributes", verify).await, taken);
    fixture.ok("AdminUpdateUserAttributes", update(DEFAULT_USER_POOL_ID, "bob", &[address])).await;

    let (pool, _) = fixture.pool_with(json!({ "UsernameAttributes": ["email"] })).await;
    make_user(&fixture, &pool, "ada@example.com", &[]).await;
    make_user(&fixture, &pool, "bob@example.com", &[]).await;
    let request = update(&pool, "bob@example.com", &[address]);
    assert_eq!(fixture.refused("AdminUpdateUserAttributes", request).await, taken);
}

#[tokio::test]
async fn a_pool_with_deletion_protection_is_not_deleted_until_the_protection_is_off() {
    let fixture = Fixture::start().await;
    let (pool, _) = fixture.pool_with(json!({ "DeletionProtection": "ACTIVE" })).await;
    let one = json!({ "UserPoolId": pool });
    assert_eq!(fixture.refused("DeleteUserPool", one.clone()).await.0, "InvalidParameterException");
    let off = json!({ "UserPoolId": pool, "DeletionProtection": "INACTIVE" });
    fixture.ok("UpdateUserPool", off).await;
    fixture.ok("DeleteUserPool", one).await;
}

#[tokio::test]
async fn a_setting_that_was_left_out_is_described_by_its_default() {
    let fixture = Fixture::start().await;
    let request = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "app" });
    let client = fixture.ok("CreateUserPoolClient", request).await["UserPoolClient"].take();
    assert_eq!(
        (&client["RefreshTokenValidity"], &client["AuthSessionValidity"]),
        (&json!(30), &json!(3)),
        "{client}"
    );
    assert_eq!(client["AllowedOAuthFlowsUserPoolClient"], false);
}

#[tokio::test]
async fn the_role_for_text_messages_is_described_as_it_was_given() {
    let fixture = Fixture::start().await;
    let sms = json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } });
    let mfa = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms,
    });
    assert_eq!(fixture.ok("SetUserPoolMfaConfig", mfa).await["SmsMfaConfiguration"], sms);
    let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID });
    assert_eq!(fixture.ok("GetUserPoolMfaConfig", one).await["SmsMfaConfiguration"], sms);
}

#[tokio::test]
async fn text_messages_go_through_one_of_two_services() {
    let fixture = Fixture::start().await;
    let role = "arn:aws:iam::000000000000:role/sms";
    let create =
        |sms: Value| json!({ "PoolName": "shop", "MfaConfiguration": "OPTIONAL", "SmsConfiguration": sms });
    let eums = json!({ "EumsSms": {
        "CallerArn": role, "ExternalId": "shop", "OriginationIdentity": "+15550001111", "ConfigurationSetName": "set",
        "InEntityId": "entity", "InTemplateId": "template", "Region": "eu-central-1",
    } });
    let pool = fixture.ok("CreateUserPool", create(eums.clone())).await["UserPool"].take();
    assert_eq!(pool["SmsConfiguration"], eums);
    let both = json!({ "SnsCallerArn": role, "EumsSms": { "CallerArn": role } });
    let text = "SmsConfiguration can have only one of SnsCallerArn and EumsSms.";
    let refused = refusal("InvalidParameterException", text);
    assert_eq!(fixture.refused("CreateUserPool", create(both.clone())).await, refused);
    let mfa = |sms: Value| {
        let sms = json!({ "SmsConfiguration": sms });
        json!({ "UserPoolId": pool["Id"], "MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms })
    };
    assert_eq!(fixture.refused("SetUserPoolMfaConfig", mfa(both)).await, refused);
    for request in [
        ("CreateUserPool", create(json!({ "EumsSms": {} }))),
        ("SetUserPoolMfaConfig", mfa(json!({ "EumsSms": {} }))),
    ] {
        let (_, text) = fixture.refused(request.0, request.1).await;
        assert!(
            text.contains("eumsSms.callerArn' failed to satisfy constraint: Member must not be null"),
            "{text}"
        );
    }
    assert_eq!(
        fixture.ok("SetUserPoolMfaConfig", mfa(eums.clone())).await["SmsMfaConfiguration"]["SmsConfiguration"],
        eums
    );
}
