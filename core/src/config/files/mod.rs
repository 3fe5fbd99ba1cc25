//! The configuration files that apps have: `amplify_outputs.json`, `amplifyconfiguration.json`,
//! `awsconfiguration.json`.

mod aws;
mod outputs;
mod section;
#[cfg(test)]
mod tests;
mod words;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};

use super::{AuthConfiguration, OAuthConfiguration};
use crate::error::{AuthError, AuthErrorCode};
use section::{Ignored, Section};

/// The largest file that is read, in bytes.
const MAXIMUM_BYTES: usize = 1024 * 1024;

impl AuthConfiguration {
    /// Reads the configuration from the text of a file. The content shows which kind of file it is:
    ///
    /// - `amplify_outputs.json` of Amplify Gen 2, in the versions 1.x and in the draft of version 2: the section
    ///   `auth`, and `custom.cognito_auth.endpoint`, the service's address if it is not at AWS. From a file of the
    ///   draft, the library reads only the members that version 1 also has. A file of a minor version later than 1.5 is
    ///   read, and its `version` is listed as an ignored field.
    /// - `amplifyconfiguration.json` of Amplify Gen 1: the section `auth.plugins.awsCognitoAuthPlugin`.
    /// - `awsconfiguration.json` of the earlier mobile SDKs, which has that section's members at its top.
    ///
    /// In the last two kinds, `CognitoUserPool`, `CredentialsProvider.CognitoIdentity` and `Auth` have entries with
    /// names. If there is only one entry, this function takes it. Of several entries, it takes `Default`;
    /// [`AuthConfiguration::from_json_entry`] can take another. In these two kinds, the flow `CUSTOM_AUTH` is
    /// [`AuthFlowType::CustomWithoutSrp`](crate::AuthFlowType::CustomWithoutSrp).
    ///
    /// [`AuthConfiguration::ignored_fields`] lists the members that have no effect: unknown members, members with an
    /// unknown word or an unsupported value (such as the response type `token`), and an `OAuth` section without a
    /// domain or without a sign-in redirect. An unknown word never makes a file fail.
    ///
    /// # Errors
    /// - [`AuthErrorCode::MalformedConfiguration`] for a text that is not JSON, is larger than 1 MiB or is of no known
    ///   kind. A byte order mark is accepted.
    /// - [`AuthErrorCode::InvalidConfiguration`] for a value that is missing, of a wrong type or malformed, and for a
    ///   file with neither a user pool nor an identity pool. [`AuthError::field`] says which value: by its path in the
    ///   file, such as `auth.user_pool_id`, or by its name in this configuration, as in the errors of
    ///   [`AuthConfiguration::validate`].
    /// - [`AuthErrorCode::InsecureEndpoint`] as for a configuration in code.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, AuthError> {
        read(json.as_ref(), None)
    }

    /// Like [`AuthConfiguration::from_json`], for an `amplifyconfiguration.json` or an `awsconfiguration.json` with
    /// several user pools: it takes the entries of this name. `CognitoUserPool` must have such an entry. If
    /// another section has no entry of this name, its entry is chosen as in [`AuthConfiguration::from_json`]. In an
    /// `amplify_outputs.json` the name has no effect: such a file has no entries.
    ///
    /// # Errors
    /// As [`AuthConfiguration::from_json`].
    pub fn from_json_entry(json: impl AsRef<[u8]>, entry: &str) -> Result<Self, AuthError> {
        read(json.as_ref(), Some(entry))
    }

    /// [`AuthConfiguration::from_json`] with the content of a file. Blocks while it reads the file.
    ///
    /// # Errors
    /// [`AuthErrorCode::UnreadableConfiguration`] if the file can't be read, and as [`AuthConfiguration::from_json`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, AuthError> {
        let mut json = Vec::new();
        let file = File::open(path).map_err(|_| AuthErrorCode::UnreadableConfiguration)?;
        // One byte more than allowed shows that the file is too large.
        let limit = MAXIMUM_BYTES as u64 + 1;
        file.take(limit).read_to_end(&mut json).map_err(|_| AuthErrorCode::UnreadableConfiguration)?;
        Self::from_json(json)
    }

    /// Like [`AuthConfiguration::from_json`], but reads only an `amplify_outputs.json`.
    ///
    /// # Errors
    /// As [`AuthConfiguration::from_json`]; a file of another kind is [`AuthErrorCode::MalformedConfiguration`].
    pub fn from_amplify_outputs(json: &str) -> Result<Self, AuthError> {
        let members = parse(json.as_bytes())?;
        match Kind::of(&members) {
            Some(Kind::AmplifyOutputs) => read_members(members, Kind::AmplifyOutputs, None),
            Some(Kind::AmplifyConfiguration | Kind::AwsConfiguration) | None => {
                Err(AuthErrorCode::MalformedConfiguration.into())
            }
        }
    }
}

/// The kinds of files.
#[derive(Clone, Copy)]
enum Kind {
    AmplifyOutputs,
    AmplifyConfiguration,
    AwsConfiguration,
}

impl Kind {
    fn of(members: &Map<String, Value>) -> Option<Self> {
        match members.get("auth") {
            Some(Value::Object(auth)) if auth.contains_key("plugins") => Some(Self::AmplifyConfiguration),
            Some(Value::Object(_)) => Some(Self::AmplifyOutputs),
            _ => {
                let has_auth =
                    members.contains_key("CognitoUserPool") || members.contains_key("CredentialsProvider");
                has_auth.then_some(Self::AwsConfiguration)
            }
        }
    }
}

fn read(json: &[u8], entry: Option<&str>) -> Result<AuthConfiguration, AuthError> {
    let members = parse(json)?;
    let kind = Kind::of(&members).ok_or(AuthErrorCode::MalformedConfiguration)?;
    read_members(members, kind, entry)
}

fn parse(json: &[u8]) -> Result<Map<String, Value>, AuthErrorCode> {
    let json = Some(json).filter(|json| json.len() <= MAXIMUM_BYTES);
    let json = json.ok_or(AuthErrorCode::MalformedConfiguration)?;
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    // An error of serde may quote the text, so it is dropped.
    serde_json::from_slice(json).map_err(|_| AuthErrorCode::MalformedConfiguration)
}

fn read_members(
    members: Map<String, Value>,
    kind: Kind,
    entry: Option<&str>,
) -> Result<AuthConfiguration, AuthError> {
    let ignored = Ignored::default();
    let top = Section::new(String::new(), members, &ignored);
    let mut configuration = match kind {
        Kind::AmplifyOutputs => outputs::read(top),
        Kind::AmplifyConfiguration => amplify(top, entry),
        Kind::AwsConfiguration => aws::read(top, entry),
    }?;
    configuration.ignored_fields = ignored.into_paths();
    configuration.validate()?;
    Ok(configuration)
}

/// The section of `amplifyconfiguration.json` that has the members of an `awsconfiguration.json`.
fn amplify(mut top: Section<'_>, entry: Option<&str>) -> Result<AuthConfiguration, AuthError> {
    let plugin = top
        .required_section("auth")?
        .required_section("plugins")?
        .required_section("awsCognitoAuthPlugin")?;
    // The other members belong to other categories of Amplify.
    top.leave_the_rest();
    aws::read(plugin, entry)
}

/// The configuration of the pages. The pages need a domain and a sign-in redirect. If one of the two is missing, the
/// section is ignored.
fn usable(oauth: OAuthConfiguration, section: &Section<'_>) -> Option<OAuthConfiguration> {
    if oauth.domain.is_empty() || oauth.sign_in_redirect_uris.is_empty() {
        section.ignore_all();
        return None;
    }
    Some(oauth)
}

/// The domain in a file's text, without the scheme and the slash that some files add.
fn domain(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    let domain = text.strip_prefix("https://").unwrap_or(&text);
    domain.strip_suffix('/').unwrap_or(domain).to_owned()
}
