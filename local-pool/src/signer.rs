//! The key that signs the pool's tokens, and the file that stores it.

use crate::store::{create_new, make_folder};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs1v15::{Signature, SigningKey as Pkcs1v15Key, VerifyingKey};
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Signs the tokens of a pool. The default is RS256 with a key of 2048 bits, as at Cognito.
///
/// [`SigningKey::Custom`] takes another signer, e.g. a cheap one for a simulation that makes many tokens.
pub trait TokenSigner: Send + Sync {
    /// The `kid` in the header of each token and in the JWKS.
    fn key_id(&self) -> &str;
    /// The `alg` in the header of each token, e.g. `RS256`.
    fn algorithm(&self) -> &str;
    /// The signature over `message`, the first two parts of a JWT (RFC 7515 section 5.1).
    fn sign(&self, message: &[u8]) -> Vec<u8>;
    /// Whether this signer made `signature` over `message`.
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool;
    /// The public key as a JWK (RFC 7517), published at `/<poolId>/.well-known/jwks.json`.
    fn public_jwk(&self) -> Value;
}

/// Where the signing key comes from.
#[derive(Clone, Default)]
pub enum SigningKey {
    /// Made once and stored in the user's cache folder, readable by the user alone. Without such a folder it is like
    /// [`SigningKey::Fresh`].
    #[default]
    Cached,
    /// Made in the background at each start, and not stored.
    Fresh,
    /// The caller's own signer.
    Custom(Arc<dyn TokenSigner>),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cached => "Cached",
            Self::Fresh => "Fresh",
            Self::Custom(_) => "Custom",
        })
    }
}

/// A signer that is made in the background or at its first use. A new key takes up to a few seconds.
pub(crate) struct LazySigner {
    source: SigningKey,
    made: OnceLock<Option<Arc<dyn TokenSigner>>>,
}

impl LazySigner {
    pub(crate) fn new(source: SigningKey) -> Self {
        Self { source, made: OnceLock::new() }
    }

    /// The signer. The first call makes it, and calls on other threads wait. `None` if no key can be made.
    pub(crate) fn get(&self) -> Option<&Arc<dyn TokenSigner>> {
        self.made.get_or_init(|| self.make()).as_ref()
    }

    fn make(&self) -> Option<Arc<dyn TokenSigner>> {
        match &self.source {
            SigningKey::Custom(signer) => Some(Arc::clone(signer)),
            SigningKey::Fresh => Some(Arc::new(RsaSigner::generate()?)),
            SigningKey::Cached => Some(Arc::new(RsaSigner::cached(cache_folder())?)),
        }
    }
}

/// RS256 (RFC 7518 section 3.3).
struct RsaSigner {
    key_id: String,
    signing: Pkcs1v15Key<Sha256>,
    verifying: VerifyingKey<Sha256>,
    public: RsaPublicKey,
}

impl RsaSigner {
    const BITS: usize = 2048;

    fn generate() -> Option<Self> {
        RsaPrivateKey::new(&mut OsRng, Self::BITS).ok().map(Self::from)
    }

    /// The stored key of an earlier start, or a new one. If the folder can't be used, the key is not stored.
    fn cached(folder: Option<PathBuf>) -> Option<Self> {
        let Some(folder) = folder else { return Self::generate() };
        let path = folder.join("signing-key.pem");
        if let Some(key) = read_key(&path) {
            return Some(Self::from(key));
        }
        let key = RsaPrivateKey::new(&mut OsRng, Self::BITS).ok()?;
        // Another pool may have started at the same time: both use the key that is stored.
        let stored = write_key(&folder, &path, &key).and_then(|()| read_key(&path));
        Some(Self::from(stored.unwrap_or(key)))
    }
}

impl From<RsaPrivateKey> for RsaSigner {
    fn from(key: RsaPrivateKey) -> Self {
        let public = key.to_public_key();
        let key_id = URL_SAFE_NO_PAD.encode(Sha256::digest(public.n().to_bytes_be()));
        let signing = Pkcs1v15Key::new(key);
        Self { key_id, signing, verifying: VerifyingKey::new(public.clone()), public }
    }
}

impl TokenSigner for RsaSigner {
    fn key_id(&self) -> &str {
        &self.key_id
    }

    fn algorithm(&self) -> &str {
        "RS256"
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_vec()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::try_from(signature)
            .is_ok_and(|signature| self.verifying.verify(message, &signature).is_ok())
    }

    fn public_jwk(&self) -> Value {
        json!({
            "kty": "RSA",
            "alg": "RS256",
            "use": "sig",
            "kid": self.key_id,
            "n": URL_SAFE_NO_PAD.encode(self.public.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(self.public.e().to_bytes_be()),
        })
    }
}

/// The user's cache folder for this program: `XDG_CACHE_HOME`, `~/Library/Caches`, or `~/.cache`.
fn cache_folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = set("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| {
        let home = set("HOME").or_else(|| set("USERPROFILE"))?;
        Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    })?;
    Some(caches.join("cognito-local-pool"))
}

fn read_key(path: &Path) -> Option<RsaPrivateKey> {
    RsaPrivateKey::from_pkcs8_pem(&fs::read_to_string(path).ok()?).ok()
}

/// Stores the key, readable by its owner alone. A rename puts the complete file in place, and replaces a damaged file.
fn write_key(folder: &Path, path: &Path, key: &RsaPrivateKey) -> Option<()> {
    let pem = key.to_pkcs8_pem(LineEnding::LF).ok()?;
    make_folder(folder).ok()?;
    let unfinished = folder.join(format!("signing-key.{}.{:p}.tmp", std::process::id(), key));
    let written = create_new(&unfinished).and_then(|mut file| file.write_all(pem.as_bytes()));
    let placed = written.and_then(|()| match read_key(path) {
        Some(_) => fs::remove_file(&unfinished),
        None => fs::rename(&unfinished, path),
    });
    if placed.is_err() {
        // If this fails too, the leftover stays: the folder refuses every change.
        let _ = fs::remove_file(&unfinished);
    }
    placed.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("cognito-local-pool-{name}-{}", std::process::id()))
    }

    #[test]
    fn a_key_is_stored_once_and_readable_by_its_owner_alone() {
        let folder = folder("stored");
        let first = RsaSigner::cached(Some(folder.clone())).unwrap();
        let second = RsaSigner::cached(Some(folder.clone())).unwrap();
        assert_eq!(first.key_id(), second.key_id());
        assert!(second.verify(b"message", &first.sign(b"message")));
        assert!(!second.verify(b"another", &first.sign(b"message")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = fs::metadata(folder.join("signing-key.pem")).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        let files = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(files, 1, "no unfinished file stays behind");
    }

    #[test]
    fn a_damaged_key_file_is_replaced() {
        let folder = folder("damaged");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("signing-key.pem"), "not a key").unwrap();
        let made = RsaSigner::cached(Some(folder.clone())).unwrap();
        let found = RsaSigner::cached(Some(folder.clone())).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(made.key_id(), found.key_id());
    }

    #[test]
    fn garbage_is_not_a_signature() {
        let signer = RsaSigner::generate().unwrap();
        assert!(!signer.verify(b"message", b""));
        assert!(!signer.verify(b"message", &[0xff; 256]));
    }
}
