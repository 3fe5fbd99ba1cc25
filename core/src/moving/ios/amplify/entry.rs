//! The session's item: the JSON that Swift's encoder makes of Amplify's `AmplifyCredentials`, since version 2.0. Members that
//! are not needed may be absent, null or of any form.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::moving::times;
use crate::moving::tokens::StoredTokens;
use crate::secret::{self, Secret};

/// What a session's item says.
pub(super) enum Entry<'a> {
    /// Nobody is signed in.
    NoCredentials,
    /// A user, and their identity if there is an identity pool.
    User(SignedIn<'a>, Option<Identity<'a>>),
    Guest(Identity<'a>),
    /// A login of another provider at the identity pool, without the user pool.
    Federated,
}

/// The form of the item: exactly one of these members is present.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<'a> {
    #[serde(default, borrow)]
    user_pool_only: Option<User<'a>>,
    #[serde(default, borrow)]
    identity_pool_only: Option<Identity<'a>>,
    #[serde(default, borrow)]
    identity_pool_with_federation: Option<&'a RawValue>,
    #[serde(default, borrow)]
    user_pool_and_identity_pool: Option<User<'a>>,
    #[serde(default, borrow)]
    no_credentials: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    #[serde(borrow)]
    signed_in_data: SignedIn<'a>,
    #[serde(default, rename = "identityID", borrow)]
    identity_id: Option<&'a RawValue>,
    #[serde(default, borrow)]
    credentials: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Identity<'a> {
    #[serde(default, rename = "identityID", borrow)]
    pub(super) id: Option<&'a RawValue>,
    /// AWS credentials.
    #[serde(default, borrow)]
    pub(super) credentials: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignedIn<'a> {
    #[serde(rename = "cognitoUserPoolTokens", borrow)]
    tokens: UserPoolTokens<'a>,
    #[serde(default, borrow)]
    sign_in_method: Option<&'a RawValue>,
    /// Stored since version 2.57.
    #[serde(default, borrow)]
    input_username: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) device_metadata: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserPoolTokens<'a> {
    #[serde(default, with = "secret::json::optional")]
    id_token: Option<Secret>,
    #[serde(default, with = "secret::json::optional")]
    access_token: Option<Secret>,
    #[serde(default, with = "secret::json::optional")]
    refresh_token: Option<Secret>,
    #[serde(default, borrow)]
    expiration: Option<&'a RawValue>,
}

impl<'a> Entry<'a> {
    /// Reads an item, or gives `None` if it is damaged, or of a form that Amplify has not used so far.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let stored: Stored<'_> = serde_json::from_slice(bytes).ok()?;
        let users = stored.user_pool_only.map(|user| Self::User(user.signed_in_data, None)).into_iter();
        let both = stored.user_pool_and_identity_pool.map(|user| {
            let User { signed_in_data, identity_id, credentials } = user;
            Self::User(signed_in_data, Some(Identity { id: identity_id, credentials }))
        });
        let mut found = users
            .chain(both)
            .chain(stored.identity_pool_only.map(Self::Guest))
            .chain(stored.identity_pool_with_federation.map(|_| Self::Federated))
            .chain(stored.no_credentials.map(|_| Self::NoCredentials));
        let entry = found.next()?;
        found.next().is_none().then_some(entry)
    }
}

impl SignedIn<'_> {
    /// Whether the user signed in on web pages. The other members of the method are ignored: they have changed often.
    pub(super) fn is_web(&self) -> bool {
        #[derive(Deserialize)]
        struct Method<'a> {
            #[serde(default, rename = "hostedUI", borrow)]
            web: Option<&'a RawValue>,
        }
        let method = self.sign_in_method.and_then(|json| serde_json::from_str::<Method<'_>>(json.get()).ok());
        method.is_some_and(|method| method.web.is_some())
    }

    pub(super) fn typed_username(&self) -> Option<String> {
        text(self.input_username)
    }

    /// When the tokens expire, in milliseconds since 1970.
    pub(super) fn expires_at_milliseconds(&self) -> Option<i64> {
        times::of_foundation(serde_json::from_str(self.tokens.expiration?.get()).ok()?)
    }

    pub(super) fn into_tokens(self) -> StoredTokens {
        let UserPoolTokens { id_token: id, access_token: access, refresh_token: refresh, .. } = self.tokens;
        StoredTokens { id, access, refresh }
    }
}

/// A text that is not empty.
pub(super) fn text(json: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(json?.get()).ok().filter(|text: &String| !text.is_empty())
}
