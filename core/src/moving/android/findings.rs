//! What was found so far.

use super::devices;
use crate::model::{MoveSource, MoveWarning};
use crate::moving::tokens::{Tokens, User};
use crate::moving::{Former, Imported, ImportedDevice, ImportedSession};

/// What was found of Amplify, of AWSMobileClient, or of both.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) session: Option<ImportedSession>,
    /// The session's user.
    pub(super) user: Option<User>,
    pub(super) devices: Vec<ImportedDevice>,
    pub(super) fingerprint_id: Option<String>,
    pub(super) identity_id: Option<String>,
    pub(super) warnings: Vec<MoveWarning>,
}

impl Findings {
    pub(super) fn take_session(
        &mut self,
        tokens: Tokens,
        is_web: bool,
        expires_at_milliseconds: Option<i64>,
    ) {
        let Tokens { id, access, refresh, user } = tokens;
        self.session = Some(ImportedSession {
            id_token: id,
            access_token: access,
            refresh_token: refresh,
            expires_at_milliseconds,
            is_web,
            typed_username: None,
        });
        self.user = Some(user);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.session.is_none()
            && self.devices.is_empty()
            && self.fingerprint_id.is_none()
            && self.identity_id.is_none()
            && self.warnings.is_empty()
    }

    /// These findings, with the values of `others` for what is missing.
    pub(super) fn with(mut self, others: Self) -> Self {
        devices::add(&mut self.devices, others.devices);
        self.warnings.extend(others.warnings);
        Self {
            session: self.session.or(others.session),
            user: self.user.or(others.user),
            fingerprint_id: self.fingerprint_id.or(others.fingerprint_id),
            identity_id: self.identity_id.or(others.identity_id),
            ..self
        }
    }

    /// The answer, with each warning once.
    pub(super) fn found(mut self, source: MoveSource) -> Former {
        if let Some(user) = &self.user {
            devices::name_bound(&mut self.devices, user);
        }
        self.warnings.sort_unstable();
        self.warnings.dedup();
        Former::Found(Box::new(Imported {
            source,
            session: self.session,
            devices: self.devices,
            fingerprint_id: self.fingerprint_id,
            identity_id: self.identity_id,
            warnings: self.warnings,
        }))
    }
}
