//! Compares our SRP with its peers, and with OpenSSL's constant-time exponentiation of the same three powers. Prints rows
//! for `bench/table`.
//!
//! One unit of work is the SRP of one sign-in: A and the proof. The times are processor times. The contestants take turns,
//! and the shortest time of each one counts: other load on the machine can only make a run longer. valgrind counts the
//! instructions, which other load does not change. The ratios matter, not the milliseconds.
//!
//! With the argument `openssl`, only OpenSSL is compared. [`instructions`] starts the program with other arguments.

mod contestants;
mod exchange;
mod instructions;
mod openssl;
mod processes;

use std::{env, error::Error, process::ExitCode};

use contestants::Contestant;
use exchange::SignIn;

pub type BenchResult<T = ()> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 200;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("srp-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> BenchResult {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(&contestants::COUNTED, |sign_in| {
            let python = contestants::in_another_process("pycognito", "SRP_BENCH_PYTHON", sign_in)?;
            let node = contestants::in_another_process("aws-amplify", "SRP_BENCH_NODE", sign_in)?;
            Ok(vec![python, node])
        }),
        ["openssl"] => compare(&contestants::OURS_AND_OPENSSL, |_| Ok(Vec::new())),
        [instructions::REPEAT, contestant, times] => instructions::repeat(contestant, times.parse()?),
        _ => Err("the only argument is openssl".into()),
    }
}

fn compare(
    counted: &[&str],
    in_other_processes: impl Fn(&SignIn) -> BenchResult<Vec<Contestant<'static>>>,
) -> BenchResult {
    let sign_in = SignIn::random()?;
    let in_this_process = counted.iter().map(|name| contestants::in_this_process(name, &sign_in));
    let mut all = in_this_process.collect::<BenchResult<Vec<_>>>()?;
    all.extend(in_other_processes(&sign_in)?);
    let shortest = take_turns(&mut all)?;
    for (Contestant { name, version, .. }, seconds) in all.iter().zip(shortest) {
        row("srp", name, seconds, version);
    }
    for name in counted {
        row("srp-instructions", name, instructions::count(name)?, "");
    }
    Ok(())
}

/// The shortest time of each contestant, in seconds.
fn take_turns(contestants: &mut [Contestant]) -> BenchResult<Vec<f64>> {
    let mut shortest = vec![f64::INFINITY; contestants.len()];
    for round in 0..ROUNDS {
        for (contestant, shortest) in contestants.iter_mut().zip(&mut shortest) {
            if round % contestant.every == 0 {
                *shortest = shortest.min((contestant.sign_in)()?);
            }
        }
    }
    Ok(shortest)
}

fn row(name: &str, who: &str, number: f64, version: &str) {
    println!("row\t{name}\t{who}\t{number}\t{version}");
}
