//! The data folder: what survives a restart, and what must not be overwritten.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::authenticator::Authenticator;
use crate::support::data_file::DataFile;
use crate::support::srp_client::device_secrets;
use crate::support::{Fixture, PASSWORD, password_auth, response_to};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options, StartError};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("cognito-local-pool-data-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn options(&self) -> Options {
        Options { data: Some(self.0.clone()), ..Options::default() }
    }

    /// Starts a pool on this folder. The start must fail. Returns the text of the error.
    async fn refusal(&self) -> String {
        match LocalPool::start(self.options()).await {
            Err(error @ StartError::Data { .. }) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn pools_clients_users_and_sign_ins_survive_a_restart() {
    let folder = Folder::new("survives");
    let pool = Fixture::with(folder.options()).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "AutoVerifiedAttributes": ["email"], "DeviceConfiguration": {},
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] } },
    });
    pool.ok("UpdateUserPool", settings).await;
    pool.user_with_phone("alice").await;
    let tokens = pool.tokens("alice").await;
    let new = &tokens["NewDeviceMetadata"];
    let (key, group) = (new["DeviceKey"].as_str().unwrap(), new["DeviceGroupKey"].as_str().unwrap());
    let confirm = json!({
        "AccessToken": tokens["AccessToken"], "DeviceKey": key,
        "DeviceSecretVerifierConfig": device_secrets(group, key, "a device's password"),
    });
    pool.ok("ConfirmDevice", confirm).await;
    let mut device = Authenticator { counter: 1, ..Authenticator::new() };
    let start = json!({ "AccessToken": tokens["AccessToken"] });
    let options = pool.ok("StartWebAuthnRegistration", start).await["CredentialCreationOptions"].take();
    let credential = json!({ "AccessToken": tokens["AccessToken"], "Credential": device.register(&options) });
    pool.ok("CompleteWebAuthnRegistration", credential).await;
    let staff = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "GroupName": "staff" });
    pool.ok("CreateGroup", staff).await;
    pool.administer("AdminAddUserToGroup", "alice", json!({ "GroupName": "staff" })).await;
    let shop = json!({
        "PoolName": "shop", "UsernameAttributes": ["email"],
        "Schema": [{ "Name": "tier", "AttributeDataType": "String", "Mutable": true }],
    });
    let shop = pool.ok("CreateUserPool", shop).await["UserPool"].take();
    let client = json!({ "UserPoolId": shop["Id"], "ClientName": "app", "GenerateSecret": true });
    let client = pool.ok("CreateUserPoolClient", client).await["UserPoolClient"].take();
    // Bob has not confirmed his sign-up. His code still works after the restart.
    pool.sign_up("bob").await;
    let sent = pool.pool.messages("bob");
    pool.pool.shutdown().await;

    let pool = Fixture::with(folder.options()).await;
    pool.ok("InitiateAuth", password_auth("alice@example.com", PASSWORD)).await;
    let refresh =
        json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"], "DeviceKey": key });
    pool.ok("GetTokensFromRefreshToken", refresh).await;
    let devices = pool.ok("ListDevices", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_eq!(devices["Devices"][0]["DeviceKey"], key);
    let groups = pool.administer("AdminListGroupsForUser", "alice", json!({})).await;
    assert_eq!(groups["Groups"][0]["GroupName"], "staff");
    let described = pool.ok("DescribeUserPool", json!({ "UserPoolId": shop["Id"] })).await["UserPool"].take();
    assert_eq!(described, shop);
    let found = json!({ "UserPoolId": shop["Id"], "ClientId": client["ClientId"] });
    assert_eq!(pool.ok("DescribeUserPoolClient", found).await["UserPoolClient"], client);
    assert_eq!(pool.pool.messages("bob"), sent);
    let code = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "ConfirmationCode": sent[0].code });
    pool.ok("ConfirmSignUp", code).await;

    let begin = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH",
        "AuthParameters": { "USERNAME": "alice", "PREFERRED_CHALLENGE": "WEB_AUTHN" },
    });
    let challenge = pool.ok("InitiateAuth", begin).await;
    let options = challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"].as_str().unwrap();
    let credential = device.sign_in(&serde_json::from_str(options).unwrap()).to_string();
    pool.respond(response_to(&challenge, "alice", "CREDENTIAL", &credential)).await;
}

#[tokio::test]
async fn a_stored_user_without_a_member_of_newer_programs_is_read() {
    let folder = Folder::new("before");
    let pool = Fixture::with(folder.options()).await;
    pool.confirmed_user("alice").await;
    pool.pool.shutdown().await;
    let file = folder.0.join("pools.json");
    let mut stored = DataFile::read(&file);
    let users = stored.change("user", |user| {
        assert!(user.as_object_mut().unwrap().remove("nextSoftwareToken").is_some());
    });
    assert!(users > 0);
    stored.write(&file);
    let pool = Fixture::with(folder.options()).await;
    pool.ok("InitiateAuth", password_auth("alice", PASSWORD)).await;
}

#[tokio::test]
async fn a_reset_restores_the_initial_state_in_the_folder_too() {
    let folder = Folder::new("reset");
    let pool = Fixture::with(folder.options()).await;
    pool.confirmed_user("alice").await;
    let secret = pool.pool.client_secret().to_owned();
    pool.pool.reset().unwrap();
    pool.pool.shutdown().await;
    let pool = Fixture::with(folder.options()).await;
    assert_eq!(pool.pool.client_secret(), secret);
    pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await;
}

#[tokio::test]
async fn a_file_that_can_not_be_read_is_never_overwritten() {
    let folder = Folder::new("damaged");
    let pool = Fixture::with(folder.options()).await;
    pool.confirmed_user("alice").await;
    pool.pool.shutdown().await;
    let file = folder.0.join("pools.json");
    let whole = fs::read_to_string(&file).unwrap();
    let newer = whole.replacen("\"cognitoLocalPool\":2", "\"cognitoLocalPool\":3", 1);
    let user = whole.find("alice").unwrap();
    let other = whole.replacen("alice", "malice", 1);
    for (content, said) in [
        (newer, "written by a newer local pool"),
        (whole[..100].to_owned(), "damaged"),
        (other, "damaged"),
        (format!("{}\n{}", &whole[..user], &whole[user..]), "damaged"),
        (String::new(), "damaged"),
        ("{}".to_owned(), "damaged"),
        ("[1]".to_owned(), "damaged"),
    ] {
        fs::write(&file, &content).unwrap();
        let refusal = folder.refusal().await;
        assert!(refusal.contains(said), "{refusal}");
        assert!(!refusal.contains("alice"), "the error quotes nothing from the file");
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
    }
    fs::write(&file, whole).unwrap();
    Fixture::with(folder.options()).await.tokens("alice").await;
}

#[tokio::test]
async fn a_folder_serves_one_pool_at_a_time_and_is_readable_by_its_owner_alone() {
    let folder = Folder::new("shared");
    let pool = Fixture::with(folder.options()).await;
    assert!(folder.refusal().await.contains("another local pool uses it"));
    pool.confirmed_user("alice").await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.0), 0o700);
        assert_eq!(mode(&folder.0.join("pools.json")), 0o600);
    }
    assert!(!folder.0.join("pools.json.tmp").exists(), "no unfinished file stays behind");
}

#[tokio::test]
async fn an_operation_fails_if_the_folder_can_not_be_written() {
    let folder = Folder::new("gone");
    let pool = Fixture::with(folder.options()).await;
    fs::remove_dir_all(&folder.0).unwrap();
    let refused = pool.pool.perform("CreateUserPool", &json!({ "PoolName": "shop" })).unwrap_err();
    assert_eq!(refused.exception, "InternalErrorException");
    assert!(refused.message.contains("cannot write the data folder"), "{}", refused.message);
}

/// Files that somebody else could have left in the data folder, if others can write to it.
#[cfg(unix)]
mod planted {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn mode(path: &std::path::Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_leftover_unfinished_file_is_removed_and_the_target_of_a_link_stays_untouched() {
        let folder = Folder::new("unfinished");
        fs::create_dir_all(&folder.0).unwrap();
        let (unfinished, target) = (folder.0.join("pools.json.tmp"), folder.0.join("target"));
        for leave in [
            &(|| symlink(&target, &unfinished).unwrap()) as &dyn Fn(),
            &|| {
                fs::write(&unfinished, "readable").unwrap();
                fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o666)).unwrap();
            },
            &|| {
                fs::write(&target, "another's file").unwrap();
                fs::hard_link(&target, &unfinished).unwrap();
            },
        ] {
            let _ = fs::remove_file(folder.0.join("pools.json"));
            leave();
            let pool = Fixture::with(folder.options()).await;
            pool.confirmed_user("alice").await;
            pool.pool.shutdown().await;
            assert!(!target.exists() || fs::read_to_string(&target).unwrap() == "another's file");
            assert_eq!(mode(&folder.0.join("pools.json")), 0o600);
            assert!(!unfinished.exists());
        }
    }

    #[tokio::test]
    async fn a_symbolic_link_in_place_of_a_file_stops_the_start() {
        for name in ["pools.json", "lock"] {
            let folder = Folder::new(&format!("link-{name}"));
            fs::create_dir_all(&folder.0).unwrap();
            let target = folder.0.join("target");
            symlink(&target, folder.0.join(name)).unwrap();
            for there in [false, true] {
                if there {
                    fs::write(&target, "another's file").unwrap();
                }
                let refusal = folder.refusal().await;
                assert!(refusal.contains(name) && refusal.contains("not a plain file"), "{refusal}");
                assert_eq!(target.exists(), there, "the start creates no file at the link's target");
            }
            assert_eq!(fs::read_to_string(&target).unwrap(), "another's file");
        }
    }

    #[tokio::test]
    async fn a_hard_link_in_place_of_the_file_is_read_and_never_written() {
        let folder = Folder::new("hard-link");
        let pool = Fixture::with(folder.options()).await;
        pool.confirmed_user("alice").await;
        pool.pool.shutdown().await;
        let (file, planted) = (folder.0.join("pools.json"), folder.0.join("planted"));
        fs::rename(&file, &planted).unwrap();
        fs::set_permissions(&planted, fs::Permissions::from_mode(0o644)).unwrap();
        fs::hard_link(&planted, &file).unwrap();
        let content = fs::read_to_string(&planted).unwrap();

        let pool = Fixture::with(folder.options()).await;
        assert_eq!(
            (mode(&file), mode(&planted)),
            (0o600, 0o644),
            "the start already replaces the link with a file of its own"
        );
        pool.confirmed_user("bob").await;
        pool.tokens("alice").await;
        pool.pool.shutdown().await;
        assert_eq!((mode(&file), mode(&planted)), (0o600, 0o644));
        assert_eq!(fs::read_to_string(&planted).unwrap(), content);
        assert_ne!(fs::read_to_string(&file).unwrap(), content);
    }

    #[tokio::test]
    async fn a_hard_link_to_another_file_stops_the_start_and_keeps_that_file_as_it_is() {
        let folder = Folder::new("foreign");
        fs::create_dir_all(&folder.0).unwrap();
        let (file, another) = (folder.0.join("pools.json"), folder.0.join("another"));
        fs::write(&another, "another's file").unwrap();
        fs::set_permissions(&another, fs::Permissions::from_mode(0o644)).unwrap();
        fs::hard_link(&another, &file).unwrap();
        assert!(folder.refusal().await.contains("damaged"));
        assert_eq!(
            (mode(&another), fs::read_to_string(&another).unwrap().as_str()),
            (0o644, "another's file")
        );
    }

    #[tokio::test]
    async fn a_folder_in_place_of_a_file_stops_the_start() {
        for name in ["pools.json", "lock", "pools.json.tmp"] {
            let folder = Folder::new(&format!("folder-{name}"));
            fs::create_dir_all(folder.0.join(name)).unwrap();
            folder.refusal().await;
        }
    }

    #[tokio::test]
    async fn every_file_becomes_readable_by_its_owner_alone() {
        let folder = Folder::new("permissions");
        let pool = Fixture::with(folder.options()).await;
        pool.confirmed_user("alice").await;
        pool.pool.shutdown().await;
        let file = folder.0.join("pools.json");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let pool = Fixture::with(folder.options()).await;
        assert_eq!(mode(&file), 0o600, "the start replaces the file even if the state has not changed");
        pool.pool.shutdown().await;
        for entry in fs::read_dir(&folder.0).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}
