//! A tracked map whose entries are also found by other things than their keys.

use super::{Collection, Sink, Tracked};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher as _};
use std::io;

/// The fingerprint of something that an entry is found by. Two different things may have the same fingerprint, so
/// whoever finds an entry checks it.
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
/// search.
pub(crate) struct Indexed<K, V> {
    all: Tracked<K, V>,
    index: RefCell<Index<K>>,
}

struct Index<K> {
    /// The keys of the entries with a term.
    places: BTreeSet<(Term, K)>,
    /// The terms in `places` of each entry.
    known: BTreeMap<K, Box<[Term]>>,
    /// The keys of the entries that may have other terms now.
    stale: Vec<K>,
}

impl<K, V> Default for Indexed<K, V> {
    fn default() -> Self {
        let index = Index { places: BTreeSet::new(), known: BTreeMap::new(), stale: Vec::new() };
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
        self.index.get_mut().note(self.all.key(key)?.clone());
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
        // A set of pairs has no border between two terms, so the search begins at the smallest key.
        let Some(smallest) = self.all.keys().next().cloned() else { return Vec::new() };
        let from = index.places.range((term, smallest)..);
        from.take_while(|(other, _)| *other == term).map(|(_, key)| key.clone()).collect()
    }

    /// The first entry with this term that is the right one, for a change.
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
        if self.stale.last() != Some(&key) {
            self.stale.push(key);
        }
    }

    fn refresh<V: Searchable>(&mut self, all: &Tracked<K, V>) {
        for key in std::mem::take(&mut self.stale) {
            let mut terms = all.get(&key).map(V::terms).unwrap_or_default();
            terms.sort_unstable();
            terms.dedup();
            let known = self.known.get(&key).map(|known| &**known).unwrap_or_default();
            if known == terms.as_slice() {
                continue;
            }
            for term in known {
                self.places.remove(&(*term, key.clone()));
            }
            self.places.extend(terms.iter().map(|term| (*term, key.clone())));
            match terms.is_empty() {
                true => drop(self.known.remove(&key)),
                false => drop(self.known.insert(key, terms.into())),
            }
        }
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
        let noted: K = serde_json::from_value(key.clone())?;
        self.index.get_mut().note(noted);
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
        assert_eq!((map.keys_of(term("a")), map.keys_of(term("b"))), (vec![0], vec![0, 1]));
        *map.get_mut(&0).unwrap() = vec!["c"];
        assert_eq!((map.keys_of(term("a")), map.keys_of(term("b"))), (vec![], vec![1]));
        assert_eq!(map.with(term("c")).collect::<Vec<_>>(), [&vec!["c"]]);
        map.remove(&0);
        map.remove(&1);
        assert!(map.keys_of(term("c")).is_empty() && map.keys_of(term("b")).is_empty());
        assert!(map.index.borrow().places.is_empty() && map.index.borrow().known.is_empty());
    }

    #[test]
    fn the_parts_of_a_term_have_borders() {
        let parts = |parts: &[&[u8]]| Term::new("", parts).0;
        assert_ne!(parts(&[b"a", b"bc"]), parts(&[b"ab", b"c"]));
        assert_ne!(Term::new("a", &[]).0, Term::new("b", &[]).0);
    }
}
