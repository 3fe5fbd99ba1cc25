//! Tests of the local pool that need no process of their own. They are one program, because a program for each file would
//! link the pool dozens of times, and compile the helpers as often.

#![allow(clippy::unwrap_used, reason = "a test panics on purpose")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod administration;
mod aliases;
mod arbitrary_requests;
mod attribute_updates;
mod auth_events;
mod choice;
mod client_secrets;
mod configuration;
mod configured_users;
mod contradictions;
mod control_api;
mod custom_attributes;
mod custom_auth;
mod custom_senders;
mod derived_tokens;
mod devices;
mod groups;
mod health;
mod hosts;
mod identities;
mod identity_pools;
mod import_jobs;
mod known_members;
mod logins;
mod one_answer;
mod operations;
mod passkeys;
mod persistence;
mod pool_settings;
mod pre_token_generation;
mod principal_tags;
mod read_back;
mod records;
mod refusals;
mod regions;
mod request_log;
mod second_factors;
mod set_up_persistence;
mod sign_up_and_in;
mod signing_certificate;
mod signing_keys;
mod tags;
mod tokens;
mod trigger_functions;
mod triggers;
mod trust;
mod unique_aliases;
mod user_sessions;
mod version_1;

#[test]
fn each_file_of_this_folder_is_a_module() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pool")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("main.rs"));
    let missing: Vec<_> = files
        .map(|path| format!("\nmod {};", path.file_stem().unwrap().to_str().unwrap()))
        .filter(|line| !include_str!("main.rs").contains(line.as_str()))
        .collect();
    assert!(missing.is_empty(), "main.rs lacks {missing:?}");
}
