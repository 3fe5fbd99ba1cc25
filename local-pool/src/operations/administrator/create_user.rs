//! AdminCreateUser: a user with a temporary password, and the invitation that carries it.

use super::users::describe;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::app_user::check_username;
use crate::operations::shared::delivery::{self, Delivery};
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::inbox::{Medium, MessageKind};
use crate::pool::password_policy::SetBy;
use crate::pool::users::{Status, User};
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum MessageAction {
    Resend,
    Suppress,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminCreateUser {
    user_pool_id: String,
    username: String,
    temporary_password: Option<String>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    force_alias_creation: bool,
    message_action: Option<MessageAction>,
    #[serde(default)]
    desired_delivery_mediums: Vec<Medium>,
}

pub(crate) fn admin_create_user(
    call: &mut Call<'_>,
    mut request: AdminCreateUser,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    check_username(&request.username)?;
    let policy = pool.settings.password_policy();
    let password = match request.temporary_password.take() {
        Some(password) => password,
        None => policy.temporary_password()?,
    };
    policy.check(&password, SetBy::AdminCreateUser)?;
    let username = match request.message_action {
        Some(MessageAction::Resend) => invited_before(pool, &request.username)?,
        _ => register(call, &mut request)?,
    };
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.set_temporary_password(&username, &password, now)?;
    if request.message_action != Some(MessageAction::Suppress) {
        invite(pool, &username, &password, &request.desired_delivery_mediums, now);
    }
    Ok(json!({ "User": describe(pool.user(&username)?) }))
}

/// The pool user name of a user who still has a temporary password.
fn invited_before(pool: &mut UserPool, name: &str) -> Result<String, CognitoError> {
    let user = pool.user(name)?;
    match user.status {
        Status::ForceChangePassword => Ok(user.username.clone()),
        _ => {
            let text = "Resend not possible. User is not in FORCE_CHANGE_PASSWORD state.";
            Err(CognitoError::new("UnsupportedUserStateException", text))
        }
    }
}

fn register(call: &mut Call<'_>, request: &mut AdminCreateUser) -> Result<String, CognitoError> {
    let (pool_id, now) = (request.user_pool_id.as_str(), call.now);
    let attributes = &request.user_attributes;
    let decision = call.pre_sign_up(pool_id, "AdminCreateUser", &request.username, attributes)?;
    let pool = call.world.pool(pool_id)?;
    let (username, sub) = pool.claim_username(
        &request.username,
        random::uuid()?,
        &mut request.user_attributes,
        Writer::Administrator,
    )?;
    pool.check_attributes(&request.user_attributes, Writer::Administrator)?;
    let mut user = User::new(username.clone(), sub, Status::ForceChangePassword, now);
    user.set_attributes(&request.user_attributes);
    decision.verify(&mut user);
    let force = |attribute: &str| request.force_alias_creation || decision.verifies(attribute);
    pool.claim_aliases_of_new(&user, force)?;
    pool.users.insert(username.clone().into(), user);
    Ok(username)
}

/// Sends the temporary password by each of the `desired` media for which the user has an address. If the request names
/// no medium, one message goes out: a text message, or an e-mail if the user has no phone number.
fn invite(pool: &mut UserPool, username: &str, password: &str, desired: &[Medium], now: Moment) {
    let user = pool.users.get(username);
    let address =
        |medium: Medium| user.and_then(|user| user.attribute(medium.attribute())).map(str::to_owned);
    let delivery_by = |medium: Medium| Some(Delivery { medium, destination: address(medium)? });
    let deliveries: Vec<Delivery> = match desired {
        [] => [Medium::Sms, Medium::Email].into_iter().find_map(delivery_by).into_iter().collect(),
        desired => desired.iter().copied().filter_map(delivery_by).collect(),
    };
    for to in deliveries {
        delivery::send(pool, username, MessageKind::Invite, password, &to, now);
    }
}
