//! Android: Amplify for Android, and before it AWSMobileClient and Amplify version 1.

use super::Former;
use crate::config::AuthConfiguration;
use crate::ports::{FormerPreferences, StoreError};

pub(super) fn read(_storage: &dyn FormerPreferences, _configuration: &AuthConfiguration) -> Former {
    Former::Absent
}

pub(super) fn remove(
    _storage: &dyn FormerPreferences,
    _configuration: &AuthConfiguration,
) -> Result<(), StoreError> {
    Ok(())
}
