//! A pool's domains for managed login. The local pool serves all of them at its one address.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One domain: a prefix of AWS's domain, or a custom domain.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Domain {
    pub domain: String,
    pub managed_login_version: i64,
    /// The certificate. Only a custom domain has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_domain_config: Option<Value>,
}

impl Domain {
    pub(crate) fn is_custom(&self) -> bool {
        self.custom_domain_config.is_some()
    }

    /// The member of DescribeUserPool that names the domain.
    pub(crate) fn member(&self) -> &'static str {
        if self.is_custom() { "CustomDomain" } else { "Domain" }
    }
}
