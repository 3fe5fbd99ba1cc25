//! Sign-in: start it, answer its challenges, store the session.

use std::mem::take;
use std::sync::Arc;

use super::active_sign_in::{AttemptId, CallState, NamedTransition, RefusedEvent};
use super::limits::{Interruption, Limit};
use super::{Auth, AuthInner, arguments};
use crate::challenge::{ChallengeAnswer, PasskeyChallenge, Username};
use crate::cognito::{AuthenticationResponse, SoftwareToken, TokenOwner, wire};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::machine::sign_in::{
    AssociatedToken, Attempt, Concluding, Effects, Event, FromApp, Initiation, IssuedTokens, Leaving,
    OutgoingResponse, Proving, SettingUp, SideEffect, Then, TokenCode, Unexpected, Work,
};
use crate::model::{
    AuthFlowType, AuthSignInResult, AuthSignInStep, ConfirmSignInOptions, RequestContext, SignInOptions,
};
use crate::ports::{PasskeyCeremony, ask_passkey};
use crate::proof;
use crate::secret::{Password, Secret, SignInAnswer};
use crate::sync::{AbortHandle, Handle};
use crate::tasks::spawn_on;

impl Auth {
    /// Signs a user in (InitiateAuth, RespondToAuthChallenge). The next step is [`AuthSignInStep::Done`], a challenge
    /// to answer with [`Auth::confirm_sign_in`], or something that has to be done before the sign-in.
    ///
    /// `username` is the user name or an alias (e-mail address, phone number), as the pool allows it. `password` is
    /// needed for the flows that begin with it. A new sign-in ends an unfinished one with [`AuthErrorCode::Cancelled`].
    /// Dropping the future ends the sign-in, unless its session is already being stored.
    ///
    /// # Errors
    /// [`AuthErrorCode::AlreadySignedIn`], [`AuthErrorCode::NotAuthorized`] for a wrong password,
    /// [`AuthErrorCode::UserNotFound`], [`AuthErrorCode::UnsupportedChallenge`], [`AuthErrorCode::EmptyArgument`],
    /// among others.
    pub async fn sign_in(
        &self,
        username: &str,
        password: Option<Password>,
        mut options: SignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        arguments::username(username)?;
        let flow = options.flow.unwrap_or(self.inner.configuration.default_flow);
        let password = password.map(Password::into_secret).filter(|password| !password.is_empty());
        if password.is_none() && flow.needs_password() {
            return Err(arguments::empty("password"));
        }
        let context = options.take_context();
        let attempt = Attempt { username: username.to_owned(), password, flow, session: None, context };
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.ensure_signed_out()).await?;
        self.inner.signed_up.sign_in_begins(username);
        self.begin(attempt, &limit).await
    }

    /// Signs in the user whose sign-up was just confirmed, without a password (InitiateAuth, USER_AUTH with the
    /// sign-up's Session). It works once, within the few minutes that the Session is valid. It no longer works after
    /// another sign-in, an answer to another sign-in's challenge, or a sign-out.
    ///
    /// # Errors
    /// [`AuthErrorCode::NoPendingAutoSignIn`] unless [`Auth::confirm_sign_up`] or [`Auth::sign_up`] of this instance
    /// has returned the next step [`CompleteAutoSignIn`](crate::AuthSignUpStep::CompleteAutoSignIn);
    /// [`AuthErrorCode::AlreadySignedIn`], among others.
    pub async fn auto_sign_in(&self) -> Result<AuthSignInResult, AuthError> {
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.ensure_signed_out()).await?;
        let (username, session) =
            self.inner.signed_up.confirmed().ok_or(AuthErrorCode::NoPendingAutoSignIn)?;
        let flow = AuthFlowType::UserAuth { preferred_first_factor: None };
        let (password, context) = (None, RequestContext::default());
        let attempt = Attempt { username, password, flow, session: Some(session.clone()), context };
        let signed_in = self.begin(attempt, &limit).await;
        if !matches!(&signed_in, Err(error) if leaves_session_valid(error)) {
            self.inner.signed_up.forget_session(&session);
        }
        signed_in
    }

    async fn begin(&self, attempt: Attempt, limit: &Limit) -> Result<AuthSignInResult, AuthError> {
        limit.run(self.end_web_sign_in()).await?;
        let attempt_id = self.inner.begin_attempt()?;
        self.run(attempt_id, Event::App(FromApp::SignIn(attempt)), limit).await
    }

    /// Answers the open challenge of the sign-in (RespondToAuthChallenge). An earlier run of the app may have started
    /// that sign-in.
    ///
    /// `challenge_response` is the code, the password, the address, the answer to the pool's custom challenge, or the
    /// choice ([`MfaType::challenge_response`](crate::MfaType::challenge_response),
    /// [`AuthFactorType::challenge_response`](crate::AuthFactorType::challenge_response)).
    ///
    /// The challenge stays open, and the call can be made again:
    /// - after [`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::EnableSoftwareTokenMfa`],
    ///   [`AuthErrorCode::InvalidPassword`], [`AuthErrorCode::PasswordHistoryPolicyViolation`],
    ///   [`AuthErrorCode::InvalidParameter`] and [`AuthErrorCode::AliasExists`], unless the
    ///   [reason](AuthError::reason) is [`AuthErrorReason::ChallengeSessionInvalid`](crate::AuthErrorReason);
    /// - after [`AuthErrorCode::ExpiredCode`] for a code of an authenticator app;
    /// - after a new password with an attribute that can't be written or changed;
    /// - after a choice of a factor that is not available, with an error such as
    ///   [`AuthErrorCode::SoftwareTokenMfaNotFound`], [`AuthErrorCode::MfaMethodNotFound`] or
    ///   [`AuthErrorCode::InvalidUserPoolConfiguration`];
    /// - after a choice of a factor or an address for codes, if a trigger of the pool failed to write or send the code;
    /// - after a passkey sheet that failed: the answer `WEB_AUTHN` shows it again, and another factor needs a new
    ///   sign-in;
    /// - after a [retryable](AuthError::retryable) error and any failure of the network, unless the proof of a password
    ///   or a passkey was sent.
    ///
    /// Any other refusal ends the sign-in.
    ///
    /// # Errors
    /// [`AuthErrorCode::NoPendingSignIn`], [`AuthErrorCode::SignInInProgress`] while an earlier call of the sign-in
    /// runs, [`AuthErrorCode::AlreadySignedIn`], [`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::ExpiredCode`],
    /// [`AuthErrorCode::ChallengeExpired`], [`AuthErrorCode::EmptyArgument`], [`AuthErrorCode::MalformedArgument`]
    /// for a choice that was not offered, for attributes with another answer than a new password, for an attribute that
    /// is given twice, and for a device's name with another answer than the first code of an authenticator app, among
    /// others.
    pub async fn confirm_sign_in(
        &self,
        challenge_response: SignInAnswer,
        mut options: ConfirmSignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        let challenge_response = challenge_response.into_secret();
        arguments::not_empty(&challenge_response, "challenge_response")?;
        arguments::attributes(&options.user_attributes)?;
        let limit = self.inner.limits.begin();
        let attempt_id = limit.run(self.attempt_with_challenge()).await?;
        let context = options.take_context();
        let ConfirmSignInOptions { user_attributes, friendly_device_name, .. } = options;
        let at_milliseconds = self.inner.ports.clock.now_milliseconds();
        let answer =
            ChallengeAnswer { challenge_response, user_attributes, friendly_device_name, at_milliseconds };
        self.run(attempt_id, Event::App(FromApp::Answer(answer, context)), &limit).await
    }

    /// The attempt whose challenge is open. After a restart of the app, the challenge comes from the store.
    ///
    /// # Errors
    /// [`AuthErrorCode::AlreadySignedIn`] if a user is signed in while a challenge is open.
    async fn attempt_with_challenge(&self) -> Result<AttemptId, AuthError> {
        let (attempt_id, is_untouched) = self.inner.newest_attempt();
        if is_untouched && let Some(challenge) = self.inner.session.pending_challenge().await? {
            let resume = Event::App(FromApp::Resume(challenge));
            // The machine refuses the event if another call has resumed the sign-in first. Then the answer is for the
            // challenge of that call.
            let _ = self.inner.active_sign_in.advance(&CallState::of(attempt_id), resume);
        }
        if let Some(username) = self.inner.active_sign_in.awaited_user(attempt_id) {
            // Without this check, the service would take the answer and issue tokens that can't be stored.
            self.inner.session.ensure_signed_out().await?;
            // This answer may be the first call of the sign-in in this process: an earlier run of the app may have
            // begun the sign-in.
            self.inner.signed_up.sign_in_begins(&username);
        }
        Ok(attempt_id)
    }

    /// Runs one call of the sign-in in its own task. When the caller no longer waits, the work stops, unless the
    /// service has already issued tokens.
    async fn run(
        &self,
        attempt_id: AttemptId,
        event: Event,
        limit: &Limit,
    ) -> Result<AuthSignInResult, AuthError> {
        let (inner, call) = (Arc::clone(&self.inner), Arc::new(CallState::of(attempt_id)));
        let flow = SignInFlow { inner, call, limit: limit.clone() };
        let effects = flow.advance(event)?;
        let running = flow.clone();
        let runtime = Handle::current();
        let mut task = spawn_on(&runtime, async move { running.drive(effects).await });
        let mut caller = WaitingCaller { flow, task: task.abort_handle(), runtime, is_over: false };
        let result = tokio::select! {
            biased;
            ended = &mut task => {
                caller.is_over = true;
                ended.unwrap_or_else(|_| Err(AuthErrorCode::Internal.into()))
            }
            () = self.inner.active_sign_in.superseded(attempt_id) => Err(AuthErrorCode::Cancelled.into()),
            interruption = limit.interrupted() => match caller.interrupt(interruption) {
                Some(result) => result,
                // The attempt ended just before, so the task has only side effects left: take its result.
                None => (&mut task).await.unwrap_or_else(|_| Err(AuthErrorCode::Internal.into())),
            },
        };
        result.map(|next_step| AuthSignInResult { next_step })
    }
}

/// A caller who waits for a sign-in. Dropping it means that the caller no longer waits.
struct WaitingCaller {
    flow: SignInFlow,
    task: AbortHandle,
    runtime: Handle,
    is_over: bool,
}

impl WaitingCaller {
    /// The result of the interrupted call, or `None` if the attempt had ended before the interruption.
    fn interrupt(&mut self, interruption: Interruption) -> Option<Result<AuthSignInStep, AuthError>> {
        match interruption {
            Interruption::DeadlinePassed => self.leave(Leaving::DeadlinePassed),
            Interruption::Closed => self.leave(Leaving::Cancel).map(|_| Err(interruption.code().into())),
        }
    }

    /// Tells the machine that the caller no longer waits, and stops the work if that is allowed. Gives the call's
    /// result, or `None` if the attempt had ended before.
    fn leave(&mut self, why: Leaving) -> Option<Result<AuthSignInStep, AuthError>> {
        self.is_over = true;
        let left = self.flow.inner.active_sign_in.leave(&self.flow.call, why)?;
        if self.flow.call.is_stopped() {
            self.task.abort();
        }
        Some(self.flow.moved(left).and_then(|effects| self.conclude(effects)))
    }

    /// Runs the last transition's side effects in the background, and gives the call's result.
    fn conclude(&self, effects: Effects) -> Result<AuthSignInStep, AuthError> {
        let Effects { side_effects, then } = effects;
        let flow = self.flow.clone();
        spawn_on(&self.runtime, async move {
            for side_effect in side_effects {
                flow.run_side_effect(side_effect).await;
            }
        });
        match then {
            Then::Conclude(result) => result,
            Then::Perform(_) => Err(AuthErrorCode::Internal.into()),
        }
    }
}

impl Drop for WaitingCaller {
    fn drop(&mut self) {
        if !self.is_over {
            let _ = self.leave(Leaving::Cancel);
        }
    }
}

/// The work of one call in a sign-in.
#[derive(Clone)]
struct SignInFlow {
    inner: Arc<AuthInner>,
    call: Arc<CallState>,
    limit: Limit,
}

impl SignInFlow {
    /// Gives the machine an event. This never waits.
    ///
    /// # Errors
    /// The state does not expect the event, or the attempt is no longer the newest.
    fn advance(&self, event: Event) -> Result<Effects, AuthError> {
        let is_answer = matches!(event, Event::App(FromApp::Answer(..)));
        match self.inner.active_sign_in.advance(&self.call, event) {
            Err(RefusedEvent::Unexpected(Unexpected { is_working: true, .. })) if is_answer => {
                Err(AuthErrorCode::SignInInProgress.into())
            }
            Err(RefusedEvent::Unexpected(_)) if is_answer => Err(AuthErrorCode::NoPendingSignIn.into()),
            moved => self.moved(moved),
        }
    }

    /// Performs effects until the machine concludes the call.
    async fn drive(&self, mut effects: Effects) -> Result<AuthSignInStep, AuthError> {
        loop {
            for side_effect in effects.side_effects {
                self.run_side_effect(side_effect).await;
            }
            match effects.then {
                Then::Perform(work) => effects = self.advance(self.perform(work).await)?,
                // The attempt was ended meanwhile. Its challenge was not stored, and an answer would be refused.
                Then::Conclude(Ok(step)) if step != AuthSignInStep::Done && !self.is_current() => {
                    return Err(AuthErrorCode::Cancelled.into());
                }
                Then::Conclude(result) => return result,
            }
        }
    }

    fn is_current(&self) -> bool {
        self.inner.is_current(self.call.attempt_id)()
    }

    /// Does the work, and gives the event for its result or its failure.
    async fn perform(&self, work: Work) -> Event {
        let inner = &self.inner;
        match work {
            Work::PrepareProof => match proof::prepare(Arc::clone(&inner.ports.entropy)).await {
                Ok(key_pair) => Event::Proving(Proving::ProofPrepared(key_pair)),
                Err(code) => Event::WorkFailed(code.into()),
            },
            Work::ProvePassword(task) => {
                match proof::prove(*task, inner.pool_name(), Arc::clone(&inner.ports.clock)).await {
                    Ok(claim) => Event::Proving(Proving::PasswordProved(claim)),
                    Err(code) => Event::WorkFailed(code.into()),
                }
            }
            Work::Initiate(initiation) => self.initiate(initiation).await,
            Work::Respond(response) => self.respond(response).await,
            Work::ProveDevice(request) => self.event(inner.session.prove_device(request).await),
            Work::AskPasskey(request) => self.ask_passkey(request).await,
            Work::AssociateToken { session } => self.associate_token(session).await,
            Work::VerifyToken(code) => self.verify_token(code).await,
            Work::ConfirmDevice => match inner.session.confirm_device().await {
                Ok(()) => Event::Concluding(Concluding::DeviceConfirmed),
                Err(error) => {
                    let name = error.code.name();
                    inner.ports.warn(format_args!("sign-in: the device is not confirmed: {name}"));
                    Event::WorkFailed(error)
                }
            },
            Work::StoreSession { username, tokens } => self.store_session(username, tokens).await,
        }
    }

    /// Stores or removes the open challenge. A failure does not fail the sign-in: an open challenge that was not stored
    /// is still in memory, and the service refuses an old one that was not removed.
    async fn run_side_effect(&self, side_effect: SideEffect) {
        let (doing, done) = match side_effect {
            SideEffect::RememberChallenge(challenge) => {
                let remembered = self
                    .inner
                    .session
                    .remember_challenge(&challenge, self.inner.is_current(self.call.attempt_id))
                    .await;
                ("remember the challenge", remembered)
            }
            SideEffect::ForgetChallenge => {
                ("forget the challenge", self.inner.session.forget_challenge().await)
            }
        };
        if let Err(error) = done {
            let name = error.code.name();
            self.inner.ports.warn(format_args!("sign-in: could not {doing}: {name}"));
        }
    }

    /// Logs a transition and gives its effects, or gives the error for a refused event. Call it only once the active
    /// sign-in is unlocked, so that no other call waits for the log.
    fn moved(&self, moved: Result<NamedTransition, RefusedEvent>) -> Result<Effects, AuthError> {
        match moved {
            Ok(NamedTransition { effects, names }) => {
                self.inner.log_transition(&names);
                Ok(effects)
            }
            Err(RefusedEvent::Superseded | RefusedEvent::Left) => Err(AuthErrorCode::Cancelled.into()),
            Err(RefusedEvent::Unexpected(unexpected)) => Err(self.inner.defect(&unexpected)),
        }
    }

    async fn store_session(&self, username: Username, tokens: IssuedTokens) -> Event {
        let device = match tokens.new_device.clone() {
            Some(new) => {
                let name = self.inner.configuration.device_name.clone();
                self.inner.session.make_device(username, new, name).await
            }
            None => None,
        };
        match self.inner.session.sign_in(tokens, device, self.inner.is_current(self.call.attempt_id)).await {
            Ok(()) => {
                self.inner.signed_up.forget();
                Event::Concluding(Concluding::SessionStored)
            }
            Err(error) => Event::WorkFailed(error),
        }
    }

    fn event(&self, answer: Result<AuthenticationResponse, impl Into<AuthError>>) -> Event {
        match answer {
            Ok(response) => wire::event(response, self.inner.ports.clock.now_milliseconds()),
            Err(error) => Event::WorkFailed(error.into()),
        }
    }

    async fn initiate(&self, initiation: Initiation) -> Event {
        let cognito = &self.inner.cognito;
        let send = |device_key: Option<String>| {
            cognito.initiate_auth(wire::initiate_auth(initiation.clone(), device_key.as_deref()))
        };
        self.event(self.inner.session.naming_device(&initiation.username, send).await)
    }

    async fn respond(&self, outgoing: OutgoingResponse) -> Event {
        let cognito = &self.inner.cognito;
        let send = |device_key: Option<String>| {
            let request = wire::respond_to_auth_challenge(outgoing.clone(), device_key.as_deref());
            cognito.respond_to_auth_challenge(request)
        };
        self.event(self.inner.session.naming_device(outgoing.username.in_responses(), send).await)
    }

    /// Asks the user for a passkey. The time until the user answers does not count against the call's limit.
    async fn ask_passkey(&self, challenge: PasskeyChallenge) -> Event {
        let PasskeyChallenge { options_json, session, .. } = challenge;
        let authenticator = &self.inner.ports.passkeys;
        let asking = ask_passkey(authenticator, PasskeyCeremony::Authentication, options_json);
        match self.limit.with_the_user(asking).await {
            Ok(mut credential) => {
                let credential = Secret::new(take(&mut *credential));
                Event::Proving(Proving::PasskeyAnswered { credential, session })
            }
            Err(failure) => Event::WorkFailed(failure.into()),
        }
    }

    async fn associate_token(&self, session: Option<Secret>) -> Event {
        let Some(owner) = session.map(TokenOwner::Session) else { return malformed() };
        match self.inner.cognito.associate_software_token(owner).await {
            Ok(SoftwareToken { secret_code, session }) => {
                Event::SettingUp(SettingUp::TokenAssociated(AssociatedToken { secret_code, session }))
            }
            Err(error) => Event::WorkFailed(error.into()),
        }
    }

    async fn verify_token(&self, code: TokenCode) -> Event {
        let TokenCode { code, session, friendly_device_name } = code;
        let Some(owner) = session.map(TokenOwner::Session) else { return malformed() };
        match self.inner.cognito.verify_software_token(owner, code, friendly_device_name).await {
            Ok(session) => Event::SettingUp(SettingUp::TokenVerified { session }),
            Err(error) => Event::WorkFailed(error.into()),
        }
    }
}

/// Whether the Session of a sign-up may still be valid after this error: it may if the service gave no final answer. If
/// the Session is not valid after all, the service refuses it the next time.
fn leaves_session_valid(error: &AuthError) -> bool {
    // If the store failed, the service had issued tokens before, so the Session is used up.
    error.kind != AuthErrorKind::Storage && error.is_unanswered()
}

/// The failure of work that needs a Session, when the service sent none.
fn malformed() -> Event {
    Event::WorkFailed(AuthErrorCode::MalformedResponse.into())
}
