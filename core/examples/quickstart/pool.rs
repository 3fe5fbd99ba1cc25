//! The pool in this process.

use cognito_local_pool::{LocalPool, Options};
use serde_json::json;

use crate::failure::Failure;
use crate::terminal::tell;

pub(crate) async fn start() -> Result<LocalPool, Failure> {
    let pool = LocalPool::start(Options::default()).await;
    pool.map_err(|error| Failure::Other(format!("The local pool did not start: {error}.")))
}

/// As an administrator, gives the user a phone number and requires a code by text message at each sign-in.
pub(crate) fn require_text_message(pool: &LocalPool, username: &str) -> Result<(), Failure> {
    let user = json!({ "UserPoolId": pool.user_pool_id(), "Username": username });
    let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
    let mut phone = user.clone();
    phone["UserAttributes"] =
        json!([attribute("phone_number", "+15550100"), attribute("phone_number_verified", "true")]);
    let mut preference = user;
    preference["SMSMfaSettings"] = json!({ "Enabled": true, "PreferredMfa": true });
    for (operation, request) in
        [("AdminUpdateUserAttributes", phone), ("AdminSetUserMFAPreference", preference)]
    {
        pool.perform(operation, &request)
            .map_err(|refusal| Failure::Other(format!("The local pool refused {operation}: {refusal}")))?;
    }
    tell("MFA by text message is on");
    Ok(())
}
