//! The style of managed login for one client: CreateManagedLoginBranding.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Branding {
    pub id: String,
    pub client_id: String,
    pub uses_cognito_values: bool,
    pub settings: Option<Value>,
    pub assets: Vec<Asset>,
    pub created: Moment,
    pub modified: Moment,
}

/// An image.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Asset {
    category: String,
    color_mode: String,
    extension: String,
    /// In base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_id: Option<String>,
}

impl Asset {
    /// Whether an image takes the place of another one.
    fn replaces(&self, other: &Self) -> bool {
        let place =
            |asset: &Self| (asset.category.clone(), asset.color_mode.clone(), asset.resource_id.clone());
        place(self) == place(other)
    }
}

impl Branding {
    /// Changes the settings and the images that a request has. The others stay.
    pub(crate) fn change(&mut self, settings: Option<Value>, assets: Vec<Asset>) {
        self.uses_cognito_values &= settings.is_none() && assets.is_empty();
        if let Some(changes) = settings {
            merge(self.settings.get_or_insert(Value::Null), changes);
        }
        for asset in assets {
            self.assets.retain(|held| !asset.replaces(held));
            self.assets.push(asset);
        }
    }

    /// Goes back to Cognito's own style.
    pub(crate) fn reset(&mut self) {
        self.uses_cognito_values = true;
        self.settings = None;
        self.assets.clear();
    }
}

/// Puts the members of an object into another one, at any depth. Any other value replaces the old one.
fn merge(held: &mut Value, changes: Value) {
    match (held, changes) {
        (Value::Object(held), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(held.entry(name).or_insert(Value::Null), change);
            }
        }
        (held, changes) => *held = changes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_keeps_the_settings_that_it_does_not_name() {
        let mut held = json!({ "form": { "border": 1, "color": "red" }, "list": [1, 2] });
        merge(&mut held, json!({ "form": { "color": "blue", "new": {} }, "list": [3] }));
        assert_eq!(held, json!({ "form": { "border": 1, "color": "blue", "new": {} }, "list": [3] }));
    }
}
