//! Configuration files: an app ships them, or a developer edits them.

use cognito_auth_core::AuthConfiguration;
use cognito_local_pool::Configuration;

use crate::phone::{assert_is_a_line, checked};

/// Reads the file as the configuration of an app: without an entry's name, with one, and as an `amplify_outputs.json`.
/// Then reads it as the configuration of a local pool.
pub(crate) fn files(text: &[u8]) {
    for read in [AuthConfiguration::from_json(text), AuthConfiguration::from_json_entry(text, "Staging")] {
        let Some(configuration) = checked(read) else { continue };
        assert!(configuration.validate().is_ok(), "a configuration that was read is not valid");
        assert!(configuration.ignored_fields.len() <= 100, "there are too many ignored fields");
        configuration.ignored_fields.iter().for_each(|field| assert_is_a_line(field));
    }
    let Ok(text) = std::str::from_utf8(text) else { return };
    checked(AuthConfiguration::from_amplify_outputs(text));
    if let Err(error) = Configuration::from_json(text) {
        assert!(!error.to_string().contains(char::is_control), "{error} is not one line");
    }
}
