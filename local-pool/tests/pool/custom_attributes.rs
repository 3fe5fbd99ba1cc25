//! AddCustomAttributes: an attribute for a pool that exists already.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, password_auth, refusal};
use serde_json::{Value, json};

fn adding(pool: &str, attributes: Value) -> Value {
    json!({ "UserPoolId": pool, "CustomAttributes": attributes })
}

fn text(name: &str) -> Value {
    json!({ "Name": name, "AttributeDataType": "String", "Mutable": true })
}

async fn names(fixture: &Fixture, pool: &str) -> Vec<String> {
    let described = fixture.ok("DescribeUserPool", json!({ "UserPoolId": pool })).await;
    let schema = described["UserPool"]["SchemaAttributes"].as_array().unwrap().clone();
    let names = schema.iter().map(|attribute| attribute["Name"].as_str().unwrap().to_owned());
    names.filter(|name| name.contains("custom:")).collect()
}

#[tokio::test]
async fn an_added_attribute_can_be_set_within_its_constraints() {
    let fixture = Fixture::start().await;
    let (pool, client) = fixture.pool_with(json!({})).await;
    let tier = json!({
        "Name": "tier", "AttributeDataType": "String", "Mutable": true,
        "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "4" },
    });
    let sign_up = |name: &str, tier: &str| {
        json!({
            "ClientId": client, "Username": name, "Password": PASSWORD,
            "UserAttributes": [{ "Name": "custom:tier", "Value": tier }],
        })
    };
    let unknown =
        "Attributes did not conform to the schema: custom:tier: Attribute does not exist in the schema.\n";
    let refused = fixture.refused("SignUp", sign_up("ada", "gold")).await;
    assert_eq!(refused, refusal("InvalidParameterException", unknown));
    fixture.ok("AddCustomAttributes", adding(&pool, json!([tier]))).await;
    let long =
        "Attributes did not conform to the schema: custom:tier: String must be no longer than 4 characters\n";
    let refused = fixture.refused("SignUp", sign_up("ada", "silver")).await;
    assert_eq!(refused, refusal("InvalidParameterException", long));
    fixture.ok("SignUp", sign_up("ada", "gold")).await;
    fixture.ok("AdminConfirmSignUp", json!({ "UserPoolId": pool, "Username": "ada" })).await;
    let tokens = fixture.ok("InitiateAuth", by_client(&client, password_auth("ada", PASSWORD))).await;
    assert_eq!(crate::support::claims(&tokens["AuthenticationResult"]["IdToken"])["custom:tier"], "gold");
}

#[tokio::test]
async fn only_an_administrator_writes_an_attribute_for_developers() {
    let fixture = Fixture::start().await;
    let (pool, client) = fixture.pool_with(json!({})).await;
    let mut risk = text("risk");
    risk["DeveloperOnlyAttribute"] = json!(true);
    fixture.ok("AddCustomAttributes", adding(&pool, json!([risk]))).await;
    assert_eq!(names(&fixture, &pool).await, ["dev:custom:risk"]);
    let value = json!([{ "Name": "dev:custom:risk", "Value": "high" }]);
    let sign_up =
        json!({ "ClientId": client, "Username": "ada", "Password": PASSWORD, "UserAttributes": value });
    let refused = fixture.refused("SignUp", sign_up).await;
    let text = "A client attempted to write unauthorized attribute";
    assert_eq!(refused, refusal("NotAuthorizedException", text));
    let create = json!({ "UserPoolId": pool, "Username": "ada", "UserAttributes": value });
    fixture.ok("AdminCreateUser", create).await;
}

#[tokio::test]
async fn attributes_that_the_pool_refuses_are_refused_together_with_the_rest() {
    let fixture = Fixture::start().await;
    let (pool, _) = fixture.pool_with(json!({ "Schema": [text("tier")] })).await;
    let mut required = text("needed");
    required["Required"] = json!(true);
    let untyped = json!({ "Name": "untyped" });
    let data_type = "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.";
    for (attributes, said) in [
        (
            json!([text("fine"), text("tier")]),
            "custom:tier: Existing attribute already has name custom:tier.",
        ),
        (
            json!([text("twice"), text("twice")]),
            "custom:twice: Existing attribute already has name custom:twice.",
        ),
        (json!([text("fine"), required]), "Required custom attributes are not supported currently."),
        (json!([untyped]), data_type),
        (
            json!([text("email")]),
            "A custom attribute with the name of a standard attribute is not supported by the local pool.",
        ),
        (
            json!([]),
            "1 validation error detected: Value '[]' at 'customAttributes' failed to satisfy constraint: \
             Member must have length greater than or equal to 1",
        ),
        (
            json!([text("a-name-of-21-letters-")]),
            "1 validation error detected: Value 'a-name-of-21-letters-' at 'customAttributes.1.member.name' failed to \
             satisfy constraint: Member must have length less than or equal to 20",
        ),
    ] {
        let refused = fixture.refused("AddCustomAttributes", adding(&pool, attributes)).await;
        assert_eq!(refused, refusal("InvalidParameterException", said));
    }
    assert_eq!(names(&fixture, &pool).await, ["custom:tier"], "none of them was added");
    for first in [0, 25] {
        let more: Value = (first..first + 25)
            .filter(|number| *number < 49)
            .map(|number| text(&format!("n{number}")))
            .collect();
        fixture.ok("AddCustomAttributes", adding(&pool, more)).await;
    }
    let refused = fixture.refused("AddCustomAttributes", adding(&pool, json!([text("fine")]))).await;
    assert_eq!(
        refused,
        refusal("InvalidParameterException", "A user pool can have at most 50 custom attributes.")
    );
}
