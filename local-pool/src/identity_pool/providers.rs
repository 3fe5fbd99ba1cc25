//! The names of login providers. A request's `Logins` and the identity pool's settings can name one provider
//! differently.

use crate::issuer::Issuer;
use crate::region;

/// The user pool that a provider's name means. There are two forms: Cognito's
/// `cognito-idp.<region>.amazonaws.com/<poolId>`, and the issuer of the pool's tokens without its scheme. Clients that
/// use the second form take it from a token.
pub(crate) fn user_pool_id<'n>(name: &'n str, issuer: &Issuer) -> Option<&'n str> {
    let (_, pool_id) = name.rsplit_once('/')?;
    let is_cognitos = cognito_name(pool_id).is_some_and(|cognitos| cognitos == name);
    if is_cognitos { Some(pool_id) } else { issuer.user_pool(name) }
}

/// Cognito's name of a user pool as a provider. The part of the pool's id before `_` is its region.
pub(crate) fn cognito_name(pool_id: &str) -> Option<String> {
    let (region, _) = pool_id.split_once('_')?;
    Some(format!("{}/{pool_id}", region::host(region)))
}

/// The name under which the identity pool stores the logins of a provider. A user pool has its [`cognito_name`]. Every
/// other provider has the name that the request used.
pub(crate) fn canonical(name: &str, issuer: &Issuer) -> String {
    user_pool_id(name, issuer).and_then(cognito_name).unwrap_or_else(|| name.to_owned())
}

/// The name of an OpenID Connect provider: its issuer without the scheme. The ARN ends with this name.
pub(crate) fn of_oidc_arn(arn: &str) -> Option<&str> {
    arn.split_once(":oidc-provider/").map(|(_, issuer)| issuer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_pool_has_two_names() {
        let issuer = Issuer::At("http://127.0.0.1:9229".to_owned());
        let pool = |name: &'static str| user_pool_id(name, &issuer);
        assert_eq!(pool("cognito-idp.local.amazonaws.com/local_LocalPool"), Some("local_LocalPool"));
        assert_eq!(pool("127.0.0.1:9229/local_LocalPool"), Some("local_LocalPool"));
        for other in [
            "cognito-idp.eu-west-1.amazonaws.com/local_LocalPool",
            "cognito-idp.local.amazonaws.com.evil.example/local_LocalPool",
            "127.0.0.1:9230/local_LocalPool",
            "http://127.0.0.1:9229/local_LocalPool",
            "accounts.google.com",
            "local_LocalPool",
            "",
        ] {
            assert_eq!(pool(other), None, "{other}");
        }
    }

    #[test]
    fn both_names_of_a_user_pool_have_one_stored_form() {
        let issuer = Issuer::At("http://127.0.0.1:9229".to_owned());
        let stored = |name: &str| canonical(name, &issuer);
        let cognitos = "cognito-idp.local.amazonaws.com/local_LocalPool";
        assert_eq!(stored("127.0.0.1:9229/local_LocalPool"), cognitos);
        assert_eq!(stored(cognitos), cognitos);
        assert_eq!(stored("accounts.google.com"), "accounts.google.com");
    }
}
