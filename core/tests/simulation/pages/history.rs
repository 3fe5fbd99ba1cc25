//! How a history is played, and the checks after each of its acts.

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthErrorKind, AuthSession, FetchAuthSessionOptions, SecureStore,
    SignOutOptions, SignOutResult, StoreError,
};

use cognito_auth_core::simulation::{Order, Process as Simulated};

use super::act::Act;
use super::browser::Page;
use super::credentials::IdentityState;
use super::process::{Environment, Process};
use super::service::Fault;
use super::web::{Tally, WebAttempts};
use crate::support::options::by_password;
use crate::support::sessions::{SESSION_KEY, settle};
use crate::support::store::StoreOperation;

/// Blocking work, such as a call of the store, takes up to this many turns of the runtime.
const MOST_TURNS: u64 = 4;

/// Plays a history with a paused clock, which jumps ahead when nothing happens. The seed decides in which order the
/// work of the core runs. Gives how often the rare things happened.
pub(crate) fn play(acts: &[Act], seed: u64) -> Result<Tally, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let acts = acts.to_vec();
    let simulated = Simulated::new(&Order::default(), "pages".to_owned(), seed, MOST_TURNS, None);
    runtime.block_on(async {
        let playing = simulated.clone().spawn(async move {
            let mut world = World::new(simulated);
            for (number, act) in acts.iter().enumerate() {
                world.perform(act).await.map_err(|failure| format!("act {number}, {act:?}: {failure}"))?;
            }
            world.end().await.map_err(|failure| format!("at the end: {failure}"))?;
            Ok(world.web.tally)
        });
        playing.await.map_err(|error| error.to_string())?
    })
}

/// Who must be signed in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    Nobody,
    /// This user, unless the service has ended the session of this refresh token.
    User {
        name: &'static str,
        refresh_token: String,
    },
    /// A call was dropped, so a user may be signed in, or nobody.
    Unknown,
}

pub(crate) struct World {
    pub(crate) simulated: Simulated,
    pub(crate) environment: Environment,
    pub(crate) process: Process,
    /// The app's other process. It does nothing until the history switches to it.
    other: Process,
    pub(crate) expected: Expected,
    /// Whether calls of the store may fail.
    pub(crate) store_fails: bool,
    pub(crate) web: WebAttempts,
    pub(crate) identity: IdentityState,
}

pub(crate) type Checked = Result<(), String>;

impl World {
    fn new(simulated: Simulated) -> Self {
        let environment = Environment::new();
        let process = Process::start(&environment);
        let other = Process::start(&environment);
        let (web, identity) = (WebAttempts::default(), IdentityState::default());
        let expected = Expected::Nobody;
        Self { simulated, environment, process, other, expected, store_fails: false, web, identity }
    }

    async fn perform(&mut self, act: &Act) -> Checked {
        let before = self.environment.stored();
        self.identity.before = self.environment.stored_identity();
        if let Act::Switch = act {
            settle().await;
            self.note_change_since(before.as_ref());
            std::mem::swap(&mut self.process, &mut self.other);
        } else {
            self.act(act).await?;
            self.note_change_since(before.as_ref());
        }
        self.check_store()?;
        self.check_stored_identity(act).await?;
        match self.environment.service.violations().first() {
            Some(violation) => Err(violation.clone()),
            None => Ok(()),
        }
    }

    async fn act(&mut self, act: &Act) -> Checked {
        match act {
            Act::SignIn { bob } => self.sign_in(user(*bob)).await?,
            Act::LeaveSignIn { turns } => self.leave_sign_in(*turns).await?,
            Act::SignInOnTheWeb { bob, page, is_private } => {
                self.sign_in_on_the_web(user(*bob), *page, *is_private).await?
            }
            Act::LeaveSignInOnTheWeb { turns } => self.leave_sign_in_on_the_web(*turns).await?,
            Act::SignInOnTheWebWhileSigningOut { turns } => {
                self.sign_in_on_the_web_while_signing_out(*turns).await?
            }
            Act::KillWhileThePageIsOpen { bob, is_private } => {
                self.kill_while_the_page_is_open(user(*bob), *is_private).await?
            }
            Act::LateRedirect { which, restarts } => {
                if *restarts {
                    self.restart();
                }
                self.late_redirect(which.as_ref()).await?
            }
            Act::RefusedSignIn => {
                self.environment.service.add_fault(Fault::UnknownRefusal);
                self.sign_in("ann").await?
            }
            Act::EndWithoutIdentity => {
                self.resolve().await;
                let unremoved = (".identity", StoreOperation::Delete, StoreError::Unavailable);
                let (key, operation, error) = unremoved;
                self.change_store(&Act::KeyFails { key, operation, error });
                self.environment.service.revoke_all();
                self.fetch(true, 1).await?;
            }
            Act::ForgedRedirect => self.forged_redirect().await?,
            Act::VisitTheWeb { is_private, page } => {
                let before = self.environment.stored();
                self.sign_in_on_the_web("ann", Page::SignsIn, *is_private).await?;
                self.note_change_since(before.as_ref());
                self.sign_out_on_the_web(*page).await?
            }
            Act::SignOutOnTheWeb { page } => self.sign_out_on_the_web(*page).await?,
            Act::Federate => self.federate().await?,
            Act::FederateWhileEnding { turns, by_sign_out } => {
                self.federate_while_ending(*turns, *by_sign_out).await?
            }
            Act::ClearFederation => self.clear_federation().await?,
            Act::SignOut { everywhere } => self.sign_out(*everywhere).await?,
            Act::Fetch { force, at_once } => self.fetch(*force, *at_once).await?,
            Act::LeaveFetch { turns } => {
                let caller = self.simulated.spawn(fetch(self.process.auth.clone(), true));
                pass(*turns).await;
                caller.abort();
            }
            Act::FetchWhileSigningOut { turns, everywhere } => {
                let caller = self.simulated.spawn(fetch(self.process.auth.clone(), true));
                pass(*turns).await;
                self.sign_out(*everywhere).await?;
                // Either of the two calls may have ended first, so the result of the fetch is not checked.
                let _ = caller.await;
            }
            Act::CurrentUser => self.check_current_user().await?,
            Act::FetchAttributes => {
                self.resolve().await;
                // Only the call's effect on the session counts.
                let _ = self.process.auth.fetch_user_attributes().await;
            }
            Act::DeleteUser => self.delete_user().await?,
            Act::RefreshUnsaved => {
                self.environment.store.fail_at(StoreOperation::Save, StoreError::Full);
                (self.store_fails, self.identity.fails_alone) = (true, false);
                self.fetch(true, 1).await?;
            }
            // `perform` has made the switch.
            Act::Switch => {}
            Act::HoursPass => {
                self.environment.clock.advance_seconds(7200);
                self.web.live = None;
            }
            Act::Settle => settle().await,
            Act::Restart => self.restart(),
            Act::Network(fault) => self.environment.service.add_fault(*fault),
            Act::StoreFails { .. } | Act::KeyFails { .. } | Act::StoreWorks => self.change_store(act),
            Act::Revoke => self.environment.service.revoke_all(),
            Act::LoseRecord => self.environment.store.delete(SESSION_KEY.to_owned()).unwrap(),
        }
        Ok(())
    }

    fn change_store(&mut self, act: &Act) {
        let store = &self.environment.store;
        match act {
            Act::StoreFails { only: None, error } => store.fail(Some(*error)),
            Act::StoreFails { only: Some(operation), error } => store.fail_at(*operation, *error),
            Act::KeyFails { key, operation, error } => store.fail_key(key, *operation, *error),
            _ => store.fail(None),
        }
        self.store_fails = !matches!(act, Act::StoreWorks);
        self.identity.fails_alone = matches!(act, Act::KeyFails { key: ".identity", .. });
    }

    pub(crate) fn restart(&mut self) {
        self.process.kill();
        self.process = Process::start(&self.environment);
    }

    /// Everything works again, and the app starts once more: then the expected user must be signed in.
    async fn end(&mut self) -> Checked {
        settle().await;
        self.change_store(&Act::StoreWorks);
        self.environment.service.clear_faults();
        self.check_current_user().await?;
        self.restart();
        self.check_current_user().await?;
        self.fetch(true, 3).await?;
        self.check_store()?;
        self.check_last_identity().await
    }

    /// If this process has changed the stored session or identity, the other process does not know the change.
    fn note_change_since(&mut self, before: Option<&Vec<u8>>) {
        if self.environment.stored().as_ref() != before {
            self.process.is_stale = false;
            self.other.is_stale = true;
        }
        if self.environment.stored_identity() != self.identity.before {
            self.process.has_stale_identity = false;
            self.other.has_stale_identity = true;
        }
    }

    /// Checks that the stored session is that of the expected user, whatever this process knows.
    fn check_store(&self) -> Checked {
        self.check_origin()?;
        match (&self.expected, self.stored("username")) {
            (Expected::Nobody, Some(_)) => Err("a session came back into the store".into()),
            (Expected::User { name, .. }, Some(stored)) => {
                self.check(stored == *name, "another user's session is stored")
            }
            (Expected::User { .. }, None) => self.check(self.may_be_nobody(), "a stored session was lost"),
            (Expected::Nobody, None) | (Expected::Unknown, _) => Ok(()),
        }
    }

    async fn delete_user(&mut self) -> Checked {
        self.resolve().await;
        if self.process.is_stale {
            return Ok(());
        }
        match self.process.auth.delete_user().await {
            Ok(()) => self.expected = Expected::Nobody,
            Err(error) => self.check(error.kind != AuthErrorKind::Internal, "an internal error")?,
        }
        Ok(())
    }

    async fn sign_in(&mut self, name: &'static str) -> Checked {
        self.resolve().await;
        let result = sign_in(self.process.auth.clone(), name).await;
        self.web.ended_by(&result, self.store_fails);
        match result {
            Ok(()) => self.signed_in(name),
            Err(error) if error.code == AuthErrorCode::AlreadySignedIn => {
                // A process that can't read the store may not know that the other one has signed the user out.
                let is_known = self.expected != Expected::Nobody || self.process.is_stale;
                self.check(is_known, "a session came back")
            }
            Err(_) => Ok(()),
        }
    }

    /// A sign-in has succeeded.
    pub(crate) fn signed_in(&mut self, name: &'static str) -> Checked {
        self.check(self.may_be_nobody(), "a user signed in over a session")?;
        let is_federated = self.identity.stored_is_federated(&self.environment);
        self.check(!is_federated, "a user signed in over a federation")?;
        let refresh_token = self.stored("refreshToken").ok_or("a sign-in was not stored")?;
        self.check(self.stored("username").as_deref() == Some(name), "another user was signed in")?;
        self.expected = Expected::User { name, refresh_token };
        Ok(())
    }

    async fn leave_sign_in(&mut self, turns: u8) -> Checked {
        self.resolve().await;
        let caller = self.simulated.spawn(sign_in(self.process.auth.clone(), "ann"));
        pass(turns).await;
        caller.abort();
        if self.may_be_nobody() {
            self.expected = Expected::Unknown;
        }
        Ok(())
    }

    async fn sign_out(&mut self, everywhere: bool) -> Checked {
        self.resolve().await;
        let result = self
            .process
            .auth
            .sign_out(SignOutOptions { global_sign_out: everywhere, ..SignOutOptions::default() })
            .await;
        self.signed_out(&result)
    }

    /// A sign-out has ended.
    pub(crate) fn signed_out(&mut self, result: &SignOutResult) -> Checked {
        match result {
            SignOutResult::Complete | SignOutResult::Partial { .. } => {
                self.expected = Expected::Nobody;
                self.web.live = None;
                self.identity.may_be_federated = false;
                self.check(self.stored("version").is_none(), "a session is stored after the sign-out")?;
                self.check_identity_after_sign_out()
            }
            SignOutResult::Failed(error) if error.code == AuthErrorCode::FederatedToIdentityPool => self
                .check(
                    self.identity.may_be_federated,
                    "a sign-out found a federation that the app did not ask for",
                ),
            SignOutResult::Failed(error) if error.code == AuthErrorCode::UserChanged => self.check(
                self.process.is_stale,
                "a sign-out found another user, although nobody else has signed in",
            ),
            SignOutResult::Failed(error) => {
                self.check(error.kind == AuthErrorKind::Storage, "a sign-out failed for another reason")
            }
        }
    }

    async fn fetch(&mut self, force: bool, at_once: u8) -> Checked {
        self.resolve().await;
        let callers: Vec<_> =
            (0..at_once).map(|_| self.simulated.spawn(fetch(self.process.auth.clone(), force))).collect();
        for caller in callers {
            let result = caller.await.map_err(|error| error.to_string())?;
            self.check_session(result)?;
        }
        Ok(())
    }

    fn check_session(&mut self, result: Result<AuthSession, AuthError>) -> Checked {
        match result {
            Ok(session) if self.identity_of(&session)? => Ok(()),
            Ok(session) if session.is_signed_in => {
                let tokens = session.tokens.ok_or("a session without tokens")?;
                self.check(self.was_stored(tokens.access_token.expose()), "tokens are not stored")?;
                self.check_user(session.user_sub.as_deref().unwrap_or_default())
            }
            Ok(_) => self.check(self.may_be_nobody() || self.process.is_stale, "a session was lost"),
            Err(error) if error.code == AuthErrorCode::SessionExpired => {
                self.check(self.may_be_nobody(), "a session ended although the service did not end it")
            }
            Err(error) => self.check_failed_fetch(&error),
        }
    }

    async fn check_current_user(&mut self) -> Checked {
        self.resolve().await;
        match self.process.auth.get_current_user().await {
            Ok(user) => self.check_user(&user.user_id),
            Err(error) if error.code == AuthErrorCode::FederatedToIdentityPool => {
                let may_be = self.identity.may_be_federated || self.process.has_stale_identity;
                self.check(may_be, "the app is federated, although it did not ask for it")
            }
            Err(error) if error.code == AuthErrorCode::NotSignedIn => {
                self.check(self.may_be_nobody() || self.process.is_stale, "a session was lost")
            }
            Err(error) => self.check(
                error.kind == AuthErrorKind::Storage,
                "the current user was refused for another reason",
            ),
        }
    }

    /// Checks that the signed-in user is the expected one. A process that does not know the stored session may see
    /// another user.
    fn check_user(&self, user_id: &str) -> Checked {
        match &self.expected {
            _ if self.process.is_stale => Ok(()),
            Expected::Nobody => Err("a session came back".into()),
            Expected::User { name, .. } => {
                self.check(user_id == format!("sub-of-{name}"), "another user is signed in")
            }
            Expected::Unknown => Ok(()),
        }
    }

    /// Whether finding nobody signed in is correct: no user is expected, or the service ended the user's session.
    pub(crate) fn may_be_nobody(&self) -> bool {
        match &self.expected {
            Expected::Nobody | Expected::Unknown => true,
            Expected::User { refresh_token, .. } => {
                self.environment.service.has_ended(refresh_token, self.last_saved(refresh_token).as_deref())
            }
        }
    }

    /// Finds out the result of a dropped call.
    pub(crate) async fn resolve(&mut self) {
        if self.expected != Expected::Unknown {
            return;
        }
        settle().await;
        self.expected = match self.stored("refreshToken") {
            None => Expected::Nobody,
            // Bob may be the former user. His session stays until a refresh finds that the service has ended it.
            Some(refresh_token) if self.stored("username").as_deref() == Some("bob") => {
                Expected::User { name: "bob", refresh_token }
            }
            Some(refresh_token) => Expected::User { name: "ann", refresh_token },
        };
    }

    /// The newest of the refresh tokens that were stored and come from the same sign-in.
    fn last_saved(&self, refresh_token: &str) -> Option<String> {
        let saved = self.environment.saved.lock().unwrap();
        let tokens = saved.iter().rev().filter_map(|record| {
            let record: serde_json::Value = serde_json::from_slice(record).ok()?;
            Some(record["refreshToken"].as_str()?.to_owned())
        });
        tokens.into_iter().find(|token| self.environment.service.are_of_one_sign_in(token, refresh_token))
    }

    pub(crate) fn was_stored(&self, token: &str) -> bool {
        let saved = self.environment.saved.lock().unwrap();
        saved.iter().any(|record| String::from_utf8_lossy(record).contains(token))
    }

    /// A text of the stored session. Empty if the member is missing or is no text. `None` if no readable session is
    /// stored.
    pub(crate) fn stored(&self, member: &str) -> Option<String> {
        let bytes = self.environment.stored()?;
        let record: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        Some(record[member].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn check(&self, holds: bool, otherwise: &str) -> Checked {
        if holds { Ok(()) } else { Err(otherwise.to_owned()) }
    }
}

pub(crate) async fn fetch(auth: Auth, force_refresh: bool) -> Result<AuthSession, AuthError> {
    auth.fetch_auth_session(FetchAuthSessionOptions { force_refresh, ..Default::default() }).await
}

async fn sign_in(auth: Auth, name: &'static str) -> Result<(), AuthError> {
    auth.sign_in(name, Some("Password123!".into()), by_password()).await.map(|_| ())
}

fn user(bob: bool) -> &'static str {
    if bob { "bob" } else { "ann" }
}

/// Yields to the runtime a number of times.
pub(crate) async fn pass(turns: u8) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}
