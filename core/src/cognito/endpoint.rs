//! The address of a service: the configured endpoint, or else AWS's address for the region.

/// The domains of the partitions that do not use [`DOMAIN`], by the prefix of their regions (AWS's `partitions.json`).
const DOMAINS: &[(&str, &str)] = &[
    ("cn-", "amazonaws.com.cn"),
    ("eusc-", "amazonaws.eu"),
    ("us-iso-", "c2s.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
];

/// The domain of the partitions `aws` and `aws-us-gov`.
const DOMAIN: &str = "amazonaws.com";

/// The address for a service's requests. `service` is its name in the address, such as `cognito-idp`.
pub(super) fn url(service: &str, region: &str, endpoint: Option<&str>) -> String {
    match endpoint {
        Some(endpoint) => format!("{}/", endpoint.trim_end_matches('/')),
        None => format!("https://{service}.{region}.{}/", domain(region)),
    }
}

/// The domain of a region's partition.
pub(super) fn domain(region: &str) -> &'static str {
    let other = DOMAINS.iter().find(|(prefix, _)| region.starts_with(prefix));
    other.map_or(DOMAIN, |(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_the_endpoint_of_its_partition() {
        for (region, expected) in [
            ("eu-central-1", "https://cognito-idp.eu-central-1.amazonaws.com/"),
            ("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/"),
            ("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
            ("eusc-de-east-1", "https://cognito-idp.eusc-de-east-1.amazonaws.eu/"),
            ("us-iso-east-1", "https://cognito-idp.us-iso-east-1.c2s.ic.gov/"),
            ("us-isob-east-1", "https://cognito-idp.us-isob-east-1.sc2s.sgov.gov/"),
        ] {
            assert_eq!(url("cognito-idp", region, None), expected);
        }
    }

    #[test]
    fn requests_go_to_a_configured_endpoint_with_its_path() {
        for (endpoint, expected) in [
            ("http://127.0.0.1:9229", "http://127.0.0.1:9229/"),
            ("http://127.0.0.1:9229/", "http://127.0.0.1:9229/"),
            ("https://cognito.example.com/base", "https://cognito.example.com/base/"),
        ] {
            assert_eq!(url("cognito-idp", "eu-central-1", Some(endpoint)), expected);
        }
    }
}
