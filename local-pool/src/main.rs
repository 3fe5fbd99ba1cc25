//! The local pool as a server.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command prints")]

mod program;

use clap::Parser;
use cognito_local_pool::{
    Configuration, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, LocalPool, Options, RequestLog,
    StartError, TriggerOptions,
};
use program::{environment, health};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use std::{fs, io};

/// An Amazon Cognito user pool on this machine, for development and tests.
///
/// The environment variables PORT, HOST and PUBLIC_URL set --port, --host and --public-url.
#[derive(Parser)]
#[command(name = "cognito-local-pool", version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 9229)]
    port: u16,
    /// The address to bind, or a name, such as localhost. Any address except a loopback address opens the pool to the
    /// network.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// The address for clients, if it differs from the bound one, e.g. http://10.0.2.2:9229.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// What the tokens' `iss` begins with, if it is not the address for clients. `aws` stands for the issuers that AWS
    /// has: https://cognito-idp.REGION.amazonaws.com/POOLID.
    #[arg(long, value_name = "URL|aws")]
    issuer: Option<String>,
    /// Serve https, and write into this file the certificate of the authority that clients must trust.
    #[arg(long, value_name = "FILE")]
    tls: Option<PathBuf>,
    /// An origin, e.g. http://localhost:5173, whose pages may administer the pool. May be repeated.
    #[arg(long = "allow-origin", value_name = "URL")]
    allowed_origins: Vec<String>,
    /// A host name, e.g. the service's name in Docker Compose, under which the pool may be administered, in addition to
    /// localhost, IP addresses and the host of --public-url. May be repeated.
    #[arg(long = "allow-host", value_name = "NAME")]
    allowed_hosts: Vec<String>,
    /// Print a line for each request on the error output.
    #[arg(long)]
    log: bool,
    /// Ask the pool at --host and --port whether it is ready, and exit: with 0 if it is. With --tls, trust the
    /// certificate in FILE.
    #[arg(long)]
    health: bool,
    /// Print the JSON schema of the file for --config, and exit.
    #[arg(long)]
    config_schema: bool,
    /// The address of a trigger's function, by the function's name or its whole ARN. May be repeated.
    #[arg(long = "trigger", value_name = "NAME=URL", value_parser = trigger)]
    triggers: Vec<(String, String)>,
    /// A server with Lambda's operation Invoke, such as `sam local start-lambda`, for all other functions.
    #[arg(long, value_name = "URL")]
    lambda_endpoint: Option<String>,
    /// A host, e.g. host.docker.internal, whose addresses may stand in place of a trigger's ARN. May be repeated.
    #[arg(long = "allow-trigger-host", value_name = "HOST")]
    trigger_hosts: Vec<String>,
    /// Skip a trigger if nothing says where its function runs. Without this option, the operation that would call the
    /// trigger fails.
    #[arg(long)]
    skip_unmapped_triggers: bool,
    /// The seconds that a trigger's function may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    trigger_timeout: u64,
    /// Refuse a challenge response whose USERNAME is an alias. AWS's documentation asks for the user name.
    #[arg(long)]
    strict: bool,
    /// A JSON file with user pools, in addition to the default one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder for users, clients and refresh tokens, which then survive a restart. The pool makes a missing folder.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Reads NAME=URL. An ARN may have `=` too.
fn trigger(text: &str) -> Result<(String, String), String> {
    match text.split_once("=http") {
        Some((name, rest)) if !name.is_empty() => Ok((name.to_owned(), format!("http{rest}"))),
        _ => Err("write NAME=URL, such as pre-sign-up=http://127.0.0.1:3000/".to_owned()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (arguments, note) = environment::read::<Arguments>();
    if let Some(note) = note {
        eprintln!("cognito-local-pool: {note}");
    }
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cognito-local-pool: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    if arguments.health {
        println!("{}", health::ask(&arguments.host, arguments.port, arguments.tls.as_deref()).await?);
        return Ok(());
    }
    if arguments.config_schema {
        println!("{:#}", Configuration::schema());
        return Ok(());
    }
    let configuration = match &arguments.config {
        Some(file) => read_configuration(file)?,
        None => Configuration::default(),
    };
    let options = Options {
        host: arguments.host,
        port: arguments.port,
        public_url: arguments.public_url,
        issuer: arguments.issuer,
        tls: arguments.tls.is_some(),
        allowed_origins: arguments.allowed_origins,
        allowed_hosts: arguments.allowed_hosts,
        log: arguments.log.then(|| RequestLog::new(print_request)),
        strict: arguments.strict,
        configuration,
        triggers: TriggerOptions {
            functions: arguments.triggers.into_iter().collect(),
            lambda_endpoint: arguments.lambda_endpoint,
            allowed_hosts: arguments.trigger_hosts,
            skip_unmapped: arguments.skip_unmapped_triggers,
            timeout: Duration::from_secs(arguments.trigger_timeout),
        },
        data: arguments.data,
        ..Options::default()
    };
    // From here on, a signal ends the pool in order, even before it is ready.
    let stopped = stop_requested()?;
    let pool = match LocalPool::start(options).await {
        Err(error) => return Err(with_hint(error).await),
        Ok(pool) => pool,
    };
    warn_of_network(&pool);
    write_authority(&pool, arguments.tls.as_deref())?;
    announce(&pool);
    let stopped = stopped.await;
    pool.shutdown().await;
    Ok(stopped?)
}

/// Prints a line of the log. A closed error output must not end the pool.
fn print_request(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The error, and what to do if the port is taken.
async fn with_hint(error: StartError) -> Box<dyn Error> {
    let StartError::Bind { address, reason } = &error else { return error.into() };
    if reason.kind() != io::ErrorKind::AddrInUse {
        return error.into();
    }
    let port = address.port();
    let holder = match health::is_pool(*address).await {
        Some(pool) => format!("{pool}, which answers GET /health there: use it, stop it"),
        None => "another program, or a local pool with --tls: stop it".to_owned(),
    };
    format!("{error}\nPort {port} is taken by {holder}, or choose another port with --port; --port 0 takes a free one.")
        .into()
}

/// Warns of addresses that other machines reach: the operations of administrators need no credentials.
fn warn_of_network(pool: &LocalPool) {
    for host in pool.addresses().iter().map(|address| address.ip()).filter(|ip| !ip.is_loopback()) {
        eprintln!(
            "warning: on {host} everyone in your network can administer this pool, and read its users, codes and \
             secrets"
        );
    }
}

fn read_configuration(file: &Path) -> Result<Configuration, Box<dyn Error>> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {name}: {error}"))?;
    Ok(Configuration::from_json(&text).map_err(|error| format!("{name}: {error}"))?)
}

/// Writes the certificate that clients must trust. `announce` says only afterwards that the pool is ready.
fn write_authority(pool: &LocalPool, file: Option<&Path>) -> Result<(), Box<dyn Error>> {
    if let (Some(certificate), Some(file)) = (pool.ca_certificate(), file) {
        let name = file.display();
        fs::write(file, certificate).map_err(|error| format!("cannot write {name}: {error}"))?;
        println!("certificate authority {name}");
    }
    Ok(())
}

/// Prints what a client needs. The last line says that the pool is ready.
fn announce(pool: &LocalPool) {
    println!("user pool {}", pool.user_pool_id());
    println!("identity pool {}", pool.identity_pool_id());
    println!("client {DEFAULT_CLIENT_ID}");
    println!("client {DEFAULT_CLIENT_WITH_SECRET_ID} with secret {}", pool.client_secret());
    println!("amplify_outputs.json:");
    println!("{:#}", pool.amplify_outputs());
    let scheme = if pool.ca_certificate().is_some() { "https" } else { "http" };
    for other in pool.addresses().iter().skip(1) {
        println!("also listening on {scheme}://{other}");
    }
    println!("cognito-local-pool listening on {scheme}://{}", pool.address());
}

/// Waits for Ctrl-C or SIGTERM. The signals count from this call on.
fn stop_requested() -> io::Result<impl Future<Output = io::Result<()>>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            Ok(())
        })
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c())
}
