//! Groups: their members, their lists, and their claims in tokens.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, claims, refusal};
use cognito_local_pool::DEFAULT_USER_POOL_ID;
use serde_json::{Value, json};

async fn group(pool: &Fixture, operation: &str, name: &str, mut more: Value) -> Value {
    more["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    more["GroupName"] = json!(name);
    pool.ok(operation, more).await
}

async fn add(pool: &Fixture, username: &str, name: &str) {
    pool.administer("AdminAddUserToGroup", username, json!({ "GroupName": name })).await;
}

#[tokio::test]
async fn a_group_is_made_changed_and_deleted() {
    let pool = Fixture::start().await;
    let made =
        group(&pool, "CreateGroup", "admins", json!({ "Description": "All powers", "Precedence": 1 })).await;
    assert_eq!(made["Group"]["UserPoolId"], DEFAULT_USER_POOL_ID);
    let again = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "GroupName": "admins" });
    assert_eq!(pool.refused("CreateGroup", again.clone()).await.0, "GroupExistsException");
    group(&pool, "UpdateGroup", "admins", json!({ "RoleArn": "arn:aws:iam::0:role/admin" })).await;
    let found = group(&pool, "GetGroup", "admins", json!({})).await["Group"].take();
    assert_eq!(found["Description"], "All powers");
    assert_eq!((&found["Precedence"], &found["RoleArn"]), (&json!(1), &json!("arn:aws:iam::0:role/admin")));
    group(&pool, "DeleteGroup", "admins", json!({})).await;
    let gone = refusal("ResourceNotFoundException", "Group not found.");
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"] {
        assert_eq!(pool.refused(operation, again.clone()).await, gone, "{operation}");
    }
    for (name, precedence, kind) in [
        ("", json!(0), "InvalidParameterException"),
        ("g", json!(-1), "InvalidParameterException"),
        ("g", json!("1"), "SerializationException"),
    ] {
        let wrong =
            json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "GroupName": name, "Precedence": precedence });
        assert_eq!(pool.refused("CreateGroup", wrong).await.0, kind);
    }
}

#[tokio::test]
async fn members_are_added_listed_page_by_page_and_removed() {
    let pool = Fixture::start().await;
    for name in ["a", "b", "c"] {
        pool.confirmed_user(name).await;
        group(&pool, "CreateGroup", &format!("group-{name}"), json!({})).await;
        add(&pool, name, "group-a").await;
        add(&pool, "a", &format!("group-{name}")).await;
    }
    let names = |page: &Value, list: &str, member: &str| -> Vec<String> {
        let items = page[list].as_array().unwrap().iter();
        items.map(|item| item[member].as_str().unwrap().to_owned()).collect()
    };
    let first = group(&pool, "ListUsersInGroup", "group-a", json!({ "Limit": 2 })).await;
    assert_eq!(names(&first, "Users", "Username"), ["a", "b"]);
    let rest = json!({ "Limit": 2, "NextToken": first["NextToken"] });
    let rest = group(&pool, "ListUsersInGroup", "group-a", rest).await;
    assert_eq!(names(&rest, "Users", "Username"), ["c"]);
    assert!(rest["NextToken"].is_null());
    let all = pool.ok("ListGroups", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    assert_eq!(names(&all, "Groups", "GroupName"), ["group-a", "group-b", "group-c"]);

    pool.administer("AdminRemoveUserFromGroup", "a", json!({ "GroupName": "group-b" })).await;
    let of_a = pool.administer("AdminListGroupsForUser", "a", json!({})).await;
    assert_eq!(names(&of_a, "Groups", "GroupName"), ["group-a", "group-c"]);
    pool.administer("AdminDeleteUser", "b", json!({})).await;
    let left = group(&pool, "ListUsersInGroup", "group-a", json!({})).await;
    assert_eq!(names(&left, "Users", "Username"), ["a", "c"]);
    // A later user of the same name is not a member.
    pool.confirmed_user("b").await;
    let of_b = pool.administer("AdminListGroupsForUser", "b", json!({})).await;
    assert_eq!(of_b["Groups"], json!([]));
    let nobody = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "x", "GroupName": "group-a" });
    assert_eq!(pool.refused("AdminAddUserToGroup", nobody).await.0, "UserNotFoundException");
    let limit = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Limit": 61 });
    assert_eq!(pool.refused("ListGroups", limit).await.0, "InvalidParameterException");
}

#[tokio::test]
async fn tokens_carry_the_groups_and_the_role_of_the_highest_ranking_group() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    assert!(claims(&tokens["IdToken"])["cognito:groups"].is_null());
    for (name, settings) in [
        ("any", json!({ "RoleArn": "arn:aws:iam::0:role/any" })),
        ("readers", json!({ "RoleArn": "arn:aws:iam::0:role/reader", "Precedence": 7 })),
        ("admins", json!({ "RoleArn": "arn:aws:iam::0:role/admin", "Precedence": 2 })),
        ("plain", json!({ "Precedence": 0 })),
    ] {
        group(&pool, "CreateGroup", name, settings).await;
        add(&pool, "alice", name).await;
    }
    let tokens = pool.tokens("alice").await;
    let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
    assert_eq!(id["cognito:groups"], json!(["plain", "admins", "readers", "any"]));
    assert_eq!(access["cognito:groups"], id["cognito:groups"]);
    assert_eq!(
        id["cognito:roles"],
        json!(["arn:aws:iam::0:role/admin", "arn:aws:iam::0:role/reader", "arn:aws:iam::0:role/any"])
    );
    assert_eq!(id["cognito:preferred_role"], "arn:aws:iam::0:role/admin");
    assert!(access["cognito:roles"].is_null() && access["cognito:preferred_role"].is_null());

    // Another group has the same precedence, so no role is preferred.
    group(&pool, "CreateGroup", "others", json!({ "RoleArn": "arn:aws:iam::0:role/other", "Precedence": 2 }))
        .await;
    add(&pool, "alice", "others").await;
    let id = claims(&pool.tokens("alice").await["IdToken"]);
    assert!(id["cognito:preferred_role"].is_null());
    assert_eq!(id["cognito:roles"].as_array().unwrap().len(), 4);
}
