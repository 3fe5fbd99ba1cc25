//! The browser port. Another program shows the pages: it reads the port's requests, and writes what happens.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cognito_auth_core::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest};
use serde::Deserialize;
use serde_json::json;

use crate::tell;

/// What happened on a page.
#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum Event {
    /// The browser was sent back to the app.
    Redirect { redirect: String },
    /// The page ended without a redirect. If `is_closed` is true, the user closed the page. Otherwise the browser could
    /// not show it.
    End { is_closed: bool },
}

/// The open pages, by the ids of their requests. Each has whether it is private, and the reply that its call waits for.
#[derive(Default)]
pub(crate) struct Pages(Mutex<HashMap<u64, (bool, BrowserReply)>>);

impl Pages {
    /// Hands an event to the call that waits for it. An event of a page that is no longer open is ignored.
    pub(crate) fn take(&self, page: u64, event: Event) {
        let Some((is_private, reply)) = self.open().remove(&page) else { return };
        match event {
            Event::Redirect { redirect } => reply.succeed(BrowserRedirect { url: redirect, is_private }),
            Event::End { is_closed: true } => reply.fail(BrowserFailure::Cancelled),
            Event::End { is_closed: false } => reply.fail(BrowserFailure::NotShown),
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, (bool, BrowserReply)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Browser for Pages {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        // The other program shows a private page if the request asks for one.
        self.open().insert(request.id, (request.prefers_private_session, reply));
        tell(&json!({
            "page": request.id,
            "open": request.url.expose(),
            "redirectUri": request.redirect_uri,
            "isPrivate": request.prefers_private_session,
        }));
        Ok(())
    }

    fn cancel(&self, id: u64) -> Result<(), BrowserFailure> {
        self.open().remove(&id);
        tell(&json!({ "page": id, "isNeeded": false }));
        Ok(())
    }
}
