//! The attestation object (WebAuthn section 6.5.4), and the two statements that the pool verifies: `none` (section 8.7)
//! and `packed` (section 8.2).

use super::authenticator_data::{AttestedCredential, read_cbor};
use super::public_key::PublicKey;
use super::refused::Refused;
use coset::cbor::Value;
use x509_cert::Certificate;
use x509_cert::der::asn1::{ObjectIdentifier, OctetString};
use x509_cert::der::oid::db::rfc4519::{CN, COUNTRY_NAME, ORGANIZATION_NAME, ORGANIZATIONAL_UNIT_NAME};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::BasicConstraints;

/// The certificate extension that names the model of authenticators that a certificate is for: FIDO's
/// id-fido-gen-ce-aaguid.
const AAGUID_EXTENSION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.45724.1.1.4");

fn member<'a>(map: &'a [(Value, Value)], name: &str) -> Option<&'a Value> {
    map.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

pub(super) struct AttestationObject {
    format: String,
    statement: Vec<(Value, Value)>,
    pub authenticator_data: Vec<u8>,
}

impl AttestationObject {
    pub(super) fn parse(mut bytes: &[u8]) -> Result<Self, Refused> {
        const MALFORMED: Refused = Refused::Malformed("attestationObject is not an attestation object");
        let Value::Map(object) = read_cbor(&mut bytes)? else { return Err(MALFORMED) };
        if !bytes.is_empty() {
            return Err(MALFORMED);
        }
        let format = member(&object, "fmt").and_then(Value::as_text);
        let statement = member(&object, "attStmt").and_then(Value::as_map);
        let data = member(&object, "authData").and_then(Value::as_bytes);
        let (Some(format), Some(statement), Some(data)) = (format, statement, data) else {
            return Err(MALFORMED);
        };
        Ok(Self { format: format.to_owned(), statement: statement.clone(), authenticator_data: data.clone() })
    }

    /// Checks the statement about a credential and its key.
    pub(super) fn verify(
        &self,
        key: &PublicKey,
        credential: &AttestedCredential,
        client_data_hash: &[u8],
    ) -> Result<(), Refused> {
        match self.format.as_str() {
            "none" if self.statement.is_empty() => Ok(()),
            "none" => Err(Refused::Malformed("attestation none has a statement")),
            "packed" => {
                let message = [self.authenticator_data.as_slice(), client_data_hash].concat();
                self.verify_packed(key, credential, &message)
            }
            _ => Err(Refused::Unsupported("the attestation format is neither none nor packed")),
        }
    }

    /// Checks a signature by the credential's key, or by the manufacturer's key with its certificate. The pool trusts
    /// every manufacturer: Cognito requests no attestation, so it has no list of manufacturers.
    fn verify_packed(
        &self,
        key: &PublicKey,
        credential: &AttestedCredential,
        message: &[u8],
    ) -> Result<(), Refused> {
        const MALFORMED: Refused = Refused::Malformed("attStmt is not a packed attestation statement");
        let algorithm = member(&self.statement, "alg").and_then(Value::as_integer).ok_or(MALFORMED)?;
        let signature = member(&self.statement, "sig").and_then(Value::as_bytes).ok_or(MALFORMED)?;
        let Some(chain) = member(&self.statement, "x5c") else {
            if algorithm != key.algorithm().into() {
                return Err(Refused::Malformed("the self attestation uses another algorithm than the key"));
            }
            return key.verify(message, signature);
        };
        let leaf = chain.as_array().and_then(|chain| chain.first()).and_then(Value::as_bytes);
        let certificate = Certificate::from_der(leaf.ok_or(MALFORMED)?).map_err(|_| MALFORMED)?;
        let info = certificate.tbs_certificate.subject_public_key_info.to_der().map_err(|_| MALFORMED)?;
        let manufacturer = PublicKey::from_certificate(&info)?;
        if algorithm != manufacturer.algorithm().into() {
            return Err(Refused::Malformed("the attestation uses another algorithm than its certificate"));
        }
        manufacturer.verify(message, signature)?;
        match is_attestation_certificate(&certificate, &credential.aaguid) {
            Some(true) => Ok(()),
            _ => Err(Refused::Unsupported("the certificate is not one for packed attestation")),
        }
    }
}

/// Whether a certificate meets the requirements of section 8.2.1. `None` if it has no basic constraints, or if a part
/// of it can't be read.
fn is_attestation_certificate(certificate: &Certificate, aaguid: &[u8; 16]) -> Option<bool> {
    let certificate = &certificate.tbs_certificate;
    let subject = |attribute: ObjectIdentifier| {
        let parts = certificate.subject.0.iter().flat_map(|part| part.0.iter());
        parts.into_iter().find(|part| part.oid == attribute).map(|part| part.value.value().to_vec())
    };
    let named = [COUNTRY_NAME, ORGANIZATION_NAME, CN].into_iter().all(|name| subject(name).is_some());
    let unit = subject(ORGANIZATIONAL_UNIT_NAME).is_some_and(|unit| unit == b"Authenticator Attestation");
    let (_, constraints) = certificate.get::<BasicConstraints>().ok()??;
    let extensions = certificate.extensions.iter().flatten();
    let model = match extensions.into_iter().find(|extension| extension.extn_id == AAGUID_EXTENSION) {
        None => true,
        Some(extension) => {
            let named = OctetString::from_der(extension.extn_value.as_bytes()).ok()?;
            !extension.critical && named.as_bytes() == aaguid
        }
    };
    let version_3 = certificate.version == x509_cert::Version::V3;
    Some(version_3 && named && unit && !constraints.ca && model)
}
