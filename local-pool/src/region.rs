//! AWS regions: the one that a request is signed for, and the names that contain one.

use axum::http::header::{AUTHORIZATION, HeaderMap};

/// The region of a request without a signature, and of the default pools.
pub(crate) const LOCAL: &str = "local";
/// The longest region. It leaves room for the rest of a user pool's id.
const LONGEST: usize = 40;

/// The region in the scope of a request's signature: `Credential=<key id>/<date>/<region>/<service>/aws4_request`
/// (Signature Version 4). Nothing verifies the signature.
pub(crate) fn signed_for(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let parts = authorization.strip_prefix("AWS4-HMAC-SHA256")?.split([',', ' ']);
    let mut scope = parts.filter_map(|part| part.strip_prefix("Credential=")).next()?.rsplit('/');
    let (end, _service, region, _date) = (scope.next()?, scope.next()?, scope.next()?, scope.next()?);
    (end == "aws4_request" && is_region(region)).then_some(region)
}

/// Whether a text can be a region. `_` ends the region in a pool's id, so a region has none.
fn is_region(text: &str) -> bool {
    let begins_with_letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
    begins_with_letter
        && text.len() <= LONGEST
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The region of a user pool.
pub(crate) fn of_pool(pool_id: &str) -> &str {
    pool_id.split_once('_').map_or(LOCAL, |(region, _)| region)
}

/// The partition in the ARNs of a region.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        china if china.starts_with("cn-") => "aws-cn",
        government if government.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// The host of Cognito's user pools in a region.
pub(crate) fn host(region: &str) -> String {
    let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("cognito-idp.{region}.amazonaws.com{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_from_the_scope_of_a_signature() {
        let signed = |value: &str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]);
            signed_for(&headers).map(str::to_owned)
        };
        let with = |credential: &str| {
            signed(&format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"))
        };
        let scope = "20261130/eu-central-1/cognito-idp/aws4_request";
        let region = Some("eu-central-1".to_owned());
        assert_eq!(with(&format!("AKIDEXAMPLE/{scope}")), region);
        assert_eq!(with(&format!("a/key/with/slashes/{scope}")), region);
        let reordered = format!("AWS4-HMAC-SHA256 Signature=0,Credential=any/{scope}");
        assert_eq!(signed(&reordered), region);
        for other in [
            "AKID/20261130/cognito-idp/aws4_request",
            "AKID/20261130/eu_central/cognito-idp/aws4_request",
            "AKID/20261130//cognito-idp/aws4_request",
            "eu-central-1",
            "",
        ] {
            assert_eq!(with(other), None, "{other}");
        }
        assert_eq!(with(&format!("AKID/20261130/{}/cognito-idp/aws4_request", "a".repeat(41))), None);
        assert_eq!(signed("Bearer eyJ"), None);
        assert_eq!(signed_for(&HeaderMap::new()), None);
    }
}
