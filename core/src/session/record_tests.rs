//! The stored session: every form that was ever written is read, and the last form is the one that is written now.

use std::collections::BTreeSet;

use super::*;

/// A record in every form that was ever written, and the session that is read from it. The last form is the one
/// that is written now. These files never change: a new field or version brings a new file.
fn written_forms() -> Vec<(&'static str, SessionRecord)> {
    let web = SessionRecord { web: Some(WebSession { is_private: true }), ..record() };
    let of = |device| SessionRecord { device: Some(device), ..record() };
    vec![
        (include_str!("../../tests/records/session-v1.json"), record()),
        (include_str!("../../tests/records/session-v1-web.json"), web),
        (include_str!("../../tests/records/session-v1-without-device.json"), of(BoundDevice::None)),
        (
            include_str!("../../tests/records/session-v1-device.json"),
            of(BoundDevice::Key("eu-central-1_device".into())),
        ),
        (
            include_str!("../../tests/records/session-v1-moved.json"),
            SessionRecord { is_moved: true, ..record() },
        ),
    ]
}

fn record() -> SessionRecord {
    SessionRecord {
        generation: 7,
        pool_username: "ann".into(),
        user_id: "8c1f1d1e-6f0a-4f6e-9a53-2f8e1c0b7d11".into(),
        id_token: "header.id.signature".into(),
        access_token: "header.access.signature".into(),
        refresh_token: "refresh".into(),
        validity: Validity {
            received_at_milliseconds: 1_790_000_000_000,
            expires_at_milliseconds: 1_790_003_600_000,
        },
        is_revocable: true,
        web: None,
        device: None,
        is_moved: false,
    }
}

#[test]
fn every_form_of_a_record_that_was_ever_written_is_read() {
    for (text, record) in written_forms() {
        assert_eq!(SessionRecord::from_bytes(text.as_bytes()), Ok(record), "{text}");
    }
}

#[test]
fn every_version_of_a_record_has_a_written_form() {
    let version = |text| serde_json::from_str::<Versioned>(text).unwrap().version;
    let versions: BTreeSet<_> = written_forms().into_iter().map(|(text, _)| version(text)).collect();
    assert_eq!(versions, (1..=VERSION).collect());
}

#[test]
fn a_record_is_written_in_the_last_form() {
    let (text, record) = written_forms().pop().unwrap();
    let written: serde_json::Value = serde_json::from_slice(&record.to_bytes().unwrap()).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(text).unwrap(),
        "a stored field was added: add a file to core/tests/records and a line to written_forms"
    );
}

#[test]
fn a_newer_version_or_a_damaged_record_is_unreadable() {
    let (text, _) = written_forms().pop().unwrap();
    let newer = text.replace(&format!("\"version\": {VERSION}"), &format!("\"version\": {}", VERSION + 1));
    let cut = &text[..100];
    for text in [newer.as_str(), cut, "", "null", "{}", r#"{"version":1}"#, r#"{"version":"1"}"#, "\u{1}"] {
        assert_eq!(SessionRecord::from_bytes(text.as_bytes()), Err(UnreadableRecord), "{text}");
    }
}
