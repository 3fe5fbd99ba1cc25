//! Which screen is shown. The session's state decides; while nobody is signed in, the user chooses among the forms. The
//! model is pure: events come in, and it makes no call.

use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthError, AuthSignInStep, AuthSignUpStep, PendingSignIn, SessionState,
    TotpSetupDetails,
};

use crate::screen::{Form, Home, Screen};
use crate::texts;

/// What has happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// The session's state, after each call.
    State(SessionState),
    /// The user wants another form.
    Show(Form),
    /// The signed-in user wants another page.
    ShowHome(Home),
    /// A sign-up, or its confirmation, has this next step.
    SignUp { username: String, step: AuthSignUpStep },
    /// A sign-in, or an answer, has this next step.
    SignIn { username: String, step: AuthSignInStep },
    /// Another code was sent. The screen stays.
    CodeSent(AuthCodeDeliveryDetails),
    /// A code for a forgotten password was sent.
    ResetCodeSent { username: String, details: Option<AuthCodeDeliveryDetails> },
    /// The forgotten password was replaced.
    PasswordReset { username: String },
    /// The user has ended the session.
    Left(&'static str),
    /// There is something to tell. A signed-in user sees the start again. Every other screen stays.
    Told(Vec<String>),
    /// The call failed. The screen stays, unless the session's state has changed.
    Failed(AuthError),
}

/// The state of the app.
pub(crate) struct Model {
    state: SessionState,
    form: Form,
    home: Home,
    /// What the user types into an authenticator app within a sign-in. The session's state has no such secret.
    set_up: Option<TotpSetupDetails>,
    told: Vec<String>,
}

impl Model {
    pub(crate) fn new(state: SessionState) -> Self {
        let (form, home) = (Form::default(), Home::default());
        let mut model = Self { state: SessionState::Loading, form, home, set_up: None, told: Vec::new() };
        model.follow(Event::State(state));
        model
    }

    pub(crate) fn screen(&self) -> Screen {
        match &self.state {
            SessionState::Loading => Screen::Loading,
            SessionState::AwaitingChallenge(pending) => Screen::Challenge(self.with_secret(pending.clone())),
            SessionState::SignedIn(user) => Screen::Home(user.clone(), self.home.clone()),
            SessionState::Unavailable { .. } => Screen::TryAgain,
            // Nobody is signed in. This app has neither guests nor logins of other providers.
            _ => Screen::Form(self.form.clone()),
        }
    }

    /// Takes what the user has to be told, once.
    pub(crate) fn take_told(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told)
    }

    pub(crate) fn follow(&mut self, event: Event) {
        match event {
            Event::State(state) => self.follow_state(state),
            Event::Show(form) => self.form = form,
            Event::ShowHome(home) => self.home = home,
            Event::SignUp { username, step } => self.follow_sign_up(username, step),
            Event::SignIn { username, step } => self.follow_sign_in(username, step),
            Event::CodeSent(details) => self.tell(texts::sent(&details)),
            Event::ResetCodeSent { username, details } => {
                self.form = Form::ResetPassword { username };
                self.told.extend(details.as_ref().map(texts::sent));
            }
            Event::PasswordReset { username } => {
                self.form = Form::SignIn { username };
                self.tell("Your password is changed. Sign in with it.");
            }
            Event::Left(text) => {
                self.form = Form::default();
                self.tell(text);
            }
            Event::Told(lines) => {
                self.home = Home::Start;
                self.told.extend(lines);
            }
            Event::Failed(error) => self.told.extend(texts::failure(&error)),
        }
    }

    fn follow_state(&mut self, state: SessionState) {
        if state == self.state {
            return;
        }
        match &state {
            SessionState::SignedOut { ended: Some(end) } => {
                self.form = Form::SignIn { username: end.username.clone() };
                // Why the session has ended says more than the failure of the call that has found out.
                self.told = vec![texts::ended(end.reason).to_owned()];
            }
            SessionState::SignedIn(_) => self.form = Form::default(),
            _ => {}
        }
        if !matches!(state, SessionState::AwaitingChallenge(_)) {
            self.set_up = None;
        }
        self.home = Home::Start;
        self.state = state;
    }

    fn follow_sign_up(&mut self, username: String, step: AuthSignUpStep) {
        match step {
            AuthSignUpStep::ConfirmUser { delivery_details, .. } => {
                let no_code = || "An administrator has to confirm your sign-up.".to_owned();
                self.tell(delivery_details.as_ref().map_or_else(no_code, texts::sent));
                self.form = Form::ConfirmSignUp { username };
            }
            _ => {
                self.tell("Your sign-up is complete.");
                self.form = Form::SignIn { username };
            }
        }
    }

    fn follow_sign_in(&mut self, username: String, step: AuthSignInStep) {
        self.set_up = None;
        self.form = Form::SignIn { username: username.clone() };
        match step {
            AuthSignInStep::ConfirmSignUp { .. } => {
                self.tell("Your sign-up is not confirmed yet.");
                self.form = Form::ConfirmSignUp { username };
            }
            AuthSignInStep::ResetPassword { .. } => {
                self.tell("You have to replace your password.");
                self.form = Form::ResetPassword { username };
            }
            AuthSignInStep::ContinueSignInWithTotpSetup { details } => self.set_up = Some(details),
            // The session's state has changed, and with it the screen.
            _ => {}
        }
    }

    /// The sign-in with the secret of its authenticator app, if this run of the app has got one.
    fn with_secret(&self, mut pending: PendingSignIn) -> PendingSignIn {
        if let (AuthSignInStep::ContinueSignInWithTotpSetup { details }, Some(known)) =
            (&mut pending.next_step, &self.set_up)
        {
            *details = known.clone();
        }
        pending
    }

    fn tell(&mut self, line: impl Into<String>) {
        self.told.push(line.into());
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
