//! The contestants that run in this process.

use std::{collections::HashMap, hint::black_box};

use aws_cognito_srp::{SrpClient, User};
use cognito_auth_srp::{KeyPair, user};

use crate::{
    BenchResult,
    exchange::{PASSWORD, POOL_ID, SALT, SECRET_BLOCK, SignIn, USERNAME},
    openssl,
};

pub struct Contestant<'a> {
    pub name: String,
    pub private_bits: u32,
    pub work: Box<dyn FnMut() -> BenchResult + 'a>,
}

pub fn all(sign_in: &SignIn) -> BenchResult<Vec<Contestant<'_>>> {
    let mut all = ours_and_openssl(sign_in)?;
    all.extend([aws_cognito_srp(sign_in), cognito_srp(sign_in)]);
    Ok(all)
}

pub fn ours_and_openssl(sign_in: &SignIn) -> BenchResult<Vec<Contestant<'_>>> {
    Ok(vec![ours(sign_in), three_powers(sign_in)?])
}

pub fn ours(sign_in: &SignIn) -> Contestant<'_> {
    let work = || {
        let key_pair = KeyPair::from_entropy(black_box(&sign_in.entropy))?;
        black_box(key_pair.public_hex());
        black_box(user::prove(&key_pair, &sign_in.challenge(), PASSWORD)?);
        Ok(())
    };
    Contestant { name: "ours".to_owned(), private_bits: 320, work: Box::new(work) }
}

/// OpenSSL's three powers of the exchange (A, g^x and S), without the hashing.
pub fn three_powers(sign_in: &SignIn) -> BenchResult<Contestant<'_>> {
    let powers = openssl::ThreePowers::of(sign_in)?;
    Ok(Contestant {
        name: format!("OpenSSL {} constant time, 3 powers", openssl::version()),
        private_bits: 320,
        work: Box::new(move || powers.compute()),
    })
}

fn aws_cognito_srp(sign_in: &SignIn) -> Contestant<'_> {
    let work = || {
        let client = SrpClient::new(User::new(POOL_ID, USERNAME, PASSWORD), "client", None);
        let _ = black_box(client.get_auth_parameters());
        let _ = black_box(client.verify(SECRET_BLOCK, USERNAME, SALT, &sign_in.srp_b)?);
        Ok(())
    };
    Contestant { name: "aws-cognito-srp 0.2.6".to_owned(), private_bits: 1024, work: Box::new(work) }
}

fn cognito_srp(sign_in: &SignIn) -> Contestant<'_> {
    let parameters = [
        ("SECRET_BLOCK", SECRET_BLOCK),
        ("USER_ID_FOR_SRP", USERNAME),
        ("SALT", SALT),
        ("SRP_B", sign_in.srp_b.as_str()),
    ];
    let parameters: HashMap<_, _> = parameters.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let work = move || {
        let client = cognito_srp::SrpClient::new(USERNAME, PASSWORD, POOL_ID, "client", None);
        black_box(client.get_auth_params().map_err(|error| error.to_string())?);
        black_box(client.process_challenge(parameters.clone()).map_err(|error| error.to_string())?);
        Ok(())
    };
    Contestant { name: "cognito_srp 0.1.2".to_owned(), private_bits: 1024, work: Box::new(work) }
}
