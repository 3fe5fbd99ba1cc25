//! What Amplify stored for invented users.

mod devices;
mod sessions;

use serde_json::Value;

use crate::config::AuthConfiguration;
use crate::model::{MoveSource, MoveWarning};
use crate::moving::android::read;
use crate::moving::{Former, Imported};
use crate::test_support::former::android::Phone;
use crate::test_support::former::android::amplify::*;
use crate::test_support::former::{EXPIRES_AT, FormerUser, configuration};

fn found(phone: &Phone, configuration: &AuthConfiguration) -> Imported {
    match read(phone, configuration) {
        Former::Found(imported) => *imported,
        other => panic!("{other:?}"),
    }
}

/// What is found if Amplify has stored only this session, in an app without an identity pool.
fn of_session(session: &Value) -> Former {
    let phone = Phone::default();
    Amplify::install(&phone).session(session);
    read(&phone, &configuration())
}

fn undecodable() -> Former {
    Former::Undecodable(vec![MoveWarning::UndecodableSession])
}

fn assert_is_session_of(imported: &Imported, user: &FormerUser) {
    let session = imported.session.as_ref().unwrap();
    assert_eq!(imported.source, MoveSource::AmplifyAndroid);
    assert_eq!(session.id_token.expose(), user.id_token());
    assert_eq!(session.access_token.expose(), user.access_token());
    assert_eq!(session.refresh_token.expose(), user.refresh_token());
    assert_eq!(session.expires_at_milliseconds, Some(EXPIRES_AT * 1_000));
}
