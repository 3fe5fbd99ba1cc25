//! A passkey in software: a client and an authenticator of WebAuthn with a P-256 key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coset::cbor::{Value as Cbor, cbor, into_writer};
use coset::iana::{Algorithm, EllipticCurve};
use coset::{CborSerializable as _, CoseKeyBuilder};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKED_UP: u8 = 1 << 3 | 1 << 4;
const ATTESTED: u8 = 1 << 6;

pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// One passkey, and the page or app that uses it. A test changes the members to send false data.
pub struct Authenticator {
    pub id: Vec<u8>,
    pub origin: String,
    pub flags: u8,
    /// Grows with each use. 0 stays 0, as on devices without a counter.
    pub counter: u32,
    pub format: &'static str,
    pub attachment: &'static str,
    pub relying_party_id: Option<String>,
    pub key: SigningKey,
}

impl Authenticator {
    pub fn new() -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).unwrap();
        let mut id = vec![0; 16];
        getrandom::fill(&mut id).unwrap();
        Self {
            id,
            origin: "http://localhost:3000".to_owned(),
            flags: USER_PRESENT | USER_VERIFIED | BACKED_UP,
            counter: 0,
            format: "none",
            attachment: "platform",
            relying_party_id: None,
            key: SigningKey::from_slice(&secret).unwrap(),
        }
    }

    /// The RegistrationResponseJSON that answers the options of a registration.
    pub fn register(&self, options: &Value) -> Value {
        let client_data = self.client_data("webauthn.create", options);
        let relying_party_id = options["rp"]["id"].as_str().unwrap();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let attested = [&[0; 16], &length[..], &self.id, &self.cose_key()].concat();
        let data = [self.authenticator_data(relying_party_id, ATTESTED), attested].concat();
        let statement = match self.format {
            "packed" => {
                let signature = self.sign(&data, &client_data);
                cbor!({ "alg" => -7, "sig" => Cbor::Bytes(signature) }).unwrap()
            }
            _ => Cbor::Map(vec![]),
        };
        let object = cbor!({ "fmt" => self.format, "attStmt" => statement, "authData" => Cbor::Bytes(data) });
        let mut bytes = Vec::new();
        into_writer(&object.unwrap(), &mut bytes).unwrap();
        self.credential(json!({
            "clientDataJSON": base64url(client_data.as_bytes()),
            "attestationObject": base64url(&bytes),
            "transports": ["internal", "hybrid"],
        }))
    }

    /// The AuthenticationResponseJSON that answers the options of a sign-in.
    pub fn sign_in(&mut self, options: &Value) -> Value {
        if self.counter > 0 {
            self.counter += 1;
        }
        let client_data = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(options["rpId"].as_str().unwrap(), 0);
        self.credential(json!({
            "clientDataJSON": base64url(client_data.as_bytes()),
            "authenticatorData": base64url(&data),
            "signature": base64url(&self.sign(&data, &client_data)),
        }))
    }

    fn credential(&self, response: Value) -> Value {
        json!({
            "id": base64url(&self.id),
            "rawId": base64url(&self.id),
            "type": "public-key",
            "authenticatorAttachment": self.attachment,
            "clientExtensionResults": {},
            "response": response,
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn authenticator_data(&self, relying_party_id: &str, more_flags: u8) -> Vec<u8> {
        let id = self.relying_party_id.as_deref().unwrap_or(relying_party_id);
        [&Sha256::digest(id)[..], &[self.flags | more_flags], &self.counter.to_be_bytes()].concat()
    }

    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = (point.x().unwrap().to_vec(), point.y().unwrap().to_vec());
        CoseKeyBuilder::new_ec2_pub_key(EllipticCurve::P_256, x, y)
            .algorithm(Algorithm::ES256)
            .build()
            .to_vec()
            .unwrap()
    }

    fn sign(&self, data: &[u8], client_data: &str) -> Vec<u8> {
        let message = [data, &Sha256::digest(client_data)].concat();
        let signature: Signature = self.key.sign(&message);
        signature.to_der().as_bytes().to_vec()
    }
}
