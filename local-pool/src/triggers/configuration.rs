//! The addresses of a pool's triggers: LambdaConfig, with addresses in place of ARNs.

use super::Trigger;
use crate::errors::CognitoError;
use axum::http::Uri;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// The addresses, by the member names of LambdaConfig.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct LambdaConfig(BTreeMap<String, serde_json::Value>);

impl LambdaConfig {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn address(&self, trigger: Trigger) -> Option<&str> {
        self.0.get(trigger.name())?.as_str()
    }

    /// Refuses triggers that the local pool does not support, and addresses that are not on this machine: an event
    /// holds what users typed.
    pub(crate) fn check(&self) -> Result<(), CognitoError> {
        for (name, address) in &self.0 {
            if !Trigger::ALL.iter().any(|trigger| trigger.name() == name) {
                return Err(CognitoError::unsupported(&format!("The setting LambdaConfig.{name}")));
            }
            if !address.as_str().is_some_and(is_on_this_machine) {
                return Err(CognitoError::invalid_parameter(format!(
                    "LambdaConfig.{name} must be an address on this machine, such as http://127.0.0.1:3000/."
                )));
            }
        }
        Ok(())
    }
}

fn is_on_this_machine(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let loopback = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    uri.scheme_str() == Some("http") && (host == "localhost" || loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_addresses_on_this_machine_can_be_triggers() {
        for good in ["http://127.0.0.1:3000/trigger", "http://localhost:3000", "http://[::1]:3000/"] {
            assert!(is_on_this_machine(good), "{good}");
        }
        for bad in [
            "",
            "arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up",
            "https://127.0.0.1:3000/",
            "http://192.0.2.1/",
            "http://127.0.0.1.example.com/",
            "http://localhost@example.com/",
            "127.0.0.1:3000",
        ] {
            assert!(!is_on_this_machine(bad), "{bad}");
        }
    }
}
