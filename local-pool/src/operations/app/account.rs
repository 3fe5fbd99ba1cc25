//! The operations of a signed-in user on their account, by access token.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::account::{add_mfa, auth_factors, change_attributes, remove_attributes};
use crate::operations::shared::delivery::{self, Delivery};
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::codes::Purpose;
use crate::pool::inbox::{Medium, MessageKind};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OwnAccount {
    access_token: String,
}

pub(crate) fn get_user(call: &mut Call<'_>, request: OwnAccount) -> Result<Value, CognitoError> {
    let (pool, username, client) = call.signed_in_through(&request.access_token)?;
    let user = pool.user(&username)?;
    let attributes = client.readable(user.attribute_list());
    let mut answer = json!({ "Username": user.username, "UserAttributes": attributes });
    add_mfa(&mut answer, user);
    Ok(answer)
}

pub(crate) fn get_user_auth_factors(call: &mut Call<'_>, request: OwnAccount) -> Result<Value, CognitoError> {
    let (pool, username) = call.signed_in(&request.access_token)?;
    auth_factors(pool, &username)
}

pub(crate) fn delete_user(call: &mut Call<'_>, request: OwnAccount) -> Result<Value, CognitoError> {
    let (pool, username) = call.signed_in(&request.access_token)?;
    pool.remove_user(&username);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateUserAttributes {
    access_token: String,
    user_attributes: Vec<Attribute>,
}

/// Changes the user's attributes. A changed address becomes unverified, unless it waits for its verification
/// (UserAttributeUpdateSettings). If AutoVerifiedAttributes has the attribute, the pool sends a code to the new address.
pub(crate) fn update_user_attributes(
    call: &mut Call<'_>,
    request: UpdateUserAttributes,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username, client) = call.signed_in_through(&request.access_token)?;
    let waiting = change_attributes(pool, &username, &request.user_attributes, Writer::User(&client), now)?;
    let mut deliveries: Vec<Value> = waiting.iter().map(Delivery::details).collect();
    for medium in [Medium::Email, Medium::Sms] {
        let name = medium.attribute();
        let given = request.user_attributes.iter().any(|attribute| attribute.name == name);
        let waits = waiting.iter().any(|to| to.medium == medium);
        if given && !waits && pool.settings.verifies(name) && !pool.user(&username)?.is_verified(name) {
            deliveries.push(send_attribute_code(pool, &username, medium, now)?.details());
        }
    }
    Ok(json!({ "CodeDeliveryDetailsList": deliveries }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUserAttributes {
    access_token: String,
    user_attribute_names: Vec<String>,
}

pub(crate) fn delete_user_attributes(
    call: &mut Call<'_>,
    request: DeleteUserAttributes,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username, client) = call.signed_in_through(&request.access_token)?;
    remove_attributes(pool, &username, &request.user_attribute_names, Writer::User(&client), now)
}

/// Makes a code for an attribute, and sends it to the attribute's value, or to the new value that waits for a code.
fn send_attribute_code(
    pool: &mut UserPool,
    username: &str,
    medium: Medium,
    now: Moment,
) -> Result<Delivery, CognitoError> {
    let name = medium.attribute();
    let purpose = Purpose::Attribute(name.to_owned());
    let may_wait = pool.settings.verifies_before_update(name);
    let user = pool.user(username)?;
    let waiting = user.codes.pending_value(&purpose, now).filter(|_| may_wait);
    let destination = waiting.or_else(|| user.attribute(name)).map(str::to_owned).ok_or_else(|| {
        CognitoError::invalid_parameter(format!("User does not have the attribute {name}."))
    })?;
    let to = Delivery { medium, destination };
    delivery::send_code(pool, username, purpose, MessageKind::Attribute, &to, now)?;
    Ok(to)
}

/// The medium that verifies an attribute; only addresses can be verified.
fn verifying_medium(attribute: &str) -> Result<Medium, CognitoError> {
    [Medium::Email, Medium::Sms].into_iter().find(|medium| medium.attribute() == attribute).ok_or_else(|| {
        CognitoError::invalid_parameter("Only the attributes email and phone_number can be verified.")
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserAttributeVerificationCode {
    access_token: String,
    attribute_name: String,
}

pub(crate) fn get_attribute_verification_code(
    call: &mut Call<'_>,
    request: GetUserAttributeVerificationCode,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    let medium = verifying_medium(&request.attribute_name)?;
    let to = send_attribute_code(pool, &username, medium, now)?;
    Ok(json!({ "CodeDeliveryDetails": to.details() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VerifyUserAttribute {
    access_token: String,
    attribute_name: String,
    code: String,
}

pub(crate) fn verify_user_attribute(
    call: &mut Call<'_>,
    request: VerifyUserAttribute,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    let name = verifying_medium(&request.attribute_name)?.attribute();
    let may_wait = pool.settings.verifies_before_update(name);
    let user = pool.user(&username)?;
    let (_, value) = user.codes.redeem(&Purpose::Attribute(name.to_owned()), &request.code, now)?;
    if !may_wait && user.attribute(name) != Some(value.as_str()) {
        // The address changed after the code went out, so the code does not verify the new address.
        return Err(CognitoError::code_expired());
    }
    pool.claim_alias(&username, name, &value, false)?;
    let user = pool.user(&username)?;
    user.set_attribute(name, &value);
    user.mark_verified(name);
    user.modified = now;
    Ok(json!({}))
}
