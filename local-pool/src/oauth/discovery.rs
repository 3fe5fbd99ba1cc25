//! The metadata of issuers (OpenID Connect Discovery 1.0 section 3). The addresses in it are those of the server, even if
//! the issuer is another address.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::scopes::{CLAIMS, OPENID};
use crate::service::Service;
use serde_json::{Value, json};

/// What `/<poolId>/.well-known/openid-configuration` says. The endpoints are the same for every pool.
pub(crate) fn openid_configuration(service: &Service, pool: &UserPool) -> Result<Value, CognitoError> {
    let base = &service.base_url;
    let scopes: Vec<&str> = [OPENID].into_iter().chain(CLAIMS).collect();
    Ok(json!({
        "issuer": service.issuer.of_user_pool(&pool.id),
        "jwks_uri": format!("{base}/{}/.well-known/jwks.json", pool.id),
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
        "id_token_signing_alg_values_supported": [service.signer_of(pool)?.algorithm()],
        "subject_types_supported": ["public"],
    }))
}

/// What `/.well-known/openid-configuration` says: the metadata of the tokens that GetOpenIdToken makes.
pub(crate) fn of_identity_pools(service: &Service) -> Result<Value, CognitoError> {
    Ok(json!({
        "issuer": service.issuer.of_identity_pools(),
        "jwks_uri": format!("{}/.well-known/jwks_uri", service.base_url),
        "response_types_supported": ["token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [service.own_signer()?.algorithm()],
    }))
}
