//! GetSigningCertificate.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::Fixture;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use x509_cert::Certificate;
use x509_cert::der::Decode;

#[tokio::test]
async fn each_pool_has_a_certificate_that_stays_and_is_valid_for_ten_years() {
    let fixture = Fixture::start().await;
    let (one, _) = fixture.pool_with(json!({})).await;
    let (other, _) = fixture.pool_with(json!({})).await;
    let certificate = async |pool: &str| {
        let answer = fixture.ok("GetSigningCertificate", json!({ "UserPoolId": pool })).await;
        answer["Certificate"].as_str().unwrap().to_owned()
    };
    let first = certificate(&one).await;
    assert_eq!(certificate(&one).await, first);
    assert_ne!(certificate(&other).await, first);
    let parsed = Certificate::from_der(&STANDARD.decode(&first).unwrap()).unwrap();
    assert_eq!(parsed.tbs_certificate.subject.to_string(), format!("CN={one}"));
    let validity = parsed.tbs_certificate.validity;
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    assert_eq!(seconds(validity.not_after) - seconds(validity.not_before), 3650 * 24 * 3600);
}
