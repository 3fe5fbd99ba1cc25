//! UserAttributeUpdateSettings: the old address stays in force until the user verifies the new one.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, password_auth, refusal};
use serde_json::{Value, json};

const OLD: &str = "ada@old.example";
const NEW: &str = "ada@new.example";

/// A pool that keeps an address until the new one is verified, with a user who signs in by e-mail address.
struct Keeping {
    fixture: Fixture,
    pool: String,
    client: String,
}

impl Keeping {
    async fn start() -> Self {
        let fixture = Fixture::start().await;
        let settings = json!({
            "AliasAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
            "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
        });
        let (pool, client) = fixture.pool_with(settings).await;
        let keeping = Self { fixture, pool, client };
        keeping.add_user("ada", OLD).await;
        keeping
    }

    async fn add_user(&self, name: &str, email: &str) {
        let attributes =
            json!([{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }]);
        self.administer(
            "AdminCreateUser",
            name,
            json!({ "UserAttributes": attributes, "MessageAction": "SUPPRESS" }),
        )
        .await;
        self.administer("AdminSetUserPassword", name, json!({ "Password": PASSWORD, "Permanent": true }))
            .await;
    }

    async fn administer(&self, operation: &str, name: &str, mut more: Value) -> Value {
        more["UserPoolId"] = json!(self.pool);
        more["Username"] = json!(name);
        self.fixture.ok(operation, more).await
    }

    async fn sign_in(&self, name: &str) -> Result<Value, String> {
        let request = by_client(&self.client, password_auth(name, PASSWORD));
        let answer = self.fixture.operation("InitiateAuth", &request).await.unwrap();
        match answer.status {
            200 => Ok(answer.json()["AuthenticationResult"]["AccessToken"].take()),
            _ => Err(answer.error_type.unwrap()),
        }
    }

    /// The user's address, and whether it is verified.
    async fn email(&self) -> (String, String) {
        let user = self.administer("AdminGetUser", "ada", json!({})).await;
        let attributes = user["UserAttributes"].as_array().unwrap();
        let value = |name: &str| {
            let found = attributes.iter().find(|attribute| attribute["Name"] == name).unwrap();
            found["Value"].as_str().unwrap().to_owned()
        };
        (value("email"), value("email_verified"))
    }

    async fn verify(&self, token: &Value, code: &str) -> Value {
        let request = json!({ "AccessToken": token, "AttributeName": "email", "Code": code });
        let answer = self.fixture.operation("VerifyUserAttribute", &request).await.unwrap();
        answer.json()
    }
}

fn change(token: &Value, email: &str) -> Value {
    json!({ "AccessToken": token, "UserAttributes": [{ "Name": "email", "Value": email }, { "Name": "name", "Value": "Ada" }] })
}

fn verified(email: &str) -> (String, String) {
    (email.to_owned(), "true".to_owned())
}

#[tokio::test]
async fn the_old_address_signs_the_user_in_until_the_new_one_is_verified() {
    let keeping = Keeping::start().await;
    let token = keeping.sign_in(OLD).await.unwrap();
    let answer = keeping.fixture.ok("UpdateUserAttributes", change(&token, NEW)).await;
    let sent = &answer["CodeDeliveryDetailsList"];
    assert_eq!(
        sent,
        &json!([{ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@n***" }])
    );
    assert_eq!(keeping.email().await, verified(OLD));
    let user = keeping.administer("AdminGetUser", "ada", json!({})).await;
    assert!(user.to_string().contains(r#""Ada""#), "the other attributes change at once: {user}");
    keeping.sign_in(OLD).await.unwrap();
    assert_eq!(keeping.sign_in(NEW).await.unwrap_err(), "UserNotFoundException");
    let message = keeping.fixture.pool.messages("ada").pop().unwrap();
    assert_eq!(message.destination, NEW);

    // Another code goes to the new address too.
    let again = json!({ "AccessToken": token, "AttributeName": "email" });
    let again = keeping.fixture.ok("GetUserAttributeVerificationCode", again).await;
    assert_eq!(again["CodeDeliveryDetails"]["Destination"], "a***@n***");
    let code = keeping.fixture.latest_code("ada");
    assert_eq!(keeping.verify(&token, &code).await, json!({}));
    assert_eq!(keeping.email().await, verified(NEW));
    keeping.sign_in(NEW).await.unwrap();
    assert_eq!(keeping.sign_in(OLD).await.unwrap_err(), "UserNotFoundException");
}

#[tokio::test]
async fn a_later_change_replaces_the_one_that_waits() {
    let keeping = Keeping::start().await;
    let token = keeping.sign_in(OLD).await.unwrap();
    keeping.fixture.ok("UpdateUserAttributes", change(&token, NEW)).await;
    let first = keeping.fixture.latest_code("ada");
    keeping.fixture.ok("UpdateUserAttributes", change(&token, "ada@newest.example")).await;
    let newest = keeping.fixture.latest_code("ada");
    if first != newest {
        assert_eq!(keeping.verify(&token, &first).await["__type"], "CodeMismatchException");
    }
    // After a change back to the address in force, no change waits any more.
    keeping.fixture.ok("UpdateUserAttributes", change(&token, OLD)).await;
    assert_eq!(keeping.verify(&token, &newest).await["__type"], "ExpiredCodeException");
    assert_eq!(keeping.email().await, verified(OLD));
    // A code that is too old changes nothing either.
    keeping.fixture.ok("UpdateUserAttributes", change(&token, NEW)).await;
    let code = keeping.fixture.latest_code("ada");
    keeping.fixture.pool.advance_clock(24 * 3600 + 1);
    let token = keeping.sign_in(OLD).await.unwrap();
    assert_eq!(keeping.verify(&token, &code).await["__type"], "ExpiredCodeException");
    assert_eq!(keeping.email().await, verified(OLD));
}

#[tokio::test]
async fn an_administrators_change_waits_unless_it_says_that_the_address_is_verified() {
    let keeping = Keeping::start().await;
    let token = keeping.sign_in(OLD).await.unwrap();
    let attributes = json!({ "UserAttributes": [{ "Name": "email", "Value": NEW }] });
    keeping.administer("AdminUpdateUserAttributes", "ada", attributes).await;
    assert_eq!(keeping.email().await, verified(OLD));
    let code = keeping.fixture.latest_code("ada");
    let attributes = json!({ "UserAttributes": [
        { "Name": "email_verified", "Value": "true" }, { "Name": "email", "Value": "ada@admin.example" },
    ]});
    keeping.administer("AdminUpdateUserAttributes", "ada", attributes).await;
    assert_eq!(keeping.email().await, verified("ada@admin.example"));
    // The code of the change that waited no longer works.
    assert_eq!(keeping.verify(&token, &code).await["__type"], "ExpiredCodeException");
    assert_eq!(keeping.email().await, verified("ada@admin.example"));
}

#[tokio::test]
async fn an_address_that_somebody_else_verified_first_is_refused() {
    let keeping = Keeping::start().await;
    let token = keeping.sign_in(OLD).await.unwrap();
    keeping.fixture.ok("UpdateUserAttributes", change(&token, NEW)).await;
    let code = keeping.fixture.latest_code("ada");
    keeping.add_user("bob", NEW).await;
    assert_eq!(keeping.verify(&token, &code).await["__type"], "AliasExistsException");
    assert_eq!(keeping.email().await, verified(OLD));
}

#[tokio::test]
async fn an_attribute_that_the_pool_does_not_verify_can_not_wait() {
    let fixture = Fixture::start().await;
    let waiting = |names: Value, verified: Value| {
        json!({
            "PoolName": "own", "AutoVerifiedAttributes": verified,
            "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": names },
        })
    };
    let text =
        "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes";
    let refused = fixture.refused("CreateUserPool", waiting(json!(["email"]), json!(["phone_number"]))).await;
    assert_eq!(refused, refusal("InvalidParameterException", text));
    for (names, verified) in [(json!([]), json!([])), (json!(["email"]), json!(["phone_number", "email"]))] {
        let pool = fixture.ok("CreateUserPool", waiting(names.clone(), verified)).await["UserPool"].take();
        assert_eq!(
            pool["UserAttributeUpdateSettings"],
            json!({ "AttributesRequireVerificationBeforeUpdate": names })
        );
    }
}
