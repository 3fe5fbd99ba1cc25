//! Apple's platforms: Amplify for Swift, and before it AWSMobileClient and Amplify version 1.

use super::Former;
use crate::config::AuthConfiguration;
use crate::ports::{FormerKeychain, StoreError};

pub(super) fn read(_storage: &dyn FormerKeychain, _configuration: &AuthConfiguration) -> Former {
    Former::Absent
}

pub(super) fn remove(
    _storage: &dyn FormerKeychain,
    _configuration: &AuthConfiguration,
) -> Result<(), StoreError> {
    Ok(())
}
