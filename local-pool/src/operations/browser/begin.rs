//! The beginning of a sign-in.

use super::{StepOutcome, step};
use crate::errors::CognitoError;
use crate::pool::sessions::Challenge;
use crate::service::Call;
use serde_json::json;

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
            let challenge = Challenge::ConfirmSignUp { signed_up_here: false };
            StepOutcome::of(&step.open(&username, challenge, json!({}))?)
        }
        answer => StepOutcome::of(&answer?),
    }
}
