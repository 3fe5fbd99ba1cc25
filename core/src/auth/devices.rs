//! The remembered devices of the signed-in user.

use super::{Auth, arguments};
use crate::cognito::{DevicePage, ServiceError};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::model::{AuthDevice, AuthUser};

/// The most pages of devices that are read. No user's devices fill so many pages.
const MOST_PAGES: usize = 100;

/// The largest size of all listed devices' texts together, in bytes. One device's texts take a few hundred bytes.
const MOST_TEXT: usize = 8 * 1024 * 1024;

impl Auth {
    /// Lets the service remember this device (UpdateDeviceStatus), in a pool that leaves this choice to the user. The
    /// sign-in has already registered the device (ConfirmDevice).
    ///
    /// # Errors
    /// [`AuthErrorCode::NoDevice`] if no sign-in has registered this device, as in a pool that does not remember
    /// devices; [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn remember_device(&self) -> Result<(), AuthError> {
        let cognito = &self.inner.cognito;
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let key = self.device_of(&user).await?;
            self.with_access_token(&user, |token| cognito.remember_device(token, key.clone())).await
        };
        self.inner.limits.begin().run(work).await
    }

    /// Forgets the device with this id (ForgetDevice), or this device if `device_id` is `None`. At the next sign-in,
    /// the forgotten device counts as new. The service may refuse to refresh that device's session, and so end it.
    ///
    /// # Errors
    /// [`AuthErrorCode::ResourceNotFound`] for an unknown id, [`AuthErrorCode::EmptyArgument`] for an empty one,
    /// [`AuthErrorCode::NoDevice`] if this device is not remembered, [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn forget_device(&self, device_id: Option<String>) -> Result<(), AuthError> {
        if device_id.as_ref().is_some_and(String::is_empty) {
            return Err(arguments::empty("device_id"));
        }
        let cognito = &self.inner.cognito;
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let is_this_device = device_id.is_none();
            let key = match device_id {
                Some(id) => id,
                None => self.device_of(&user).await?,
            };
            let forget = |token| {
                let key = key.clone();
                async move {
                    match cognito.forget_device(token, key).await {
                        // The service has forgotten this device before: the response to an earlier request was lost, or
                        // another device of the user has made the request.
                        Err(error) if is_this_device && is_unknown(&error) => Ok(()),
                        response => response,
                    }
                }
            };
            self.with_access_token(&user, forget).await?;
            self.inner.session.forget_device(&key).await
        };
        self.inner.limits.begin().run(work).await
    }

    /// All devices of the signed-in user (ListDevices).
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn fetch_devices(&self) -> Result<Vec<AuthDevice>, AuthError> {
        let cognito = &self.inner.cognito;
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let mut listed = Listed::default();
            while listed.may_go_on() {
                let list = |token| cognito.list_devices(token, listed.next().cloned());
                let page = self.with_access_token(&user, list).await?;
                if listed.add(page) {
                    return Ok(listed.devices);
                }
            }
            // The pages have no end, repeat themselves, or hold too much text.
            Err(AuthErrorCode::MalformedResponse.into())
        };
        self.inner.limits.begin().run(work).await
    }

    /// The key that this device has for `user`.
    async fn device_of(&self, user: &AuthUser) -> Result<String, AuthError> {
        let key = self.inner.session.device_key_of(&user.username).await?;
        key.ok_or_else(|| AuthErrorCode::NoDevice.into())
    }
}

/// Whether the request may have failed because the service does not know the device. True if the service's text says
/// so, or does not say what is missing.
fn is_unknown(error: &ServiceError) -> bool {
    error.code() == AuthErrorCode::ResourceNotFound
        && matches!(
            error.reason(),
            None | Some(AuthErrorReason::DeviceUnknown | AuthErrorReason::DeviceRefused)
        )
}

/// The devices of the pages that were read.
#[derive(Default)]
struct Listed {
    devices: Vec<AuthDevice>,
    /// Where each further page begins.
    tokens: Vec<String>,
    /// The size of all texts, in bytes.
    text: usize,
}

impl Listed {
    fn may_go_on(&self) -> bool {
        let is_new = |token| !self.tokens[..self.tokens.len() - 1].contains(token);
        self.tokens.len() < MOST_PAGES && self.text <= MOST_TEXT && self.next().is_none_or(is_new)
    }

    /// Where the next page begins.
    fn next(&self) -> Option<&String> {
        self.tokens.last()
    }

    /// Takes a page. True if it is the last one.
    fn add(&mut self, page: DevicePage) -> bool {
        let devices = page.devices.into_iter().map(AuthDevice::from);
        self.devices.extend(devices.inspect(|device| self.text += size(device)));
        self.text += page.next.as_ref().map_or(0, String::len);
        let is_last = page.next.is_none();
        self.tokens.extend(page.next);
        is_last && self.text <= MOST_TEXT
    }
}

/// The size of a device's texts, in bytes.
fn size(device: &AuthDevice) -> usize {
    let attributes = device.attributes.iter().map(|(name, value)| name.len() + value.len());
    device.id.len() + device.name.as_ref().map_or(0, String::len) + attributes.sum::<usize>()
}
