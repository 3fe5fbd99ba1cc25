//! Apple's platforms: Amplify for Swift, and before it AWSMobileClient and Amplify version 1.

use super::Former;
use crate::config::AuthConfiguration;
use crate::ports::FormerKeychain;

pub(super) fn read(_storage: &dyn FormerKeychain, _configuration: &AuthConfiguration) -> Former {
    Former::Absent
}
