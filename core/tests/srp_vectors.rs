//! Compares the results of SRP, and every intermediate value, with known answers. Three independent clients agree on
//! these answers.
//!
//! The environment variables `SRP_VECTORS` and `DEVICE_SRP_VECTORS` may give the absolute paths of other files in the
//! same format.

use std::{env, error::Error, fs, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use cognito_auth_srp::{
    device::{self, DeviceChallenge, DeviceSecret},
    user::{self, UserChallenge},
    vectors::{self, Transcript},
};
use serde::{Deserialize, de::DeserializeOwned};

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct VectorFile<V> {
    N: String,
    g: String,
    k: Option<String>,
    vectors: Vec<V>,
}

/// The common part of a user's and a device's vector. The names are those of the file.
#[derive(Deserialize)]
#[allow(non_snake_case)]
struct Expected {
    name: String,
    a: String,
    SRP_A: String,
    SRP_B: String,
    SALT: String,
    SECRET_BLOCK: String,
    timestamp: String,
    padded_salt: String,
    inner_hash: String,
    x: String,
    u: String,
    padded_u: Option<String>,
    verifier: Option<String>,
    S: String,
    hkdf: String,
    PASSWORD_CLAIM_SIGNATURE: String,
}

#[derive(Deserialize)]
struct UserVector {
    pool_id: String,
    pool_name: String,
    username: String,
    password: String,
    #[serde(flatten)]
    expected: Expected,
}

#[derive(Deserialize)]
#[allow(non_snake_case)]
struct DeviceVector {
    device_group_key: String,
    device_key: String,
    random_password_bytes_hex: String,
    random_salt_bytes_hex: String,
    device_password: String,
    salt_hex: String,
    verifier_hex: String,
    DeviceSecretVerifierConfig: DeviceSecretVerifierConfig,
    #[serde(flatten)]
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct DeviceSecretVerifierConfig {
    Salt: String,
    PasswordVerifier: String,
}

#[test]
fn a_users_proof_and_every_step_to_it_match_the_known_answers() -> TestResult {
    let path = vector_path("SRP_VECTORS", "srp_vectors.json");
    let vectors = read_vectors::<UserVector>(&path)?;
    for vector in &vectors {
        let expected = &vector.expected;
        assert!(vector.pool_id.ends_with(&format!("_{}", vector.pool_name)), "{}: pool name", expected.name);
        let challenge = UserChallenge {
            pool_name: &vector.pool_name,
            pool_username: &vector.username,
            srp_b: &expected.SRP_B,
            salt: &expected.SALT,
            secret_block: &expected.SECRET_BLOCK,
            timestamp: &expected.timestamp,
        };
        let key_pair = vectors::key_pair(&expected.a)?;
        assert_eq!(key_pair.public_hex(), expected.SRP_A, "{}: A", expected.name);
        expected.compare(&vectors::user(&key_pair, &challenge, &vector.password)?);
        let proof = user::prove(&key_pair, &challenge, &vector.password)?;
        assert_eq!(proof.signature_base64(), expected.PASSWORD_CLAIM_SIGNATURE, "{}: proof", expected.name);
    }
    println!("{} user vectors checked ({})", vectors.len(), path.display());
    Ok(())
}

#[test]
fn a_devices_verifier_and_proof_and_every_step_to_them_match_the_known_answers() -> TestResult {
    let path = vector_path("DEVICE_SRP_VECTORS", "device_srp_vectors.json");
    let vectors = read_vectors::<DeviceVector>(&path)?;
    for vector in &vectors {
        vector.compare_secret()?;
        let expected = &vector.expected;
        let challenge = DeviceChallenge {
            device_group_key: &vector.device_group_key,
            device_key: &vector.device_key,
            srp_b: &expected.SRP_B,
            salt: &expected.SALT,
            secret_block: &expected.SECRET_BLOCK,
            timestamp: &expected.timestamp,
        };
        let key_pair = vectors::key_pair(&expected.a)?;
        assert_eq!(key_pair.public_hex(), expected.SRP_A, "{}: A", expected.name);
        let transcript = vectors::device(&key_pair, &challenge, &vector.device_password)?;
        expected.compare(&transcript);
        assert_eq!(padded_hex(&transcript.verifier), vector.verifier_hex, "{}: verifier", expected.name);
        let proof = device::prove(&key_pair, &challenge, &vector.device_password)?;
        assert_eq!(proof.signature_base64(), expected.PASSWORD_CLAIM_SIGNATURE, "{}: proof", expected.name);
    }
    println!("{} device vectors checked ({})", vectors.len(), path.display());
    Ok(())
}

#[test]
fn a_file_that_is_missing_or_lacks_vectors_or_members_is_an_error() -> TestResult {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    assert!(read_vectors::<UserVector>(&folder.join("no-such-vectors.json")).is_err());
    let whole = fs::read_to_string(own_copy("srp_vectors.json"))?;
    let none = whole[..whole.find("\"vectors\"").ok_or("no vectors")?].to_owned() + "\"vectors\": []}";
    let renamed = whole.replace("\"inner_hash\"", "\"inner_hsah\"");
    for (name, content) in [("empty", ""), ("none", &none), ("cut", &whole[..900]), ("renamed", &renamed)] {
        let path = folder.join(format!("srp-vectors-{name}.json"));
        fs::write(&path, content)?;
        assert!(read_vectors::<UserVector>(&path).is_err(), "{name}");
    }
    Ok(())
}

impl Expected {
    fn compare(&self, transcript: &Transcript) {
        let Self { name, .. } = self;
        // One of the two files lacks some values, so these are compared only for the vectors of the other file.
        let optional = |value: &Option<String>, computed: String| value.clone().unwrap_or(computed);
        let verifier = number_hex(&transcript.verifier);
        let padded_u = bytes_hex(&transcript.padded_u);
        let steps = [
            ("padded salt", &self.padded_salt, bytes_hex(&transcript.padded_salt)),
            ("inner hash", &self.inner_hash, bytes_hex(&transcript.inner_hash)),
            ("x", &self.x, bytes_hex(&transcript.x)),
            ("u", &self.u, bytes_hex(&transcript.u)),
            ("padded u", &optional(&self.padded_u, padded_u.clone()), padded_u),
            ("verifier", &optional(&self.verifier, verifier.clone()), verifier),
            ("S", &without_leading_zeros(&self.S), number_hex(&transcript.premaster_secret)),
            ("key", &self.hkdf, bytes_hex(&transcript.key)),
            ("signature", &self.PASSWORD_CLAIM_SIGNATURE, transcript.signature.clone()),
        ];
        for (step, expected, computed) in steps {
            assert_eq!(computed, *expected, "{name}: {step}");
        }
    }
}

impl DeviceVector {
    /// Compares the values that ConfirmDevice sends for a new device.
    fn compare_secret(&self) -> TestResult {
        let secret = DeviceSecret::from_entropy(
            &self.device_group_key,
            &self.device_key,
            bytes(&self.random_password_bytes_hex)?.as_slice().try_into()?,
            bytes(&self.random_salt_bytes_hex)?.as_slice().try_into()?,
        )?;
        let name = &self.expected.name;
        assert_eq!(secret.password(), self.device_password, "{name}: device password");
        assert_eq!(secret.salt_base64(), self.DeviceSecretVerifierConfig.Salt, "{name}: salt");
        assert_eq!(
            secret.verifier_base64(),
            self.DeviceSecretVerifierConfig.PasswordVerifier,
            "{name}: verifier"
        );
        assert_eq!(bytes_hex(&STANDARD.decode(secret.salt_base64())?), self.salt_hex, "{name}: salt");
        assert_eq!(
            bytes_hex(&STANDARD.decode(secret.verifier_base64())?),
            self.verifier_hex,
            "{name}: verifier"
        );
        Ok(())
    }
}

fn vector_path(variable: &str, own: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| own_copy(own), PathBuf::from)
}

fn own_copy(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file)
}

/// The vectors of a file. Its group parameters must be those of the crate.
fn read_vectors<V: DeserializeOwned>(path: &PathBuf) -> TestResult<Vec<V>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file: VectorFile<V> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    if file.vectors.is_empty() {
        return Err(format!("{} has no vectors", path.display()).into());
    }
    let [prime, generator, multiplier] = vectors::parameters().map(|number| number_hex(&number));
    assert_eq!(prime, file.N.to_lowercase(), "N");
    assert_eq!(generator, file.g, "g");
    assert_eq!(file.k.unwrap_or_else(|| multiplier.clone()), multiplier, "k");
    Ok(file.vectors)
}

fn bytes(hex: &str) -> TestResult<Vec<u8>> {
    let pairs = (0..hex.len()).step_by(2).map(|start| u8::from_str_radix(&hex[start..start + 2], 16));
    Ok(pairs.collect::<Result<_, _>>()?)
}

fn bytes_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number's digits without zeros in front.
fn number_hex(number: &[u8]) -> String {
    without_leading_zeros(&bytes_hex(number))
}

fn without_leading_zeros(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

/// The digits of a number as SRP hashes it: whole bytes, with a zero byte in front if the first bit is set.
fn padded_hex(number: &[u8]) -> String {
    let digits = number_hex(number);
    match (digits.len() % 2, digits.as_bytes().first()) {
        (1, _) => format!("0{digits}"),
        (_, Some(b'8'..)) => format!("00{digits}"),
        _ => digits,
    }
}
