//! A sorted map that notes which of its entries may have changed.

use super::{Collection, Sink};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher as _};
use std::io;

/// A sorted map. Whoever gets a mutable entry may change it, so the map notes the key. The map has no iterator over
/// mutable entries, because the iterator would note every key.
pub(crate) struct Tracked<K, V> {
    entries: BTreeMap<K, Box<Entry<V>>>,
    touched: BTreeSet<K>,
}

/// A box holds the entry, because a B-tree leaves almost half of its places empty.
struct Entry<V> {
    /// The fingerprint of the value that was passed on last; [`UNWRITTEN`] if there was none.
    written: u64,
    value: V,
}

const UNWRITTEN: u64 = 0;

impl<K, V> Default for Tracked<K, V> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), touched: BTreeSet::new() }
    }
}

impl<K: Ord + Clone, V> Tracked<K, V> {
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key).map(|entry| &entry.value)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        if !self.touched.contains(key) {
            let key = self.key(key)?.clone();
            self.touched.insert(key);
        }
        self.entries.get_mut(key).map(|entry| &mut entry.value)
    }

    /// The key as the map holds it.
    pub(super) fn key<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&K>
    where
        K: Borrow<Q>,
    {
        self.entries.get_key_value(key).map(|(key, _)| key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.touched.insert(key.clone());
        self.entries.insert(key, Box::new(Entry { written: UNWRITTEN, value }));
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (key, entry) = self.entries.remove_entry(key)?;
        self.touched.insert(key);
        Some(entry.value)
    }

    /// Takes all entries out, sorted by key.
    pub(crate) fn take_all(&mut self) -> impl Iterator<Item = V> {
        self.touched.extend(self.entries.keys().cloned());
        std::mem::take(&mut self.entries).into_values().map(|entry| entry.value)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.entries.contains_key(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries, sorted by key.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, entry)| (key, &entry.value))
    }

    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.entries.keys()
    }

    /// The values, sorted by key.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.entries.values().map(|entry| &entry.value)
    }

    /// The entries from this key on.
    pub(crate) fn from(&self, key: K) -> impl Iterator<Item = (&K, &V)> {
        self.entries.range(key..).map(|(key, entry)| (key, &entry.value))
    }

    /// The keys that were noted since the last call.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<K> {
        std::mem::take(&mut self.touched)
    }

    /// An entry that is about to be passed on with its own collections.
    pub(crate) fn stored_mut(&mut self, key: &K) -> Option<Stored<'_, V>> {
        let entry = self.entries.get_mut(key)?;
        Some(Stored {
            is_new: entry.written == UNWRITTEN,
            written: &mut entry.written,
            value: &mut entry.value,
        })
    }
}

/// An entry that is about to be passed on.
pub(crate) struct Stored<'e, V> {
    /// Whether it was never passed on before.
    pub is_new: bool,
    written: &'e mut u64,
    pub value: &'e mut V,
}

impl<V: Serialize> Stored<'_, V> {
    /// The value as JSON.
    pub(crate) fn json(&mut self) -> serde_json::Result<Vec<u8>> {
        let value = serde_json::to_vec(self.value)?;
        *self.written = fingerprint(&value);
        Ok(value)
    }

    /// The value as JSON, unless it is the one that was passed on last.
    pub(crate) fn changed(&mut self) -> serde_json::Result<Option<Vec<u8>>> {
        let before = *self.written;
        let value = self.json()?;
        Ok((*self.written != before).then_some(value))
    }
}

/// Entries that are numbered in the order in which they come.
impl<V> Tracked<u64, V> {
    pub(crate) fn push(&mut self, value: V) -> u64 {
        let number = self.entries.last_key_value().map_or(0, |(last, _)| last + 1);
        self.insert(number, value);
        number
    }

    pub(crate) fn pop_first(&mut self) -> Option<V> {
        let first = *self.entries.first_key_value()?.0;
        self.remove(&first)
    }
}

impl<K, V> Collection for Tracked<K, V>
where
    K: Ord + Clone + Serialize + DeserializeOwned + 'static,
    V: Serialize + DeserializeOwned + 'static,
{
    fn pass_changes(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        for key in self.take_touched() {
            let name = serde_json::to_vec(&key)?;
            match self.stored_mut(&key) {
                None => sink(&name, None)?,
                Some(mut entry) => {
                    if let Some(value) = entry.changed()? {
                        sink(&name, Some(&value))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn pass_all(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        self.touched.clear();
        for (key, entry) in &mut self.entries {
            let value = serde_json::to_vec(&entry.value)?;
            entry.written = fingerprint(&value);
            sink(&serde_json::to_vec(key)?, Some(&value))?;
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        self.touched.clear();
    }

    fn restore(&mut self, key: Value, value: Option<Value>) -> Result<(), serde_json::Error> {
        let key = serde_json::from_value(key)?;
        match value {
            Some(value) => self.insert(key, serde_json::from_value(value)?),
            None => drop(self.remove(&key)),
        }
        Ok(())
    }

    fn swap(&mut self, other: &mut dyn Collection) {
        if let Some(other) = other.as_any().downcast_mut() {
            std::mem::swap(self, other);
        }
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// Tells two values apart. It is never [`UNWRITTEN`].
fn fingerprint(value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(value);
    hasher.finish() | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    type Passed = Vec<(String, Option<String>)>;

    fn passed(collection: &mut impl Collection, pass: fn(&mut dyn Collection, &mut Sink<'_>)) -> Passed {
        let mut passed = Vec::new();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        pass(collection, &mut |key, value| {
            passed.push((text(key), value.map(text)));
            Ok(())
        });
        passed
    }

    fn changes(collection: &mut impl Collection) -> Passed {
        passed(collection, |collection, sink| collection.pass_changes(sink).unwrap())
    }

    fn entry(key: &str, value: Option<&str>) -> (String, Option<String>) {
        (key.to_owned(), value.map(str::to_owned))
    }

    #[test]
    fn only_entries_whose_value_has_changed_are_passed_on() {
        let mut map = Tracked::<String, u32>::default();
        ["a", "b", "c"].into_iter().for_each(|name| map.insert(name.to_owned(), 1));
        assert_eq!(changes(&mut map).len(), 3);
        assert_eq!(changes(&mut map), []);
        *map.get_mut("a").unwrap() = 2;
        assert!(map.get_mut("b").is_some(), "b is read as a mutable entry, and stays as it is");
        assert!(map.get_mut("d").is_none());
        assert_eq!(map.remove("c"), Some(1));
        assert_eq!(map.remove("d"), None);
        assert_eq!(changes(&mut map), [entry("\"a\"", Some("2")), entry("\"c\"", None)]);
        map.insert("b".to_owned(), 3);
        map.forget_changes();
        assert_eq!(changes(&mut map), []);
    }

    #[test]
    fn a_new_entry_gets_the_number_after_the_last_one() {
        let mut map = Tracked::<u64, &'static str>::default();
        assert_eq!([map.push("one"), map.push("two"), map.push("three")], [0, 1, 2]);
        assert_eq!(map.pop_first(), Some("one"));
        let all = map.entries.iter_mut().map(|(key, entry)| (*key, entry.value)).collect::<Vec<_>>();
        assert_eq!(all, [(1, "two"), (2, "three")]);
        assert_eq!(map.push("four"), 3);
    }

    #[test]
    fn a_restored_entry_replaces_an_earlier_one() {
        let mut map = Tracked::<String, u32>::default();
        for (key, value) in [("a", Some(1)), ("b", Some(2)), ("a", Some(3)), ("b", None)] {
            map.restore(key.into(), value.map(Value::from)).unwrap();
        }
        assert_eq!(map.iter().map(|(key, value)| (key.as_str(), *value)).collect::<Vec<_>>(), [("a", 3)]);
        assert!(map.restore("a".into(), Some("text".into())).is_err());
        assert_eq!(passed(&mut map, |map, sink| map.pass_all(sink).unwrap()), [entry("\"a\"", Some("3"))]);
        assert_eq!(changes(&mut map), []);
    }
}
