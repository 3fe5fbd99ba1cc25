//! The relying party's side of WebAuthn (Level 3, sections 7.1 and 7.2): checks the registration of a passkey, and a
//! sign-in with one.

mod attestation;
mod authenticator_data;
mod client_data;
mod json;
mod public_key;
mod refused;

pub(crate) use client_data::{Expected, challenge_of};
pub(crate) use json::{AssertionCredential, RegistrationCredential, decode, encode};
pub(crate) use refused::Refused;

use crate::hashing::sha256;
use attestation::AttestationObject;
use authenticator_data::AuthenticatorData;
use client_data::ClientDataType;
use public_key::PublicKey;

/// The COSE algorithms that Cognito offers: ES256 and RS256.
pub(crate) const ALGORITHMS: [i64; 2] = [public_key::ES256, public_key::RS256];

/// A new credential that was accepted.
pub(crate) struct Registered {
    pub id: Vec<u8>,
    /// The public key, as a COSE_Key.
    pub public_key: Vec<u8>,
    pub counter: u32,
    pub backup_eligible: bool,
}

/// The stored data of a credential that signs in.
pub(crate) struct KnownCredential<'a> {
    pub public_key: &'a [u8],
    pub counter: u32,
    pub backup_eligible: bool,
}

/// Checks a new credential (section 7.1).
pub(crate) fn register(
    credential: &RegistrationCredential,
    expected: &Expected<'_>,
) -> Result<Registered, Refused> {
    let id = credential.id()?;
    let client_data = credential.client_data()?;
    client_data::check(&client_data, ClientDataType::Create, expected)?;
    let object = AttestationObject::parse(&credential.attestation_object()?)?;
    let data = AuthenticatorData::parse(&object.authenticator_data)?;
    check_authenticator(&data, expected)?;
    let attested = data.attested.as_ref().ok_or(Refused::Malformed("attested credential data is missing"))?;
    if attested.id != id {
        return Err(Refused::Malformed("the credential id is not the attested one"));
    }
    let key = PublicKey::parse(&attested.public_key)?;
    object.verify(&key, attested, &sha256(&[&client_data]))?;
    Ok(Registered {
        id,
        public_key: attested.public_key.clone(),
        counter: data.counter,
        backup_eligible: data.is_backup_eligible(),
    })
}

/// Checks a sign-in with a known credential (section 7.2), and gives its new counter.
pub(crate) fn authenticate(
    credential: &AssertionCredential,
    expected: &Expected<'_>,
    known: &KnownCredential<'_>,
) -> Result<u32, Refused> {
    let client_data = credential.client_data()?;
    client_data::check(&client_data, ClientDataType::Get, expected)?;
    let authenticator_data = credential.authenticator_data()?;
    let data = AuthenticatorData::parse(&authenticator_data)?;
    check_authenticator(&data, expected)?;
    if data.is_backup_eligible() != known.backup_eligible {
        return Err(Refused::Malformed("the backup eligibility has changed"));
    }
    let message = [authenticator_data.as_slice(), &sha256(&[&client_data])].concat();
    PublicKey::parse(known.public_key)?.verify(&message, &credential.signature()?)?;
    let counts = data.counter != 0 || known.counter != 0;
    if counts && data.counter <= known.counter {
        return Err(Refused::Counter);
    }
    Ok(data.counter)
}

fn check_authenticator(data: &AuthenticatorData, expected: &Expected<'_>) -> Result<(), Refused> {
    if data.relying_party_hash != sha256(&[expected.relying_party_id.as_bytes()]) {
        return Err(Refused::RelyingParty);
    }
    if !data.is_user_present() || (expected.user_verification_required && !data.is_user_verified()) {
        return Err(Refused::NotVerified);
    }
    if data.is_backed_up() && !data.is_backup_eligible() {
        return Err(Refused::Malformed("a credential that cannot be backed up claims to be backed up"));
    }
    Ok(())
}
