//! The JSON of Amplify's entries. Members that are missing, `null` or unknown are tolerated where the rest makes sense.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::moving::ImportedDevice;
use crate::moving::android::devices::imported_device;
use crate::moving::android::entries::Failure;
use crate::moving::times;
use crate::moving::tokens::StoredTokens;
use crate::secret::{Secret, json};

/// What a session's entry says.
pub(super) struct SessionEntry {
    /// What the entry says of the user, if a user is signed in.
    pub(super) signed_in: Option<SignedIn>,
    pub(super) identity: Identity,
    pub(super) has_credentials: bool,
}

/// The tokens, and what else is stored of a sign-in.
pub(super) struct SignedIn {
    pub(super) tokens: StoredTokens,
    pub(super) expires_at_milliseconds: Option<i64>,
    pub(super) is_web: bool,
}

/// The identity in a session's entry.
pub(super) enum Identity {
    None,
    /// The identity's id. `None` if the id is not a text.
    Id(Option<String>),
    /// The identity belongs to a login of another provider.
    Federated,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    signed_in_data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    identity_id: Option<&'a RawValue>,
    #[serde(default)]
    credentials: Option<IgnoredAny>,
}

/// Reads a session's entry: an object whose `type` says what it has.
pub(super) fn session(text: &[u8]) -> Result<SessionEntry, Failure> {
    let record: Record<'_> = parsed(text)?;
    let has_credentials = record.credentials.is_some();
    let (is_signed_in, identity) = match &*record.kind {
        "empty" => (false, Identity::None),
        "userPool" => (true, Identity::None),
        "identityPool" => (false, identity(record.identity_id)),
        "identityPoolFederated" => (false, Identity::Federated),
        "userAndIdentityPool" => (true, identity(record.identity_id)),
        _ => return Err(Failure::Damaged),
    };
    let signed_in = match (is_signed_in, record.signed_in_data) {
        (true, data) => Some(signed_in(data.ok_or(Failure::Damaged)?)?),
        (false, _) => None,
    };
    Ok(SessionEntry { signed_in, identity, has_credentials })
}

fn identity(id: Option<&RawValue>) -> Identity {
    Identity::Id(id.and_then(|id| serde_json::from_slice(id.get().as_bytes()).ok()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignedInData<'a> {
    #[serde(borrow, default)]
    sign_in_method: Option<&'a RawValue>,
    #[serde(borrow)]
    cognito_user_pool_tokens: Tokens<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens<'a> {
    #[serde(borrow, default)]
    id_token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    access_token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    refresh_token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    expiration: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
}

fn signed_in(data: &RawValue) -> Result<SignedIn, Failure> {
    let data: SignedInData<'_> = parsed(data.get().as_bytes())?;
    let tokens = data.cognito_user_pool_tokens;
    let method = data.sign_in_method.and_then(|method| parsed::<Typed<'_>>(method.get().as_bytes()).ok());
    let expiration = tokens.expiration.and_then(|end| serde_json::from_slice(end.get().as_bytes()).ok());
    Ok(SignedIn {
        tokens: StoredTokens {
            id: token(tokens.id_token)?,
            access: token(tokens.access_token)?,
            refresh: token(tokens.refresh_token)?,
        },
        expires_at_milliseconds: expiration.and_then(times::of_number),
        is_web: method.is_some_and(|method| method.kind == "SignInMethod.HostedUI"),
    })
}

/// A token: a text. Versions 2.30.2 and 2.30.3 wrote an object with the text in it.
fn token(token: Option<&RawValue>) -> Result<Option<Secret>, Failure> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Nested<'a> {
        #[serde(borrow)]
        token_value: &'a RawValue,
    }
    let Some(token) = token else { return Ok(None) };
    let nested = parsed::<Nested<'_>>(token.get().as_bytes()).ok();
    let text = nested.map_or(token, |nested| nested.token_value);
    json::text(text).map(Some).ok_or(Failure::Damaged)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Device<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    device_key: Option<String>,
    #[serde(default)]
    device_group_key: Option<String>,
    #[serde(default, with = "json::optional")]
    device_secret: Option<Secret>,
}

/// Reads the entry of a user's device. `None` if the user has no device.
pub(super) fn device(text: &[u8], username: &str) -> Result<Option<ImportedDevice>, Failure> {
    let device: Device<'_> = parsed(text)?;
    match &*device.kind {
        "metadata" => {
            imported_device(username, device.device_key, device.device_group_key, device.device_secret)
        }
        "empty" => Ok(None),
        _ => Err(Failure::Damaged),
    }
}

/// Reads the entry with the id for threat protection.
pub(super) fn fingerprint(text: &[u8]) -> Result<Option<String>, Failure> {
    #[derive(Deserialize)]
    struct Fingerprint {
        #[serde(default)]
        id: Option<String>,
    }
    let fingerprint: Fingerprint = parsed(text)?;
    Ok(fingerprint.id.filter(|id| !id.is_empty()))
}

fn parsed<'a, T: Deserialize<'a>>(text: &'a [u8]) -> Result<T, Failure> {
    crate::json::read(text).map_err(|_| Failure::Damaged)
}
