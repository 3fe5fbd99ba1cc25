//! Runs every case of `conformance/cases`, and of the folder that `CONFORMANCE_CASES` names; see
//! `conformance/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod browser;
mod calls;
mod case;
mod corpus;
mod passkeys;
mod play;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use case::Case;
use cognito_auth_core::{Accounts, Auth, AuthConfiguration, AuthError, AuthErrorReason, Ports};
use corpus::{cases, cases_in, folder, read};
use serde_json::{Value, json};

/// The instance that the cases are played with.
fn instance(configuration: AuthConfiguration, ports: Ports) -> Result<Auth, AuthError> {
    Auth::new(configuration, ports)
}

/// The accounts that the cases call by name.
fn accounts(configuration: AuthConfiguration, ports: Ports) -> Result<Accounts, AuthError> {
    Accounts::new(configuration, ports)
}

/// The folder of cases that `CONFORMANCE_CASES` names. A relative path is refused, because each language runs in its
/// own folder.
fn additional_folder(variable: Option<&OsStr>) -> Result<Option<PathBuf>, String> {
    let Some(folder) = variable.map(PathBuf::from) else { return Ok(None) };
    if folder.is_absolute() {
        Ok(Some(folder))
    } else {
        Err(format!("CONFORMANCE_CASES is no absolute path: '{}'", folder.display()))
    }
}

#[tokio::test]
async fn every_case_of_the_corpus_has_the_results_that_it_states() {
    corpus::play_all(&cases(), Path::new("conformance/cases")).await;
}

#[tokio::test]
async fn every_case_of_an_additional_folder_has_the_results_that_it_states() {
    let variable = env::var_os("CONFORMANCE_CASES");
    if let Some(folder) = additional_folder(variable.as_deref()).unwrap() {
        corpus::play_all(&cases_in(&folder).unwrap(), &folder).await;
    }
}

#[test]
fn a_folder_without_cases_and_a_relative_path_are_refused() {
    let empty = env::temp_dir().join(format!("conformance-{}", std::process::id()));
    std::fs::create_dir(&empty).unwrap();
    std::fs::write(empty.join("README.md"), "no case").unwrap();
    assert!(cases_in(&empty).unwrap_err().ends_with("there is no case"));
    std::fs::remove_dir_all(&empty).unwrap();
    assert!(cases_in(&empty).is_err(), "a missing folder was accepted");
    assert_eq!(additional_folder(None), Ok(None));
    assert_eq!(additional_folder(Some(OsStr::new("/cases"))), Ok(Some("/cases".into())));
    for relative in ["cases", "./cases", ""] {
        assert!(additional_folder(Some(OsStr::new(relative))).is_err(), "{relative}");
    }
}

/// Each call of the format succeeds in some case. Each call fails in some case too, except for five that never fail.
/// Each next step of a sign-in occurs in some case.
#[test]
fn each_call_and_each_next_step_of_a_sign_in_occurs_in_a_case() {
    let schema = read(&folder().join("schema.json"));
    let names = |pointer: &str| -> BTreeSet<String> {
        serde_json::from_value(schema.pointer(pointer).unwrap().clone()).unwrap()
    };
    let (mut succeeded, mut failed, mut seen) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for case in cases().into_values() {
        for step in case["steps"].as_array().unwrap() {
            let call = step["call"].as_str().unwrap().to_owned();
            if step.get("error").is_some() {
                failed.insert(call)
            } else {
                succeeded.insert(call)
            };
            seen.extend(step["result"]["nextStep"].as_str().map(str::to_owned));
        }
    }
    let calls = names("/$defs/step/properties/call/enum");
    assert_eq!(succeeded, calls);
    let never_fail =
        ["advanceClock", "restart", "signOut", "signOutOf", "signOutWithWebUI"].map(str::to_owned);
    assert_eq!(failed, &calls - &BTreeSet::from(never_fail));
    let steps = names("/$defs/signInResult/properties/nextStep/enum");
    assert!(steps.is_subset(&seen), "no sign-in comes to {:?}", &steps - &seen);
}

/// Each reason of a refusal occurs in some case, in an error or within a result.
#[test]
fn each_reason_of_a_refusal_occurs_in_a_case() {
    let all = cases().into_values().map(|case| case.to_string()).collect::<String>();
    for reason in AuthErrorReason::ALL {
        assert!(all.contains(&format!(r#""reason":"{}""#, reason.name())), "{reason:?}");
    }
}

/// The runner must be able to fail: it notices each of these changes to a case that passes.
#[tokio::test]
async fn the_runner_notices_each_change_to_a_case_of_one_instance() {
    let refresh = [
        ("/unknown", Value::Null),
        ("/steps/0/unknown", Value::Null),
        ("/steps/0/arguments", json!({"unknown": 1})),
        ("/steps/0/requests/0/target", "SignUp".into()),
        ("/steps/0/requests/0/body/RefreshToken", "another".into()),
        ("/steps/0/requests", json!([])),
        ("/steps/0/result/userSub", "another".into()),
        ("/steps/0/events", json!([])),
        ("/steps/0/store/session/generation", 7.into()),
        ("/steps/0/store", json!({})),
        ("/steps/1/responses", json!([{"failure": "offline"}])),
        ("/clockMilliseconds", 0.into()),
    ];
    each_change_is_noticed("refresh.json", refresh).await;
    let passkey = [
        ("/steps/0/passkeys", json!([])),
        ("/steps/0/passkeys/0/credential/id", "another".into()),
        ("/steps/0/passkeys/1", json!({"failure": "cancelled"})),
        ("/steps/0/passkeyRequests", json!([])),
        ("/steps/0/passkeyRequests/0/ceremony", "registration".into()),
        ("/steps/0/passkeyRequests/0/options/rpId", "another".into()),
        ("/steps/0/requests/1/body/ChallengeResponses/CREDENTIAL/id", "another".into()),
    ];
    each_change_is_noticed("sign-in-passkey.json", passkey).await;
}

#[tokio::test]
async fn the_runner_notices_each_change_to_a_case_of_two_instances() {
    let other_user = [
        ("/format", 1.into()),
        ("/instances", json!({"a": {"process": 1}})),
        ("/instances/b/process", 1.into()),
        ("/steps/0/instance", "c".into()),
        ("/steps/0/events", json!([])),
        ("/steps/1/events/b", json!(["signedOut"])),
        ("/steps/3/events/a", json!(["signedIn"])),
        ("/steps/3/error/code", "NotSignedIn".into()),
    ];
    each_change_is_noticed("two-processes-deletion-of-another-user.json", other_user).await;
    let refresh = [
        ("/steps/1/meanwhile", json!([])),
        ("/steps/1/meanwhile/0/instance", "c".into()),
        ("/steps/1/meanwhile/0/requests", json!([])),
        ("/steps/1/meanwhile/0/events", json!({})),
        ("/steps/1/responses", json!([])),
    ];
    each_change_is_noticed("two-instances-sign-out-during-a-refresh.json", refresh).await;
}

#[tokio::test]
async fn the_runner_notices_each_change_to_a_case_of_several_accounts() {
    let listed = [
        ("/instances/work/account", "club".into()),
        ("/instances/work/unknown", Value::Null),
        ("/steps/0/store/accounts", json!({"version": 1, "accounts": []})),
        ("/steps/1/result/accounts", json!([])),
        ("/steps/1/result/accounts/0/account", "work".into()),
        ("/steps/1/result/accounts/1/state", json!({"state": "signedOut"})),
        ("/steps/2/arguments/account", "club".into()),
        ("/steps/2/arguments/label", "another".into()),
        ("/steps/3/result/accounts/1/label", "another".into()),
    ];
    each_change_is_noticed("accounts-side-by-side.json", listed).await;
}

#[tokio::test]
async fn the_runner_notices_each_change_to_a_case_of_an_identity_pool_or_a_configuration_file() {
    let credentials = [
        ("/configuration/identityPool/unknown", Value::Null),
        ("/configuration/identityPool/poolId", "eu-central-1:0".into()),
        ("/steps/0/requests/0/target", "GetOpenIdToken".into()),
        ("/steps/0/requests/0/body/Logins", json!({})),
        ("/steps/0/result/identity", json!({})),
        ("/steps/0/result/identity/identityId", "another".into()),
        ("/steps/0/result/identity/credentials/secretAccessKey", "another".into()),
        ("/steps/0/result/identity/credentials/expiresAtMilliseconds", 0.into()),
        ("/steps/0/store/identity/owner", "guest".into()),
        ("/steps/1/result/state", "guest".into()),
    ];
    each_change_is_noticed("credentials-first-time.json", credentials).await;
    let federation = [
        ("/steps/0/arguments/provider", "apple".into()),
        ("/steps/0/arguments/token", "another".into()),
        ("/steps/0/result/identityId", "another".into()),
        ("/steps/1/result/identityId", "another".into()),
        ("/steps/2/result/userPoolError/code", "NotSignedIn".into()),
    ];
    each_change_is_noticed("federation.json", federation).await;
    let entries = [
        ("/steps/0/arguments/entry", "Staging".into()),
        ("/steps/0/arguments/text", "{}".into()),
        ("/steps/0/result/ignoredFields", json!([])),
        ("/steps/1/result/defaultFlow", "userAuth".into()),
        ("/steps/2/error/field", "another".into()),
    ];
    each_change_is_noticed("configuration-entries.json", entries).await;
}

#[tokio::test]
async fn the_runner_compares_the_reason_and_the_service_message_only_if_the_case_has_them() {
    let changes = [
        ("/steps/0/error/reason", "UserDisabled".into()),
        ("/steps/0/error/serviceMessage", "Not today.".into()),
    ];
    each_change_is_noticed("sign-up-trigger-refuses.json", changes).await;
    let mut text = cases().remove("sign-up-trigger-refuses.json").unwrap();
    let error = text.pointer_mut("/steps/0/error").unwrap().as_object_mut().unwrap();
    error.retain(|name, _| !["reason", "serviceMessage"].contains(&name.as_str()));
    play::play(&text).await.unwrap();
}

#[test]
fn a_mark_is_compared_if_only_a_step_within_meanwhile_has_it_in_its_store() {
    let mut text = cases().remove("two-instances-sign-out-during-a-refresh.json").unwrap();
    let compares = |text: &Value| Case::read(text).unwrap().compares("signedOut");
    assert!(!compares(&text));
    text["steps"][1]["meanwhile"][0]["store"]["signedOut"] = json!({});
    assert!(compares(&text));
}

async fn each_change_is_noticed(name: &str, changes: impl IntoIterator<Item = (&str, Value)>) {
    let text = cases().remove(name).unwrap();
    play::play(&text).await.unwrap();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut changed = text.clone();
        match changed.pointer_mut(parent).unwrap() {
            Value::Array(items) => items.push(value),
            other => other[key] = value,
        }
        assert!(play::play(&changed).await.is_err(), "{name}: {pointer} makes no difference");
    }
}
