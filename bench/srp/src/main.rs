//! Compares our SRP with its peers, and with OpenSSL's constant-time exponentiation of the same three powers.
//!
//! One unit of work is the SRP of one sign-in: A and the proof. The times are processor times. The contestants in this
//! process take turns, so that other load on the machine affects all of them. The ratios matter, not the milliseconds.

mod contestants;
mod exchange;
mod openssl;
mod processes;

use std::{error::Error, process::ExitCode};

use contestants::Contestant;
use cpu_time::ProcessTime;
use exchange::SignIn;

pub type BenchResult<T = ()> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 60;
const TARGET: f64 = 2.1;

/// The times of one contestant, in seconds of processor time.
pub struct Timing {
    pub name: String,
    pub private_bits: u32,
    /// The contestant's first run, which includes everything that it initialises at first use.
    pub first: f64,
    pub warm: Vec<f64>,
}

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
    let sign_in = SignIn::random()?;
    let mut contestants = contestants::all(&sign_in)?;
    let mut timings = take_turns(&mut contestants)?;
    timings.extend(processes::measure(&sign_in)?);
    print_table(&timings);
    let [ours, openssl] = &timings[..2] else { return Err("ours and OpenSSL must come first".into()) };
    let ratio = median(ours.warm.iter().zip(&openssl.warm).map(|(ours, openssl)| ours / openssl).collect());
    println!("\nours / OpenSSL constant time = {ratio:.2} (target {TARGET})");
    Ok(())
}

fn take_turns(contestants: &mut [Contestant]) -> BenchResult<Vec<Timing>> {
    let mut timings = Vec::new();
    for Contestant { name, private_bits, work } in contestants.iter_mut() {
        let first = seconds(work)?;
        timings.push(Timing { name: name.clone(), private_bits: *private_bits, first, warm: Vec::new() });
    }
    for _ in 0..ROUNDS {
        for (contestant, timing) in contestants.iter_mut().zip(&mut timings) {
            timing.warm.push(seconds(&mut contestant.work)?);
        }
    }
    Ok(timings)
}

fn seconds(work: &mut dyn FnMut() -> BenchResult) -> BenchResult<f64> {
    let start = ProcessTime::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn print_table(timings: &[Timing]) {
    let openssl =
        timings.iter().find(|timing| timing.name.starts_with("OpenSSL")).map(|t| median(t.warm.clone()));
    println!("SRP, A + proof                         a (bits)   first (ms)    warm (ms)   warm / OpenSSL");
    for Timing { name, private_bits, first, warm } in timings {
        let warm = median(warm.clone());
        let ratio = openssl.map_or(f64::NAN, |openssl| warm / openssl);
        println!("{name:<40}{private_bits:>7}{:>13.2}{:>13.2}{ratio:>17.2}", first * 1e3, warm * 1e3);
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
