//! What a stored session costs in Rust. `bench/session` starts this program for each measurement, in turn with programs
//! in other languages that take the same arguments: the measurement, and how many calls. The program prints the
//! nanoseconds of one call.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement prints, and fails loudly"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_auth_core::{Auth, AuthUserAttributeKey, Clock, Ports, SessionState, SystemClock};
use support::sessions::{FIRST, SESSION_KEY, access_token, configuration};
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step};
use tokio::runtime::Runtime;

/// The calls are made in this many batches, and the fastest batch counts: other load on the machine can only make a
/// batch slower.
const BATCHES: u32 = 20;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [measurement, calls] = &arguments[..] else {
        println!("session: bench/session starts this program, with a measurement and a number of calls");
        return;
    };
    let app = App::default();
    let time = measure(&app, measurement, calls.parse().unwrap());
    assert_eq!(app.transport.recorded().len(), app.transport.hanging(), "a request was sent");
    println!("{}", time.as_nanos());
}

fn measure(app: &App, measurement: &str, calls: u32) -> Duration {
    match measurement {
        // What the process does before a cold start. `bench/session` subtracts its instructions.
        "nothing" => Duration::ZERO,
        "first-token" => timed(|| assert_eq!(app.token_of(&app.instance()), FIRST.access())),
        "first-state" => timed(|| assert!(matches!(app.first_state(), SessionState::SignedIn(_)))),
        "valid-fetch" => {
            let auth = app.instance();
            app.token_of(&auth);
            app.runtime.block_on(async {
                let mut best = Duration::MAX;
                for _ in 0..BATCHES {
                    let begun = Instant::now();
                    for _ in 0..calls / BATCHES {
                        let session = auth.fetch_auth_session(Default::default()).await;
                        assert!(black_box(session).unwrap().is_signed_in);
                    }
                    best = best.min(begun.elapsed() / (calls / BATCHES));
                }
                best
            })
        }
        "attribute-name" => fastest(calls, || black_box(&AuthUserAttributeKey::Email).name()),
        "state-now" => {
            let auth = app.instance();
            app.token_of(&auth);
            let observer = app.runtime.block_on(async { auth.observe_session_state() });
            fastest(calls, || observer.current())
        }
        "cancel" => (0..calls).map(|_| app.cancel()).min().unwrap(),
        other => panic!("{other} is not measured"),
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// The time of one call, from the fastest batch.
fn fastest<T>(calls: u32, call: impl Fn() -> T) -> Duration {
    let of_a_batch = |_| {
        timed(|| {
            for _ in 0..calls / BATCHES {
                black_box(call());
            }
        })
    };
    (0..BATCHES).map(of_a_batch).min().unwrap() / (calls / BATCHES)
}

/// An app whose store has a session with valid tokens, and whose transport never gives a response.
struct App {
    runtime: Runtime,
    store: Arc<FaultyStore>,
    transport: Arc<ScriptedTransport>,
}

impl Default for App {
    fn default() -> Self {
        let record = FIRST.record(1, SystemClock.now_milliseconds()).to_string();
        Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            store: Arc::new(FaultyStore::with([(SESSION_KEY.to_owned(), record.into())])),
            transport: Arc::new(ScriptedTransport::always(Step::Hang)),
        }
    }
}

impl App {
    fn instance(&self) -> Auth {
        Auth::new(configuration(), Ports::new(self.transport.clone(), self.store.clone())).unwrap()
    }

    fn token_of(&self, auth: &Auth) -> String {
        let session = self.runtime.block_on(auth.fetch_auth_session(Default::default())).unwrap();
        access_token(&session).to_owned()
    }

    /// The first state that says who is signed in.
    fn first_state(&self) -> SessionState {
        self.runtime.block_on(async {
            let auth = self.instance();
            let mut observer = auth.observe_session_state();
            match observer.current() {
                SessionState::Loading => observer.changed().await.unwrap(),
                state => state,
            }
        })
    }

    /// Starts a call, and cancels it while it waits for the response. Gives the time from then to the call's end.
    fn cancel(&self) -> Duration {
        let hanging = self.transport.hanging();
        let auth = self.instance();
        self.runtime.block_on(async {
            let call = tokio::spawn(async move {
                auth.sign_up("ann", Some("Password-123".into()), Default::default()).await
            });
            while self.transport.hanging() == hanging {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let cancelled = Instant::now();
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled(), "the call ended before it was cancelled");
            cancelled.elapsed()
        })
    }
}
