//! A data folder's file of the first version: one JSON object. A program of that version wrote the file of these tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::data_file::DataFile;
use crate::support::{Fixture, PASSWORD, in_default_pool, password_auth};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const FILE: &str = include_str!("../data/version-1.json");

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, content: &str) -> Self {
        let name = format!("cognito-local-pool-version-1-{name}-{}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.file(), content).unwrap();
        folder
    }

    fn file(&self) -> PathBuf {
        self.0.join("pools.json")
    }

    fn options(&self) -> Options {
        Options { data: Some(self.0.clone()), ..Options::default() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn first_key(object: &Value) -> &str {
    object.as_object().unwrap().keys().next().unwrap()
}

/// Checks that the pool has what the file has.
async fn check(pool: &Fixture, file: &Value) {
    assert_eq!(pool.pool.client_secret(), file["clientSecret"]);
    pool.ok("InitiateAuth", password_auth("ada", PASSWORD)).await;
    let stored = &file["world"]["pools"][DEFAULT_USER_POOL_ID];
    for grant in stored["grants"]["all"].as_array().unwrap() {
        let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": grant["refreshToken"] });
        pool.ok("GetTokensFromRefreshToken", refresh).await;
    }
    let groups = pool.administer("AdminListGroupsForUser", "ada", json!({})).await;
    assert_eq!(groups["Groups"][0]["GroupName"], "staff");
    let sessions = pool.administer("AdminListUserSessions", "ada", json!({})).await.to_string();
    for session in stored["userSessions"]["tokens"].as_object().unwrap().values() {
        assert!(sessions.contains(session["id"].as_str().unwrap()), "{sessions}");
    }
    let events = pool.administer("AdminListUserAuthEvents", "ada", json!({})).await.to_string();
    assert!(events.contains(stored["authEvents"][0]["id"].as_str().unwrap()), "{events}");
    let jobs = pool.ok("ListUserImportJobs", in_default_pool(json!({ "MaxResults": 5 }))).await;
    assert_eq!(jobs["UserImportJobs"][0]["JobId"], stored["importJobs"][0]["id"]);
    let mut sent = pool.pool.messages("ada");
    sent.extend(pool.pool.messages("bob"));
    assert_eq!(json!(sent), stored["inbox"]["messages"]);
    let pools = &file["world"]["identity_pools"]["pools"];
    let identity = first_key(&pools[first_key(pools)]["identities"]);
    pool.identity_ok("DescribeIdentity", json!({ "IdentityId": identity })).await;
}

#[tokio::test]
async fn a_start_moves_the_whole_file_into_the_present_form() {
    let folder = Folder::new("whole", FILE);
    let file: Value = serde_json::from_str(FILE).unwrap();
    for _ in 0..2 {
        let pool = Fixture::with(folder.options()).await;
        check(&pool, &file).await;
        pool.pool.shutdown().await;
        DataFile::read(&folder.file());
    }
    let pool = Fixture::with(folder.options()).await;
    let code = &file["world"]["pools"][DEFAULT_USER_POOL_ID]["inbox"]["messages"][1]["code"];
    let confirm = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "ConfirmationCode": code });
    pool.ok("ConfirmSignUp", confirm).await;
}

#[tokio::test]
async fn a_file_without_a_required_member_is_damaged() {
    for path in [
        "/clientSecret",
        "/world",
        "/world/pools",
        "/world/pools/local_LocalPool/users",
        "/world/pools/local_LocalPool/users/ada/sub",
        "/world/pools/local_LocalPool/grants",
        "/world/pools/local_LocalPool/grants/all",
        "/world/pools/local_LocalPool/inbox/messages",
        "/world/pools/local_LocalPool/groups/staff/members",
        "/world/pools/local_LocalPool/settings",
    ] {
        for with_null in [false, true] {
            let mut file: Value = serde_json::from_str(FILE).unwrap();
            let (parent, name) = path.rsplit_once('/').unwrap();
            let parent = file.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            assert!(parent.remove(name).is_some(), "{path}");
            if with_null {
                parent.insert(name.to_owned(), Value::Null);
            }
            let folder = Folder::new("damaged", &file.to_string());
            let error = LocalPool::start(folder.options()).await.map(drop).unwrap_err().to_string();
            assert!(error.contains("damaged"), "{path}: {error}");
            assert_eq!(fs::read_to_string(folder.file()).unwrap(), file.to_string());
        }
    }
}
