//! Configuration files: an app ships them, or a developer edits them.

use cognito_auth_core::AuthConfiguration;
use cognito_local_pool::Configuration;

use crate::phone::checked;

/// Reads the file as that of an app, and as that of a local pool.
pub(crate) fn files(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    checked(AuthConfiguration::from_amplify_outputs(text));
    if let Err(error) = Configuration::from_json(text) {
        assert!(!error.to_string().contains(char::is_control), "{error} is not one line");
    }
}
