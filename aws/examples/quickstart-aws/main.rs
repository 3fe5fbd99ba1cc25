//! Plays the sign-in guide through AWS's own client, with the configuration that the machine has for AWS's tools.
//!
//! ```text
//! cargo run -q -p cognito-auth-aws --example quickstart-aws
//! ```
//!
//! The example takes the options of the quickstart of `cognito-auth-core`, and does the same. With `--create-pool` it
//! needs credentials, but nobody has to type a code: it makes a user pool, registers a user, invites another user,
//! signs both in, and deletes the pool. `--profile` chooses the profile that gives the credentials.

mod administrator;
#[path = "../../../core/examples/quickstart/arguments.rs"]
mod arguments;
#[path = "../../../core/examples/quickstart/challenges.rs"]
mod challenges;
#[path = "../../../core/examples/quickstart/failure.rs"]
mod failure;
#[path = "../../../core/examples/quickstart/guide.rs"]
mod guide;
#[path = "../../../core/examples/quickstart/pool.rs"]
mod pool;
#[path = "../../../core/examples/quickstart/terminal.rs"]
mod terminal;
mod users;

use std::process::ExitCode;
use std::sync::Arc;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::{Builder, tls};
use clap::Parser;
use cognito_auth_aws::AwsUserPool;
use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, AuthError, AuthErrorCode, Ports};
use cognito_local_pool::LocalPool;

use administrator::Administrator;
use arguments::{Arguments, EXIT_STATUS};
use failure::Failure;
use guide::Guide;

/// Registers a user and signs in through AWS's own client, as the guide does.
#[derive(Parser)]
#[command(name = "quickstart-aws", after_help = EXIT_STATUS)]
struct Options {
    #[command(flatten)]
    guide: Arguments,
    /// Makes a user pool and its users with signed calls, plays the guide, and deletes the pool; without --endpoint, it
    /// does so at AWS
    #[arg(long)]
    create_pool: bool,
    /// The profile in the AWS configuration files that gives the region and the credentials
    #[arg(long, allow_hyphen_values = true)]
    profile: Option<String>,
}

fn check(options: &Options) -> Result<(), String> {
    match options.create_pool {
        true if options.guide.names_no_pool() => Ok(()),
        true => Err("--create-pool makes its own pool: it takes no ids of another pool.".to_owned()),
        false => options.guide.check(),
    }
}

fn main() -> ExitCode {
    let options = match arguments::parse(check) {
        Ok(options) => options,
        Err(exit_code) => return exit_code,
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::Other(format!("No thread could be started: {error}.")).report(),
    };
    let play =
        async { if options.create_pool { play_with_own_pool(options).await } else { play(options).await } };
    match runtime.block_on(play) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Plays the guide as the quickstart of the core does.
async fn play(options: Options) -> Result<(), Failure> {
    let Options { guide: arguments, profile, .. } = options;
    let pool = match arguments.endpoint {
        Some(_) => None,
        None => Some(pool::start().await?),
    };
    let configuration = arguments.configuration(pool.as_ref().map(LocalPool::base_url));
    let sdk = sdk(profile, configuration.user_pool.region.clone()).await;
    Guide { auth: auth(&sdk, configuration)?, arguments, pool }.play().await
}

/// Makes a pool, plays the guide on it, and deletes it.
async fn play_with_own_pool(options: Options) -> Result<(), Failure> {
    let Options { guide: mut arguments, profile, .. } = options;
    let region = match arguments.region.clone() {
        Some(region) => Some(region),
        None => cognito_auth_aws::region(profile.as_deref()).await,
    };
    let region = region.ok_or_else(|| Failure::Other("Which region? Run again with --region.".to_owned()))?;
    let sdk = sdk(profile, region.clone()).await;
    let administrator = Administrator::with_new_pool(&sdk, arguments.endpoint.as_deref()).await?;
    let played = async {
        arguments.client_id = administrator.create_client().await?;
        arguments.user_pool_id = administrator.pool_id().to_owned();
        arguments.region = Some(region);
        users::play(&auth(&sdk, arguments.configuration(None))?, &arguments, &administrator).await
    };
    let played = played.await;
    // The pool is deleted even if the guide failed.
    let deleted = administrator.delete_pool().await;
    if let (Err(_), Err(failure)) = (&played, &deleted) {
        // Only the guide's failure is returned, and the user has to know that the pool is still there.
        let _ = failure.report();
    }
    played.and(deleted)
}

/// The machine's configuration for AWS's tools, with AWS's own HTTP client. Its TLS is rustls with ring, as in the
/// core's transport.
async fn sdk(profile: Option<String>, region: String) -> SdkConfig {
    let http = Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring));
    let loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http.build_https());
    let loader = match profile {
        Some(profile) => loader.profile_name(profile),
        None => loader,
    };
    loader.region(Region::new(region)).load().await
}

fn auth(sdk: &SdkConfig, configuration: AuthConfiguration) -> Result<Auth, Failure> {
    // The transport stays unused: AWS's client brings its own HTTP.
    let transport = HostTransport::new().map_err(|_| AuthError::from(AuthErrorCode::TlsFailed))?;
    let ports = Ports::new(Arc::new(transport), Arc::new(MemoryStore::new()));
    Ok(Auth::over(Arc::new(AwsUserPool::new(sdk, &configuration)), configuration, ports)?)
}
