//! Runs every case of `conformance/cases`; see `conformance/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod calls;
mod case;
mod corpus;
mod passkeys;
mod play;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::collections::BTreeSet;

use cognito_auth_core::{Auth, AuthConfiguration, AuthError, Ports};
use corpus::{cases, folder, read};
use serde_json::{Value, json};

/// The instance that the cases are played with.
fn instance(configuration: AuthConfiguration, ports: Ports) -> Result<Auth, AuthError> {
    Auth::new(configuration, ports)
}

#[tokio::test]
async fn every_case_comes_out_as_it_says() {
    println!("{} cases", corpus::play_every_case().await);
}

/// Some case succeeds and some case fails for each call of the format, and each next step of a sign-in occurs.
#[test]
fn the_corpus_leaves_out_no_call_and_no_step() {
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
    let never_fail = ["advanceClock", "restart", "signOut"].map(str::to_owned);
    assert_eq!(failed, &calls - &BTreeSet::from(never_fail));
    let steps = names("/$defs/signInResult/properties/nextStep/enum");
    assert!(steps.is_subset(&seen), "no sign-in comes to {:?}", &steps - &seen);
}

/// The runner must be able to fail: it notices each change to a case that passes.
#[tokio::test]
async fn a_changed_case_fails() {
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
