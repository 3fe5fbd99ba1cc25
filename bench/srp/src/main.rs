//! Compares our SRP with its peers, and with OpenSSL's constant-time exponentiation of the same three powers.
//!
//! One unit of work is the SRP of one sign-in: A and the proof. The times are processor times. The contestants in this
//! process take turns, and the shortest time of each one counts: other load on the machine can only make a run longer.
//! valgrind counts the instructions, which other load does not change. The ratios matter, not the milliseconds.
//!
//! With the argument `openssl`, only OpenSSL is compared. [`instructions`] starts the program with other arguments.

mod contestants;
mod exchange;
mod instructions;
mod openssl;
mod processes;

use std::{env, error::Error, process::ExitCode};

use contestants::Contestant;
use cpu_time::ProcessTime;
use exchange::SignIn;

pub type BenchResult<T = ()> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 200;
/// The most that our time may be, as a multiple of OpenSSL's.
const TARGET: f64 = 1.2;

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
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(contestants::all, processes::measure),
        ["openssl"] => compare(contestants::ours_and_openssl, |_| Ok(Vec::new())),
        [instructions::REPEAT, contestant, times] => instructions::repeat(contestant, times.parse()?),
        _ => Err("the only argument is openssl".into()),
    }
}

fn compare(
    in_this_process: impl Fn(&SignIn) -> BenchResult<Vec<Contestant<'_>>>,
    in_others: impl Fn(&SignIn) -> BenchResult<Vec<Timing>>,
) -> BenchResult {
    let sign_in = SignIn::random()?;
    let mut timings = take_turns(&mut in_this_process(&sign_in)?)?;
    timings.extend(in_others(&sign_in)?);
    print_table(&timings);
    let [ours, openssl, ..] = &timings[..] else { return Err("ours and OpenSSL must come first".into()) };
    let [ours, openssl] = [ours, openssl].map(|timing| minimum(&timing.warm) * 1e3);
    let counts = instructions::count()?;
    println!(
        "\nours / OpenSSL constant time = {:.2} by time ({ours:.2} / {openssl:.2} ms), {:.2} by instructions \
         ({:.1} / {:.1} million); target {TARGET}",
        ours / openssl,
        counts.ours / counts.openssl,
        counts.ours / 1e6,
        counts.openssl / 1e6,
    );
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
    let openssl = timings.iter().find(|timing| timing.name.starts_with("OpenSSL")).map(|t| minimum(&t.warm));
    println!("SRP, A + proof                         a (bits)   first (ms)    warm (ms)   warm / OpenSSL");
    for Timing { name, private_bits, first, warm } in timings {
        let warm = minimum(warm);
        let ratio = openssl.map_or(f64::NAN, |openssl| warm / openssl);
        println!("{name:<40}{private_bits:>7}{:>13.2}{:>13.2}{ratio:>17.2}", first * 1e3, warm * 1e3);
    }
}

fn minimum(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NAN, f64::min)
}
