//! The local pool as a server.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its output")]

use clap::Parser;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, LocalPool, Options};
use std::io;
use std::net::IpAddr;
use std::process::ExitCode;

/// An Amazon Cognito user pool on your desk, for development and tests.
#[derive(Parser)]
#[command(name = "cognito-local-pool", version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 9229)]
    port: u16,
    /// The address to bind. Anything but a loopback address opens the pool to the network.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// The address that clients use, when it is not the bound one: it goes into the tokens' `iss`.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
}

fn public_url(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")).unwrap_or_default();
    match host.trim_end_matches('/') {
        "" => Err("give an address that starts with http:// or https://".to_owned()),
        _ => Ok(text.trim_end_matches('/').to_owned()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        host: arguments.host,
        port: arguments.port,
        public_url: arguments.public_url,
        ..Options::default()
    };
    match LocalPool::start(options).await {
        Ok(pool) => {
            announce(&pool);
            let stopped = stop_requested().await;
            pool.shutdown().await;
            ExitCode::from(u8::from(stopped.is_err()))
        }
        Err(error) => {
            eprintln!("cognito-local-pool: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what a client needs; the line that says that the pool is ready comes last.
fn announce(pool: &LocalPool) {
    println!("user pool {}", pool.user_pool_id());
    println!("client {DEFAULT_CLIENT_ID}");
    println!("client {DEFAULT_CLIENT_WITH_SECRET_ID} with secret {}", pool.client_secret());
    println!("amplify_outputs.json:");
    println!("{:#}", pool.amplify_outputs());
    println!("cognito-local-pool listening on http://{}", pool.address());
}

/// Waits for Ctrl-C or the system's request to end.
async fn stop_requested() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
