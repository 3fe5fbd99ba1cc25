//! Sign-in: prove the password, answer what the service asks, store the session.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::conversation::{Part, Refused, Transition, Turn};
use super::limits::{Interruption, Limit};
use super::{Auth, Inner, arguments, proof};
use crate::challenge::{ChallengeAnswer, PasskeyChallenge, Username};
use crate::cognito::{AuthenticationResponse, SoftwareToken, TokenOwner, wire};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::machine::sign_in::{
    AssociatedToken, Attempt, Concluding, Effects, Event, FromApp, Initiation, IssuedTokens, Leaving,
    OutgoingResponse, Proving, SettingUp, SideEffect, Then, TokenCode, Work,
};
use crate::model::{
    AuthFlowType, AuthSignInResult, AuthSignInStep, ConfirmSignInOptions, RequestContext, SignInOptions,
};
use crate::ports::{PasskeyCeremony, ask_passkey};
use crate::secret::Secret;
use crate::session::Wanted;
use crate::tasks::spawn_on;

impl Auth {
    /// Signs a user in (InitiateAuth, RespondToAuthChallenge). The next step says what comes then:
    /// [`AuthSignInStep::Done`], a question to answer with [`Auth::confirm_sign_in`], or something to do first.
    ///
    /// `username` is the user name or an alias (e-mail address, phone number), as the pool allows it. `password` is
    /// needed for the flows that begin with it. A sign-in that
    /// is half done ends with [`AuthErrorCode::Cancelled`]: the newest counts. Dropping the future ends the sign-in,
    /// unless its session is being stored already.
    ///
    /// # Errors
    /// [`AuthErrorCode::AlreadySignedIn`], [`AuthErrorCode::NotAuthorized`] for a wrong password,
    /// [`AuthErrorCode::UserNotFound`], [`AuthErrorCode::UnsupportedChallenge`], [`AuthErrorCode::EmptyArgument`]
    /// and whatever else [`AuthError`] says.
    pub async fn sign_in(
        &self,
        username: &str,
        password: Option<Secret>,
        options: SignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        arguments::username(username)?;
        let flow = options.flow.unwrap_or(self.inner.configuration.default_flow);
        let password = password.filter(|password| !password.is_empty());
        if password.is_none() && flow.needs_password() {
            return Err(arguments::empty("password"));
        }
        let SignInOptions { client_metadata, user_context_data, .. } = options;
        let context = RequestContext { client_metadata, user_context_data };
        let attempt = Attempt { username: username.to_owned(), password, flow, session: None, context };
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.ensure_signed_out()).await?;
        self.begin(attempt, &limit).await
    }

    /// Signs in the user whose sign-up was just confirmed, without a password (InitiateAuth, USER_AUTH with the
    /// sign-up's Session). Good once, within the minutes that the Session lives.
    ///
    /// # Errors
    /// [`AuthErrorCode::NoPendingAutoSignIn`] unless [`Auth::confirm_sign_up`], or [`Auth::sign_up`], of this
    /// instance had [`CompleteAutoSignIn`](crate::AuthSignUpStep::CompleteAutoSignIn) as its next step;
    /// [`AuthErrorCode::AlreadySignedIn`] and whatever else [`AuthError`] says.
    pub async fn auto_sign_in(&self) -> Result<AuthSignInResult, AuthError> {
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.ensure_signed_out()).await?;
        let (username, session) =
            self.inner.signed_up.confirmed().ok_or(AuthErrorCode::NoPendingAutoSignIn)?;
        let flow = AuthFlowType::UserAuth { preferred_first_factor: None };
        let (password, context) = (None, RequestContext::default());
        let attempt = Attempt { username, password, flow, session: Some(session.clone()), context };
        let signed_in = self.begin(attempt, &limit).await;
        if !matches!(&signed_in, Err(error) if leaves_session_good(error)) {
            self.inner.signed_up.forget_session(&session);
        }
        signed_in
    }

    async fn begin(&self, attempt: Attempt, limit: &Limit) -> Result<AuthSignInResult, AuthError> {
        let turn = self.inner.conversation.begin()?;
        self.converse(turn, Event::App(FromApp::SignIn(attempt)), limit).await
    }

    /// Answers the open question of the sign-in (RespondToAuthChallenge), also of one that an earlier run of the app
    /// began. The question stands and can be answered again where another answer may be taken
    /// ([`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::EnableSoftwareTokenMfa`], [`AuthErrorCode::InvalidPassword`],
    /// [`AuthErrorCode::PasswordHistoryPolicyViolation`], [`AuthErrorCode::InvalidParameter`], or
    /// [`AuthErrorCode::ExpiredCode`] for a code of an authenticator app that was used before), and after a failure of
    /// the network or another error that is [retryable](AuthError::retryable); any other refusal ends the sign-in.
    ///
    /// `challenge_response` is the code, the password, the address, the answer to the pool's own question, or the
    /// choice ([`MfaType::challenge_response`](crate::MfaType::challenge_response),
    /// [`AuthFactorType::challenge_response`](crate::AuthFactorType::challenge_response)).
    ///
    /// # Errors
    /// [`AuthErrorCode::NoPendingSignIn`], [`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::ExpiredCode`],
    /// [`AuthErrorCode::ChallengeExpired`], [`AuthErrorCode::EmptyArgument`], [`AuthErrorCode::MalformedArgument`]
    /// for a choice that was not offered, and whatever else [`AuthError`] says.
    pub async fn confirm_sign_in(
        &self,
        challenge_response: Secret,
        options: ConfirmSignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        arguments::not_empty(&challenge_response, "challenge_response")?;
        arguments::attributes(&options.user_attributes)?;
        let limit = self.inner.limits.begin();
        let turn = limit.run(self.open_challenge()).await?;
        let ConfirmSignInOptions {
            user_attributes,
            friendly_device_name,
            client_metadata,
            user_context_data,
        } = options;
        let at_milliseconds = self.inner.ports.clock.now_milliseconds();
        let answer =
            ChallengeAnswer { challenge_response, user_attributes, friendly_device_name, at_milliseconds };
        let context = RequestContext { client_metadata, user_context_data };
        self.converse(turn, Event::App(FromApp::Answer(answer, context)), &limit).await
    }

    /// The sign-in whose challenge is open. After a start of the app it may be in the store.
    async fn open_challenge(&self) -> Result<Turn, AuthError> {
        let (turn, is_untouched) = self.inner.conversation.newest();
        if is_untouched && let Some(challenge) = self.inner.session.pending_challenge().await? {
            // If another call was faster, its challenge is the open one, and this answer is for that.
            let _ = self.inner.conversation.advance(&Part::of(turn), Event::App(FromApp::Resume(challenge)));
        }
        Ok(turn)
    }

    /// Runs one call of the sign-in, in a task of its own: a caller who leaves cancels through the machine, which
    /// lets a session that is being stored be stored.
    async fn converse(&self, turn: Turn, event: Event, limit: &Limit) -> Result<AuthSignInResult, AuthError> {
        let (inner, part) = (Arc::clone(&self.inner), Arc::new(Part::of(turn)));
        let flow = SignInFlow { inner, part, limit: limit.clone() };
        let effects = flow.advance(event)?;
        let running = flow.clone();
        let runtime = Handle::current();
        let mut task = spawn_on(&runtime, async move { running.drive(effects).await });
        let mut call = Call { flow, task: task.abort_handle(), runtime, is_over: false };
        let conclusion = tokio::select! {
            biased;
            ended = &mut task => {
                call.is_over = true;
                ended.unwrap_or_else(|_| Err(AuthErrorCode::Internal.into()))
            }
            () = self.inner.conversation.superseded(turn) => Err(AuthErrorCode::Cancelled.into()),
            interruption = limit.interrupted() => match call.interrupt(interruption) {
                Some(conclusion) => conclusion,
                // It came to its end just before, and only side effects are left.
                None => (&mut task).await.unwrap_or_else(|_| Err(AuthErrorCode::Internal.into())),
            },
        };
        conclusion.map(|next_step| AuthSignInResult { next_step })
    }
}

/// A caller who waits for a sign-in. Dropping it is leaving.
struct Call {
    flow: SignInFlow,
    task: AbortHandle,
    runtime: Handle,
    is_over: bool,
}

impl Call {
    /// What the call comes to now, unless the sign-in has ended by itself.
    fn interrupt(&mut self, interruption: Interruption) -> Option<Result<AuthSignInStep, AuthError>> {
        match interruption {
            Interruption::DeadlinePassed => self.leave(Leaving::DeadlinePassed),
            Interruption::Closed => self.leave(Leaving::Cancel).map(|_| Err(interruption.code().into())),
        }
    }

    /// Tells the machine, stops the work unless it may not be stopped, and says what the call came to, unless the
    /// sign-in has ended by itself.
    fn leave(&mut self, why: Leaving) -> Option<Result<AuthSignInStep, AuthError>> {
        self.is_over = true;
        let left = self.flow.inner.conversation.leave(&self.flow.part, why)?;
        if self.flow.part.is_stopped() {
            self.task.abort();
        }
        Some(self.flow.moved(left).and_then(|effects| self.conclude(effects)))
    }

    /// Does in the background what the last transition asks for, and gives its conclusion.
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

impl Drop for Call {
    fn drop(&mut self) {
        if !self.is_over {
            let _ = self.leave(Leaving::Cancel);
        }
    }
}

/// The sign-in, as one call goes on with it.
#[derive(Clone)]
struct SignInFlow {
    inner: Arc<Inner>,
    part: Arc<Part>,
    limit: Limit,
}

impl SignInFlow {
    /// Feeds an event to the machine, at once.
    ///
    /// # Errors
    /// The event does not belong, or this is no longer the newest sign-in.
    fn advance(&self, event: Event) -> Result<Effects, AuthError> {
        let is_answer = matches!(event, Event::App(FromApp::Answer(..)));
        match self.inner.conversation.advance(&self.part, event) {
            Err(Refused::Unexpected(_)) if is_answer => Err(AuthErrorCode::NoPendingSignIn.into()),
            moved => self.moved(moved),
        }
    }

    /// Goes on from `effects` until the machine concludes the call.
    async fn drive(&self, mut effects: Effects) -> Result<AuthSignInStep, AuthError> {
        loop {
            for side_effect in effects.side_effects {
                self.run_side_effect(side_effect).await;
            }
            match effects.then {
                Then::Perform(work) => effects = self.advance(self.perform(work).await)?,
                Then::Conclude(result) => return result,
            }
        }
    }

    /// Does the work; its failure is an event like any other.
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
            Work::ProveDevice(request) => self.event(inner.prove_device(request).await),
            Work::AskPasskey(request) => self.ask_passkey(request).await,
            Work::AssociateToken { session } => self.associate_token(session).await,
            Work::VerifyToken(code) => self.verify_token(code).await,
            Work::ConfirmDevice => match inner.session.confirm_device().await {
                Ok(()) => Event::Concluding(Concluding::DeviceConfirmed),
                Err(error) => {
                    inner.warn(format_args!("sign-in: the device is not confirmed: {}", error.code.name()));
                    Event::WorkFailed(error)
                }
            },
            Work::StoreSession { username, tokens } => self.store_session(username, tokens).await,
        }
    }

    /// A sign-in goes on if the store fails here: the challenge is open in memory, and the service refuses old ones.
    async fn run_side_effect(&self, side_effect: SideEffect) {
        let (doing, done) = match side_effect {
            SideEffect::RememberChallenge(challenge) => {
                let remembered = self.inner.session.remember_challenge(&challenge, self.is_wanted()).await;
                ("remember the challenge", remembered)
            }
            SideEffect::ForgetChallenge => {
                ("forget the challenge", self.inner.session.forget_challenge().await)
            }
        };
        if let Err(error) = done {
            self.inner.warn(format_args!("sign-in: could not {doing}: {}", error.code.name()));
        }
    }

    /// Logs what became of an event, now that the conversation's lock is free.
    fn moved(&self, moved: Result<Transition, Refused>) -> Result<Effects, AuthError> {
        match moved {
            Ok((effects, names)) => {
                self.inner.log_transition(&names);
                Ok(effects)
            }
            Err(Refused::Superseded | Refused::Left) => Err(AuthErrorCode::Cancelled.into()),
            Err(Refused::Unexpected(unexpected)) => Err(self.inner.defect(&unexpected)),
        }
    }

    async fn store_session(&self, username: Username, tokens: IssuedTokens) -> Event {
        let device = match tokens.new_device.clone() {
            Some(new) => self.inner.make_device(username, new).await,
            None => None,
        };
        match self.inner.session.sign_in(tokens, device, self.is_wanted()).await {
            Ok(()) => Event::Concluding(Concluding::SessionStored),
            Err(error) => Event::WorkFailed(error),
        }
    }

    /// Whether this is still the newest sign-in, when the store is at last free for it.
    fn is_wanted(&self) -> Wanted {
        let (inner, turn) = (Arc::clone(&self.inner), self.part.turn);
        Box::new(move || inner.conversation.is_newest(turn))
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
        self.event(self.inner.naming_device(&initiation.username, send).await)
    }

    async fn respond(&self, outgoing: OutgoingResponse) -> Event {
        let cognito = &self.inner.cognito;
        let send = |device_key: Option<String>| {
            let request = wire::respond_to_auth_challenge(outgoing.clone(), device_key.as_deref());
            cognito.respond_to_auth_challenge(request)
        };
        self.event(self.inner.naming_device(outgoing.username.in_responses(), send).await)
    }

    /// Time with the user does not count.
    async fn ask_passkey(&self, challenge: PasskeyChallenge) -> Event {
        let PasskeyChallenge { options_json, session, .. } = challenge;
        let authenticator = &self.inner.ports.passkeys;
        let asking = ask_passkey(authenticator, PasskeyCeremony::Authentication, options_json);
        match self.limit.with_the_user(asking).await {
            Ok(credential) => {
                Event::Proving(Proving::PasskeyAnswered { credential: Secret::new(credential), session })
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

/// Whether the Session of a sign-up may still be good: no answer came, or none that is about the Session. It lives for
/// minutes; should it be spent after all, the service says so the next time.
fn leaves_session_good(error: &AuthError) -> bool {
    match error.kind {
        AuthErrorKind::Network => true,
        // The service had given tokens for it.
        AuthErrorKind::Storage => false,
        _ => error.retryable,
    }
}

/// The service left out a Session where the sign-in can't go on without one.
fn malformed() -> Event {
    Event::WorkFailed(AuthErrorCode::MalformedResponse.into())
}
