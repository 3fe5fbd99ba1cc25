//! Attributes for access control: the tags of the AWS session.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::identities::{USER_POOL, in_identity_pool};
use crate::support::{Fixture, claims};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Map, Value, json};

const TAGS: &str = "https://aws.amazon.com/tags";

#[tokio::test]
async fn claims_of_a_login_become_tags_of_the_session() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let id =
        pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": login }))).await["IdentityId"].take();
    let session = async || {
        let given = pool.credentials(&id, &login).await;
        claims(&given["Credentials"]["SessionToken"])[TAGS].take()
    };
    assert_eq!(session().await, json!(null), "without a mapping there is no tag");

    let named = in_identity_pool(json!({ "IdentityProviderName": USER_POOL }));
    let mut described = named.clone();
    described["UseDefaults"] = json!(false);
    described["PrincipalTags"] = json!({});
    assert_eq!(pool.identity_ok("GetPrincipalTagAttributeMap", named.clone()).await, described);

    described["PrincipalTags"] = json!({ "mail": "email", "none": "custom:none" });
    assert_eq!(pool.identity_ok("SetPrincipalTagAttributeMap", described.clone()).await, described);
    assert_eq!(pool.identity_ok("GetPrincipalTagAttributeMap", named.clone()).await, described);
    assert_eq!(session().await, json!({ "principal_tags": { "mail": ["alice@example.com"] } }));

    let mut defaults = named.clone();
    defaults["UseDefaults"] = json!(true);
    pool.identity_ok("SetPrincipalTagAttributeMap", defaults).await;
    let sub = claims(&login[USER_POOL])["sub"].take();
    let expected = json!({ "principal_tags": { "client": [DEFAULT_CLIENT_ID], "username": [sub] } });
    assert_eq!(session().await, expected);
    let request = json!({ "IdentityId": id, "Logins": login });
    let token = pool.identity_ok("GetOpenIdToken", request).await["Token"].take();
    assert_eq!(claims(&token)[TAGS], expected, "the basic flow's token has the tags too");

    let guest = pool.guest().await;
    let given = pool.credentials(&guest, &json!({})).await;
    assert_eq!(claims(&given["Credentials"]["SessionToken"])[TAGS], json!(null));
}

#[tokio::test]
async fn a_mapping_that_can_not_be_set_is_refused() {
    let pool = Fixture::start().await;
    let named = in_identity_pool(json!({ "IdentityProviderName": USER_POOL }));
    let many: Map<String, Value> = (0..51).map(|number| (format!("key{number}"), json!("sub"))).collect();
    for tags in
        [Value::Object(many), json!({ "": "sub" }), json!({ "key": "" }), json!({ "key": "v".repeat(257) })]
    {
        let mut request = named.clone();
        request["PrincipalTags"] = tags;
        assert_eq!(
            pool.identity_refused("SetPrincipalTagAttributeMap", request).await.0,
            "ValidationException"
        );
    }
    for operation in ["SetPrincipalTagAttributeMap", "GetPrincipalTagAttributeMap"] {
        let (kind, _) = pool.identity_refused(operation, in_identity_pool(json!({}))).await;
        assert_eq!(kind, "ValidationException", "{operation} needs the provider's name");
        let unknown = json!({ "IdentityPoolId": "local:0", "IdentityProviderName": USER_POOL });
        assert_eq!(pool.identity_refused(operation, unknown).await.0, "ResourceNotFoundException");
    }
}
