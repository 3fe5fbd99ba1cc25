//! Refusals of a refresh that end the session only if they come again.

use std::sync::Arc;
use std::time::Duration;

use super::super::record::SessionRecord;
use super::super::refusal::{Doubt, Moment};
use super::SessionManager;
use crate::cognito::ServiceError;
use crate::error::AuthError;
use crate::ports::StoreError;

/// What a doubtful refusal means by now.
pub(in crate::session) enum Doubted {
    /// The session goes on.
    NotYet,
    /// The session has ended: the same refusal came before, and enough time has passed since.
    Again,
    /// Another process has stored newer tokens.
    Newer(Arc<SessionRecord>),
    /// The session is no longer the current one.
    Superseded,
}

impl SessionManager {
    /// Notes a doubtful refusal of this session, if the store still has the session. The store is read again, because
    /// another process may have stored newer tokens. The same refusal ends the session if it comes at least `apart`
    /// after the first one.
    pub(in crate::session) async fn doubt(
        &self,
        refused: &SessionRecord,
        error: &ServiceError,
        apart: Duration,
    ) -> Result<Doubted, StoreError> {
        let _change = self.change().await;
        if !self.is_newest(refused) {
            return Ok(Doubted::Superseded);
        }
        self.catch_up().await?;
        match self.newest() {
            Some(newest) if *newest == *refused => {}
            Some(newest) => return Ok(Doubted::Newer(newest)),
            None => return Ok(Doubted::Superseded),
        }
        let (error, now) = (AuthError::from(error.clone()), Moment::now(self.now_milliseconds()));
        let mut state = self.state();
        match &state.doubt {
            Some(doubt) if doubt.is_repeated_by(refused.generation, &error) => {
                Ok(if doubt.counts_again(&now) { Doubted::Again } else { Doubted::NotYet })
            }
            Some(_) | None => {
                state.doubt = Some(Doubt::new(refused.generation, error, apart, now));
                Ok(Doubted::NotYet)
            }
        }
    }

    /// The doubtful refusal of this session. `None` once enough time has passed that another request can settle whether
    /// the session has ended.
    pub(in crate::session) fn doubt_about(&self, record: &SessionRecord) -> Option<AuthError> {
        let now = Moment::now(self.now_milliseconds());
        self.state().doubt.as_ref()?.still_refuses(record.generation, &now).cloned()
    }
}
