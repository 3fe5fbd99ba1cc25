//! A sign-in on the pages of managed login. The pages act like an app that knows the client's secret: they take the
//! same steps as InitiateAuth and RespondToAuthChallenge. At the end they get the user's name in place of tokens.

mod asked;

pub(crate) use asked::{Asked, asked};

use crate::errors::CognitoError;
use crate::operations::app::mfa::{self, AssociateSoftwareToken, VerifySoftwareToken};
use crate::operations::app::sign_up::{self, ConfirmSignUp};
use crate::operations::shared::app_user::AppUser;
use crate::operations::sign_in::step::{SIGNED_IN, SignInStep};
use crate::pool::client::Client;
use crate::pool::mfa::Factor;
use crate::pool::sessions::{Challenge, Progress, Session};
use crate::service::Call;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What follows a step.
pub(crate) enum StepOutcome {
    /// The user of this name has signed in.
    SignedIn(String),
    /// The user is asked for something: [`asked`] describes it. The answer needs this Session.
    Asks(String),
}

impl StepOutcome {
    fn of(answer: &Value) -> Result<Self, CognitoError> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        text(SIGNED_IN)
            .map(Self::SignedIn)
            .or_else(|| text("Session").map(Self::Asks))
            .ok_or_else(|| CognitoError::internal("a sign-in without a next step"))
    }
}

/// What the user typed on a page, by the names of the form's fields.
pub(crate) type Typed = HashMap<String, String>;

/// Begins a sign-in with a user name or an alias, and the password.
pub(crate) fn begin(
    call: &mut Call<'_>,
    client_id: &str,
    username: &str,
    password: &str,
) -> Result<StepOutcome, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(client_id)?;
    pool.sessions.prune(now);
    let parameters = json!({ "PASSWORD": password });
    let mut step = step(call, client, username, None, &parameters)?;
    step.migrate()?;
    step.pre_authentication()?;
    match step.begin_password() {
        // Whoever knows the password learns that the account is not confirmed, and may confirm it.
        Err(error) if error.kind == "UserNotConfirmedException" => {
            let username = step.pool()?.user(username)?.username.clone();
            StepOutcome::of(&step.open(&username, Challenge::ConfirmSignUp, json!({}))?)
        }
        answer => StepOutcome::of(&answer?),
    }
}

/// A step of a user whom the pages name, with more parameters.
fn step<'c, 'w>(
    call: &'c mut Call<'w>,
    client: Client,
    username: &str,
    session: Option<&str>,
    more: &Value,
) -> Result<SignInStep<'c, 'w>, CognitoError> {
    call.context.client_id = Some(client.id.clone());
    let pool_id = call.world.client(&client.id)?.0.id.clone();
    let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    let mut parameters: HashMap<String, String> =
        more.as_object().into_iter().flatten().filter_map(text).collect();
    parameters.insert("USERNAME".to_owned(), username.to_owned());
    parameters.extend(client.secret_hash(username).map(|hash| ("SECRET_HASH".to_owned(), hash)));
    let progress = Progress { in_browser: true, ..Progress::default() };
    Ok(SignInStep { call, pool_id, client, parameters, session: session.map(str::to_owned), progress })
}

/// Takes what the user typed for the Session of a step. After a wrong code the Session stays open, as for an app.
pub(crate) fn answer(
    call: &mut Call<'_>,
    client_id: &str,
    token: &str,
    typed: &Typed,
) -> Result<StepOutcome, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(client_id)?;
    let session = pool.sessions.find(token, client_id, now)?.clone();
    if !session.progress.in_browser {
        return Err(CognitoError::invalid_session());
    }
    let code = || typed.get("code").map(|code| code.trim().to_owned()).unwrap_or_default();
    match &session.challenge {
        Challenge::ConfirmSignUp if typed.contains_key("resend") => {
            sign_up::resend_confirmation_code(call, AppUser::on_page(&client, session.username))?;
            Ok(StepOutcome::Asks(token.to_owned()))
        }
        Challenge::ConfirmSignUp => {
            let user = AppUser::on_page(&client, session.username.clone());
            let request = ConfirmSignUp { user, confirmation_code: code(), force_alias_creation: false };
            sign_up::confirm_sign_up(call, request)?;
            let mut step = step(call, client, &session.username, Some(token), &json!({}))?;
            step.find_session()?;
            step.close_session()?;
            StepOutcome::of(&step.password_verified(&session.username)?)
        }
        Challenge::MfaSetup
            if typed.get("factor").is_some_and(|name| name == Factor::SoftwareToken.name()) =>
        {
            let request = AssociateSoftwareToken { access_token: None, session: Some(token.to_owned()) };
            StepOutcome::of(&mfa::associate_software_token(call, request)?)
        }
        Challenge::MfaSetup if typed.contains_key("code") => {
            let session_text = Some(token.to_owned());
            let request =
                VerifySoftwareToken { access_token: None, session: session_text, user_code: code() };
            let verified = mfa::verify_software_token(call, request)?;
            let renewed = verified.get("Session").and_then(Value::as_str).unwrap_or(token).to_owned();
            respond(call, client, &session.username, &renewed, &json!({}))
        }
        challenge => {
            let parameters = parameters(challenge, typed, &code());
            respond(call, client, &session.username, token, &parameters)
        }
    }
}

/// Answers the challenge of a Session.
fn respond(
    call: &mut Call<'_>,
    client: Client,
    username: &str,
    token: &str,
    parameters: &Value,
) -> Result<StepOutcome, CognitoError> {
    let mut step = step(call, client, username, Some(token), parameters)?;
    let session: Session = step.find_session()?;
    StepOutcome::of(&step.answer(&session)?)
}

/// The challenge responses for what was typed.
fn parameters(challenge: &Challenge, typed: &Typed, code: &str) -> Value {
    let text = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    match challenge {
        Challenge::NewPasswordRequired => {
            let attributes = typed.iter().filter(|(name, _)| name.starts_with("userAttributes."));
            let mut parameters: Value =
                attributes.map(|(name, value)| (name.clone(), json!(value))).collect();
            parameters["NEW_PASSWORD"] = json!(text("new_password"));
            parameters
        }
        Challenge::SecondFactor { factor, .. } | Challenge::SetUpCode { factor, .. } => {
            json!({ factor.response_name(): code })
        }
        Challenge::SelectMfaType { .. } => json!({ "ANSWER": text("factor") }),
        Challenge::MfaSetup => {
            let given = [("email", "EMAIL"), ("phone_number", "PHONE_NUMBER")];
            let given = given.into_iter().filter(|(field, _)| !text(field).is_empty());
            given.map(|(field, name)| (name.to_owned(), json!(text(field).trim()))).collect()
        }
        _ => json!({}),
    }
}
