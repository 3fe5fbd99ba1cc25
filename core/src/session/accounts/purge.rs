//! The removal of all that one account has stored.

use std::sync::Arc;

use super::super::lease::LeaseTrouble;
use super::super::manager::{SessionManager, SessionStatus};
use super::super::refresh::guarded;
use super::super::{Session, SessionInner};
use super::AccountIndex;
use crate::error::AuthError;
use crate::events::AuthEvent;
use crate::ports::StoreError;
use crate::tasks::spawn;

impl Session {
    /// Removes all that the account has stored, readable or not, and its entry in the index. It sends no request. Once
    /// started, the work goes on even if this future is dropped.
    pub(crate) async fn purge(&self, index: &Arc<AccountIndex>) -> Result<(), AuthError> {
        let (inner, index) = (Arc::clone(&self.inner), Arc::clone(index));
        Ok(spawn(async move { inner.purge(&index).await }).await??)
    }

    /// Whether anything of the account is stored. The mark of sign-outs and the mark of a settled move do not count.
    pub(crate) async fn has_entries(&self) -> Result<bool, StoreError> {
        self.inner.manager.store.has_entries().await
    }
}

impl SessionInner {
    async fn purge(&self, index: &AccountIndex) -> Result<(), StoreError> {
        let warn = |trouble: LeaseTrouble| self.ports.warn(format_args!("purge: {}", trouble.text()));
        // Without the lease, another process that has read the session already could refresh it, and store it again.
        let work = self.manager.lease.hold(|| async { None }, warn, self.manager.purge());
        guarded(Arc::clone(&self.ports.guard), self.manager.store.session_key(), work).await?;
        self.shown_user.show(None);
        self.manager.abandon_flights();
        let name = self.manager.account.as_ref().map(|account| account.name.as_str());
        index.remove(name, &self.ports).await?;
        // Another process may have signed a user in before the name was removed.
        match self.manager.store.has_entries().await {
            Ok(true) => self.list_account(&|| true).await,
            Ok(false) | Err(_) => Ok(()),
        }
    }
}

impl SessionManager {
    /// Removes every record of the account, except for the mark of a settled move. The session comes after the records
    /// that belong to it. The mark of sign-outs and the devices come last. The listeners get an event, unless nobody
    /// was signed in.
    async fn purge(&self) -> Result<(), StoreError> {
        let _change = self.change().await;
        // A record that can't be read is removed too.
        let _ = self.catch_up().await;
        self.end_sign_ins();
        let was_nobody = matches!(self.status(), SessionStatus::Nobody);
        self.remove_remains().await?;
        self.store.delete(self.store.session_key()).await?;
        self.publish(SessionStatus::Nobody, None, (!was_nobody).then_some(&AuthEvent::SignedOut));
        self.store.delete(self.store.signed_out_key()).await?;
        self.store.delete(self.store.devices_key()).await
    }
}
