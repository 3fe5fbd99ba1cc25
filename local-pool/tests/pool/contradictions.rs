//! Settings and values that contradict each other or the pool are refused, with Cognito's texts.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, in_default_pool, password_auth, refusal};
use serde_json::{Value, json};

fn invalid(text: &str) -> (String, String) {
    refusal("InvalidParameterException", text)
}

#[tokio::test]
async fn a_schema_that_contradicts_itself_or_a_standard_attribute_is_refused() {
    let fixture = Fixture::start().await;
    let custom = |name: &str| json!({ "Name": name, "AttributeDataType": "String" });
    let with = |mut attribute: Value, member: &str, value: Value| {
        attribute[member] = value;
        attribute
    };
    let changed =
        "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute";
    let lengths = |least: &str, most: &str| json!({ "MinLength": least, "MaxLength": most });
    for (schema, text) in [
        (
            json!([with(custom("tier"), "Required", json!(true))]),
            "Required custom attributes are not supported currently.".to_owned(),
        ),
        (
            json!([{ "Name": "tier" }]),
            "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.".to_owned(),
        ),
        (
            json!([with(custom("email"), "AttributeDataType", json!("Number"))]),
            format!("{changed} email"),
        ),
        (
            json!([with(custom("name"), "DeveloperOnlyAttribute", json!(true))]),
            format!("{changed} name"),
        ),
        (
            json!([custom("a"), custom("tier"), custom("tier")]),
            "custom:tier: Existing attribute already has name custom:tier.".to_owned(),
        ),
        (
            json!([
                with(custom("tier"), "DeveloperOnlyAttribute", json!(true)),
                with(custom("tier"), "DeveloperOnlyAttribute", json!(true)),
            ]),
            "custom:tier: Existing attribute already has name dev:custom:tier.".to_owned(),
        ),
        (
            json!([custom("email"), custom("email")]),
            "email: Existing attribute already has name email.".to_owned(),
        ),
        (
            json!([custom("a"), custom("phone_number_verified")]),
            "1 validation error detected: Value 'phone_number_verified' at 'schema.2.member.name' failed to satisfy \
             constraint: Member must have length less than or equal to 20"
                .to_owned(),
        ),
        (
            json!([with(custom("tier"), "StringAttributeConstraints", lengths("x", "1"))]),
            "Invalid StringAttributeConstraints for schema attribute custom:tier".to_owned(),
        ),
        (
            json!([with(custom("tier"), "StringAttributeConstraints", lengths("0", "2049"))]),
            "user.custom:tier: String attributes cannot have a length of more than 2048".to_owned(),
        ),
        (
            json!([with(custom("tier"), "StringAttributeConstraints", lengths("5", "4"))]),
            "user.custom:tier: Max length cannot be less than min length.".to_owned(),
        ),
        (
            json!([{
                "Name": "age", "AttributeDataType": "Number",
                "NumberAttributeConstraints": { "MinValue": "2", "MaxValue": "1" },
            }]),
            "user.custom:age: Max value cannot be less than min value.".to_owned(),
        ),
    ] {
        let request = json!({ "PoolName": "shop", "Schema": schema });
        assert_eq!(fixture.refused("CreateUserPool", request).await, invalid(&text));
    }
    let both =
        [custom("tier"), with(custom("tier"), "DeveloperOnlyAttribute", json!(true)), custom("custom:tier")];
    let pool = fixture.ok("CreateUserPool", json!({ "PoolName": "shop", "Schema": both })).await;
    let schema = pool["UserPool"]["SchemaAttributes"].as_array().unwrap();
    let names: Vec<&Value> = schema[20..].iter().map(|attribute| &attribute["Name"]).collect();
    assert_eq!(names, ["custom:tier", "dev:custom:tier", "custom:custom:tier"]);
}

#[tokio::test]
async fn mfa_can_not_be_required_beside_a_first_factor_that_excludes_it() {
    let fixture = Fixture::start().await;
    let text =
        "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled";
    let expected = refusal("InvalidParameterException", text);
    let policies = |factors: Value| json!({ "SignInPolicy": { "AllowedFirstAuthFactors": factors } });
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sms" });
    let mut new = json!({ "PoolName": "shop", "MfaConfiguration": "ON", "SmsConfiguration": sms });
    new["Policies"] = policies(json!(["PASSWORD", "EMAIL_OTP"]));
    assert_eq!(fixture.refused("CreateUserPool", new.clone()).await, expected);

    new["Policies"] = policies(json!(["PASSWORD"]));
    let pool = fixture.ok("CreateUserPool", new).await["UserPool"]["Id"].take();
    let update = json!({ "UserPoolId": pool, "Policies": policies(json!(["PASSWORD", "SMS_OTP"])) });
    assert_eq!(fixture.refused("UpdateUserPool", update.clone()).await, expected);
    let off = json!({ "UserPoolId": pool, "MfaConfiguration": "OFF" });
    fixture.ok("SetUserPoolMfaConfig", off).await;
    fixture.ok("UpdateUserPool", update).await;
}

#[tokio::test]
async fn second_factors_that_contradict_each_other_are_refused() {
    let fixture = Fixture::start().await;
    let turned_off =
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.".to_owned();
    let none = "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.";
    let all_off =
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.";
    let one_time =
        "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled";
    let single = "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an \
                  allowed first auth factor";
    let token = |enabled: bool| json!({ "SoftwareTokenMfaConfiguration": { "Enabled": enabled } });
    for (factors, mfa, mut configuration, text) in [
        (json!(["PASSWORD"]), Some("OFF"), token(true), turned_off.as_str()),
        (json!(["PASSWORD"]), Some("OFF"), token(false), &turned_off),
        (json!(["PASSWORD"]), None, json!({ "EmailMfaConfiguration": {} }), &turned_off),
        (json!(["PASSWORD"]), Some("OPTIONAL"), json!({}), none),
        (
            json!(["PASSWORD"]),
            Some("ON"),
            json!({ "WebAuthnConfiguration": { "RelyingPartyId": "localhost" } }),
            none,
        ),
        (json!(["PASSWORD"]), Some("ON"), token(false), all_off),
        (json!(["PASSWORD", "EMAIL_OTP"]), Some("ON"), token(true), one_time),
        (json!(["PASSWORD", "SMS_OTP"]), Some("ON"), token(true), one_time),
        (json!(["PASSWORD", "WEB_AUTHN"]), Some("ON"), token(true), single),
    ] {
        let policies = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": factors } });
        let settings = json!({ "PoolName": "shop", "Policies": policies });
        let pool = fixture.ok("CreateUserPool", settings).await["UserPool"]["Id"].take();
        configuration["UserPoolId"] = pool.clone();
        configuration["MfaConfiguration"] = json!(mfa);
        assert_eq!(fixture.refused("SetUserPoolMfaConfig", configuration).await, invalid(text));
        let mfa = fixture.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": pool })).await;
        assert_eq!(mfa, json!({ "MfaConfiguration": "OFF" }));
    }
    let policies =
        |factor: &str| json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", factor] } });
    for (factor, mfa, web_authn) in [
        ("EMAIL_OTP", "OPTIONAL", Value::Null),
        ("WEB_AUTHN", "ON", json!({ "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION" })),
    ] {
        let settings = json!({ "PoolName": "shop", "Policies": policies(factor) });
        let mut request = token(true);
        request["UserPoolId"] = fixture.ok("CreateUserPool", settings).await["UserPool"]["Id"].take();
        request["MfaConfiguration"] = json!(mfa);
        request["WebAuthnConfiguration"] = web_authn;
        fixture.ok("SetUserPoolMfaConfig", request).await;
    }
    let new = json!({ "PoolName": "shop", "MfaConfiguration": "ON" });
    let text =
        "SMS configuration and Auto verification for phone_number are required when MFA is required/optional";
    assert_eq!(fixture.refused("CreateUserPool", new).await, invalid(text));
    let (pool, _) = fixture.pool_with(json!({})).await;
    let update = json!({ "UserPoolId": pool, "MfaConfiguration": "OPTIONAL" });
    let text = "Cannot turn MFA functionality ON, once the user pool has been created.";
    assert_eq!(fixture.refused("UpdateUserPool", update.clone()).await, invalid(text));
    let mut factor = token(true);
    (factor["UserPoolId"], factor["MfaConfiguration"]) = (json!(pool), json!("ON"));
    fixture.ok("SetUserPoolMfaConfig", factor).await;
    fixture.ok("UpdateUserPool", update).await;
}

#[tokio::test]
async fn attributes_that_a_client_can_not_have_are_refused() {
    let fixture = Fixture::start().await;
    let schema = json!([
        { "Name": "email", "Required": true },
        { "Name": "tier", "AttributeDataType": "String" },
        { "Name": "note", "AttributeDataType": "String", "DeveloperOnlyAttribute": true },
    ]);
    let (pool, client) = fixture.pool_with(json!({ "Schema": schema })).await;
    let request = |list: &str, names: &[&str]| json!({ "UserPoolId": pool, "ClientName": "app", "ClientId": client, list: names });
    let create = |list: &str, names: &[&str]| {
        let mut request = request(list, names);
        request.as_object_mut().unwrap().remove("ClientId");
        request
    };
    for (list, names, kind) in [
        ("ReadAttributes", &["email", "custom:teir"][..], "read"),
        ("ReadAttributes", &["tier"], "read"),
        ("WriteAttributes", &["email", "custom:teir"], "write"),
        ("WriteAttributes", &["email", "email_verified"], "write"),
        ("WriteAttributes", &["email", "sub"], "write"),
        ("WriteAttributes", &["email", "dev:custom:note"], "write"),
        // Users could not sign up without the required attribute.
        ("WriteAttributes", &["name"], "write"),
    ] {
        let text = |doing: &str| format!("Invalid {kind} attributes specified while {doing} a client");
        let refused = fixture.refused("CreateUserPoolClient", create(list, names)).await;
        assert_eq!(refused, invalid(&text("creating")), "{names:?}");
        let refused = fixture.refused("UpdateUserPoolClient", request(list, names)).await;
        assert_eq!(refused, invalid(&text("updating")), "{names:?}");
    }
    for (list, names) in [
        ("ReadAttributes", &["sub", "email_verified", "custom:tier", "dev:custom:note"][..]),
        ("WriteAttributes", &["email", "custom:tier"]),
    ] {
        fixture.ok("CreateUserPoolClient", create(list, names)).await;
    }
    let context = in_default_pool(json!({
        "ClientId": "local-client", "EnablePropagateAdditionalUserContextData": true,
    }));
    assert_eq!(fixture.refused("UpdateUserPoolClient", context).await.0, "InvalidParameterException");
}

#[tokio::test]
async fn an_app_reads_only_the_attributes_that_its_client_may_read() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("alice").await;
    let name = json!({ "UserAttributes": [{ "Name": "name", "Value": "Alice" }] });
    fixture.administer("AdminUpdateUserAttributes", "alice", name).await;
    fixture.change_client(&json!({ "ReadAttributes": ["name", "email_verified"] })).await;
    let tokens = fixture.tokens("alice").await;
    let user = fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    let attributes = user["UserAttributes"].as_array().unwrap();
    let mut shown: Vec<&str> = attributes.iter().map(|one| one["Name"].as_str().unwrap()).collect();
    shown.sort_unstable();
    assert_eq!(shown, ["email_verified", "name", "sub"]);
    let claims = crate::support::claims(&tokens["IdToken"]);
    assert_eq!((&claims["name"], &claims["email_verified"]), (&json!("Alice"), &json!(true)));
    assert!(claims["email"].is_null() && claims["sub"].is_string(), "{claims}");
    // An administrator reads everything.
    let user = fixture.administer("AdminGetUser", "alice", json!({})).await;
    assert!(user["UserAttributes"].as_array().unwrap().iter().any(|one| one["Name"] == "email"));
}

#[tokio::test]
async fn values_follow_the_table_of_standard_attributes() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("alice").await;
    let token = fixture.access_token("alice").await;
    let update = |name: &str, value: &str| json!({ "AccessToken": token, "UserAttributes": [{ "Name": name, "Value": value }] });
    for (name, value, fault) in [
        ("birthdate", "1990", "String must be no shorter than 10 characters"),
        ("birthdate", "31 January 1990", "String must be no longer than 10 characters"),
        ("updated_at", "yesterday", "Value must be a number"),
        ("updated_at", "-1", "Number must be no smaller than 0"),
        ("nickname", &*"x".repeat(2049), "String must be no longer than 2048 characters"),
    ] {
        let text = format!("Attributes did not conform to the schema: {name}: {fault}\n");
        assert_eq!(fixture.refused("UpdateUserAttributes", update(name, value)).await, invalid(&text));
    }
    for (name, value) in [("birthdate", "1990-01-31"), ("updated_at", "1735689600"), ("birthdate", "")] {
        fixture.ok("UpdateUserAttributes", update(name, value)).await;
    }
    let user = fixture.ok("GetUser", json!({ "AccessToken": token })).await;
    let has = |name: &str| user["UserAttributes"].as_array().unwrap().iter().any(|one| one["Name"] == name);
    assert!(has("updated_at") && !has("birthdate"), "a blank value removes an attribute: {user}");
    let flag = |value: &str| {
        in_default_pool(
            json!({ "Username": "alice", "UserAttributes": [{ "Name": "email_verified", "Value": value }] }),
        )
    };
    let text = "Attributes did not conform to the schema: email_verified: Value must be a boolean\n";
    assert_eq!(fixture.refused("AdminUpdateUserAttributes", flag("yes")).await, invalid(text));
    fixture.ok("AdminUpdateUserAttributes", flag("True")).await;
    let user = fixture.administer("AdminGetUser", "alice", json!({})).await;
    let verified = json!({ "Name": "email_verified", "Value": "true" });
    assert!(user["UserAttributes"].as_array().unwrap().contains(&verified));
}

#[tokio::test]
async fn only_an_administrator_writes_an_attribute_for_developers() {
    let fixture = Fixture::start().await;
    let schema = json!([{ "Name": "note", "AttributeDataType": "String", "DeveloperOnlyAttribute": true }]);
    let (pool, client) = fixture.pool_with(json!({ "Schema": schema })).await;
    let note = json!([{ "Name": "dev:custom:note", "Value": "x" }]);
    let sign_up =
        json!({ "ClientId": client, "Username": "ada", "Password": PASSWORD, "UserAttributes": note });
    let unauthorized =
        refusal("NotAuthorizedException", "A client attempted to write unauthorized attribute");
    assert_eq!(fixture.refused("SignUp", sign_up).await, unauthorized);
    let create = json!({
        "UserPoolId": pool, "Username": "ada", "UserAttributes": note, "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
    });
    fixture.ok("AdminCreateUser", create).await;
    let password = json!({ "UserPoolId": pool, "Username": "ada", "Password": PASSWORD, "Permanent": true });
    fixture.ok("AdminSetUserPassword", password).await;
    let tokens = fixture.ok("InitiateAuth", by_client(&client, password_auth("ada", PASSWORD))).await;
    let token = &tokens["AuthenticationResult"]["AccessToken"];
    let update = json!({ "AccessToken": token, "UserAttributes": note });
    assert_eq!(fixture.refused("UpdateUserAttributes", update).await, unauthorized);
}

#[tokio::test]
async fn an_address_that_differs_from_the_user_name_is_refused() {
    let fixture = Fixture::start().await;
    for (kind, name, other) in
        [("email", "ada@example.com", "bob@example.com"), ("phone_number", "+15555551234", "+15555551235")]
    {
        let settings =
            json!({ "UsernameAttributes": [kind], "UsernameConfiguration": { "CaseSensitive": false } });
        let (pool, client) = fixture.pool_with(settings).await;
        let text =
            format!("User {kind} should be empty or same as username, since username attribute is {kind}.");
        let attributes = |value: &str| json!([{ "Name": kind, "Value": value }]);
        let sign_up = |value: &str| json!({ "ClientId": client, "Username": name, "Password": PASSWORD, "UserAttributes": attributes(value) });
        assert_eq!(fixture.refused("SignUp", sign_up(other)).await, invalid(&text));
        let create = |name: &str, value: &str| json!({ "UserPoolId": pool, "Username": name, "UserAttributes": attributes(value) });
        assert_eq!(fixture.refused("AdminCreateUser", create(name, other)).await, invalid(&text));
        fixture.ok("SignUp", sign_up(&name.to_uppercase())).await;
        fixture.ok("AdminCreateUser", create(other, "")).await;
    }
}

#[tokio::test]
async fn a_filter_that_cognito_does_not_have_is_refused() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("alice").await;
    fixture.sign_up("bob").await;
    let list = |filter: &str| in_default_pool(json!({ "Filter": filter }));
    for (filter, count) in [
        ("cognito:user_status = \"confirmed\"", 1),
        ("cognito:user_status ^= \"Un\"", 1),
        ("status = \"enabled\"", 0),
        ("status = \"Enabled\"", 2),
    ] {
        let listed = fixture.ok("ListUsers", list(filter)).await;
        assert_eq!(listed["Users"].as_array().unwrap().len(), count, "{filter}");
    }
    for name in ["custom:tier", "nickname", "email_verified", "password"] {
        let text = format!("Invalid search attribute: {name}");
        let refused = fixture.refused("ListUsers", list(&format!("{name} = \"x\""))).await;
        assert_eq!(refused, invalid(&text));
    }
    let refused = fixture.refused("ListUsers", list("email like \"x\"")).await;
    assert_eq!(refused, invalid("Error while parsing filter."));
    let unknown = in_default_pool(json!({ "AttributesToGet": ["email", "custom:tier"] }));
    let text = "One or more requested attributes do not exist.";
    assert_eq!(fixture.refused("ListUsers", unknown).await, invalid(text));
}
