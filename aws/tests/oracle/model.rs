//! AWS's own model of the operations, as the script `model` reduces it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// The model of the operations that take no signature, and of the service's addresses.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    /// The version of botocore that the model comes from.
    pub(crate) botocore: String,
    /// The prefix of an operation's name in the target header.
    pub(crate) target: String,
    pub(crate) content_type: String,
    /// The service's name in its address.
    pub(crate) host: String,
    pub(crate) partitions: BTreeMap<String, Partition>,
    pub(crate) operations: BTreeMap<String, Operation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partition {
    pub(crate) domain: String,
    pub(crate) regions: Vec<String>,
    /// Regions that the partition's pattern allows but that do not exist.
    pub(crate) made_up: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub(crate) input: Structure,
    pub(crate) output: Structure,
    /// The names of the exceptions on the wire.
    pub(crate) exceptions: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Structure {
    pub(crate) members: BTreeMap<String, Shape>,
    pub(crate) required: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Shape {
    Simple(Simple),
    Enum {
        #[serde(rename = "enum")]
        values: Vec<String>,
    },
    List {
        list: Box<Shape>,
    },
    Map {
        map: Box<Shape>,
    },
    Structure(Structure),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Simple {
    String,
    Boolean,
    Integer,
    Timestamp,
    Document,
}

/// The model in `model.json`.
pub(crate) fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| serde_json::from_str(include_str!("model.json")).unwrap())
}

impl Model {
    /// An operation of ours, which the model must have.
    pub(crate) fn operation(&self, name: &str) -> &Operation {
        self.operations.get(name).unwrap_or_else(|| panic!("AWS has no operation {name}"))
    }

    /// The values that a member of an operation's request can have.
    pub(crate) fn values(&self, operation: &str, member: &str) -> &[String] {
        match &self.operation(operation).input.members[member] {
            Shape::Enum { values } => values,
            _ => panic!("{operation}: {member} is not an enumeration"),
        }
    }
}

impl Shape {
    /// The structure, if this shape is a structure or a list of structures.
    pub(crate) fn structure(&self) -> Option<&Structure> {
        match self {
            Self::Structure(structure) => Some(structure),
            Self::List { list } => list.structure(),
            Self::Simple(_) | Self::Enum { .. } | Self::Map { .. } => None,
        }
    }
}
