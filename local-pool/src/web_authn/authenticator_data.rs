//! Authenticator data (WebAuthn section 6.1), which the device signs.

use super::refused::Refused;
use coset::cbor::{Value, de};

pub(super) struct AuthenticatorData {
    pub relying_party_hash: [u8; 32],
    flags: u8,
    pub counter: u32,
    pub attested: Option<AttestedCredential>,
}

/// Attested credential data (section 6.5.2): present in a registration.
pub(super) struct AttestedCredential {
    pub aaguid: [u8; 16],
    pub id: Vec<u8>,
    /// The public key, as a COSE_Key.
    pub public_key: Vec<u8>,
}

impl AuthenticatorData {
    const USER_PRESENT: u8 = 1;
    const USER_VERIFIED: u8 = 1 << 2;
    const BACKUP_ELIGIBLE: u8 = 1 << 3;
    const BACKED_UP: u8 = 1 << 4;
    const ATTESTED: u8 = 1 << 6;
    const EXTENSIONS: u8 = 1 << 7;

    pub(super) fn parse(mut bytes: &[u8]) -> Result<Self, Refused> {
        let rest = &mut bytes;
        let relying_party_hash = *take::<32>(rest)?;
        let [flags] = *take(rest)?;
        let counter = u32::from_be_bytes(*take(rest)?);
        let has = |flag: u8| flags & flag != 0;
        let attested = has(Self::ATTESTED).then(|| AttestedCredential::parse(rest)).transpose()?;
        if has(Self::EXTENSIONS) && !read_cbor(rest)?.is_map() {
            return Err(Refused::Malformed("the extensions are not a map"));
        }
        if !rest.is_empty() {
            return Err(Refused::Malformed("the authenticator data is too long"));
        }
        Ok(Self { relying_party_hash, flags, counter, attested })
    }

    pub(super) fn is_user_present(&self) -> bool {
        self.flags & Self::USER_PRESENT != 0
    }

    pub(super) fn is_user_verified(&self) -> bool {
        self.flags & Self::USER_VERIFIED != 0
    }

    pub(super) fn is_backup_eligible(&self) -> bool {
        self.flags & Self::BACKUP_ELIGIBLE != 0
    }

    pub(super) fn is_backed_up(&self) -> bool {
        self.flags & Self::BACKED_UP != 0
    }
}

impl AttestedCredential {
    fn parse(rest: &mut &[u8]) -> Result<Self, Refused> {
        let aaguid = *take(rest)?;
        let length = u16::from_be_bytes(*take(rest)?);
        let (id, after) = rest.split_at_checked(length.into()).ok_or(SHORT)?;
        *rest = after;
        read_cbor(rest)?;
        let public_key = after[..after.len() - rest.len()].to_vec();
        Ok(Self { aaguid, id: id.to_vec(), public_key })
    }
}

/// Reads one CBOR item and moves past it.
pub(super) fn read_cbor(rest: &mut &[u8]) -> Result<Value, Refused> {
    de::from_reader(rest).map_err(|_| Refused::Malformed("a part of it is not CBOR"))
}

const SHORT: Refused = Refused::Malformed("the authenticator data is too short");

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], Refused> {
    let (taken, after) = rest.split_first_chunk().ok_or(SHORT)?;
    *rest = after;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_of_authenticator_data_is_refused() {
        let flags = AuthenticatorData::ATTESTED | AuthenticatorData::EXTENSIONS;
        let mut bytes = [[7; 32].as_slice(), &[flags], &[0, 0, 0, 9], &[5; 16], &[0, 2], b"id"].concat();
        bytes.extend([0xa1, 0x01, 0x02]); // {1: 2}, where a key would be
        bytes.push(0xa0); // no extensions
        let whole = AuthenticatorData::parse(&bytes).unwrap_or_else(|refused| panic!("{refused:?}"));
        assert_eq!(whole.counter, 9);
        let attested = whole.attested.unwrap();
        assert_eq!((attested.id.as_slice(), attested.public_key.as_slice()), (&b"id"[..], &[0xa1, 1, 2][..]));
        for length in 0..bytes.len() {
            assert!(AuthenticatorData::parse(&bytes[..length]).is_err(), "{length} bytes");
        }
        bytes.push(0);
        assert!(AuthenticatorData::parse(&bytes).is_err());
    }
}
