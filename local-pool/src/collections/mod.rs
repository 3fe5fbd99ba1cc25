//! The collections that grow with the number of users. Each knows which of its entries may have changed. So the data
//! folder stores these entries alone, and a change takes as long with many users as with few.

mod indexed;
mod name;
mod sorted;
mod threshold;
mod tracked;

pub(crate) use indexed::{Indexed, Searchable, Term};
pub(crate) use name::Name;
pub(crate) use sorted::Sorted;
pub(crate) use threshold::Threshold;
pub(crate) use tracked::Tracked;

use serde_json::Value;
use std::any::Any;
use std::io;

/// Takes an entry: its key and its value as JSON. An entry without a value was removed.
pub(crate) type Sink<'s> = dyn FnMut(&[u8], Option<&[u8]>) -> io::Result<()> + 's;

/// What the data folder needs of a collection.
pub(crate) trait Collection: Any {
    /// Passes on the entries that have changed since they were passed on the last time.
    fn pass_changes(&mut self, sink: &mut Sink<'_>) -> io::Result<()>;

    /// Passes on every entry.
    fn pass_all(&mut self, sink: &mut Sink<'_>) -> io::Result<()>;

    /// Forgets what has changed, because there is no data folder.
    fn forget_changes(&mut self);

    /// Puts a stored entry in its place. Without a value, removes the entry.
    fn restore(&mut self, key: Value, value: Option<Value>) -> Result<(), serde_json::Error>;

    /// Takes the entries of another collection of the same type, and gives its own.
    fn swap(&mut self, other: &mut dyn Collection);

    /// The collection itself, for `swap`.
    fn as_any(&mut self) -> &mut dyn Any;
}

/// Something with collections of its own, such as a user pool.
pub(crate) trait Owner {
    /// All of its collections, each with the kind of its entries in the data folder. A kind never gets another meaning.
    fn collections(&mut self) -> Vec<(&'static str, &mut dyn Collection)>;
}
