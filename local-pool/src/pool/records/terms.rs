//! Links to terms of use and to a privacy policy: CreateTerms.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Terms {
    pub id: String,
    pub client_id: String,
    pub name: String,
    pub source: String,
    pub enforcement: String,
    /// The address of the document, by language.
    pub links: BTreeMap<String, String>,
    pub created: Moment,
    pub modified: Moment,
}
