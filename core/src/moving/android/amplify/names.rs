//! The names of Amplify's entries: `amplify[.<user pool>][.<identity pool>].session`, and for a user
//! `….<user name>.deviceMetadata`.

use crate::config::AuthConfiguration;
use crate::moving::android::identity::is_guid;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind<'a> {
    Session,
    /// The device of the user with this name.
    Device(&'a str),
    /// The id for threat protection.
    Fingerprint,
}

/// How well an entry's name fits the configuration. The best fit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The name has the user pool and the identity pool of the configuration.
    Exact,
    /// The name has the user pool. The app had no identity pool when the entry was written, or has none now.
    WithOrWithoutIdentityPool,
    /// The name has the identity pool. The app had no user pool when the entry was written.
    WithoutUserPool,
    /// The name has the user pool, and another identity pool.
    OtherIdentityPool,
}

/// An entry of the configured user pool or identity pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry<'a> {
    pub(super) fit: Fit,
    pub(super) kind: Kind<'a>,
    pub(super) name: &'a str,
    /// Whether the entry belongs to the configured identity pool.
    pub(super) has_identity_pool: bool,
}

impl<'a> Entry<'a> {
    /// What an entry with this name is. `None` if it belongs to no pool of the configuration, or is not Amplify's.
    pub(super) fn of(name: &'a str, configuration: &AuthConfiguration) -> Option<Self> {
        let user_pool = &configuration.user_pool;
        let identity_pool = configuration.identity_pool.as_ref().map(|pool| pool.pool_id.as_str());
        let rest = name.strip_prefix("amplify.")?;
        let in_user_pool = rest.strip_prefix(&*user_pool.pool_id).and_then(|rest| rest.strip_prefix('.'));
        let (has_user_pool, rest) = match in_user_pool {
            Some(rest) if !user_pool.is_absent() => (true, rest),
            _ => (false, rest),
        };
        let (of_entry, rest) = match rest.split_once('.') {
            Some((first, rest)) if Some(first) == identity_pool || is_identity_pool(first) => {
                (Some(first), rest)
            }
            _ => (None, rest),
        };
        let fit = match (has_user_pool, of_entry, identity_pool) {
            (true, of_entry, configured) if of_entry == configured => Fit::Exact,
            (true, Some(_), Some(_)) => Fit::OtherIdentityPool,
            (true, _, _) => Fit::WithOrWithoutIdentityPool,
            (false, Some(of_entry), Some(configured)) if of_entry == configured => {
                match user_pool.is_absent() {
                    true => Fit::Exact,
                    false => Fit::WithoutUserPool,
                }
            }
            (false, _, _) => return None,
        };
        let has_identity_pool = of_entry.is_some() && of_entry == identity_pool;
        Some(Self { fit, kind: kind(rest)?, name, has_identity_pool })
    }
}

fn kind(rest: &str) -> Option<Kind<'_>> {
    match rest {
        "session" => Some(Kind::Session),
        "asfDevice" => Some(Kind::Fingerprint),
        _ if rest.ends_with(".asfDevice") => Some(Kind::Fingerprint),
        _ => rest.strip_suffix(".deviceMetadata").filter(|user| !user.is_empty()).map(Kind::Device),
    }
}

/// Whether a text is the id of an identity pool, `<region>:<GUID>`. A user name hardly ever has this form.
fn is_identity_pool(text: &str) -> bool {
    let is_region = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    text.split_once(':').is_some_and(|(region, guid)| is_region(region) && is_guid(guid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::IdentityPoolConfiguration;
    use crate::test_support::former::{
        IDENTITY_POOL, USER_POOL as POOL, configuration, configuration_with_identity_pool,
    };

    const OTHER: &str = "eu-central-1:99999999-8888-4777-8666-555555555555";

    fn of(name: &str, configuration: &AuthConfiguration) -> Option<(Fit, String, bool)> {
        let entry = Entry::of(name, configuration)?;
        Some((entry.fit, format!("{:?}", entry.kind), entry.has_identity_pool))
    }

    #[test]
    fn entries_fit_with_and_without_an_identity_pool() {
        let (without, with) = (configuration(), configuration_with_identity_pool());
        let session = || "Session".to_owned();
        for (name, in_without, in_with) in [
            (
                format!("amplify.{POOL}.session"),
                Some((Fit::Exact, false)),
                Some((Fit::WithOrWithoutIdentityPool, false)),
            ),
            (
                format!("amplify.{POOL}.{IDENTITY_POOL}.session"),
                Some((Fit::WithOrWithoutIdentityPool, false)),
                Some((Fit::Exact, true)),
            ),
            (
                format!("amplify.{POOL}.{OTHER}.session"),
                Some((Fit::WithOrWithoutIdentityPool, false)),
                Some((Fit::OtherIdentityPool, false)),
            ),
            (format!("amplify.{IDENTITY_POOL}.session"), None, Some((Fit::WithoutUserPool, true))),
            (format!("amplify.{OTHER}.session"), None, None),
            ("amplify.eu-central-1_Other.session".to_owned(), None, None),
            (format!("amplify.{POOL}"), None, None),
            (format!("amplify.{POOL}session"), None, None),
            (format!("other.{POOL}.session"), None, None),
        ] {
            let expected = |found: Option<(Fit, bool)>| found.map(|(fit, has)| (fit, session(), has));
            assert_eq!(of(&name, &without), expected(in_without), "{name}, without an identity pool");
            assert_eq!(of(&name, &with), expected(in_with), "{name}, with an identity pool");
        }
    }

    #[test]
    fn without_a_user_pool_only_the_identity_pool_counts() {
        let alone = AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(IDENTITY_POOL));
        let found = of(&format!("amplify.{IDENTITY_POOL}.session"), &alone);
        assert_eq!(found, Some((Fit::Exact, "Session".to_owned(), true)));
        for name in
            [format!("amplify.{POOL}.session"), "amplify..session".to_owned(), "amplify.session".to_owned()]
        {
            assert_eq!(of(&name, &alone), None, "{name}");
        }
    }

    #[test]
    fn a_user_name_can_have_any_form() {
        for user in
            ["ann", "ann@example.com", "a.b.c", "a:b", "session", "ann.deviceMetadata", "a.asfDevice.b"]
        {
            let name = format!("amplify.{POOL}.{IDENTITY_POOL}.{user}.deviceMetadata");
            let configuration = configuration();
            assert_eq!(Entry::of(&name, &configuration).unwrap().kind, Kind::Device(user));
        }
        assert_eq!(Entry::of(&format!("amplify.{POOL}..deviceMetadata"), &configuration()), None);
    }

    #[test]
    fn the_entry_of_the_id_for_threat_protection_may_name_a_user() {
        for name in [format!("amplify.{POOL}.asfDevice"), format!("amplify.{POOL}.ann.asfDevice")] {
            assert_eq!(Entry::of(&name, &configuration()).unwrap().kind, Kind::Fingerprint);
        }
    }

    #[test]
    fn an_identity_pool_id_is_distinguished_from_a_user_name() {
        assert!(is_identity_pool(IDENTITY_POOL) && is_identity_pool(&OTHER.to_uppercase()));
        for text in [
            "",
            "ann",
            "a:b",
            ":99999999-8888-4777-8666-555555555555",
            &OTHER[1..30],
            &OTHER.replace('9', "x"),
        ] {
            assert!(!is_identity_pool(text), "{text}");
        }
    }
}
