//! The program. `examples/terminal/README.md` says how to run it.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, AuthError, AuthErrorCode, Ports};
use example_terminal::Console;

/// Where `make local-pool` runs a pool.
const LOCAL_POOL: &str = "http://127.0.0.1:9229";

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("No thread could be started: {error}.")),
    };
    let auth = match auth(&std::env::args().nth(1).unwrap_or_else(|| LOCAL_POOL.to_owned())) {
        Ok(auth) => auth,
        Err(error) => return fail(&error.to_string()),
    };
    let ended = runtime.block_on(async {
        let ended = example_terminal::run(&auth, &mut Console).await;
        auth.close().await;
        ended
    });
    match ended {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            fail(&format!("The terminal can't be read or written: {error}."))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// An instance for the pool at an address, or in a configuration file. The session is in memory: an app of yours brings
/// a store that keeps secrets.
fn auth(pool: &str) -> Result<Auth, AuthError> {
    let configuration = match pool.split_once("://") {
        Some(_) => local_pool(pool),
        None => AuthConfiguration::from_file(pool)?,
    };
    let transport = HostTransport::new().map_err(|_| AuthErrorCode::TlsFailed)?;
    Auth::new(configuration, Ports::new(Arc::new(transport), Arc::new(MemoryStore::new())))
}

fn local_pool(address: &str) -> AuthConfiguration {
    let mut configuration = AuthConfiguration::new("local", "local_LocalPool", "local-client");
    configuration.user_pool.endpoint = Some(address.to_owned());
    configuration
}

fn fail(text: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::FAILURE
}
