//! Processes are killed in the middle of a sign-in, a refresh or a sign-out. Each process has to go on where the last
//! one was killed, and is then killed itself. Nothing is lost, and no session comes back.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::calls::{Call, Last};
use crate::child::is_process;
use crate::process::Kill;
use crate::stage::Stage;

#[test]
fn when_a_process_is_killed_in_a_sign_in_the_next_process_can_complete_it() {
    play(Call::SignIn, "when_a_process_is_killed_in_a_sign_in_the_next_process_can_complete_it");
}

#[test]
fn when_a_process_is_killed_in_a_refresh_the_user_stays_signed_in() {
    play(Call::Refresh, "when_a_process_is_killed_in_a_refresh_the_user_stays_signed_in");
}

#[test]
fn when_a_process_is_killed_in_a_sign_out_no_ended_session_comes_back() {
    play(Call::SignOut, "when_a_process_is_killed_in_a_sign_out_no_ended_session_comes_back");
}

/// Chooses at random where each process is killed: at a point, or after a delay.
struct Choice {
    random: TestRng,
    points: usize,
    left: Vec<usize>,
    /// How long the calls take if nobody is killed.
    time: Duration,
}

impl Choice {
    fn new(seed: u64, points: usize, time: Duration) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self { random: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes), points, left: Vec::new(), time }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.random.next_u64() % u64::try_from(limit).unwrap()).unwrap()
    }

    /// Where to kill process `number`: every third one after a delay, the others at points. A point comes again only
    /// after every other point has come.
    fn next(&mut self, number: usize) -> Kill {
        if number % 3 == 2 {
            let thousandths = self.below(1000);
            return Kill::After(self.time * u32::try_from(thousandths).unwrap() / 1000);
        }
        if self.left.is_empty() {
            self.left = (1..=self.points).collect();
        }
        let at = self.below(self.left.len());
        Kill::At(self.left.swap_remove(at))
    }
}

/// The number in an environment variable, if the variable is set.
fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is not a number: {text}")))
}

#[allow(clippy::print_stdout, reason = "says where processes were killed, and what came of it")]
fn play(call: Call, test: &str) {
    if is_process() {
        return;
    }
    let kills = usize::try_from(number("KILLS").unwrap_or(20)).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let seed = number("KILLS_SEED").unwrap_or(now);
    println!("{call:?}: {kills} kills from KILLS_SEED={seed}");

    let mut stage = Stage::new(&format!("kills::{test}"), Duration::from_secs(60));
    stage.process_name = Some("app");
    stage.rotate(60);
    call.set_up(&stage);

    // Nothing is killed in the first run: it shows how many points there are, and how long the calls take.
    let mut process = stage.process();
    let access_token = call.prepare(&mut process);
    let begin = process.said.len();
    assert_eq!(process.ask("arm 0"), "armed");
    let began = Instant::now();
    process.play(|result| call.next(&stage, result));
    let time = began.elapsed();
    let last = Last { access_token, said: process.said[begin..].to_vec() };
    assert!(last.said.last().is_some_and(|said| call.is_result(said)), "{:?}", last.said);
    let points = process.ask("passed").parse().unwrap();
    call.check(&stage, &mut process, &last);

    let mut choice = Choice::new(seed, points, time);
    let mut tally = BTreeMap::<_, usize>::new();
    for number in 0..kills {
        let access_token = call.prepare(&mut process);
        let kill = choice.next(number);
        let said = process.killed(kill, |result| call.next(&stage, result));
        println!("kill {number}, {kill:?}: {}", said.join(", "));
        process = stage.process();
        let found = call.check(&stage, &mut process, &Last { access_token, said });
        println!("    found: {found}");
        *tally.entry(found).or_default() += 1;
    }
    println!("{call:?}: {points} points, {kills} kills, found: {tally:?}");
    for request in stage.pool.pool.requests() {
        assert_ne!(request.error_type.as_deref(), Some("RefreshTokenReuseException"));
    }
}
