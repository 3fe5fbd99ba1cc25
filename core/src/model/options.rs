//! The options of a sign-up, a sign-in and a password reset, and the values that go into the requests of the call.

use std::collections::BTreeMap;
use std::mem::take;

use serde::{Serialize, Serializer};

use super::{AuthFlowType, AuthUserAttribute};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// Options of [`Auth::sign_up`](crate::Auth::sign_up).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignUpOptions {
    /// The new user's attributes.
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's PreSignUp trigger as validation data.
    pub validation_data: BTreeMap<String, String>,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::confirm_sign_up`](crate::Auth::confirm_sign_up).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConfirmSignUpOptions {
    /// Makes the e-mail address or phone number this user's alias, even if it is another user's alias now.
    pub force_alias_creation: bool,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::resend_sign_up_code`](crate::Auth::resend_sign_up_code).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ResendSignUpCodeOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::sign_in`](crate::Auth::sign_in).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignInOptions {
    /// The flow; the configuration's default if absent.
    pub flow: Option<AuthFlowType>,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::confirm_sign_in`](crate::Auth::confirm_sign_in).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConfirmSignInOptions {
    /// The attributes that the pool requires together with a new password. They are an error if the answer is not a new
    /// password.
    pub user_attributes: Vec<AuthUserAttribute>,
    /// A name for the authenticator app that is being set up, such as `Ann's phone`. It is an error if the answer is
    /// not the first code of that app.
    pub friendly_device_name: Option<String>,
    /// Passed to the pool's triggers. Some answers, such as the choice of the password, cause no request: then
    /// this goes with the next answer.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::reset_password`](crate::Auth::reset_password).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ResetPasswordOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::confirm_reset_password`](crate::Auth::confirm_reset_password).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConfirmResetPasswordOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Data about the device, for the pool's threat protection (advanced security), which judges how risky a request is.
#[derive(Clone, PartialEq, Eq)]
pub struct UserContextData {
    /// The device's fingerprint, as the service's context data library encodes it.
    pub encoded_data: Secret,
    /// The device's own IP address, IPv4 or IPv6, if the app client accepts one.
    pub ip_address: Option<String>,
}

/// The values that every request of a sign-up, a sign-in or a password reset carries. Serde writes them as members of
/// the request.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RequestContext {
    /// Passed to the pool's triggers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub client_metadata: BTreeMap<String, String>,
    /// For the pool's threat protection.
    #[serde(serialize_with = "write_user_context_data", skip_serializing_if = "Option::is_none")]
    pub user_context_data: Option<UserContextData>,
}

impl RequestContext {
    /// Makes a context.
    pub fn new(
        client_metadata: BTreeMap<String, String>,
        user_context_data: Option<UserContextData>,
    ) -> Self {
        Self { client_metadata, user_context_data }
    }

    /// This context, merged with a later one. Where both have a value, the later one's value is used.
    pub(crate) fn with(mut self, later: Self) -> Self {
        self.client_metadata.extend(later.client_metadata);
        self.user_context_data = later.user_context_data.or(self.user_context_data);
        self
    }
}

/// Writes the request's member UserContextData. The type itself does not implement `Serialize`, because it holds a
/// secret.
fn write_user_context_data<S: Serializer>(
    data: &Option<UserContextData>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Written<'a> {
        encoded_data: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        ip_address: Option<&'a str>,
    }
    let written = data.as_ref().map(|UserContextData { encoded_data, ip_address }| Written {
        encoded_data: encoded_data.expose(),
        ip_address: ip_address.as_deref(),
    });
    written.serialize(serializer)
}

/// Gives each type of options a function that takes the request's context out of them.
macro_rules! take_context {
    ($($options:ident),+) => {$(
        impl $options {
            /// Takes the values that go into the requests of the call.
            pub(crate) fn take_context(&mut self) -> RequestContext {
                RequestContext::new(take(&mut self.client_metadata), self.user_context_data.take())
            }
        }
    )+};
}

take_context!(SignUpOptions, ConfirmSignUpOptions, ResendSignUpCodeOptions);
take_context!(SignInOptions, ConfirmSignInOptions);
take_context!(ResetPasswordOptions, ConfirmResetPasswordOptions);

// Three kinds of value here are personal data: what an app hands to triggers, an IP address, a device's name.
redacted_debug! {
    SignUpOptions { user_attributes, user_context_data } names { validation_data, client_metadata };
    ConfirmSignUpOptions { force_alias_creation, user_context_data } names { client_metadata };
    ResendSignUpCodeOptions { user_context_data } names { client_metadata };
    SignInOptions { flow, user_context_data } names { client_metadata };
    ConfirmSignInOptions { user_attributes, user_context_data } names { client_metadata };
    ResetPasswordOptions { user_context_data } names { client_metadata };
    ConfirmResetPasswordOptions { user_context_data } names { client_metadata };
    UserContextData {};
    RequestContext { user_context_data } names { client_metadata };
}
