//! The relying party's side of WebAuthn (Level 3, sections 7.1 and 7.2): it checks what a passkey's device says when
//! it is registered and when it signs in.

mod attestation;
mod authenticator_data;
mod client_data;
mod json;
mod public_key;

pub(crate) use client_data::challenge_of;
pub(crate) use json::{AssertionCredential, RegistrationCredential, decode, encode};

use crate::hashing::sha256;
use attestation::AttestationObject;
use authenticator_data::AuthenticatorData;
use client_data::Ceremony;
use public_key::PublicKey;

/// COSE algorithms that a pool takes, as Cognito offers them: ES256 and RS256.
pub(crate) const ALGORITHMS: [i64; 2] = [public_key::ES256, public_key::RS256];

/// Why a credential is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not what the specification says a credential looks like.
    Malformed(&'static str),
    /// It was made for a page or an app that does not belong to the relying party.
    Origin,
    /// It was made for another relying party.
    RelyingParty,
    /// It was made for another challenge.
    Challenge,
    /// Its algorithm or its attestation is none that the pool takes.
    Unsupported(&'static str),
    /// Nobody touched the device, or nobody proved to it who they are.
    NotVerified,
    /// The signature is not the key's.
    Signature,
    /// The counter went back: there may be a copy of the key.
    Counter,
    /// It is none of the user's.
    Unknown,
}

impl Refused {
    /// Why, to continue a sentence.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Malformed(what) | Self::Unsupported(what) => what,
            Self::Origin => "its origin does not belong to the relying party",
            Self::RelyingParty => "it is for another relying party",
            Self::Challenge => "its challenge is unknown, answered or expired",
            Self::NotVerified => "it did not verify the user as the user pool asks",
            Self::Signature => "its signature does not hold",
            Self::Counter => "its counter went back",
            Self::Unknown => "it is none of the user's",
        }
    }
}

/// What the pool expects of a credential.
pub(crate) struct Expected<'a> {
    pub relying_party_id: &'a str,
    /// As it was sent, in base64url.
    pub challenge: &'a str,
    pub user_verification_required: bool,
}

/// What a registration proved.
pub(crate) struct Registered {
    pub id: Vec<u8>,
    /// A COSE_Key.
    pub public_key: Vec<u8>,
    pub counter: u32,
    pub backup_eligible: bool,
}

/// What the pool knows of a credential that signs in.
pub(crate) struct Known<'a> {
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
    client_data::check(&client_data, Ceremony::Create, expected)?;
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
    known: &Known<'_>,
) -> Result<u32, Refused> {
    let client_data = credential.client_data()?;
    client_data::check(&client_data, Ceremony::Get, expected)?;
    let authenticator_data = credential.authenticator_data()?;
    let data = AuthenticatorData::parse(&authenticator_data)?;
    check_authenticator(&data, expected)?;
    if data.is_backup_eligible() != known.backup_eligible {
        return Err(Refused::Malformed("backup eligibility never changes"));
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
        return Err(Refused::Malformed("a credential that cannot be backed up claims to be"));
    }
    Ok(())
}
