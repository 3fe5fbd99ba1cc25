//! The region that the machine is set up for.

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;

/// The region that the AWS tools of this machine would use: of `AWS_REGION`, else of `profile` in the AWS
/// configuration files (`AWS_PROFILE`, else `default`, where none is named). A profile that is named comes first.
///
/// It reads the environment and files, and asks no network.
pub async fn region(profile: Option<&str>) -> Option<String> {
    let region = match profile {
        Some(profile) => ProfileFileRegionProvider::builder().profile_name(profile).build().region().await,
        None => match EnvironmentVariableRegionProvider::new().region().await {
            Some(region) => Some(region),
            None => ProfileFileRegionProvider::new().region().await,
        },
    };
    region.map(|region| region.as_ref().to_owned())
}
