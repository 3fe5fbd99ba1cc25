//! The beginning of a sign-in.

use super::{StepOutcome, Typed, answer, step};
use crate::errors::CognitoError;
use crate::operations::sign_in::step::SignInStep;
use crate::pool::first_factor::FirstFactor;
use crate::pool::sessions::Challenge;
use crate::service::Call;
use serde_json::{Value, json};

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
        Err(error) if error.kind == "UserNotConfirmedException" => step.ask_confirmation(username),
        answer => StepOutcome::of(&answer?),
    }
}

/// Lets the user choose among the first factors that they have, or begins with one that they prefer. A single factor
/// needs no choice.
pub(crate) fn choose(
    call: &mut Call<'_>,
    client_id: &str,
    username: &str,
    preferred: Option<FirstFactor>,
) -> Result<StepOutcome, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(client_id)?;
    pool.sessions.prune(now);
    if username.is_empty() {
        return Err(CognitoError::missing_parameter("USERNAME"));
    }
    if !client.allows("USER_AUTH") {
        return Err(CognitoError::invalid_parameter("USER_AUTH flow not enabled for this client"));
    }
    let more = preferred.map(|factor| json!({ "PREFERRED_CHALLENGE": factor.name() }));
    let mut step = step(call, client, username, None, &more.unwrap_or_default())?;
    step.pre_authentication()?;
    let answered = match step.begin_choice() {
        // A user without a password can show who they are only with the code of the sign-up.
        Err(error) if error.kind == "UserNotConfirmedException" && step.has_no_password(username)? => {
            return step.ask_confirmation(username);
        }
        answered => answered?,
    };
    let outcome = StepOutcome::of(&answered)?;
    match (&outcome, only_factor(&answered)) {
        (StepOutcome::Asks(session), Some(factor)) => {
            let chosen = Typed::from([("first_factor".to_owned(), factor.name().to_owned())]);
            answer(call, client_id, session, &chosen)
        }
        _ => Ok(outcome),
    }
}

/// The only factor of a choice, if the choice offers just one.
fn only_factor(answered: &Value) -> Option<FirstFactor> {
    if answered.get("ChallengeName")? != "SELECT_CHALLENGE" {
        return None;
    }
    let offered = answered.get("AvailableChallenges")?.as_array()?.iter();
    let offered: Vec<FirstFactor> = offered
        .filter_map(|name| FirstFactor::parse(name.as_str()?))
        .filter(|factor| is_on_pages(*factor))
        .collect();
    <[FirstFactor; 1]>::try_from(offered).ok().map(|[only]| only)
}

/// Whether a page can ask for a factor. A page sends the password itself, so it offers no SRP.
pub(super) fn is_on_pages(factor: FirstFactor) -> bool {
    factor != FirstFactor::PasswordSrp
}

impl SignInStep<'_, '_> {
    /// Asks a user whose account is not confirmed for the code of the sign-up.
    pub(super) fn ask_confirmation(&mut self, username: &str) -> Result<StepOutcome, CognitoError> {
        let username = self.pool()?.user(username)?.username.clone();
        let challenge = Challenge::ConfirmSignUp { signed_up_here: false };
        StepOutcome::of(&self.open(&username, challenge, json!({}))?)
    }

    fn has_no_password(&mut self, username: &str) -> Result<bool, CognitoError> {
        Ok(self.pool()?.user(username)?.verifier.is_none())
    }
}
