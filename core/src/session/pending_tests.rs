//! The stored challenge: its stored parts are read back unchanged, and no other record is read as a challenge.

use std::path::Path;

use super::*;
use crate::challenge::samples::{kinds, totp_setup};

fn challenge(kind: ChallengeKind) -> Challenge {
    Challenge {
        username: Username { typed: "ann@example.com".into(), pool_username: Some("ann".into()) },
        session: Some("session".into()),
        kind,
        asked_at_milliseconds: 1_790_000_000_000,
        context: RequestContext::default(),
    }
}

fn stored(kind: ChallengeKind) -> String {
    serde_json::to_string(&PendingRecord::from(&challenge(kind))).unwrap()
}

/// `UPDATE_GOLDEN=1 cargo test -p cognito-auth-core pending` rewrites the file. Use it only for a new kind of
/// challenge.
#[test]
fn the_stored_form_of_every_kind_of_challenge_equals_the_golden_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/session/pending_golden.jsonl");
    let lines: String = kinds().into_iter().map(|kind| stored(kind) + "\n").collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &lines).unwrap();
    }
    assert_eq!(lines, std::fs::read_to_string(path).unwrap());
}

#[test]
fn the_stored_parts_of_every_kind_of_challenge_are_read_back() {
    for kind in kinds() {
        let parameters = BTreeMap::new();
        let expected = match kind.clone() {
            ChallengeKind::TotpSetup { .. } => ChallengeKind::TotpSetup { shared_secret: None },
            ChallengeKind::SmsMfa { delivery, .. } => ChallengeKind::SmsMfa { delivery, parameters },
            ChallengeKind::NewPassword { required_attributes, .. } => {
                ChallengeKind::NewPassword { required_attributes, parameters }
            }
            other => other,
        };
        assert_eq!(PendingRecord::read(stored(kind).as_bytes()), Some(challenge(expected)));
    }
}

#[test]
fn a_challenge_without_session_and_pool_username_is_read_back() {
    let bare =
        Challenge { username: Username::typed("ann"), session: None, ..challenge(ChallengeKind::TotpMfa) };
    let bytes = serde_json::to_vec(&PendingRecord::from(&bare)).unwrap();
    assert_eq!(PendingRecord::read(&bytes), Some(bare));
}

#[test]
fn the_context_of_an_answer_that_caused_no_request_is_stored_and_read_back() {
    let metadata = BTreeMap::from([("source".to_owned(), "app".to_owned())]);
    for ip_address in [None, Some("192.0.2.7".to_owned())] {
        let data = UserContextData { encoded_data: "fingerprint".into(), ip_address };
        let context = RequestContext::new(metadata.clone(), Some(data));
        let open = Challenge { context, ..challenge(ChallengeKind::EmailMfaSetup) };
        let bytes = serde_json::to_vec(&PendingRecord::from(&open)).unwrap();
        assert_eq!(PendingRecord::read(&bytes), Some(open));
    }
}

#[test]
fn the_secret_of_an_authenticator_app_is_not_stored() {
    assert!(!stored(totp_setup()).contains("private"));
}

#[test]
fn a_damaged_record_or_one_of_another_version_gives_no_challenge() {
    let record = |version: u32, challenge: &str| {
        let rest = r#""username":"a","poolUsername":null,"session":null,"askedAt":1"#;
        format!(r#"{{"version":{version},{rest},"challenge":{challenge}}}"#)
    };
    assert!(PendingRecord::read(record(1, r#"{"kind":"totpMfa"}"#).as_bytes()).is_some());
    let damaged = [
        String::new(),
        "{}".to_owned(),
        record(2, r#"{"kind":"totpMfa"}"#),
        record(1, "{}"),
        record(1, "[]"),
        record(1, r#"{"kind":"pigeon"}"#),
        record(1, r#"{"kind":["totpMfa"]}"#),
        record(1, r#"{"kind":"smsMfa"}"#),
        record(1, r#"{"kind":"smsMfa","delivery":{"medium":"sms"}}"#),
        record(1, r#"{"kind":"password","usesSrp":"true","isSelected":false}"#),
        record(1, r#"{"kind":"mfaSelection","options":["sms"]}"#),
    ];
    for text in damaged {
        assert_eq!(PendingRecord::read(text.as_bytes()), None, "{text}");
    }
}
