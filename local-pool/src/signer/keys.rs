//! Which key signs what. Every user pool has its own key, so that no pool's tokens pass for another's. Only
//! [`SigningKey::Custom`] signs for all pools.

use super::rsa_key::RsaKey;
use super::{SigningKey, TokenSigner, cache};
use parking_lot::Mutex;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The file of the default pool's key, and the beginning of the other files' names.
const FILE: &str = "signing-key";
/// The cache keeps this many keys for pools whose ids differ from start to start. The keys of further pools are not
/// stored there.
const CACHED: u32 = 100;

/// The key of one user pool. It is made at its first use, and stored with the pool.
#[derive(Default)]
pub(crate) struct PoolKey {
    /// The name of the key's file in the cache, for a pool that has the same id at each start.
    file: Option<String>,
    made: OnceLock<Arc<RsaKey>>,
}

impl PoolKey {
    pub(crate) fn of_default_pool() -> Self {
        Self { file: Some(FILE.to_owned()), made: OnceLock::new() }
    }

    /// The key of a pool of the configuration.
    pub(crate) fn of_configured_pool(id: &str) -> Self {
        Self { file: Some(format!("{FILE}.{id}")), made: OnceLock::new() }
    }

    fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    /// The name of the key's file in the cache, if the pool's key has one and is not made yet.
    pub(crate) fn unmade_file(&self) -> Option<&String> {
        self.file.as_ref().filter(|_| !self.is_made())
    }

    /// The stored key of this pool, in place of the one that the pool would get. A data folder of an older version has
    /// no keys: then the pool gets a key as it would without the folder.
    pub(crate) fn restored(self, stored: Self) -> Self {
        if stored.is_made() { stored } else { self }
    }
}

impl Serialize for PoolKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.made.get().map(|key| key.pem()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PoolKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(pem) = Option::<String>::deserialize(deserializer)? else { return Ok(Self::default()) };
        let key = RsaKey::from_pem(&pem).ok_or_else(|| serde::de::Error::custom("a key is damaged"))?;
        Ok(Self { file: None, made: OnceLock::from(Arc::new(key)) })
    }
}

/// Gives out the keys of a server.
pub(crate) struct Keys {
    source: SigningKey,
    folder: Option<PathBuf>,
    /// Signs what no user pool signs: the tokens of identity pools, and those of the stand-ins of other providers.
    own: PoolKey,
    given: Mutex<Given>,
}

#[derive(Default)]
struct Given {
    /// The ids of the keys that have been given out.
    ids: BTreeSet<String>,
    /// Counts the keys for pools whose ids differ from start to start.
    count: u32,
    /// Keys that were made before they are needed, by the file of [`PoolKey`].
    ready: BTreeMap<Option<String>, Arc<RsaKey>>,
}

impl Keys {
    pub(crate) fn new(source: SigningKey) -> Self {
        Self::within(source, cache::folder())
    }

    fn within(source: SigningKey, folder: Option<PathBuf>) -> Self {
        let own = PoolKey { file: Some(format!("{FILE}.own")), made: OnceLock::new() };
        Self { source, folder, own, given: Mutex::default() }
    }

    /// Notes a stored key, so that no other pool gets the same one.
    pub(crate) fn note(&self, key: &PoolKey) {
        self.given.lock().ids.extend(key.made.get().map(|key| key.key_id().to_owned()));
    }

    /// The signer of a user pool. The first call makes the key. `None` if no key can be made.
    pub(crate) fn of_pool(&self, key: &PoolKey) -> Option<Arc<dyn TokenSigner>> {
        if let SigningKey::Custom(signer) = &self.source {
            return Some(Arc::clone(signer));
        }
        if let Some(made) = key.made.get() {
            return Some(Arc::clone(made) as Arc<dyn TokenSigner>);
        }
        let taken = self.take(key.file.as_ref())?;
        Some(Arc::clone(key.made.get_or_init(|| taken)) as Arc<dyn TokenSigner>)
    }

    /// The signer of what no user pool signs.
    pub(crate) fn own(&self) -> Option<Arc<dyn TokenSigner>> {
        self.of_pool(&self.own)
    }

    /// Makes a pool's key before it is needed. Blocks as long as that takes.
    pub(crate) fn prepare(&self, file: Option<&String>) {
        if matches!(self.source, SigningKey::Custom(_)) {
            return;
        }
        let mut given = self.given.lock();
        if !given.ready.contains_key(&file.cloned())
            && let Some(key) = self.make(&mut given, file)
        {
            given.ready.insert(file.cloned(), key);
        }
    }

    /// Prepares the key of the next new pool, on a thread of its own.
    pub(crate) fn prepare_next(self: &Arc<Self>) {
        let keys = Arc::clone(self);
        std::thread::spawn(move || keys.prepare(None));
    }

    fn take(&self, file: Option<&String>) -> Option<Arc<RsaKey>> {
        let mut given = self.given.lock();
        match given.ready.remove(&file.cloned()) {
            Some(ready) => Some(ready),
            None => self.make(&mut given, file),
        }
    }

    /// Makes a key, or reads one from the cache, that no pool of this server has yet.
    fn make(&self, given: &mut Given, file: Option<&String>) -> Option<Arc<RsaKey>> {
        let mut named = file.cloned();
        loop {
            let key = match (&self.folder, named.take(), &self.source) {
                (Some(folder), Some(file), SigningKey::Cached) => cache::key(folder, &file)?,
                (Some(folder), None, SigningKey::Cached) if given.count < CACHED => {
                    given.count += 1;
                    cache::key(folder, &format!("{FILE}.{}", given.count))?
                }
                _ => RsaKey::generate()?,
            };
            if given.ids.insert(key.key_id().to_owned()) {
                return Some(Arc::new(key));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder for keys, which is removed when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("cognito-local-pool-keys-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        fn keys(&self) -> Keys {
            Keys::within(SigningKey::Cached, Some(self.0.clone()))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn id(keys: &Keys, key: &PoolKey) -> String {
        keys.of_pool(key).unwrap().key_id().to_owned()
    }

    #[test]
    fn each_pool_has_its_own_key_and_the_next_start_gives_out_the_same_ones() {
        let folder = Folder::new("own");
        let all = |keys: &Keys| {
            let pools = [PoolKey::of_default_pool(), PoolKey::of_configured_pool("a_b"), PoolKey::default()];
            let mut ids: Vec<String> = pools.iter().map(|pool| id(keys, pool)).collect();
            ids.push(keys.own().unwrap().key_id().to_owned());
            ids
        };
        let first = all(&folder.keys());
        assert_eq!(BTreeSet::from_iter(&first).len(), 4, "{first:?}");
        assert_eq!(all(&folder.keys()), first);
    }

    #[test]
    fn a_new_pool_does_not_get_the_key_of_a_stored_one() {
        let folder = Folder::new("stored");
        let stored = PoolKey::default();
        let taken = id(&folder.keys(), &stored);
        let text = serde_json::to_string(&stored).unwrap();

        let keys = folder.keys();
        let restored = PoolKey::default().restored(serde_json::from_str(&text).unwrap());
        keys.note(&restored);
        assert_eq!(id(&keys, &restored), taken);
        assert_ne!(id(&keys, &PoolKey::default()), taken);
        assert!(serde_json::from_str::<PoolKey>("\"-----BEGIN PRIVATE KEY-----\"").is_err());
    }

    #[test]
    fn a_prepared_key_is_used_once() {
        let folder = Folder::new("prepared");
        let keys = folder.keys();
        keys.prepare(None);
        keys.prepare(None);
        let [one, two] = [PoolKey::default(), PoolKey::default()].map(|pool| id(&keys, &pool));
        assert_ne!(one, two);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
    }
}
