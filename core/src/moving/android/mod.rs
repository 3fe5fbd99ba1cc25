//! Android: Amplify for Android, and before it AWSMobileClient and Amplify version 1.

use super::Former;
use crate::config::AuthConfiguration;
use crate::ports::FormerPreferences;

pub(super) fn read(_storage: &dyn FormerPreferences, _configuration: &AuthConfiguration) -> Former {
    Former::Absent
}
