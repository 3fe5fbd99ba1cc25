//! The records that a pool only stores. It describes and lists them as they were set.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, in_default_pool, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

/// The first bytes of a PNG file, in base64.
const PNG: &str = "iVBORw0KGgo=";

fn of_client(request: Value) -> Value {
    let mut request = in_default_pool(request);
    request["ClientId"] = json!(DEFAULT_CLIENT_ID);
    request
}

/// Compares a description with what was set. Each date must be a number, and is not compared.
fn assert_described(described: &Value, expected: &Value) {
    let mut described = described.clone();
    for (name, member) in described.as_object_mut().unwrap() {
        if name.ends_with("Date") {
            assert!(member.as_f64().unwrap() > 1e9, "{name} counts seconds");
        }
    }
    described.as_object_mut().unwrap().retain(|name, _| !name.ends_with("Date"));
    assert_eq!(&described, expected);
}

#[tokio::test]
async fn a_clients_style_replaces_that_of_all_clients() {
    let fixture = Fixture::start().await;
    let get =
        async |request: Value| fixture.ok("GetUICustomization", request).await["UICustomization"].take();
    let set =
        async |request: Value| fixture.ok("SetUICustomization", request).await["UICustomization"].take();
    let no_domain = "There has to be an existing domain associated with this user pool";
    for operation in ["SetUICustomization", "GetUICustomization"] {
        let refused = fixture.refused(operation, of_client(json!({ "CSS": ".a{}" }))).await;
        assert_eq!(refused, refusal("InvalidParameterException", no_domain));
    }
    fixture.ok("CreateUserPoolDomain", in_default_pool(json!({ "Domain": "shop" }))).await;
    assert_eq!(get(of_client(json!({}))).await, json!({}));

    let all = set(in_default_pool(json!({ "CSS": ".banner{}" }))).await;
    let version = all["CSSVersion"].as_str().unwrap();
    assert!(version.len() == 14 && version.starts_with("20"), "{version}");
    let expected = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": "ALL", "CSS": ".banner{}", "CSSVersion": version,
    });
    assert_described(&all, &expected);
    assert_eq!(get(of_client(json!({}))).await, all);
    let own = set(of_client(json!({ "ImageFile": PNG }))).await;
    assert_eq!(own["ImageUrl"], format!("data:image/png;base64,{PNG}"));
    assert_eq!((&own["ClientId"], own.get("CSS")), (&json!(DEFAULT_CLIENT_ID), None));
    assert_eq!(get(of_client(json!({}))).await, own);
    assert_eq!(get(in_default_pool(json!({ "ClientId": DEFAULT_CLIENT_WITH_SECRET_ID }))).await, all);

    let reset = set(of_client(json!({}))).await;
    assert_eq!(reset, json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID }));
    assert_eq!(get(of_client(json!({}))).await, all);
    for (image, kind) in [("AAAA", "InvalidParameterException"), ("!", "SerializationException")] {
        let request = of_client(json!({ "ImageFile": image }));
        assert_eq!(fixture.refused("SetUICustomization", request).await.0, kind);
    }
    let unknown = in_default_pool(json!({ "ClientId": "nobody" }));
    assert_eq!(fixture.refused("GetUICustomization", unknown).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_risk_configuration_is_described_until_it_is_reset() {
    let fixture = Fixture::start().await;
    let describe = async |request: Value| {
        fixture.ok("DescribeRiskConfiguration", request).await["RiskConfiguration"].take()
    };
    let actions = json!({
        "LowAction": { "Notify": false, "EventAction": "NO_ACTION" },
        "HighAction": { "Notify": true, "EventAction": "MFA_REQUIRED" },
    });
    let notify = json!({
        "SourceArn": "arn:aws:ses:local:000000000000:identity/pool.example", "From": "pool@pool.example",
        "BlockEmail": { "Subject": "Blocked", "TextBody": "A sign-in was blocked." },
    });
    let configuration = json!({
        "CompromisedCredentialsRiskConfiguration": { "Actions": { "EventAction": "BLOCK" } },
        "AccountTakeoverRiskConfiguration": { "Actions": actions, "NotifyConfiguration": notify },
        "RiskExceptionConfiguration": { "BlockedIPRangeList": ["10.0.0.0/8"] },
    });
    let mut expected = configuration.clone();
    let every = json!(["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"]);
    expected["CompromisedCredentialsRiskConfiguration"]["EventFilter"] = every;
    expected["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    let set =
        fixture.ok("SetRiskConfiguration", in_default_pool(configuration)).await["RiskConfiguration"].take();
    assert_described(&set, &expected);
    assert_eq!(describe(in_default_pool(json!({}))).await, set);
    let client = describe(of_client(json!({}))).await;
    assert_eq!(client, json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID }));

    let bad = in_default_pool(json!({
        "AccountTakeoverRiskConfiguration": { "Actions": { "LowAction": { "EventAction": "RUN" } } },
    }));
    let place = "accountTakeoverRiskConfiguration.actions.lowAction";
    let text = format!(
        "2 validation errors detected: Value at '{place}.notify' failed to satisfy constraint: Member must not be \
         null; Value 'RUN' at '{place}.eventAction' failed to satisfy constraint: Member must satisfy enum value set: \
         [BLOCK, MFA_IF_CONFIGURED, MFA_REQUIRED, NO_ACTION]"
    );
    let refused = fixture.refused("SetRiskConfiguration", bad).await;
    assert_eq!(refused, refusal("InvalidParameterException", &text));
    fixture.ok("SetRiskConfiguration", in_default_pool(json!({}))).await;
    let reset = describe(in_default_pool(json!({}))).await;
    assert_eq!(reset, json!({ "UserPoolId": DEFAULT_USER_POOL_ID }));
}

#[tokio::test]
async fn log_delivery_is_described_as_it_was_set() {
    let fixture = Fixture::start().await;
    let get = async || {
        let request = in_default_pool(json!({}));
        fixture.ok("GetLogDeliveryConfiguration", request).await["LogDeliveryConfiguration"].take()
    };
    let described = |logs: Value| json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "LogConfigurations": logs });
    assert_eq!(get().await, described(json!([])));
    let arn = "arn:aws:logs:local:000000000000:log-group:pool";
    let logs = json!([{
        "LogLevel": "ERROR", "EventSource": "userNotification", "CloudWatchLogsConfiguration": { "LogGroupArn": arn },
    }]);
    let set = in_default_pool(json!({ "LogConfigurations": logs }));
    let answer = fixture.ok("SetLogDeliveryConfiguration", set).await;
    assert_eq!(answer["LogDeliveryConfiguration"], described(logs.clone()));
    assert_eq!(get().await, described(logs));
    let bad = in_default_pool(json!({ "LogConfigurations": [{ "LogLevel": "TRACE" }] }));
    assert_eq!(fixture.refused("SetLogDeliveryConfiguration", bad).await.0, "InvalidParameterException");
}

#[tokio::test]
async fn a_client_has_one_style_of_managed_login() {
    let fixture = Fixture::start().await;
    let asset = json!({ "Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "PNG", "Bytes": PNG });
    let settings = json!({ "components": { "form": { "radius": 8.5 }, "page": {} } });
    let create = of_client(json!({ "Settings": settings, "Assets": [asset] }));
    let made = fixture.ok("CreateManagedLoginBranding", create.clone()).await["ManagedLoginBranding"].take();
    let id = &made["ManagedLoginBrandingId"];
    let expected = json!({
        "ManagedLoginBrandingId": id, "UserPoolId": DEFAULT_USER_POOL_ID, "UseCognitoProvidedValues": false,
        "Settings": settings, "Assets": [asset],
    });
    assert_described(&made, &expected);
    let exists = refusal(
        "ManagedLoginBrandingExistsException",
        "Managed login branding already exists for client local-client.",
    );
    assert_eq!(fixture.refused("CreateManagedLoginBranding", create).await, exists);
    let one = in_default_pool(json!({ "ManagedLoginBrandingId": id }));
    assert_eq!(fixture.ok("DescribeManagedLoginBranding", one.clone()).await["ManagedLoginBranding"], made);
    let by_client = of_client(json!({ "ReturnMergedResources": true }));
    let found = fixture.ok("DescribeManagedLoginBrandingByClient", by_client.clone()).await;
    assert_eq!(found["ManagedLoginBranding"], made);

    let mut update = one.clone();
    update["Settings"] = json!({ "components": { "form": { "color": "red" } } });
    update["Assets"] = json!([{ "Category": "FORM_LOGO", "ColorMode": "DARK", "Extension": "SVG" }]);
    let updated = fixture.ok("UpdateManagedLoginBranding", update).await["ManagedLoginBranding"].take();
    let merged = json!({ "components": { "form": { "radius": 8.5, "color": "red" }, "page": {} } });
    assert_eq!((&updated["Settings"], updated["Assets"].as_array().unwrap().len()), (&merged, 2));
    let mut reset = one.clone();
    reset["UseCognitoProvidedValues"] = json!(true);
    let plain = fixture.ok("UpdateManagedLoginBranding", reset.clone()).await["ManagedLoginBranding"].take();
    assert_eq!((&plain["UseCognitoProvidedValues"], &plain["Assets"]), (&json!(true), &json!([])));
    reset["Settings"] = json!({});
    let both = "UseCognitoProvidedValues cannot be true together with Settings or Assets.";
    let refused = fixture.refused("UpdateManagedLoginBranding", reset).await;
    assert_eq!(refused, refusal("InvalidParameterException", both));

    fixture.ok("DeleteManagedLoginBranding", one.clone()).await;
    for (operation, request) in
        [("DescribeManagedLoginBranding", one), ("DescribeManagedLoginBrandingByClient", by_client)]
    {
        assert_eq!(fixture.refused(operation, request).await.0, "ResourceNotFoundException", "{operation}");
    }
}

#[tokio::test]
async fn terms_are_created_listed_page_by_page_updated_and_deleted() {
    let fixture = Fixture::start().await;
    let create = |name: &str| {
        of_client(json!({
            "TermsName": name, "TermsSource": "LINK", "Enforcement": "NONE",
            "Links": { "cognito:default": format!("https://shop.example/{name}") },
        }))
    };
    let made = fixture.ok("CreateTerms", create("terms-of-use")).await["Terms"].take();
    let expected = json!({
        "TermsId": made["TermsId"], "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID,
        "TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE",
        "Links": { "cognito:default": "https://shop.example/terms-of-use" },
    });
    assert_described(&made, &expected);
    let exists = "Terms terms-of-use already exist for client local-client.";
    let refused = fixture.refused("CreateTerms", create("terms-of-use")).await;
    assert_eq!(refused, refusal("TermsExistsException", exists));
    let policy = fixture.ok("CreateTerms", create("privacy-policy")).await["Terms"].take();

    let first = fixture.ok("ListTerms", in_default_pool(json!({ "MaxResults": 1 }))).await;
    let rest = in_default_pool(json!({ "MaxResults": 1, "NextToken": first["NextToken"] }));
    let rest = fixture.ok("ListTerms", rest).await;
    let mut names = [&first, &rest].map(|page| page["Terms"][0]["TermsName"].as_str().unwrap());
    names.sort_unstable();
    assert_eq!((names, rest.get("NextToken")), (["privacy-policy", "terms-of-use"], None));

    let one = in_default_pool(json!({ "TermsId": policy["TermsId"] }));
    let mut update = one.clone();
    update["Links"] = json!({ "cognito:chinese-simplified": "https://shop.example/zh" });
    let updated = fixture.ok("UpdateTerms", update.clone()).await["Terms"].take();
    assert_eq!((&updated["Links"], &updated["TermsName"]), (&update["Links"], &json!("privacy-policy")));
    assert_eq!(fixture.ok("DescribeTerms", one.clone()).await["Terms"], updated);
    let by_client = of_client(json!({ "TermsName": "privacy-policy" }));
    assert_eq!(fixture.ok("DescribeTermsByClient", by_client).await["Terms"], updated);
    let mut taken = one.clone();
    taken["TermsName"] = json!("terms-of-use");
    assert_eq!(fixture.refused("UpdateTerms", taken).await.0, "TermsExistsException");
    for links in
        [json!({}), json!({ "cognito:klingon": "https://shop.example/" }), json!({ "cognito:default": "" })]
    {
        let mut bad = one.clone();
        bad["Links"] = links;
        assert_eq!(fixture.refused("UpdateTerms", bad).await.0, "InvalidParameterException");
    }
    assert_eq!(fixture.ok("DeleteTerms", one.clone()).await, json!({}));
    assert_eq!(fixture.refused("DescribeTerms", one).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_deleted_clients_records_are_gone() {
    let fixture = Fixture::start().await;
    let made = fixture.ok("CreateManagedLoginBranding", of_client(json!({}))).await;
    let terms = json!({ "TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE" });
    fixture.ok("CreateTerms", of_client(terms)).await;
    fixture.ok("DeleteUserPoolClient", of_client(json!({}))).await;
    assert_eq!(fixture.ok("ListTerms", in_default_pool(json!({}))).await, json!({ "Terms": [] }));
    let id = &made["ManagedLoginBranding"]["ManagedLoginBrandingId"];
    let branding = in_default_pool(json!({ "ManagedLoginBrandingId": id }));
    let refused = fixture.refused("DescribeManagedLoginBranding", branding).await;
    assert_eq!(refused.0, "ResourceNotFoundException");
}
