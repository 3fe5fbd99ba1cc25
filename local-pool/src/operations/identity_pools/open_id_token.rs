//! GetOpenIdToken: the first half of the basic flow. The second half, AssumeRoleWithWebIdentity, is an operation of
//! STS.

use super::logins::{Logins, Presented};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::identity_pool::identity::Login;
use crate::identity_pool::principal_tags;
use crate::jwt::{self, Claims};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The lifetime of a token, in seconds.
const LIFETIME: i64 = 10 * Moment::MINUTE;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOpenIdToken {
    identity_id: String,
    #[serde(default)]
    logins: Logins,
}

pub(crate) fn get_open_id_token(call: &mut Call<'_>, request: GetOpenIdToken) -> Result<Value, CognitoError> {
    let pool = call.world.identity_pools.pool_of_identity(&request.identity_id)?;
    if pool.settings.allow_classic_flow == Some(false) {
        let text = "Basic (classic) flow is not enabled, please use enhanced flow.";
        return Err(CognitoError::invalid_parameter(text));
    }
    let Presented { identity_id, logins } = Presented::take(call, &request.identity_id, &request.logins)?;
    let (service, now) = (call.service, call.now.seconds());
    let pool = call.world.identity_pools.pool_of_identity(&identity_id)?;
    let mut claims = Claims::from_iter([
        ("sub".to_owned(), json!(identity_id)),
        ("aud".to_owned(), json!(pool.id)),
        ("amr".to_owned(), json!(methods(&logins))),
        ("https://cognito-identity.amazonaws.com/identity-pool-arn".to_owned(), json!(pool.arn())),
        ("iss".to_owned(), json!(service.issuer.of_identity_pools())),
        ("iat".to_owned(), json!(now)),
        ("exp".to_owned(), json!(now + LIFETIME)),
    ]);
    principal_tags::add(&pool.principal_tags, &logins, &mut claims);
    Ok(json!({ "IdentityId": identity_id, "Token": jwt::encode(&*service.own_signer()?, &claims) }))
}

/// The claim `amr`: how the identity was authenticated. The trust policies of roles read it.
fn methods(logins: &[Login]) -> Vec<String> {
    if logins.is_empty() {
        return vec!["unauthenticated".to_owned()];
    }
    let each = logins.iter().flat_map(|login| {
        let signed_in = format!("{}:CognitoSignIn:{}", login.provider, login.user);
        [Some(login.provider.clone()), login.client_id.as_ref().map(|_| signed_in)]
    });
    std::iter::once("authenticated".to_owned()).chain(each.flatten()).collect()
}
