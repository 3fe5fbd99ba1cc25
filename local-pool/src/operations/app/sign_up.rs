//! SignUp, ConfirmSignUp, ResendConfirmationCode.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::app_user::AppUser;
use crate::operations::shared::delivery;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::client::Client;
use crate::pool::codes::Purpose;
use crate::pool::inbox::MessageKind;
use crate::pool::password_policy::SetBy;
use crate::pool::sessions::{Challenge, Progress};
use crate::pool::users::{Status, User};
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SignUp {
    #[serde(flatten)]
    user: AppUser,
    password: Option<String>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
}

/// Makes a user. The request needs no password if the pool and the client let users sign in without one.
pub(crate) fn sign_up(call: &mut Call<'_>, mut request: SignUp) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = request.user.open(call)?;
    if pool.settings.admin_create_user_config.allow_admin_create_user_only {
        return Err(CognitoError::not_authorized("SignUp is not permitted for this user pool"));
    }
    match &request.password {
        Some(password) => pool.settings.password_policy().check(password, SetBy::SignUp)?,
        None if pool.is_passwordless() && client.allows("USER_AUTH") => {}
        None => return Err(CognitoError::invalid_parameter("Password is required for this user pool.")),
    }
    let writer = Writer::User(&client.settings);
    pool.check_attributes(&request.user_attributes, writer)?;
    check_preferred_username(pool, &request.user_attributes)?;
    let (typed, attributes) = (&request.user.username, &mut request.user_attributes);
    let (internal, sub) = pool.claim_username(typed, random::uuid()?, attributes, writer)?;
    pool.check_required(&request.user_attributes)?;
    let pool_id = pool.id.clone();
    let attributes = request.user_attributes;
    let decision = call.pre_sign_up(&pool_id, "SignUp", &internal, &attributes)?;

    let pool = call.world.pool(&pool_id)?;
    // The pools were unlocked while the trigger worked, so another sign-up may have taken the name.
    pool.claim_username(&request.user.username, sub.clone(), &mut attributes.clone(), writer)?;
    let mut user = User::new(internal.clone(), sub.clone(), Status::Unconfirmed, now);
    if let Some(password) = &request.password {
        user.verifier = Some(pool.verifier_for(&internal, password)?);
    }
    user.set_attributes(&attributes);
    decision.verify(&mut user);
    pool.claim_aliases_of_new(&user, |attribute| decision.verifies(attribute))?;
    pool.users.insert(internal.clone().into(), user);

    let mut answer = json!({ "UserConfirmed": decision.confirm, "UserSub": sub });
    if decision.confirm {
        pool.user(&internal)?.status = Status::Confirmed;
        call.post_confirmation(&pool_id, "ConfirmSignUp", &internal)?;
        return Ok(answer);
    }
    if let Some(to) = delivery::automatic(pool, &internal) {
        delivery::send_code(pool, &internal, Purpose::SignUp, MessageKind::SignUp, &to, now)?;
        answer["CodeDeliveryDetails"] = to.details();
    }
    if client.allows("USER_AUTH") {
        answer["Session"] = json!(open_session(pool, &client, &internal, Challenge::SignedUp, now)?);
    }
    Ok(answer)
}

/// Refuses a preferred username, if it is an alias: a user gets such an alias only after the confirmation.
fn check_preferred_username(pool: &UserPool, attributes: &[Attribute]) -> Result<(), CognitoError> {
    let alias = "preferred_username";
    let given = |attribute: &Attribute| attribute.name == alias && !attribute.value.is_empty();
    if !pool.settings.has_alias(alias) || !attributes.iter().any(given) {
        return Ok(());
    }
    Err(CognitoError::invalid_parameter(
        "Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred \
         username alias.",
    ))
}

/// Opens a Session between the sign-up and the first sign-in.
fn open_session(
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    challenge: Challenge,
    now: Moment,
) -> Result<String, CognitoError> {
    let expires = now.plus_seconds(client.settings.session_seconds());
    pool.sessions.open(challenge, username, &client.id, Progress::default(), expires)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmSignUp {
    #[serde(flatten)]
    user: AppUser,
    confirmation_code: String,
    #[serde(default)]
    force_alias_creation: bool,
}

pub(crate) fn confirm_sign_up(call: &mut Call<'_>, request: ConfirmSignUp) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = request.user.open(call)?;
    // If the client hides which users exist, an unknown user looks like an expired code.
    let unknown = || client.settings.unknown_user(CognitoError::code_expired());
    let username = pool.resolve(&request.user.username).ok_or_else(unknown)?;
    let user = pool.user(&username)?;
    if user.status != Status::Unconfirmed {
        let status = user.status.name();
        let text = format!("User cannot be confirmed. Current status is {status}");
        return Err(CognitoError::not_authorized(text));
    }
    // A code is not used up if the alias is taken: the user may try again with ForceAliasCreation.
    let (attribute, value) = user.codes.check(&Purpose::SignUp, &request.confirmation_code, now)?;
    pool.claim_alias(&username, &attribute, &value, request.force_alias_creation)?;
    let user = pool.user(&username)?;
    user.codes.withdraw(&Purpose::SignUp);
    if user.attribute(&attribute) == Some(value.as_str()) {
        user.mark_verified(&attribute);
    }
    user.status = Status::Confirmed;
    user.modified = now;
    let mut answer = json!({});
    // With this Session, the first sign-in needs no factor. The pool opens it even if the request lacks the Session of
    // SignUp, because Amplify does not send that one.
    if client.allows("USER_AUTH") {
        answer["Session"] = json!(open_session(pool, &client, &username, Challenge::Confirmed, now)?);
    }
    let pool_id = pool.id.clone();
    call.post_confirmation(&pool_id, "ConfirmSignUp", &username)?;
    Ok(answer)
}

pub(crate) fn resend_confirmation_code(call: &mut Call<'_>, request: AppUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = request.open(call)?;
    let Some(username) = pool.resolve(&request.username) else {
        return request.feigned_delivery(&client);
    };
    if pool.user(&username)?.status != Status::Unconfirmed {
        return Err(CognitoError::invalid_parameter("User is already confirmed."));
    }
    let to = delivery::automatic(pool, &username)
        .ok_or_else(|| CognitoError::invalid_parameter("Auto verification not turned on."))?;
    delivery::send_code(pool, &username, Purpose::SignUp, MessageKind::Resend, &to, now)?;
    Ok(json!({ "CodeDeliveryDetails": to.details() }))
}
