//! Sends codes, and describes where they went.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::attributes::mask;
use crate::pool::codes::Purpose;
use crate::pool::inbox::{Address, Medium, MessageKind};
use serde_json::{Value, json};

/// Where a code goes: CodeDeliveryDetails describes it.
pub(crate) struct Delivery {
    pub medium: Medium,
    pub destination: String,
}

impl Delivery {
    pub(crate) fn details(&self) -> Value {
        json!({
            "AttributeName": self.medium.attribute(),
            "DeliveryMedium": self.medium.name(),
            "Destination": mask(&self.destination),
        })
    }
}

/// Where a user's sign-up code goes: to an attribute of AutoVerifiedAttributes, preferably the phone number.
pub(crate) fn automatic(pool: &UserPool, username: &str) -> Option<Delivery> {
    let user = pool.users.get(username)?;
    [Medium::Sms, Medium::Email].into_iter().find_map(|medium| {
        let destination = user.attribute(medium.attribute())?;
        let verifies = pool.settings.verifies(medium.attribute());
        verifies.then(|| Delivery { medium, destination: destination.to_owned() })
    })
}

/// Where the code for a password reset goes: to the first verified address that the pool's settings allow.
pub(crate) fn recovery(pool: &UserPool, username: &str) -> Result<Delivery, CognitoError> {
    let media = pool.settings.account_recovery_setting().media();
    if media.is_empty() {
        let text = "Only an administrator can replace a password in this user pool.";
        return Err(CognitoError::invalid_parameter(text));
    }
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let reached = media.into_iter().find_map(|medium| {
        let destination = user.attribute(medium.attribute())?;
        let verified = user.is_verified(medium.attribute());
        verified.then(|| Delivery { medium, destination: destination.to_owned() })
    });
    reached.ok_or_else(|| {
        CognitoError::invalid_parameter(
            "Cannot reset password for the user as there is no registered/verified email or phone_number",
        )
    })
}

/// Makes a code for a purpose and sends it.
pub(crate) fn send_code(
    pool: &mut UserPool,
    username: &str,
    purpose: Purpose,
    kind: MessageKind,
    to: &Delivery,
    now: Moment,
) -> Result<(), CognitoError> {
    let user = pool.users.get_mut(username).ok_or_else(CognitoError::user_not_found)?;
    let code = user.codes.issue(purpose, to.medium.attribute(), &to.destination, now)?;
    send(pool, username, kind, &code, to, now);
    Ok(())
}

/// Sends a code or a temporary password to an address. The message has the text for its kind.
pub(crate) fn send(
    pool: &mut UserPool,
    username: &str,
    kind: MessageKind,
    code: &str,
    to: &Delivery,
    now: Moment,
) {
    let address =
        Address { username, user_pool_id: &pool.id, medium: to.medium, destination: &to.destination };
    pool.inbox.send(&address, kind, code, now);
}
