//! Resource servers: the app's own APIs, and the scopes that they define.

use serde::{Deserialize, Serialize};

/// One resource server, in the form of CreateResourceServer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceServer {
    pub identifier: String,
    pub name: String,
    #[serde(default)]
    pub scopes: Vec<ResourceScope>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceScope {
    pub scope_name: String,
    pub scope_description: String,
}

impl ResourceServer {
    /// Whether `identifier/name` is one of its scopes.
    pub(crate) fn has_scope(&self, full_name: &str) -> bool {
        // The identifier may have slashes, the name of a scope has none.
        full_name.rsplit_once('/').is_some_and(|(identifier, name)| {
            identifier == self.identifier && self.scopes.iter().any(|scope| scope.scope_name == name)
        })
    }
}
