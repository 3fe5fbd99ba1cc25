//! A tracked map whose entries are also found by other things than their keys.

use super::{Collection, Sink, Threshold, Tracked};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;

/// The fingerprint of something that an entry is found by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term(u64);

impl Term {
    /// `kind` says what the parts mean.
    pub(crate) fn new(kind: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = DefaultHasher::new();
        for part in [kind.as_bytes()].iter().chain(parts) {
            hasher.write_usize(part.len());
            hasher.write(part);
        }
        Self(hasher.finish())
    }
}

/// An entry that is found by its terms.
pub(crate) trait Searchable {
    /// All terms that the entry is found by.
    fn terms(&self) -> Vec<Term>;
}

/// A tracked map with an index of its entries' terms. The index learns the new terms of a changed entry before the next
/// search. Whoever finds an entry checks it: two different things may have the same fingerprint, and the entry may have
/// had the term before.
pub(crate) struct Indexed<K, V> {
    all: Tracked<K, V>,
    index: RefCell<Index<K>>,
}

struct Index<K> {
    /// The keys of the entries that have a term, or had it before.
    places: BTreeSet<(Term, K)>,
    /// The keys of the entries that may have other terms now.
    stale: BTreeSet<K>,
    /// When the index begins anew, without the terms that entries had before.
    full: Threshold,
}

impl<K, V> Default for Indexed<K, V> {
    fn default() -> Self {
        let index = Index { places: BTreeSet::new(), stale: BTreeSet::new(), full: Threshold::default() };
        Self { all: Tracked::default(), index: RefCell::new(index) }
    }
}

impl<K: Ord + Clone, V: Searchable> Indexed<K, V> {
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.all.get(key)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.index.get_mut().note(self.all.key(key)?.clone());
        self.all.get_mut(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.index.get_mut().note(key.clone());
        self.all.insert(key, value);
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.index.get_mut().stale.remove(key);
        self.all.remove(key)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.all.contains_key(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The entries, sorted by key.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.all.iter()
    }

    /// The values, sorted by key.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.all.values()
    }

    /// The keys of the entries that may have this term, in order.
    pub(crate) fn keys_of(&self, term: Term) -> Vec<K> {
        let mut index = self.index.borrow_mut();
        index.refresh(&self.all);
        // A range of pairs has to begin at a pair. Its key is the smallest one of all entries.
        let Some(smallest) = self.all.keys().next().cloned() else { return Vec::new() };
        let from = index.places.range((term, smallest)..);
        from.take_while(|(other, _)| *other == term).map(|(_, key)| key.clone()).collect()
    }

    /// The first entry with this term for which `is_right` holds, to change it.
    pub(crate) fn find_mut(&mut self, term: Term, is_right: impl Fn(&V) -> bool) -> Option<&mut V> {
        let keys = self.keys_of(term).into_iter();
        let found = keys.into_iter().find(|key| self.all.get(key).is_some_and(&is_right))?;
        self.get_mut(&found)
    }

    /// The entries that may have this term, sorted by key.
    pub(crate) fn with(&self, term: Term) -> impl Iterator<Item = &V> {
        self.keys_of(term).into_iter().filter_map(|key| self.all.get(&key))
    }
}

impl<V: Searchable> Indexed<u64, V> {
    pub(crate) fn push(&mut self, value: V) {
        let number = self.all.push(value);
        self.index.get_mut().note(number);
    }
}

impl<K: Ord + Clone> Index<K> {
    fn note(&mut self, key: K) {
        self.stale.insert(key);
    }

    fn refresh<V: Searchable>(&mut self, all: &Tracked<K, V>) {
        for key in std::mem::take(&mut self.stale) {
            if let Some(entry) = all.get(&key) {
                self.note_terms(&key, entry);
            }
        }
        if self.full.is_reached(self.places.len()) {
            self.places.clear();
            all.iter().for_each(|(key, entry)| self.note_terms(key, entry));
            self.full.follows(self.places.len());
        }
    }

    fn note_terms(&mut self, key: &K, entry: &impl Searchable) {
        self.places.extend(entry.terms().into_iter().map(|term| (term, key.clone())));
    }
}

impl<K, V> Collection for Indexed<K, V>
where
    K: Ord + Clone + Serialize + DeserializeOwned + 'static,
    V: Searchable + Serialize + DeserializeOwned + 'static,
{
    fn pass_changes(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        self.all.pass_changes(sink)
    }

    fn pass_all(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        self.all.pass_all(sink)
    }

    fn forget_changes(&mut self) {
        self.all.forget_changes();
    }

    fn restore(&mut self, key: Value, value: Option<Value>) -> Result<(), serde_json::Error> {
        let changed: K = serde_json::from_value(key.clone())?;
        let index = self.index.get_mut();
        match value {
            Some(_) => index.note(changed),
            None => drop(index.stale.remove(&changed)),
        }
        self.all.restore(key, value)
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

#[cfg(test)]
mod tests {
    use super::*;

    impl Searchable for Vec<&'static str> {
        fn terms(&self) -> Vec<Term> {
            self.iter().map(|text| term(text)).collect()
        }
    }

    fn term(text: &str) -> Term {
        Term::new("text", &[text.as_bytes()])
    }

    #[test]
    fn an_entry_is_found_by_the_terms_that_it_has_now() {
        let mut map = Indexed::<u64, Vec<&str>>::default();
        map.push(vec!["a", "b", "b"]);
        map.push(vec!["b"]);
        let found = |map: &Indexed<u64, Vec<&'static str>>, text: &'static str| -> Vec<usize> {
            map.with(term(text)).filter(|entry| entry.contains(&text)).map(Vec::len).collect()
        };
        assert_eq!((found(&map, "a"), found(&map, "b")), (vec![3], vec![3, 1]));
        *map.get_mut(&0).unwrap() = vec!["c", "b"];
        assert_eq!((found(&map, "a"), found(&map, "b"), found(&map, "c")), (vec![], vec![2, 1], vec![2]));
        map.remove(&0);
        assert_eq!((found(&map, "b"), found(&map, "c")), (vec![1], vec![]));
        map.remove(&1);
        assert!(map.keys_of(term("b")).is_empty());
    }

    #[test]
    fn the_index_does_not_grow_with_the_number_of_changes() {
        let mut map = Indexed::<u64, Vec<&str>>::default();
        map.push(vec![]);
        for number in 0..10_000 {
            let text: &'static str = format!("text {number}").leak();
            *map.get_mut(&0).unwrap() = vec![text];
            assert_eq!(map.keys_of(term(text)), [0]);
        }
        assert!(map.index.borrow().places.len() <= 64);
    }

    #[test]
    fn the_index_does_not_grow_with_the_number_of_changes_without_a_search() {
        let mut map = Indexed::<u64, Vec<&str>>::default();
        for number in 0..1000 {
            map.insert(number, vec!["a"]);
            map.insert(1000, vec!["b"]);
            map.remove(&number);
        }
        assert_eq!(map.index.borrow().stale.len(), 1);
        assert_eq!((map.keys_of(term("a")), map.keys_of(term("b"))), (vec![], vec![1000]));
    }

    #[test]
    fn the_parts_of_a_term_have_borders() {
        let parts = |parts: &[&[u8]]| Term::new("", parts).0;
        assert_ne!(parts(&[b"a", b"bc"]), parts(&[b"ab", b"c"]));
        assert_ne!(Term::new("a", &[]).0, Term::new("b", &[]).0);
    }
}
