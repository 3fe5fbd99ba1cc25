//! A sign-in on the pages of managed login. The pages act as an app of the pool: they send an app's requests, take the
//! steps of InitiateAuth and RespondToAuthChallenge, and know the client's secret. At the end they learn who has signed
//! in, and get no tokens.

mod answers;
mod asked;
mod begin;
mod federated;
mod forms;
mod passwords;
mod sign_up;

pub(crate) use answers::answer;
pub(crate) use asked::{Asked, asked};
pub(crate) use begin::{begin, choose};
pub(crate) use federated::sign_in_with_provider;
pub(crate) use forms::{SignInForm, SignInNames, SignUpForm, password_policy, sign_in_form, sign_up_form};
pub(crate) use passwords::{forgot_password, reset_password};
pub(crate) use sign_up::sign_up;

use crate::errors::CognitoError;
use crate::operations::app;
use crate::operations::shared::constraints;
use crate::operations::shared::request::parse;
use crate::operations::sign_in::step::{SIGNED_IN, SignInStep};
use crate::pool::client::Client;
use crate::pool::sessions::Progress;
use crate::service::Call;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

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

/// The text in a field, or no text if the form has no such field.
fn text<'t>(typed: &'t Typed, field: &str) -> &'t str {
    typed.get(field).map(String::as_str).unwrap_or_default()
}

/// The attributes in a form, by name. An empty field means that the user does not give the attribute.
fn attributes(typed: &Typed) -> BTreeMap<&str, &str> {
    let given =
        typed.iter().filter_map(|(name, value)| Some((name.strip_prefix("userAttributes.")?, value.trim())));
    given.filter(|(_, value)| !value.is_empty()).collect()
}

/// Performs an app's operation for a user. The request is checked like that of any app.
fn perform(
    call: &mut Call<'_>,
    client: &Client,
    operation: &str,
    username: &str,
    mut request: Value,
) -> Result<Value, CognitoError> {
    request["ClientId"] = json!(client.id);
    request["Username"] = json!(username);
    if let Some(hash) = client.secret_hash(username) {
        request["SecretHash"] = json!(hash);
    }
    constraints::check(operation, &request)?;
    let body = request.to_string();
    call.context = parse(body.as_bytes()).unwrap_or_default();
    let perform = app::operation(operation).ok_or_else(|| CognitoError::internal("no such operation"))?;
    perform(call, body.as_bytes())
}

/// A step of a sign-in on the pages. Its parameters are those that an app would send: USERNAME and the ones in `more`.
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
