//! The region that the machine is set up for.

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;

/// The region that the AWS tools of this machine would use. If `profile` is given, this is that profile's region in the
/// AWS configuration files. Otherwise it is the value of `AWS_REGION`, or else of `AWS_DEFAULT_REGION`. If neither is
/// set, it is the region of the profile that `AWS_PROFILE` names, or else of the profile `default`.
///
/// This reads the environment and files, and sends no request.
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

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Set only in the child process. The checks run there, because a test can choose a child's environment but must
    /// not change its own.
    const CHILD: &str = "REGION_TEST_CHILD";

    #[tokio::test]
    async fn a_named_profile_comes_before_the_environment_and_the_environment_before_the_files() {
        if std::env::var_os(CHILD).is_some() {
            assert_eq!(region(None).await.as_deref(), Some("eu-west-3"));
            assert_eq!(region(Some("work")).await.as_deref(), Some("ap-south-1"));
            assert_eq!(region(Some("nobody")).await, None);
            return;
        }
        let file = std::env::temp_dir().join(format!("aws-config-{}", std::process::id()));
        std::fs::write(&file, "[default]\nregion = us-east-1\n[profile work]\nregion = ap-south-1\n")
            .unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        let name = "a_named_profile_comes_before_the_environment_and_the_environment_before_the_files";
        child.args([name, "--nocapture"]).env(CHILD, "1").env("AWS_CONFIG_FILE", &file);
        child.env("AWS_REGION", "eu-west-3").env_remove("AWS_PROFILE");
        let output = child.output().unwrap();
        std::fs::remove_file(&file).unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
}
