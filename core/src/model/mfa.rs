//! Second factors: their types, their set-up, and which of them a user prefers.

use form_urlencoded::byte_serialize;

use super::MfaType;
use crate::error::{AuthError, AuthErrorCode};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// What an authenticator app needs to be set up.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSetupDetails {
    /// The secret to type into an authenticator app, in base32. It is never stored, so it is empty after a restart of
    /// the app.
    pub shared_secret: Secret,
    /// The user whom the code is for.
    pub username: String,
}

impl TotpSetupDetails {
    /// The address that sets up an authenticator app (Key URI Format). Open it, or show it as a QR code. It contains
    /// the secret.
    ///
    /// `app_name` is shown beside the code; `account_name` replaces the user name, if given.
    ///
    /// # Errors
    /// [`AuthErrorCode::EmptyArgument`] for an empty `app_name`.
    pub fn setup_uri(&self, app_name: &str, account_name: Option<&str>) -> Result<Secret, AuthError> {
        if app_name.is_empty() {
            return Err(AuthError::from(AuthErrorCode::EmptyArgument).with_field("app_name"));
        }
        // The colon between the two names is the label's only colon: within the names, a colon is encoded.
        let label = [app_name, account_name.unwrap_or(&self.username)].map(encoded).join(":");
        let (secret, issuer) = (encoded(self.shared_secret.expose()), encoded(app_name));
        Ok(Secret::new(format!("otpauth://totp/{label}?secret={secret}&issuer={issuer}")))
    }
}

/// The percent-encoded form of a text (RFC 3986, section 2.1).
fn encoded(text: &str) -> String {
    // `byte_serialize` writes a space as a plus sign. Only form data allows that.
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A user's preference for one second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MfaPreference {
    /// The user can't use the factor.
    Disabled,
    /// The user can use the factor. If it was preferred, it stays preferred, unless the same call prefers another one.
    Enabled,
    /// The user can use the factor, and a sign-in asks for it first.
    Preferred,
    /// The user can use the factor, but a sign-in does not ask for it first.
    NotPreferred,
}

/// The second factors of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserMfaPreference {
    /// The second factors that the user can use.
    pub enabled: Vec<MfaType>,
    /// The second factor that a sign-in asks for first.
    pub preferred: Option<MfaType>,
}

impl UserMfaPreference {
    /// Makes the preference from the service's names. Names that this version does not know are left out.
    pub(crate) fn of_names(enabled: &[String], preferred: Option<&str>) -> Self {
        Self {
            enabled: enabled.iter().filter_map(|name| MfaType::from_name(name)).collect(),
            preferred: preferred.and_then(MfaType::from_name),
        }
    }
}

/// Options of [`Auth::verify_totp_setup`](crate::Auth::verify_totp_setup).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VerifyTotpSetupOptions {
    /// A name for the authenticator app, such as `Ann's phone`.
    pub friendly_device_name: Option<String>,
}

// A user name may be an address, and a device's name may contain its owner's name.
redacted_debug! {
    TotpSetupDetails { shared_secret };
    VerifyTotpSetupOptions {};
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details() -> TotpSetupDetails {
        TotpSetupDetails { shared_secret: "JBSWY3DPEHPK3PXP".into(), username: "ann@example.com".into() }
    }

    #[test]
    fn the_setup_uri_names_the_app_the_user_and_the_secret() {
        let uri = details().setup_uri("My App", None).unwrap();
        let expected = "otpauth://totp/My%20App:ann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=My%20App";
        assert_eq!(uri.expose(), expected);
    }

    #[test]
    fn any_names_can_be_read_back_from_the_setup_uri() {
        for (app, account) in [("Shop: east", "a+b c"), ("&=?#/", "\u{e9}"), ("100%", "100%25")] {
            let uri = details().setup_uri(app, Some(account)).unwrap();
            let uri = url::Url::parse(uri.expose()).unwrap();
            let names: Vec<_> = uri.path().trim_start_matches('/').split(':').map(decoded).collect();
            assert_eq!(names, [app, account]);
            let parameters: Vec<_> = uri.query_pairs().into_owned().collect();
            assert_eq!(parameters[1], ("issuer".to_owned(), app.to_owned()));
        }
    }

    fn decoded(text: &str) -> String {
        let pairs = url::form_urlencoded::parse(text.as_bytes());
        pairs.map(|(name, _)| name.into_owned()).collect()
    }

    #[test]
    fn a_setup_uri_for_an_app_without_a_name_is_refused() {
        let error = details().setup_uri("", None).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (AuthErrorCode::EmptyArgument, Some("app_name")));
    }
}
