//! Secrets: passwords, codes, tokens. Nothing prints them.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroize;

pub(crate) mod json;

/// A secret text. Most secrets of the API have a type of their own, such as [`Password`].
///
/// `Debug` prints `[redacted]`. There is no `Display` and no serialization. A clone shares the text: it is in memory
/// once, and is wiped when the last clone is dropped. Only [`Secret::expose`] reads the text, so that a reviewer can
/// find every use of it.
#[derive(Clone)]
pub struct Secret(Arc<SecretString>);

impl Secret {
    /// Makes a secret of a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(SecretString::from(fitted(text.into()))))
    }

    /// The text itself. Only code that sends, stores or verifies the secret needs it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

/// The text in memory of exactly its size. If its memory is larger, the text is copied out, and the larger memory is
/// wiped: shrinking it might leave a copy.
fn fitted(mut text: String) -> Box<str> {
    if text.len() == text.capacity() {
        return text.into_boxed_str();
    }
    let fitted = Box::from(text.as_str());
    text.zeroize();
    fitted
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

/// Declares a type for each kind of secret. The macro makes no public conversion between kinds, and none from a
/// [`Secret`].
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        ///
        /// It is a [`Secret`] of its own type: `Debug` prints `[redacted]`.
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Secret);

        impl $name {
            /// Makes a secret of a text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(Secret::new(text))
            }

            /// The text itself. Only code that sends, stores or verifies the secret needs it.
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            /// Whether the text is empty.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            #[allow(dead_code, reason = "the core makes only some kinds of secrets")]
            pub(crate) fn of(secret: Secret) -> Self {
                Self(secret)
            }

            #[allow(dead_code, reason = "the core takes only some kinds of secrets")]
            pub(crate) fn into_secret(self) -> Secret {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    )+};
}

kinds! {
    /// A user's password.
    ///
    /// A code is not a password. This compiles:
    ///
    /// ```
    /// # async fn confirm(auth: cognito_auth_core::Auth) -> Result<(), cognito_auth_core::AuthError> {
    /// use cognito_auth_core::{ConfirmationCode, Password};
    ///
    /// let (password, code) = (Password::new("Password123!"), ConfirmationCode::new("123456"));
    /// auth.confirm_reset_password("ann", password, code, Default::default()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This does not:
    ///
    /// ```compile_fail,E0308
    /// # async fn confirm(auth: cognito_auth_core::Auth) -> Result<(), cognito_auth_core::AuthError> {
    /// use cognito_auth_core::{ConfirmationCode, Password};
    ///
    /// let (password, code) = (Password::new("Password123!"), ConfirmationCode::new("123456"));
    /// auth.confirm_reset_password("ann", code, password, Default::default()).await?;
    /// # Ok(())
    /// # }
    /// ```
    Password,
    /// A code that the user received, or that an authenticator app shows.
    ConfirmationCode,
    /// The answer to a challenge of a sign-in: a code, a password, a choice, or something else that the user says.
    SignInAnswer,
    /// An ID token: a signed JWT about the user.
    IdToken,
    /// An access token: a signed JWT for the operations of the user pool, and for APIs.
    AccessToken,
    /// A refresh token. Send it only to Cognito.
    RefreshToken,
    /// The secret of an app client.
    ClientSecret,
    /// A secret access key of AWS. It signs requests.
    SecretAccessKey,
    /// A session token of AWS. Each request that is signed with temporary credentials carries it.
    AwsSessionToken,
    /// A login provider's token. It proves a login to the identity pool.
    ProviderToken,
}

impl From<Password> for SignInAnswer {
    fn from(password: Password) -> Self {
        Self(password.0)
    }
}

impl From<ConfirmationCode> for SignInAnswer {
    fn from(code: ConfirmationCode) -> Self {
        Self(code.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_room_to_grow_becomes_a_secret() {
        let mut text = String::with_capacity(100);
        text.push_str("Password123");
        assert_eq!(Secret::new(text).expose(), "Password123");
    }

    #[test]
    fn debug_prints_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Secret::new("Password123")), "[redacted]");
        assert_eq!(format!("{:?}", Password::new("Password123")), "[redacted]");
    }
}
