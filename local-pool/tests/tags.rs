//! Tags of user pools.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

mod support;

use serde_json::{Map, Value, json};
use support::{Fixture, refusal};

async fn tags(fixture: &Fixture, arn: &Value) -> Value {
    fixture.ok("ListTagsForResource", json!({ "ResourceArn": arn })).await["Tags"].take()
}

#[tokio::test]
async fn tags_come_with_a_new_pool_and_change_later() {
    let fixture = Fixture::start().await;
    let request = json!({ "PoolName": "shop", "UserPoolTags": { "stage": "test", "team": "" } });
    let pool = fixture.ok("CreateUserPool", request).await["UserPool"].take();
    let arn = &pool["Arn"];
    assert_eq!(tags(&fixture, arn).await, json!({ "stage": "test", "team": "" }));
    let more = json!({ "ResourceArn": arn, "Tags": { "stage": "live", "owner": "ada" } });
    assert_eq!(fixture.ok("TagResource", more).await, json!({}));
    let fewer = json!({ "ResourceArn": arn, "TagKeys": ["team", "unknown"] });
    assert_eq!(fixture.ok("UntagResource", fewer).await, json!({}));
    let left = json!({ "stage": "live", "owner": "ada" });
    assert_eq!(tags(&fixture, arn).await, left);
    let described = fixture.ok("DescribeUserPool", json!({ "UserPoolId": pool["Id"] })).await;
    assert_eq!(described["UserPool"]["UserPoolTags"], left);
    // A tool may take the account from its own credentials.
    let elsewhere = arn.as_str().unwrap().replace(":000000000000:", ":123456789012:");
    assert_eq!(tags(&fixture, &json!(elsewhere)).await, left);
}

#[tokio::test]
async fn tags_that_can_not_be_set_are_refused_and_change_nothing() {
    let fixture = Fixture::start().await;
    let pool = fixture.ok("CreateUserPool", json!({ "PoolName": "shop" })).await["UserPool"].take();
    let arn = &pool["Arn"];
    let tag = |tags: Value| json!({ "ResourceArn": arn, "Tags": tags });
    let many: Map<String, Value> = (0..51).map(|number| (format!("key{number}"), json!(""))).collect();
    for (tags, kind) in [
        (Value::Object(many), "InvalidParameterException"),
        (json!({ "aws:x": "" }), "InvalidParameterException"),
        (json!({ "": "" }), "InvalidParameterException"),
        (json!({ "key": "v".repeat(257) }), "InvalidParameterException"),
        (json!({ "key": 1 }), "SerializationException"),
    ] {
        assert_eq!(fixture.refused("TagResource", tag(tags.clone())).await.0, kind, "{tags}");
        let create = json!({ "PoolName": "shop", "UserPoolTags": tags });
        assert_eq!(fixture.refused("CreateUserPool", create).await.0, kind, "{tags}");
    }
    assert_eq!(tags(&fixture, arn).await, json!({}));

    let gone = arn.as_str().unwrap().replace(pool["Id"].as_str().unwrap(), "local_Gone");
    let refused = fixture.refused("ListTagsForResource", json!({ "ResourceArn": gone })).await;
    assert_eq!(refused, refusal("ResourceNotFoundException", "User pool local_Gone does not exist."));
    for other in ["arn:aws:iam::000000000000:role/logs", "arn:aws:s3:::userpool/local_LocalPool"] {
        let (kind, _) = fixture.refused("ListTagsForResource", json!({ "ResourceArn": other })).await;
        assert_eq!(kind, "InvalidParameterException", "{other}");
    }
}
