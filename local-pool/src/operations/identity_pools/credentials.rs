//! GetCredentialsForIdentity: the enhanced flow.

use super::logins::{Logins, Presented};
use crate::errors::CognitoError;
use crate::identity_pool::principal_tags;
use crate::jwt::{self, Claims};
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetCredentialsForIdentity {
    identity_id: String,
    #[serde(default)]
    logins: Logins,
    custom_role_arn: Option<String>,
}

pub(crate) fn get_credentials_for_identity(
    call: &mut Call<'_>,
    request: GetCredentialsForIdentity,
) -> Result<Value, CognitoError> {
    let chosen = request.custom_role_arn.as_deref();
    let Presented { identity_id, logins } = Presented::take(call, &request.identity_id, &request.logins)?;
    let service = call.service;
    let pool = call.world.identity_pools.pool_of_identity(&identity_id)?;
    let role = match logins.is_empty() {
        true => pool.roles.of_guest(chosen)?,
        false => pool.roles.of_user(&logins, chosen, &service.issuer)?,
    };
    let expires = call.now.plus_seconds(call.world.identity_pools.session_seconds(&role));
    let access_key_id = format!("ASIA{}", random::alphanumeric(16)?.to_uppercase());
    // At AWS the session token is opaque. Here it is a JWT, in which a test can read the identity and the role of the
    // credentials.
    let mut session = Claims::from_iter([
        ("token_use".to_owned(), json!("credentials")),
        ("sub".to_owned(), json!(identity_id)),
        ("role".to_owned(), json!(role)),
        ("access_key_id".to_owned(), json!(access_key_id)),
        ("exp".to_owned(), json!(expires.seconds())),
    ]);
    let pool = call.world.identity_pools.pool_of_identity(&identity_id)?;
    principal_tags::add(&pool.principal_tags, &logins, &mut session);
    Ok(json!({
        "IdentityId": identity_id,
        "Credentials": {
            "AccessKeyId": access_key_id,
            "SecretKey": random::block::<30>()?,
            "SessionToken": jwt::encode(&*service.own_signer()?, &session),
            "Expiration": expires.date(),
        },
    }))
}
