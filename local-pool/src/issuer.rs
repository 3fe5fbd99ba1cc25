//! The `iss` of tokens. It begins with the address for clients, unless `--issuer` says otherwise.

use crate::region;
use url::Url;

/// How the issuers of this server's tokens are made.
pub(crate) enum Issuer {
    /// A user pool's issuer is this address with the pool's id at the end.
    At(String),
    /// The issuers that AWS has, with the pool's region in their host.
    Aws,
}

impl Issuer {
    /// Reads `aws`, or an http or https address. `None` for any other text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "aws" {
            return Some(Self::Aws);
        }
        let url = Url::parse(text).ok()?;
        let plain = ["http", "https"].contains(&url.scheme())
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        plain.then(|| Self::At(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The issuer of a user pool's tokens.
    pub(crate) fn of_user_pool(&self, pool_id: &str) -> String {
        match self {
            Self::At(address) => format!("{address}/{pool_id}"),
            Self::Aws => format!("https://{}/{pool_id}", region::host(region::of_pool(pool_id))),
        }
    }

    /// The issuer of the tokens of GetOpenIdToken.
    pub(crate) fn of_identity_pools(&self) -> &str {
        match self {
            Self::At(address) => address,
            Self::Aws => "https://cognito-identity.amazonaws.com",
        }
    }

    /// The id of the user pool whose issuer, without the scheme, is this name.
    pub(crate) fn user_pool<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (_, pool_id) = name.rsplit_once('/')?;
        let issuer = self.of_user_pool(pool_id);
        let is_name = issuer.split_once("://").is_some_and(|(_, rest)| rest == name);
        is_name.then_some(pool_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_aws_or_a_plain_address() {
        let of = |text: &str| Issuer::parse(text).map(|issuer| issuer.of_user_pool("eu-central-1_Shop"));
        for (text, issuer) in [
            ("aws", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Shop"),
            ("http://pool:9229", "http://pool:9229/eu-central-1_Shop"),
            ("https://Gateway.example:443/auth/", "https://gateway.example/auth/eu-central-1_Shop"),
        ] {
            assert_eq!(of(text).as_deref(), Some(issuer), "{text}");
        }
        for bad in ["", "AWS", "pool:9229", "ftp://pool", "http://pool?x", "http://pool#x", "http://a@pool"] {
            assert_eq!(of(bad), None, "{bad}");
        }
        assert_eq!(
            Issuer::Aws.of_user_pool("cn-north-1_a"),
            "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_a"
        );
    }

    #[test]
    fn the_pool_of_an_issuer_is_found_by_the_whole_issuer() {
        let name = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Shop";
        assert_eq!(Issuer::Aws.user_pool(name), Some("eu-central-1_Shop"));
        for other in ["cognito-idp.eu-west-1.amazonaws.com/eu-central-1_Shop", "eu-central-1_Shop", ""] {
            assert_eq!(Issuer::Aws.user_pool(other), None, "{other}");
        }
    }
}
