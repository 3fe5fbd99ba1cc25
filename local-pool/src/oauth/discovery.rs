//! A pool's metadata (OpenID Connect Discovery 1.0 section 3).

use crate::errors::CognitoError;
use crate::pool::scopes::{CLAIMS, OPENID};
use crate::service::Service;
use serde_json::{Value, json};

/// What `/<poolId>/.well-known/openid-configuration` says. The endpoints are the same for every pool.
pub(crate) fn openid_configuration(service: &Service, pool_id: &str) -> Result<Value, CognitoError> {
    let (base, issuer) = (&service.base_url, service.issuer(pool_id));
    let scopes: Vec<&str> = [OPENID].into_iter().chain(CLAIMS).collect();
    Ok(json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "authorization_endpoint": format!("{base}/oauth2/authorize"),
        "token_endpoint": format!("{base}/oauth2/token"),
        "userinfo_endpoint": format!("{base}/oauth2/userInfo"),
        "revocation_endpoint": format!("{base}/oauth2/revoke"),
        "end_session_endpoint": format!("{base}/logout"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": [service.signer()?.algorithm()],
        "subject_types_supported": ["public"],
    }))
}
