//! A browser that follows a script and records its requests.

use std::collections::VecDeque;
use std::sync::Mutex;

use cognito_auth_core::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest};
use url::Url;

use crate::case::{BrowserAnswer, Page};

#[derive(Default)]
pub(crate) struct ScriptedBrowser {
    script: Mutex<VecDeque<BrowserAnswer>>,
    asked: Mutex<Vec<Page>>,
}

impl ScriptedBrowser {
    /// Adds steps to the end of the script.
    pub(crate) fn answer(&self, answers: Vec<BrowserAnswer>) {
        self.script.lock().unwrap().extend(answers);
    }

    /// How many steps of the script are left.
    pub(crate) fn left(&self) -> usize {
        self.script.lock().unwrap().len()
    }

    /// The pages since the last call of this function.
    pub(crate) fn take_asked(&self) -> Vec<Page> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Browser for ScriptedBrowser {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let url = Url::parse(request.url.expose()).map_err(|_| BrowserFailure::NotShown)?;
        self.asked.lock().unwrap().push(Page {
            url: request.url.expose().split('?').next().unwrap_or_default().to_owned(),
            query: url.query_pairs().into_owned().collect(),
            redirect_uri: request.redirect_uri,
            prefers_private_session: request.prefers_private_session,
        });
        let prefers_private_session = request.prefers_private_session;
        match self.script.lock().unwrap().pop_front() {
            Some(BrowserAnswer::Redirect { redirect, is_private }) => {
                let is_private = is_private.unwrap_or(prefers_private_session);
                reply.succeed(BrowserRedirect { url: redirect, is_private });
            }
            Some(BrowserAnswer::Failure { failure }) => reply.fail(failure.into()),
            // The script has ended. The comparison of the requests will fail.
            None => reply.fail(BrowserFailure::NotShown),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}
