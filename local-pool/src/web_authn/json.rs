//! Credentials as browsers and apps send them: RegistrationResponseJSON and AuthenticationResponseJSON (WebAuthn
//! section 5.1), with bytes in base64url.

use super::refused::Refused;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;

/// Base64url. The pool writes it without padding, and reads it with or without padding.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes as a text, in the form that WebAuthn's JSON has.
pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Refused> {
    BASE64URL.decode(text).map_err(|_| Refused::Malformed("a member is not in base64url"))
}

/// Reads the id of a credential. Both kinds of credentials hold the id in the same way.
fn id(id: &str, raw_id: Option<&str>, kind: &str) -> Result<Vec<u8>, Refused> {
    const LONGEST: usize = 1023;
    let bytes = decode(id)?;
    if kind != "public-key" {
        return Err(Refused::Malformed("the type is not public-key"));
    }
    if raw_id.is_some_and(|raw_id| decode(raw_id) != Ok(bytes.clone())) {
        return Err(Refused::Malformed("id and rawId differ"));
    }
    match bytes.len() {
        1..=LONGEST => Ok(bytes),
        _ => Err(Refused::Malformed("the id must have 1 to 1023 bytes")),
    }
}

/// The result of `navigator.credentials.create`, or of a platform's function that does the same for an app.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegistrationCredential {
    id: String,
    raw_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    pub authenticator_attachment: Option<String>,
    response: AttestationResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttestationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
    #[serde(default)]
    transports: Vec<String>,
}

impl RegistrationCredential {
    pub(super) fn id(&self) -> Result<Vec<u8>, Refused> {
        id(&self.id, self.raw_id.as_deref(), &self.kind)
    }

    pub(crate) fn client_data(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.response.client_data)
    }

    pub(super) fn attestation_object(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.response.attestation_object)
    }

    pub(crate) fn transports(&self) -> &[String] {
        &self.response.transports
    }
}

/// The result of `navigator.credentials.get`, or of a platform's function that does the same for an app.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssertionCredential {
    id: String,
    raw_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    response: AssertionResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

impl AssertionCredential {
    pub(crate) fn id(&self) -> Result<Vec<u8>, Refused> {
        id(&self.id, self.raw_id.as_deref(), &self.kind)
    }

    pub(super) fn client_data(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.response.client_data)
    }

    pub(super) fn authenticator_data(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.response.authenticator_data)
    }

    pub(super) fn signature(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.response.signature)
    }

    /// The user of the credential, if the device names one.
    pub(crate) fn user_handle(&self) -> Result<Option<Vec<u8>>, Refused> {
        self.response.user_handle.as_deref().filter(|handle| !handle.is_empty()).map(decode).transpose()
    }
}
