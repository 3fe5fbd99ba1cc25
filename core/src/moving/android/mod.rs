//! Android: Amplify for Android, and before it AWSMobileClient and Amplify version 1.

mod amplify;
mod devices;
mod encrypted_preferences;
mod entries;
mod findings;
mod identity;
mod mobile_client;
#[cfg(test)]
mod properties;
mod removal;
#[cfg(test)]
mod tests;

use entries::Failure;
use findings::Findings;
pub(super) use removal::remove;

use super::{Former, ImportedDevice};
use crate::config::AuthConfiguration;
use crate::model::MoveSource;
use crate::ports::FormerPreferences;

/// Reads what Amplify stored. If that does not say who is signed in, also reads what AWSMobileClient stored.
pub(super) fn read(storage: &dyn FormerPreferences, configuration: &AuthConfiguration) -> Former {
    let found = amplify::read(storage, configuration).and_then(|stored| match stored {
        Some(stored) if stored.has_session_entry => {
            let mut findings = stored.findings;
            add_former_device(storage, configuration, &mut findings)?;
            Ok(findings.found(MoveSource::AmplifyAndroid))
        }
        stored => {
            let of_amplify = stored.map(|stored| stored.findings).unwrap_or_default();
            Ok(of_both(of_amplify, mobile_client::read(storage, configuration)?))
        }
    });
    found.unwrap_or_else(Former::from)
}

/// Adds the device that AWSMobileClient stored for the signed-in user, if Amplify stored none. Before version 2.14.2
/// Amplify did not move the device of a user who had signed in with an alias.
fn add_former_device(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
    findings: &mut Findings,
) -> Result<(), Failure> {
    let Some(user) = &findings.user else { return Ok(()) };
    let is_of_user = |device: &ImportedDevice| {
        device.username == user.pool_username || Some(&device.key) == user.device_key.as_ref()
    };
    if !findings.devices.iter().any(is_of_user) {
        let pool_id = &configuration.user_pool.pool_id;
        let device = mobile_client::device(storage, pool_id, &user.pool_username, &mut findings.warnings)?;
        findings.devices.extend(device);
    }
    Ok(())
}

/// The session of AWSMobileClient, and what Amplify stored beside a session.
fn of_both(of_amplify: Findings, of_mobile_client: Findings) -> Former {
    let is_of_mobile_client = of_mobile_client.session.is_some() || of_amplify.is_empty();
    let source =
        if is_of_mobile_client { MoveSource::MobileClientAndroid } else { MoveSource::AmplifyAndroid };
    let findings = of_amplify.with(of_mobile_client);
    if findings.is_empty() { Former::Absent } else { findings.found(source) }
}
