//! The stand-in's metadata (OpenID Connect Discovery 1.0 section 3) and its public keys.

use super::{issuer, named};
use crate::errors::CognitoError;
use crate::oauth::errors::{json_reply, of_pool};
use crate::reply::Reply;
use crate::service::Call;
use axum::http::StatusCode;
use serde_json::{Value, json};

type Name = (String, String);

pub(super) fn keys(call: &mut Call<'_>, name: &Name) -> Reply {
    document(named(call, name).and_then(|_| Ok(json!({ "keys": [call.service.own_signer()?.public_jwk()] }))))
}

pub(super) fn configuration(call: &mut Call<'_>, name: &Name) -> Reply {
    document(described(call, name))
}

fn described(call: &mut Call<'_>, name: &Name) -> Result<Value, CognitoError> {
    named(call, name)?;
    let issuer = issuer(call.service, &name.0, &name.1);
    Ok(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [call.service.own_signer()?.algorithm()],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }))
}

fn document(result: Result<Value, CognitoError>) -> Reply {
    match result {
        Ok(document) => json_reply(StatusCode::OK, &document),
        Err(error) => of_pool(&error),
    }
}
