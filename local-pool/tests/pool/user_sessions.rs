//! The sessions that a pool tracks: their user and an administrator list and revoke them. The sessions of browsers are
//! in `oauth/sso_sessions.rs`.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, in_default_pool, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

fn tracking(value: &str, most: i64) -> Value {
    in_default_pool(json!({ "UserSessionTracking": value, "TokenSession": { "MaxPerUser": most } }))
}

async fn tracked(most: i64) -> Fixture {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    fixture.ok("SetUserPoolSessionConfiguration", tracking("ENABLED", most)).await;
    fixture
}

/// The user's sessions, as an administrator sees them.
async fn sessions(fixture: &Fixture) -> Vec<Value> {
    let answer = fixture.administer("AdminListUserSessions", "ada", json!({})).await;
    answer["Sessions"].as_array().unwrap().clone()
}

async fn refresh(fixture: &Fixture, tokens: &Value) -> u16 {
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
    fixture.operation("GetTokensFromRefreshToken", &request).await.unwrap().status
}

#[tokio::test]
async fn a_user_sees_their_sessions_and_ends_another_one() {
    let fixture = tracked(20).await;
    let (first, second) = (fixture.tokens("ada").await, fixture.tokens("ada").await);
    let own = json!({ "AccessToken": second["AccessToken"] });
    let list = fixture.ok("ListUserSessions", own.clone()).await["Sessions"].take();
    let current: Vec<&Value> = list.as_array().unwrap().iter().map(|one| &one["IsCurrentSession"]).collect();
    assert_eq!(current, [&json!(false), &json!(true)]);
    let session = &list[0];
    let id = session["SessionId"].as_str().unwrap();
    assert!(id.len() == 28 && id.starts_with("tkn"), "{id}");
    assert_eq!((&session["SessionType"], &session["ClientId"]), (&json!("TOKEN"), &json!(DEFAULT_CLIENT_ID)));
    assert!(sessions(&fixture).await.iter().all(|one| one["IsCurrentSession"] == false));

    let revoke = |id: &Value| json!({ "AccessToken": second["AccessToken"], "SessionId": id });
    let refused = fixture.refused("RevokeUserSession", revoke(&list[1]["SessionId"])).await;
    let text = "The session of the access token cannot be revoked.";
    assert_eq!(refused, refusal("InvalidParameterException", text));
    assert_eq!(fixture.ok("RevokeUserSession", revoke(&session["SessionId"])).await, json!({}));
    assert_eq!((refresh(&fixture, &first).await, refresh(&fixture, &second).await), (400, 200));
    let revoked = fixture.refused("GetUser", json!({ "AccessToken": first["AccessToken"] })).await;
    assert_eq!(revoked, refusal("NotAuthorizedException", "Access Token has been revoked"));
    let gone = fixture.refused("RevokeUserSession", revoke(&session["SessionId"])).await;
    assert_eq!(gone, refusal("ResourceNotFoundException", "The session does not exist."));
    assert_eq!(fixture.ok("ListUserSessions", own).await["Sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_sign_in_beyond_the_limit_ends_the_least_recently_used_session() {
    let fixture = tracked(2).await;
    let first = fixture.tokens("ada").await;
    fixture.pool.advance_clock(1);
    let second = fixture.tokens("ada").await;
    fixture.pool.advance_clock(1);
    assert_eq!(refresh(&fixture, &first).await, 200);
    let used = &sessions(&fixture).await[0];
    assert!(used["LastActiveDate"].as_f64() > used["CreateDate"].as_f64(), "{used}");
    let third = fixture.tokens("ada").await;
    assert_eq!(refresh(&fixture, &second).await, 400);
    assert_eq!((refresh(&fixture, &first).await, refresh(&fixture, &third).await), (200, 200));

    // A lower number ends no session before the next sign-in.
    fixture.ok("SetUserPoolSessionConfiguration", tracking("ENABLED", 1)).await;
    assert_eq!(sessions(&fixture).await.len(), 2);
    let fourth = fixture.tokens("ada").await;
    assert_eq!(sessions(&fixture).await.len(), 1);
    assert_eq!((refresh(&fixture, &first).await, refresh(&fixture, &fourth).await), (400, 200));
}

#[tokio::test]
async fn a_session_that_ended_in_another_way_is_not_listed() {
    let fixture = tracked(20).await;
    let tokens = fixture.tokens("ada").await;
    fixture.tokens("ada").await;
    let revoke = json!({ "ClientId": DEFAULT_CLIENT_ID, "Token": tokens["RefreshToken"] });
    fixture.ok("RevokeToken", revoke).await;
    assert_eq!(sessions(&fixture).await.len(), 1);
    fixture.pool.advance_clock(31 * 24 * 3600);
    assert_eq!(sessions(&fixture).await.len(), 0, "the refresh token has expired");
    fixture.tokens("ada").await;
    let [session] = <[Value; 1]>::try_from(sessions(&fixture).await).unwrap();
    let revoke = json!({ "SessionId": session["SessionId"] });
    fixture.administer("AdminRevokeUserSession", "ada", revoke).await;
    assert_eq!(sessions(&fixture).await.len(), 0);
    fixture.tokens("ada").await;
    fixture.administer("AdminUserGlobalSignOut", "ada", json!({})).await;
    assert_eq!(sessions(&fixture).await.len(), 0);
}

#[tokio::test]
async fn a_pool_tracks_no_sessions_unless_it_is_told_to() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let get = fixture.ok("GetUserPoolSessionConfiguration", in_default_pool(json!({}))).await;
    let mut expected = tracking("DISABLED", 20);
    assert_eq!(get, expected);
    fixture.tokens("ada").await;
    fixture.ok("SetUserPoolSessionConfiguration", tracking("ENABLED", 3)).await;
    assert_eq!(sessions(&fixture).await.len(), 0, "an earlier sign-in is not tracked");
    expected = tracking("ENABLED", 3);
    assert_eq!(fixture.ok("GetUserPoolSessionConfiguration", in_default_pool(json!({}))).await, expected);
    for (value, most) in [("ON", 3), ("ENABLED", 0), ("ENABLED", 101)] {
        let refused = fixture.refused("SetUserPoolSessionConfiguration", tracking(value, most)).await;
        assert_eq!(refused.0, "InvalidParameterException", "{value} {most}");
    }
    let (lite, _) = fixture.pool_with(json!({ "UserPoolTier": "LITE" })).await;
    let mut request = tracking("ENABLED", 3);
    request["UserPoolId"] = json!(lite);
    let refused = fixture.refused("SetUserPoolSessionConfiguration", request).await;
    assert_eq!(refused.0, "FeatureUnavailableInTierException");
}

#[tokio::test]
async fn the_validity_of_a_clients_sso_sessions_can_be_set_only_with_tracking() {
    let fixture = Fixture::start().await;
    let client = |minutes: Option<i64>| {
        let mut request = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID });
        if let Some(minutes) = minutes {
            request["SSOSession"] = json!({ "MaxValidityMinutes": minutes });
        }
        request
    };
    let set = "SetUserPoolClientSessionConfiguration";
    let refused = fixture.refused(set, client(Some(5))).await;
    let text = "Session tracking is not enabled for the user pool.";
    assert_eq!(refused, refusal("OperationNotEnabledException", text));
    let get = async || fixture.ok("GetUserPoolClientSessionConfiguration", client(None)).await;
    assert_eq!(get().await, client(Some(60)));
    fixture.ok("SetUserPoolSessionConfiguration", tracking("ENABLED", 20)).await;
    assert_eq!(fixture.ok(set, client(Some(5))).await, client(Some(5)));
    assert_eq!(get().await, client(Some(5)));
    assert_eq!(fixture.refused(set, client(Some(129_601))).await.0, "InvalidParameterException");
}
