//! What both a user and an administrator read and change of the user's account.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::delivery::{self, Delivery};
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::codes::Purpose;
use crate::pool::first_factor::FirstFactor;
use crate::pool::inbox::MessageKind;
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

/// The first factors of a user, and the software token. PASSWORD means both a password that is sent and SRP.
pub(crate) fn auth_factors(pool: &UserPool, username: &str) -> Result<Value, CognitoError> {
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let factors = pool.first_factors(user).into_iter().filter(|factor| *factor != FirstFactor::PasswordSrp);
    let mut names: Vec<&str> = factors.map(FirstFactor::name).collect();
    let has_token = user.software_token.as_ref().is_some_and(|token| token.verified);
    names.extend((has_token && pool.mfa.offers(Factor::SoftwareToken)).then_some("SOFTWARE_TOKEN"));
    let mut answer = json!({ "Username": user.username, "ConfiguredUserAuthFactors": names });
    add_mfa(&mut answer, user);
    Ok(answer)
}

/// Changes attributes of a user. Returns where codes went: the new addresses that wait until the user verifies them.
pub(crate) fn change_attributes(
    pool: &mut UserPool,
    username: &str,
    changes: &[Attribute],
    writer: Writer<'_>,
    now: Moment,
) -> Result<Vec<Delivery>, CognitoError> {
    pool.check_attributes(changes, writer)?;
    pool.check_mutable(changes)?;
    pool.claim_changed(username, changes)?;
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let changes = pool.settings.split_changes(user, changes);
    let replaced: Vec<Purpose> = changes
        .immediate
        .iter()
        .filter(|change| pool.settings.verifies_before_update(&change.name))
        .map(|change| Purpose::Attribute(change.name.clone()))
        .collect();
    let user = pool.user(username)?;
    user.set_attributes(&changes.immediate);
    // A change that takes effect ends an earlier one that waits.
    replaced.iter().for_each(|purpose| user.codes.withdraw(purpose));
    user.modified = now;
    changes
        .waiting
        .into_iter()
        .map(|(medium, destination)| {
            let to = Delivery { medium, destination };
            let purpose = Purpose::Attribute(medium.attribute().to_owned());
            delivery::send_code(pool, username, purpose, MessageKind::Attribute, &to, now)?;
            Ok(to)
        })
        .collect()
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
    for name in names {
        user.set_attribute(name, "");
        user.codes.withdraw(&Purpose::Attribute(name.clone()));
    }
    user.modified = now;
    Ok(json!({}))
}
