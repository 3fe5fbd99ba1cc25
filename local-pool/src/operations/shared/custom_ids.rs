//! Ids that the creator of a pool or of a client chooses. AWS's operations have no member for them, so they come in the
//! form that LocalStack takes: as the tag `_custom_id_`, and in a client's name after `_custom_id_:`.

use crate::errors::CognitoError;
use crate::operations::shared::constraints::{self, CUSTOM_ID};
use crate::pool::tags::Tags;
use crate::service::Call;

/// The id that the tags of a new user pool choose, if they choose one.
pub(crate) fn of_user_pool(call: &Call<'_>, tags: &Tags) -> Result<Option<String>, CognitoError> {
    let Some(id) = tags.get(CUSTOM_ID) else { return Ok(None) };
    if !constraints::is_user_pool_id(id) {
        let region = &call.sender.region;
        return Err(CognitoError::invalid_parameter(format!(
            "The tag {CUSTOM_ID} must be a whole user pool id, such as {region}_AbCdEfGhI."
        )));
    }
    match call.world.pools.contains_key(id) {
        true => Err(CognitoError::invalid_parameter(format!("There is a user pool {id} already."))),
        false => Ok(Some(id.to_owned())),
    }
}

/// The id that the name of a new client chooses, if it chooses one. The name stays as it is.
pub(crate) fn of_client(call: &Call<'_>, name: &str) -> Result<Option<String>, CognitoError> {
    let Some(id) = name.strip_prefix(CUSTOM_ID).and_then(|rest| rest.strip_prefix(':')) else {
        return Ok(None);
    };
    if !constraints::is_client_id(id) {
        let text =
            format!("{CUSTOM_ID}: in ClientName must be followed by 1 to 128 letters, digits, _, + or -.");
        return Err(CognitoError::invalid_parameter(text));
    }
    // A request of an app names only the client, so no two pools can have a client with the same id.
    match call.world.pools.values().any(|pool| pool.clients.contains_key(id)) {
        true => Err(CognitoError::invalid_parameter(format!("There is a client {id} already."))),
        false => Ok(Some(id.to_owned())),
    }
}
