//! The library wipes secrets. A block of memory that is freed never has a copy of a secret. At the end of a flow no
//! block has a copy of a password or a code, and at most one block has a copy of a token or a key that the library
//! keeps. After the app has ended, no block has a copy of any secret.
//!
//! The test prints the counts of each flow that are not 0. `WIPING_TRACE=1 FLOW=srp` shows where the copies of one flow
//! are freed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod allocator;
mod flows;
mod platform;
mod secrets;
mod web_flows;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use allocator::{freed, held, outside, watch};
use flows::App;
use secrets::{Kind, Watched};

type Running = Pin<Box<dyn Future<Output = App>>>;

/// A flow: its name, and the function that plays it with an app and returns the app.
type Flow = (&'static str, fn(App) -> Running);

macro_rules! flows {
    ($($file:ident { $($flow:ident),+ $(,)? })+) => {
        &[$($((stringify!($flow), |app| Box::pin($file::$flow(app))),)+)+]
    };
}

#[rustfmt::skip]
const FLOWS: &[Flow] = flows! {
    flows {
        srp, user_password, chosen_password, wrong_password, custom, new_password, second_factor, totp_setup,
        refresh, sign_up, update_password, reset_password, device, sign_out, left, malformed, escaped,
    }
    web_flows {
        web, late_web, malformed_web, foreign_web, guest, user_with_credentials, user_with_credentials_signs_out,
        federation, ended_federation, malformed_credentials,
    }
};

/// The test that watches secrets holds this lock, because only one test can watch at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// How many blocks have a copy of one secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Copies {
    /// Blocks that were freed with the copy in them.
    freed: usize,
    /// Blocks at the end of the flow, while the app still runs.
    in_use: usize,
    /// Blocks after the app has ended.
    left: usize,
}

/// The most copies that a secret may have.
fn ceiling(secret: &Watched) -> Copies {
    let in_use = match secret.kind {
        Kind::Typed => 0,
        Kind::Kept => 1,
    };
    Copies { freed: 0, in_use, left: 0 }
}

/// Plays a flow. Gives the copies of each secret, in the order of `secrets`.
fn play(secrets: &[Watched], flow: fn(App) -> Running) -> Vec<Copies> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let app = runtime.block_on(flow(App::new()));
    assert!(app.is_done(), "a request was not sent");
    drop(runtime);
    let in_use = held();
    drop(app);
    let (freed, left) = (freed(), held());
    let copies = |it| Copies { freed: freed[it], in_use: in_use[it], left: left[it] };
    outside(|| (0..secrets.len()).map(copies).collect())
}

#[test]
fn no_flow_leaves_a_copy_of_a_secret() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let secrets = secrets::all();
    let chosen = std::env::var("FLOW").ok();
    let mut too_many = 0;
    for (name, flow) in FLOWS.iter().filter(|(name, _)| chosen.as_deref().is_none_or(|it| it == *name)) {
        outside(|| watch(secrets.iter().map(|secret| secret.texts.clone()).collect()));
        let copies = play(&secrets, *flow);
        for (secret, copies) in secrets.iter().zip(copies) {
            let Copies { freed, in_use, left } = copies;
            let ceiling = ceiling(secret);
            let is_fine = freed <= ceiling.freed && in_use <= ceiling.in_use && left <= ceiling.left;
            too_many += usize::from(!is_fine);
            if !is_fine || copies != (Copies { freed: 0, in_use: 0, left: 0 }) {
                let verdict = if is_fine { "" } else { ": too many" };
                println!("{name}: {}: {freed} freed, {in_use} in use, {left} left{verdict}", secret.name);
            }
        }
    }
    assert_eq!(too_many, 0);
}

#[test]
fn the_allocator_counts_copies_that_are_held_moved_or_freed() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    outside(|| watch(vec![vec![b"planted".to_vec()]]));
    let mut text = "a planted secret".to_owned();
    assert_eq!((freed()[0], held()[0]), (0, 1));
    text.reserve(10_000);
    assert_eq!((freed()[0], held()[0]), (1, 1));
    drop(text);
    assert_eq!((freed()[0], held()[0]), (2, 0));
}
