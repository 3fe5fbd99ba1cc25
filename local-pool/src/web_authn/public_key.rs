//! The public keys of credentials: COSE keys (RFC 9052 section 7) of the two algorithms that Cognito supports.

use super::refused::Refused;
use coset::{Algorithm, CborSerializable as _, CoseKey, KeyType, Label, iana};
use p256::ecdsa;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::sha2::Sha256;
use rsa::signature::Verifier as _;
use rsa::{BigUint, RsaPublicKey, pkcs1v15};

/// ECDSA on P-256 with SHA-256 (RFC 9053 section 2.1).
pub(super) const ES256: i64 = iana::Algorithm::ES256 as i64;
/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8812 section 2).
pub(super) const RS256: i64 = iana::Algorithm::RS256 as i64;

pub(super) enum PublicKey {
    Es256(ecdsa::VerifyingKey),
    Rs256(pkcs1v15::VerifyingKey<Sha256>),
}

impl PublicKey {
    /// Reads a COSE_Key.
    pub(super) fn parse(cose: &[u8]) -> Result<Self, Refused> {
        const MALFORMED: Refused = Refused::Malformed("the public key is not a COSE key of its algorithm");
        let key = CoseKey::from_slice(cose).map_err(|_| MALFORMED)?;
        match (&key.alg, &key.kty) {
            (Some(Algorithm::Assigned(iana::Algorithm::ES256)), KeyType::Assigned(iana::KeyType::EC2)) => {
                let curve = parameter(&key, iana::Ec2KeyParameter::Crv as i64);
                if curve != Some(&(iana::EllipticCurve::P_256 as i64).into()) {
                    return Err(MALFORMED);
                }
                let point = key.to_sec1_octet_string().map_err(|_| MALFORMED)?;
                Ok(Self::Es256(ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| MALFORMED)?))
            }
            (Some(Algorithm::Assigned(iana::Algorithm::RS256)), KeyType::Assigned(iana::KeyType::RSA)) => {
                let number = |name: iana::RsaKeyParameter| {
                    let bytes = parameter(&key, name as i64).and_then(|value| value.as_bytes());
                    bytes.map(|bytes| BigUint::from_bytes_be(bytes)).ok_or(MALFORMED)
                };
                let (n, e) = (number(iana::RsaKeyParameter::N)?, number(iana::RsaKeyParameter::E)?);
                let key = RsaPublicKey::new(n, e).map_err(|_| MALFORMED)?;
                Ok(Self::Rs256(pkcs1v15::VerifyingKey::new(key)))
            }
            (Some(_), _) => Err(Refused::Unsupported("the algorithm of the key is not one of those offered")),
            (None, _) => Err(MALFORMED),
        }
    }

    /// Reads the key of a certificate: a SubjectPublicKeyInfo (RFC 5280 section 4.1).
    pub(super) fn from_certificate(info: &[u8]) -> Result<Self, Refused> {
        if let Ok(key) = ecdsa::VerifyingKey::from_public_key_der(info) {
            return Ok(Self::Es256(key));
        }
        let key = RsaPublicKey::from_public_key_der(info)
            .map_err(|_| Refused::Unsupported("the attestation certificate's key is of an unknown kind"))?;
        Ok(Self::Rs256(pkcs1v15::VerifyingKey::new(key)))
    }

    pub(super) fn algorithm(&self) -> i64 {
        match self {
            Self::Es256(_) => ES256,
            Self::Rs256(_) => RS256,
        }
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refused> {
        let verified =
            match self {
                Self::Es256(key) => ecdsa::Signature::from_der(signature)
                    .and_then(|signature| key.verify(message, &signature)),
                Self::Rs256(key) => pkcs1v15::Signature::try_from(signature)
                    .and_then(|signature| key.verify(message, &signature)),
            };
        verified.map_err(|_| Refused::Signature)
    }
}

fn parameter(key: &CoseKey, name: i64) -> Option<&coset::cbor::Value> {
    key.params.iter().find(|(label, _)| *label == Label::Int(name)).map(|(_, value)| value)
}
