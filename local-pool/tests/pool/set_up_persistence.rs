//! The data folder stores what set-up tools have set.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::data_file::DataFile;
use crate::support::{Fixture, in_default_pool};
use cognito_local_pool::{DEFAULT_USER_POOL_ID, Options};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("cognito-local-pool-set-up-{name}-{}", std::process::id())))
    }

    async fn start(&self) -> Fixture {
        Fixture::with(Options { data: Some(self.0.clone()), ..Options::default() }).await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Descriptions of everything that the test sets.
async fn described(fixture: &Fixture, client: &Value) -> Vec<Value> {
    let client = in_default_pool(json!({ "ClientId": client }));
    let pool = in_default_pool(json!({}));
    let mut all = Vec::new();
    for (operation, request) in [
        ("ListUserPoolClientSecrets", &client),
        ("DescribeManagedLoginBrandingByClient", &client),
        ("DescribeRiskConfiguration", &client),
        ("ListTerms", &pool),
        ("GetLogDeliveryConfiguration", &pool),
        ("GetSigningCertificate", &pool),
        ("GetUserPoolSessionConfiguration", &pool),
        ("AdminListUserSessions", &in_default_pool(json!({ "Username": "ada" }))),
        ("ListUserImportJobs", &in_default_pool(json!({ "MaxResults": 5 }))),
    ] {
        all.push(fixture.ok(operation, request.clone()).await);
    }
    all
}

#[tokio::test]
async fn what_was_set_survives_a_restart() {
    let folder = Folder::new("survives");
    let fixture = folder.start().await;
    fixture.confirmed_user("ada").await;
    let client = in_default_pool(json!({ "ClientName": "app", "GenerateSecret": true }));
    let client = fixture.ok("CreateUserPoolClient", client).await["UserPoolClient"]["ClientId"].take();
    let of_client = |mut request: Value| {
        request["ClientId"] = client.clone();
        in_default_pool(request)
    };
    let tracking = json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 7 } });
    let terms = json!({ "TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE" });
    let job = json!({ "JobName": "job", "CloudWatchLogsRoleArn": "arn:aws:iam::000000000000:role/logs" });
    for (operation, request) in [
        ("AddUserPoolClientSecret", of_client(json!({}))),
        ("CreateManagedLoginBranding", of_client(json!({ "Settings": { "a": 1.5 } }))),
        (
            "SetRiskConfiguration",
            of_client(json!({ "RiskExceptionConfiguration": { "BlockedIPRangeList": ["10.0.0.0/8"] } })),
        ),
        ("CreateTerms", of_client(terms)),
        (
            "SetLogDeliveryConfiguration",
            in_default_pool(
                json!({ "LogConfigurations": [{ "LogLevel": "INFO", "EventSource": "userAuthEvents" }] }),
            ),
        ),
        ("SetUserPoolSessionConfiguration", in_default_pool(tracking)),
        ("CreateUserImportJob", in_default_pool(job)),
    ] {
        fixture.ok(operation, request).await;
    }
    let [first, _] = <[Value; 2]>::try_from(
        fixture.ok("ListUserPoolClientSecrets", of_client(json!({}))).await["ClientSecrets"]
            .as_array()
            .unwrap()
            .clone(),
    )
    .unwrap();
    let delete = of_client(json!({ "ClientSecretId": first["ClientSecretId"] }));
    fixture.ok("DeleteUserPoolClientSecret", delete).await;
    fixture.tokens("ada").await;
    // The address for uploads has the pool's port, and a restart changes the port.
    let without_port = |all: Vec<Value>, fixture: &Fixture| {
        let all = Value::Array(all).to_string();
        all.replace(fixture.pool.base_url(), "")
    };
    let before = without_port(described(&fixture, &client).await, &fixture);
    fixture.pool.shutdown().await;
    let fixture = folder.start().await;
    assert_eq!(without_port(described(&fixture, &client).await, &fixture), before);
}

/// Rewrites the file in version 1 of its format, without the members that the first programs did not write.
fn make_older(file: &Path) {
    let mut stored = DataFile::read(file).as_version_1();
    let pool = stored["world"]["pools"][DEFAULT_USER_POOL_ID].as_object_mut().unwrap();
    for name in ["records", "importJobs", "signingCertificate", "authEvents", "userSessions"] {
        assert!(pool.remove(name).is_some(), "{name}");
    }
    fs::write(file, stored.to_string()).unwrap();
}

#[tokio::test]
async fn a_file_from_before_these_operations_is_read() {
    let folder = Folder::new("older");
    let fixture = folder.start().await;
    fixture.confirmed_user("ada").await;
    let tokens = fixture.tokens("ada").await;
    fixture.pool.shutdown().await;
    make_older(&folder.0.join("pools.json"));
    let fixture = folder.start().await;
    fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    let sessions = fixture.ok("GetUserPoolSessionConfiguration", in_default_pool(json!({}))).await;
    assert_eq!(sessions["UserSessionTracking"], "DISABLED");
}
