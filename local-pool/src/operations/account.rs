//! What a signed-in user does with an access token: GetUser and the operations on attributes and the account.

use crate::errors::CognitoError;
use crate::pool::mfa::Factor;
use crate::pool::users::User;
use crate::service::Call;
use crate::tokens;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUser {
    access_token: String,
}

pub(crate) fn get_user(call: &mut Call<'_>, request: GetUser) -> Result<Value, CognitoError> {
    let bearer = tokens::authorize(call, &request.access_token)?;
    let user = call.world.pool(&bearer.pool_id)?.user(&bearer.username)?;
    let mut answer = json!({ "Username": user.username, "UserAttributes": user.attribute_list() });
    add_mfa(&mut answer, user);
    Ok(answer)
}

/// UserMFASettingList and PreferredMfaSetting, where the user has any.
pub(crate) fn add_mfa(answer: &mut Value, user: &User) {
    if !user.mfa.enabled.is_empty() {
        let names: Vec<&str> = user.mfa.enabled.iter().copied().map(Factor::name).collect();
        answer["UserMFASettingList"] = json!(names);
    }
    if let Some(preferred) = user.mfa.preferred {
        answer["PreferredMfaSetting"] = json!(preferred.name());
    }
}
