//! Tags of user pools and of identity pools.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, refusal};
use cognito_local_pool::{DEFAULT_IDENTITY_POOL_ID, DEFAULT_USER_POOL_ID, LocalPool, Options};
use serde_json::{Map, Value, json};

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

#[tokio::test]
async fn an_identity_pool_keeps_its_tags_until_they_change() {
    let fixture = Fixture::start().await;
    let settings = json!({ "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false });
    let mut request = settings.clone();
    request["IdentityPoolTags"] = json!({ "stage": "test", "team": "" });
    let pool = fixture.identity_ok("CreateIdentityPool", request).await;
    let id = pool["IdentityPoolId"].as_str().unwrap();
    let arn = format!("arn:aws:cognito-identity:local:000000000000:identitypool/{id}");
    let more = json!({ "ResourceArn": arn, "Tags": { "stage": "live", "owner": "ada" } });
    assert_eq!(fixture.identity_ok("TagResource", more).await, json!({}));
    let fewer = json!({ "ResourceArn": arn, "TagKeys": ["team", "unknown"] });
    assert_eq!(fixture.identity_ok("UntagResource", fewer).await, json!({}));
    let left = json!({ "stage": "live", "owner": "ada" });
    let one = json!({ "ResourceArn": arn });
    assert_eq!(fixture.identity_ok("ListTagsForResource", one.clone()).await, json!({ "Tags": left }));
    // An update without tags leaves them.
    let mut update = settings.clone();
    update["IdentityPoolId"] = json!(id);
    assert_eq!(fixture.identity_ok("UpdateIdentityPool", update.clone()).await["IdentityPoolTags"], left);
    update["IdentityPoolTags"] = json!({ "stage": "new" });
    fixture.identity_ok("UpdateIdentityPool", update).await;
    let tags = fixture.identity_ok("ListTagsForResource", one).await["Tags"].take();
    assert_eq!(tags, json!({ "stage": "new" }));

    for (tags, kind) in
        [(json!({ "aws:x": "" }), "InvalidParameterException"), (json!({ "": "" }), "ValidationException")]
    {
        let request = json!({ "ResourceArn": arn, "Tags": tags });
        assert_eq!(fixture.identity_refused("TagResource", request).await.0, kind, "{tags}");
        let mut create = settings.clone();
        create["IdentityPoolTags"] = tags.clone();
        assert_eq!(fixture.identity_refused("CreateIdentityPool", create).await.0, kind, "{tags}");
    }
    let gone = json!({ "ResourceArn": arn.replace(id, "local:0") });
    let (kind, _) = fixture.identity_refused("ListTagsForResource", gone).await;
    assert_eq!(kind, "ResourceNotFoundException");
    let other = json!({ "ResourceArn": "arn:aws:cognito-idp:local:000000000000:userpool/local_LocalPool" });
    let (kind, _) = fixture.identity_refused("ListTagsForResource", other).await;
    assert_eq!(kind, "InvalidParameterException");
}

#[tokio::test]
async fn a_program_changes_the_tags_of_both_kinds_of_pools() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let id = DEFAULT_IDENTITY_POOL_ID;
    for arn in [
        format!("arn:aws:cognito-identity:local:000000000000:identitypool/{id}"),
        format!("arn:aws:cognito-idp:local:000000000000:userpool/{DEFAULT_USER_POOL_ID}"),
    ] {
        pool.perform("TagResource", &json!({ "ResourceArn": arn, "Tags": { "team": "shop" } })).unwrap();
        let tags = pool.perform("ListTagsForResource", &json!({ "ResourceArn": arn })).unwrap();
        assert_eq!(tags, json!({ "Tags": { "team": "shop" } }));
    }
    pool.shutdown().await;
}
