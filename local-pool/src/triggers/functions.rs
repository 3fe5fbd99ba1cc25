//! Where the functions of triggers are. A pool's settings name a function by its ARN. Options of the server and the
//! configuration say at which address the function runs here.

use super::LambdaConfig;
use crate::errors::CognitoError;
use axum::http::Uri;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;
use url::form_urlencoded::byte_serialize;

/// How the pool calls the functions of triggers.
#[derive(Debug, Clone)]
pub struct TriggerOptions {
    /// The `http` addresses of functions, by the function's name or by its whole ARN. The pool posts events there.
    pub functions: BTreeMap<String, String>,
    /// The `http` address of a server with Lambda's operation Invoke, such as `sam local start-lambda` or
    /// serverless-offline. It serves the functions that `functions` does not name.
    pub lambda_endpoint: Option<String>,
    /// Hosts in addition to this machine, such as `host.docker.internal`, whose addresses a LambdaConfig may hold in
    /// place of an ARN.
    pub allowed_hosts: Vec<String>,
    /// Skip a trigger if nothing says where its function runs. Unless this is set, the operation that would call the
    /// trigger fails.
    pub skip_unmapped: bool,
    /// How long a function may take. At Cognito, and by default, 5 seconds.
    pub timeout: Duration,
}

impl Default for TriggerOptions {
    fn default() -> Self {
        Self {
            functions: BTreeMap::new(),
            lambda_endpoint: None,
            allowed_hosts: Vec::new(),
            skip_unmapped: false,
            timeout: Duration::from_secs(5),
        }
    }
}

/// Finds the addresses of functions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Functions {
    /// The addresses that the options name, and those that the configuration names.
    addresses: [BTreeMap<String, String>; 2],
    lambda_endpoint: Option<String>,
    allowed_hosts: Vec<String>,
    skip_unmapped: bool,
}

impl Functions {
    /// The functions of the options, and of the configuration. If both name a function, that of the options counts.
    /// Fails with the first text that is not a plain `http` address.
    pub(crate) fn new(
        options: &TriggerOptions,
        configured: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let addresses = [options.functions.clone(), configured.clone()];
        let endpoint = options.lambda_endpoint.as_deref();
        let named = addresses.iter().flat_map(BTreeMap::values).map(String::as_str);
        let wrong = named.chain(endpoint).find(|text| host_of(text).is_none());
        match wrong {
            Some(wrong) => Err(wrong.to_owned()),
            None => Ok(Self {
                addresses,
                lambda_endpoint: endpoint.map(|address| address.trim_end_matches('/').to_owned()),
                allowed_hosts: options.allowed_hosts.clone(),
                skip_unmapped: options.skip_unmapped,
            }),
        }
    }

    /// Refuses addresses on machines that no option allows: an event holds what users typed.
    pub(crate) fn check(&self, config: &LambdaConfig) -> Result<(), CognitoError> {
        match config.addresses().find(|(_, address)| !self.is_allowed(address)) {
            None => Ok(()),
            Some((member, _)) => Err(CognitoError::invalid_parameter(format!(
                "LambdaConfig.{member} must be an ARN or an address on this machine, such as http://127.0.0.1:3000/, \
                 unless --allow-trigger-host names the address's host."
            ))),
        }
    }

    /// The address of a function, given by its ARN or by the address itself. `None` if the trigger is skipped. An error
    /// says what is missing.
    pub(crate) fn locate(&self, function: &str) -> Result<Option<String>, String> {
        if function.starts_with(SCHEME) {
            return match self.is_allowed(function) {
                true => Ok(Some(function.to_owned())),
                false => {
                    Err("--allow-trigger-host does not name the host of the trigger's address".to_owned())
                }
            };
        }
        let name = name_of(function);
        let named = |addresses: &'_ BTreeMap<String, String>| {
            addresses.get(function).or_else(|| addresses.get(name)).cloned()
        };
        if let Some(address) = self.addresses.iter().find_map(named) {
            return Ok(Some(address));
        }
        if let Some(endpoint) = &self.lambda_endpoint {
            let name: String = byte_serialize(name.as_bytes()).collect();
            return Ok(Some(format!("{endpoint}/2015-03-31/functions/{name}/invocations")));
        }
        match self.skip_unmapped {
            true => Ok(None),
            false => Err(format!(
                "the local pool does not know where the function {name} runs. Start it with --trigger {name}=URL, with \
                 --lambda-endpoint URL, or with --skip-unmapped-triggers"
            )),
        }
    }

    fn is_allowed(&self, address: &str) -> bool {
        let Some(host) = host_of(address) else { return false };
        let loopback = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        host == "localhost"
            || loopback
            || self.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host))
    }
}

/// How an address begins. The pool calls no other scheme.
pub(super) const SCHEME: &str = "http://";

/// The host of a plain http address, in lower case and without the brackets of an IPv6 address.
fn host_of(address: &str) -> Option<String> {
    let uri = address.parse::<Uri>().ok()?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    (uri.scheme_str() == Some("http") && !host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// The name of a function, without its version or alias:
/// `arn:aws:lambda:<region>:<account>:function:<name>[:<version>]`.
fn name_of(arn: &str) -> &str {
    arn.split(':').nth(6).unwrap_or(arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up:live";

    fn functions(options: &TriggerOptions) -> Functions {
        Functions::new(options, &BTreeMap::new()).unwrap()
    }

    fn named(name: &str, address: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(name.to_owned(), address.to_owned())])
    }

    #[test]
    fn an_address_in_place_of_an_arn_is_on_this_machine_or_on_an_allowed_host() {
        let hosts = vec!["host.docker.internal".to_owned()];
        let options = TriggerOptions { allowed_hosts: hosts, ..TriggerOptions::default() };
        let functions = functions(&options);
        for good in [
            "http://127.0.0.1:3000/trigger",
            "http://localhost:3000",
            "http://[::1]:3000/",
            "http://host.docker.internal:3000/",
            "http://Host.Docker.Internal/",
        ] {
            assert_eq!(functions.locate(good), Ok(Some(good.to_owned())));
        }
        for bad in [
            "http://192.0.2.1/",
            "http://127.0.0.1.example.com/",
            "http://localhost@example.com/",
            "http://host.docker.internal.example.com/",
            "http://",
        ] {
            assert!(functions.locate(bad).is_err(), "{bad}");
        }
        assert!(super::Functions::default().locate("http://host.docker.internal/").is_err());
    }

    #[test]
    fn a_function_is_found_by_its_arn_then_by_its_name_then_at_the_endpoint() {
        let of = |options: TriggerOptions| functions(&options).locate(ARN);
        let found = |address: &str| Ok(Some(address.to_owned()));
        let endpoint = Some("http://sam:3001/".to_owned());
        let mut addresses = named(ARN, "http://a/");
        addresses.extend(named("pre-sign-up", "http://b/"));
        let both = TriggerOptions { functions: addresses, ..TriggerOptions::default() };
        assert_eq!(of(both), found("http://a/"));
        let by_name = TriggerOptions {
            functions: named("pre-sign-up", "http://b/"),
            lambda_endpoint: endpoint.clone(),
            ..TriggerOptions::default()
        };
        assert_eq!(of(by_name), found("http://b/"));
        let served = TriggerOptions { lambda_endpoint: endpoint, ..TriggerOptions::default() };
        assert_eq!(of(served), found("http://sam:3001/2015-03-31/functions/pre-sign-up/invocations"));
        let skipped = TriggerOptions { skip_unmapped: true, ..TriggerOptions::default() };
        assert_eq!(of(skipped), Ok(None));
        let text = of(TriggerOptions::default()).unwrap_err();
        assert!(text.contains("--trigger pre-sign-up=URL"), "{text}");
    }

    #[test]
    fn the_options_count_before_the_configuration_and_take_http_addresses_only() {
        let arn = "arn:aws:lambda:r:1:function:f";
        for (in_options, in_configuration) in [("f", "f"), ("f", arn), (arn, "f"), (arn, arn)] {
            let options =
                TriggerOptions { functions: named(in_options, "http://a/"), ..TriggerOptions::default() };
            let both = Functions::new(&options, &named(in_configuration, "http://b/")).unwrap();
            assert_eq!(both.locate(arn), Ok(Some("http://a/".to_owned())));
        }
        for bad in ["https://a/", "a:3000", "http://u@a/", ""] {
            let options = TriggerOptions { functions: named("f", bad), ..TriggerOptions::default() };
            assert_eq!(Functions::new(&options, &BTreeMap::new()).unwrap_err(), bad);
        }
    }
}
