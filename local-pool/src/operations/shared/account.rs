//! Changes of a user that the user or an administrator makes.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::mfa::Factor;
use crate::pool::users::User;
use serde_json::{Value, json};

/// UserMFASettingList and PreferredMfaSetting, if the user has second factors.
pub(crate) fn add_mfa(answer: &mut Value, user: &User) {
    if !user.mfa.enabled.is_empty() {
        let names: Vec<&str> = user.mfa.enabled.iter().copied().map(Factor::name).collect();
        answer["UserMFASettingList"] = json!(names);
    }
    if let Some(preferred) = user.mfa.preferred {
        answer["PreferredMfaSetting"] = json!(preferred.name());
    }
}

/// Changes attributes of a user.
pub(crate) fn change_attributes(
    pool: &mut UserPool,
    username: &str,
    changes: &[Attribute],
    writer: Writer<'_>,
    now: Moment,
) -> Result<(), CognitoError> {
    pool.check_attributes(changes, writer)?;
    pool.check_mutable(changes)?;
    pool.claim_changed(username, changes)?;
    let user = pool.user(username)?;
    user.set_attributes(changes);
    user.modified = now;
    Ok(())
}

/// Removes attributes of a user. None of them may be required.
pub(crate) fn remove_attributes(
    pool: &mut UserPool,
    username: &str,
    names: &[String],
    writer: Writer<'_>,
    now: Moment,
) -> Result<Value, CognitoError> {
    for name in names {
        writer.check(name)?;
        if name == "sub" || pool.settings.required_attributes().any(|required| required == name) {
            return Err(CognitoError::invalid_parameter(format!("Cannot delete the attribute {name}")));
        }
    }
    let user = pool.user(username)?;
    names.iter().for_each(|name| user.set_attribute(name, ""));
    user.modified = now;
    Ok(json!({}))
}
