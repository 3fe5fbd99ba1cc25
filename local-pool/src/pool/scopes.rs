//! Scopes of access tokens: those that every pool has, and the attributes that they let a client read.

use super::UserPool;
use super::attributes::Attribute;
use super::identities::IDENTITIES;
use super::users::User;

/// Asks for an ID token. The other scopes of OpenID Connect need this one.
pub(crate) const OPENID: &str = "openid";
/// Lets an access token manage its own user.
pub(crate) const USER_ADMIN: &str = "aws.cognito.signin.user.admin";
/// The scopes of OpenID Connect that say which attributes a client may read. Each needs `openid`.
pub(crate) const CLAIMS: [&str; 3] = ["email", "phone", "profile"];
/// The scopes that every pool has.
pub(crate) const STANDARD: [&str; 5] = [OPENID, "email", "phone", "profile", USER_ADMIN];

/// The claims of `profile` (OpenID Connect Core 1.0 section 5.4).
const PROFILE: [&str; 14] = [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
];

impl UserPool {
    /// Whether a client may ask for a scope: one that every pool has, or `server/scope` of a resource server.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        STANDARD.contains(&scope) || self.resource_servers.values().any(|server| server.has_scope(scope))
    }
}

/// Whether a scope belongs to a resource server. A client without a user gets only such scopes.
pub(crate) fn is_custom(scope: &str) -> bool {
    !STANDARD.contains(&scope)
}

/// The attributes of a user that a client may read with these scopes. With `openid` and none of `email`, `phone` and
/// `profile`, the client may read all attributes.
pub(crate) fn readable(user: &User, scopes: &[String]) -> Vec<Attribute> {
    let has = |scope: &str| scopes.iter().any(|granted| granted == scope);
    let all = !CLAIMS.into_iter().any(has);
    let shows = |name: &str| match name {
        "sub" | IDENTITIES => true,
        "email" | "email_verified" => all || has("email"),
        "phone_number" | "phone_number_verified" => all || has("phone"),
        name => all || has("profile") && (PROFILE.contains(&name) || name.starts_with("custom:")),
    };
    let mut attributes = user.attribute_list();
    attributes.retain(|attribute| has(OPENID) && shows(&attribute.name));
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::pool::users::Status;

    #[test]
    fn scopes_say_which_attributes_are_readable() {
        let mut user = User::new("ada".into(), "sub-1".into(), Status::Confirmed, Clock::default().now());
        for name in ["email", "phone_number", "name", "address", "custom:tenant"] {
            user.set_attribute(name, "x");
        }
        let shown = |scopes: &[&str]| {
            let scopes: Vec<String> = scopes.iter().map(|&scope| scope.to_owned()).collect();
            let names: Vec<String> =
                readable(&user, &scopes).into_iter().map(|attribute| attribute.name).collect();
            names.join(" ")
        };
        let all = "address custom:tenant email email_verified name phone_number phone_number_verified sub";
        assert_eq!(shown(&["openid"]), all);
        assert_eq!(shown(&["openid", USER_ADMIN, "server/read"]), all);
        assert_eq!(shown(&["openid", "email"]), "email email_verified sub");
        assert_eq!(shown(&["openid", "phone"]), "phone_number phone_number_verified sub");
        assert_eq!(shown(&["openid", "profile"]), "custom:tenant name sub");
        assert_eq!(shown(&["email"]), "");
    }
}
