//! Reading a configuration file.

use cognito_auth_core::AuthConfiguration;
use serde::Deserialize;
use serde_json::Value;

use super::CallResult;
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadConfiguration {
    file: Option<Value>,
    text: Option<String>,
    entry: Option<String>,
}

pub(super) fn read_configuration(given: ReadConfiguration) -> Result<CallResult, String> {
    let json = match (given.file, given.text) {
        (Some(file), None) => file.to_string(),
        (None, Some(text)) => text,
        (Some(_), Some(_)) | (None, None) => return Err("arguments: one of file and text".to_owned()),
    };
    let read = match given.entry {
        Some(entry) => AuthConfiguration::from_json_entry(json, &entry),
        None => AuthConfiguration::from_json(json),
    };
    Ok(read.map(|configuration| words::configuration(&configuration)))
}
