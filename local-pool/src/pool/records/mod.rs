//! Settings that a pool only keeps: its administrators can set, describe and list them, and they have no effect.

pub(crate) mod branding;
pub(crate) mod log_delivery;
pub(crate) mod risk;
pub(crate) mod terms;
pub(crate) mod ui_customization;

use branding::Branding;
use log_delivery::LogConfiguration;
use risk::RiskRecord;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::Terms;
use ui_customization::UiCustomization;

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Records {
    /// The styles of the classic pages, by client id. [`ui_customization::ALL`] is the style of the other clients.
    pub ui_customizations: BTreeMap<String, UiCustomization>,
    /// By client id. The pool's own configuration has an empty id.
    pub risk_configurations: BTreeMap<String, RiskRecord>,
    pub log_configurations: Vec<LogConfiguration>,
    /// The styles of managed login, by their own id.
    pub brandings: BTreeMap<String, Branding>,
    /// By their own id.
    pub terms: BTreeMap<String, Terms>,
}

impl Records {
    /// Removes the records of a client that is deleted.
    pub(crate) fn forget_client(&mut self, client_id: &str) {
        self.ui_customizations.remove(client_id);
        self.risk_configurations.remove(client_id);
        self.brandings.retain(|_, branding| branding.client_id != client_id);
        self.terms.retain(|_, terms| terms.client_id != client_id);
    }
}
