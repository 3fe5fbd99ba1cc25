//! The contestants.

use std::{collections::HashMap, hint::black_box};

use aws_cognito_srp::{SrpClient, User};
use cognito_auth_srp::{KeyPair, user};
use cpu_time::ProcessTime;

use crate::{
    BenchResult,
    exchange::{PASSWORD, POOL_ID, SALT, SECRET_BLOCK, SignIn, USERNAME},
    openssl,
    processes::Process,
};

pub struct Contestant<'a> {
    pub name: &'static str,
    pub version: String,
    /// The contestant takes part once in this many rounds: a slow one takes part less often.
    pub every: usize,
    /// Computes the SRP of one sign-in. Gives the processor time in seconds.
    pub sign_in: Box<dyn FnMut() -> BenchResult<f64> + 'a>,
}

/// The contestants whose instructions are counted. They run in this process.
pub const COUNTED: [&str; 4] = [OURS, OPENSSL, AWS_COGNITO_SRP, COGNITO_SRP];
/// The contestants of `bench/srp/run openssl`, which needs neither Python nor Node.
pub const OURS_AND_OPENSSL: [&str; 2] = [OURS, OPENSSL];

const OURS: &str = "CognitoAuth";
const OPENSSL: &str = "OpenSSL";
const AWS_COGNITO_SRP: &str = "aws-cognito-srp";
const COGNITO_SRP: &str = "cognito_srp";

/// A contestant that runs in this process.
pub fn in_this_process<'a>(name: &str, sign_in: &'a SignIn) -> BenchResult<Contestant<'a>> {
    match name {
        OURS => Ok(contestant(OURS, String::new(), move || ours(sign_in))),
        OPENSSL => {
            let powers = openssl::ThreePowers::of(sign_in)?;
            Ok(contestant(OPENSSL, openssl::version(), move || powers.compute()))
        }
        AWS_COGNITO_SRP => {
            Ok(contestant(AWS_COGNITO_SRP, "0.2.6".to_owned(), move || aws_cognito_srp(sign_in)))
        }
        COGNITO_SRP => Ok(contestant(COGNITO_SRP, "0.1.2".to_owned(), move || cognito_srp(sign_in))),
        _ => Err(format!("{name} does not run in this process").into()),
    }
}

fn contestant<'a>(
    name: &'static str,
    version: String,
    mut work: impl FnMut() -> BenchResult + 'a,
) -> Contestant<'a> {
    let sign_in = move || {
        let start = ProcessTime::now();
        work()?;
        Ok(start.elapsed().as_secs_f64())
    };
    Contestant { name, version, every: 1, sign_in: Box::new(sign_in) }
}

/// A contestant in a process of its own: Python or Node.
pub fn in_another_process(
    name: &'static str,
    variable: &str,
    sign_in: &SignIn,
) -> BenchResult<Contestant<'static>> {
    let (mut process, version) = Process::start(variable, sign_in)?;
    Ok(Contestant { name, version, every: 10, sign_in: Box::new(move || process.sign_in()) })
}

fn ours(sign_in: &SignIn) -> BenchResult {
    let key_pair = KeyPair::from_entropy(black_box(&sign_in.entropy))?;
    black_box(key_pair.public_hex());
    black_box(user::prove(&key_pair, &sign_in.challenge(), PASSWORD)?);
    Ok(())
}

fn aws_cognito_srp(sign_in: &SignIn) -> BenchResult {
    let client = SrpClient::new(User::new(POOL_ID, USERNAME, PASSWORD), "client", None);
    let _ = black_box(client.get_auth_parameters());
    let _ = black_box(client.verify(SECRET_BLOCK, USERNAME, SALT, &sign_in.srp_b)?);
    Ok(())
}

fn cognito_srp(sign_in: &SignIn) -> BenchResult {
    let parameters = [
        ("SECRET_BLOCK", SECRET_BLOCK),
        ("USER_ID_FOR_SRP", USERNAME),
        ("SALT", SALT),
        ("SRP_B", sign_in.srp_b.as_str()),
    ];
    let parameters: HashMap<_, _> = parameters.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let client = cognito_srp::SrpClient::new(USERNAME, PASSWORD, POOL_ID, "client", None);
    black_box(client.get_auth_params().map_err(|error| error.to_string())?);
    black_box(client.process_challenge(parameters).map_err(|error| error.to_string())?);
    Ok(())
}
