//! How a pool within a program starts, and why it does not.

use crate::errors::CognitoError;
use crate::request_log::RequestLog;
use crate::setup::Configuration;
use crate::signer::SigningKey;
use crate::triggers::TriggerOptions;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How a pool starts. The default listens on a free port of 127.0.0.1.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to bind, or a name: the pool then listens on each of the name's addresses that this machine has.
    /// `localhost` is 127.0.0.1 and ::1.
    pub host: String,
    /// The port to bind; 0 takes a free one.
    pub port: u16,
    /// The address for clients, if it differs from the bound one: an `http` or `https` origin, such as
    /// `http://10.0.2.2:9229`. Case does not matter, and a default port can be left out.
    pub public_url: Option<String>,
    /// What the tokens' `iss` begins with, if it is not the address for clients: an `http` or `https` address, to which
    /// the pool's id is added. `aws` stands for the issuers that AWS has:
    /// `https://cognito-idp.<region>.amazonaws.com/<poolId>`. The keys and the metadata stay at the address for
    /// clients.
    pub issuer: Option<String>,
    /// Serve https instead of http, with a certificate that is made at the start. Clients have to trust
    /// [`LocalPool::ca_certificate`](crate::LocalPool::ca_certificate).
    pub tls: bool,
    /// The keys that sign the tokens.
    pub signing_key: SigningKey,
    /// User pools in addition to the default one, and the addresses of functions.
    pub configuration: Configuration,
    /// Where the functions of triggers run.
    pub triggers: TriggerOptions,
    /// The origins, e.g. `http://localhost:5173`, whose pages may administer the pool and use the control API. Pages of
    /// other origins may do only what an app may do. Case does not matter, and a default port can be left out.
    pub allowed_origins: Vec<String>,
    /// Host names, such as `pool`, under which the pool may be administered, in addition to `localhost`, IP addresses,
    /// `host` and the host of `public_url`.
    pub allowed_hosts: Vec<String>,
    /// Gets a line for each request. Unless set, the pool writes none.
    pub log: Option<RequestLog>,
    /// The time limit for a request's head to arrive, for its body to arrive, and for the client to read the response.
    /// The pool closes a connection that exceeds a limit or sends no request. The default is 15 seconds.
    pub request_timeout: Duration,
    /// Refuse a challenge response whose USERNAME is an alias. AWS's documentation asks for the user name, but Cognito
    /// takes the alias too. With this option, a test finds a client that sends the alias.
    pub strict: bool,
    /// A folder for the pools, which then survive a restart. Active sign-ins, the moved clock, faults and the log of
    /// requests do not. A stored pool replaces the pool with the same id in `configuration`. The files hold secrets, so
    /// their owner alone can read them.
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 0,
            public_url: None,
            issuer: None,
            tls: false,
            allowed_origins: Vec::new(),
            allowed_hosts: Vec::new(),
            log: None,
            request_timeout: Duration::from_secs(15),
            strict: false,
            signing_key: SigningKey::default(),
            configuration: Configuration::default(),
            triggers: TriggerOptions::default(),
            data: None,
        }
    }
}

/// Why a pool did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or the program is not allowed to bind it.
    #[error("cannot listen on {address}: {reason}")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        reason: io::Error,
    },
    /// [`Options::host`] is neither an address nor a name that has one.
    #[error("cannot listen on {host}: {reason}")]
    Host {
        /// The name asked for.
        host: String,
        /// What the system says.
        reason: io::Error,
    },
    /// [`Options::public_url`] is not an address for clients, e.g. because it has a path.
    #[error("the public URL {0} is not an http or https origin, such as http://10.0.2.2:9229")]
    PublicUrl(String),
    /// [`Options::issuer`] is neither `aws` nor an address.
    #[error("the issuer {0} is neither aws nor an http or https address, such as https://pool.example/auth")]
    Issuer(String),
    /// An address in [`Options::triggers`] or in the configuration's `Triggers` is not a plain http address.
    #[error("the trigger's address {0} is not an http address, such as http://127.0.0.1:3000/")]
    Trigger(String),
    /// One of [`Options::allowed_origins`] is not an origin.
    #[error("{0} is not an origin, such as http://localhost:5173")]
    Origin(String),
    /// One of [`Options::allowed_hosts`] is not a host name.
    #[error("{0} is not a host name, such as pool")]
    AllowedHost(String),
    /// A configured user pool is invalid, e.g. a user's password breaks the pool's policy.
    #[error("the configuration is invalid: {0}")]
    Configuration(String),
    /// The data folder can't be used, e.g. because its file is damaged or from a newer version. The file stays as it
    /// is.
    #[error("cannot use the data folder {}: {reason}", folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What is wrong. The text quotes nothing of the file.
        reason: String,
    },
    /// The system gives no threads or no randomness, no certificate can be made, or a reset can't write the data
    /// folder.
    #[error("cannot start: {0}")]
    System(String),
}

impl From<CognitoError> for StartError {
    fn from(error: CognitoError) -> Self {
        Self::System(error.message)
    }
}
