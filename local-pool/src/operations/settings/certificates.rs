//! GetSigningCertificate: the certificate with which others check a pool's SAML requests. The local pool sends no SAML
//! request.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::service::Call;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DnType, KeyPair};
use serde::Deserialize;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// How long a certificate is valid: ten years.
const VALID_FOR: Duration = Duration::days(3650);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSigningCertificate {
    user_pool_id: String,
}

/// The pool's certificate in base64. The first request makes it.
pub(crate) fn get_signing_certificate(
    call: &mut Call<'_>,
    request: GetSigningCertificate,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    let certificate = match &pool.signing_certificate {
        Some(certificate) => certificate.clone(),
        None => {
            let made =
                make(&pool.id, now).ok_or_else(|| CognitoError::internal("no certificate can be made"))?;
            pool.signing_certificate.insert(made).clone()
        }
    };
    Ok(json!({ "Certificate": certificate }))
}

fn make(pool_id: &str, now: Moment) -> Option<String> {
    let from = OffsetDateTime::from_unix_timestamp(now.seconds()).ok()?;
    let mut parameters = CertificateParams::new(Vec::new()).ok()?;
    parameters.distinguished_name.push(DnType::CommonName, pool_id);
    parameters.not_before = from;
    parameters.not_after = from.checked_add(VALID_FOR)?;
    let certificate = parameters.self_signed(&KeyPair::generate().ok()?).ok()?;
    Some(STANDARD.encode(certificate.der()))
}
