//! Plays the sign-in guide: registers a user, confirms with the code, and signs in. With the local pool, it signs in
//! again with a second factor.
//!
//! ```text
//! cargo run -q -p cognito-auth-core --features host --example quickstart
//! ```
//!
//! Without `--endpoint` it starts the local pool within this process and reads the codes from its inbox. With
//! `--endpoint` it asks for each code, and reads one line of standard input for it. `--help` lists the options and the
//! exit codes.

mod arguments;
mod challenges;
mod failure;
mod guide;
mod pool;
mod terminal;

use std::process::ExitCode;
use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthError, AuthErrorCode, Ports};
use cognito_local_pool::LocalPool;

use arguments::Arguments;
use failure::Failure;
use guide::Guide;

fn main() -> ExitCode {
    let arguments = match arguments::parse(Arguments::check) {
        Ok(arguments) => arguments,
        Err(exit_code) => return exit_code,
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::Other(format!("No thread could be started: {error}.")).report(),
    };
    match runtime.block_on(play(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn play(arguments: Arguments) -> Result<(), Failure> {
    let pool = match arguments.endpoint {
        Some(_) => None,
        None => Some(pool::start().await?),
    };
    Guide { auth: auth(&arguments, pool.as_ref())?, arguments, pool }.play().await
}

fn auth(arguments: &Arguments, pool: Option<&LocalPool>) -> Result<Auth, Failure> {
    let configuration = arguments.configuration(pool.map(LocalPool::base_url));
    let transport = HostTransport::new().map_err(|_| AuthError::from(AuthErrorCode::TlsFailed))?;
    Ok(Auth::new(configuration, Ports::new(Arc::new(transport), Arc::new(MemoryStore::new())))?)
}
