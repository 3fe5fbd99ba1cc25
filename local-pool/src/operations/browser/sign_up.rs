//! A sign-up, which ends with the sign-in of the new user.

use super::{StepOutcome, Typed, attributes, perform, step, text};
use crate::errors::CognitoError;
use crate::operations::sign_in::next_step::check_account;
use crate::operations::sign_in::step::SignInStep;
use crate::pool::sessions::Challenge;
use crate::service::Call;
use serde_json::{Value, json};

/// Signs a user up. The next step is the code that confirms the account, unless a trigger has confirmed it already.
pub(crate) fn sign_up(
    call: &mut Call<'_>,
    client_id: &str,
    typed: &Typed,
) -> Result<StepOutcome, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(client_id)?;
    pool.sessions.prune(now);
    let given: Vec<Value> =
        attributes(typed).into_iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    let mut request = json!({ "UserAttributes": given });
    // SignUp itself checks whether a user may have no password.
    let password = text(typed, "password");
    if !password.is_empty() {
        request["Password"] = json!(password);
    }
    let answer = perform(call, &client, "SignUp", text(typed, "username").trim(), request)?;
    let sub = answer.get("UserSub").and_then(Value::as_str).unwrap_or_default();
    let (pool, _) = call.world.client(client_id)?;
    let username = pool.resolve(sub).ok_or_else(CognitoError::user_not_found)?;
    let mut step = step(call, client, &username, None, &json!({}))?;
    if answer.get("UserConfirmed") == Some(&json!(true)) {
        step.pre_authentication()?;
        return StepOutcome::of(&step.confirmed(&username)?);
    }
    StepOutcome::of(&step.open(&username, Challenge::ConfirmSignUp { signed_up_here: true }, json!({}))?)
}

impl SignInStep<'_, '_> {
    /// Continues the sign-in after the confirmation of the account. A user with a password has already given it in this
    /// sign-in or sign-up, so no page asks for it again. A user without a password has just verified an address, which
    /// is enough for a sign-in, as after ConfirmSignUp in an app.
    pub(super) fn confirmed(&mut self, username: &str) -> Result<Value, CognitoError> {
        let user = self.pool()?.user(username)?;
        if user.verifier.is_some() {
            return self.password_verified(username);
        }
        check_account(user)?;
        self.finish(username)
    }
}
