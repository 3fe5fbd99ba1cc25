//! Runs a test in many orders of its tasks.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use crate::sync::{Bug, clock, plant};

/// How many orders a test runs in, unless `SCHEDULES` says otherwise.
const ORDERS: usize = 500;

/// A test must find its planted bug within this many orders.
const ORDERS_FOR_A_BUG: usize = 20_000;

/// The depth of the scheduler that looks for rare orders. Each order starts with random priorities of the tasks. The
/// running task gets the lowest priority at `RARE_DEPTH - 1` random steps, and whenever it yields.
const RARE_DEPTH: usize = 3;

/// Runs a test in many random orders, and in as many rare ones. Another `SCHEDULES_SEED` gives other orders.
pub(super) fn in_every_order(test: fn()) {
    let (orders, seed) = (setting("SCHEDULES", ORDERS), setting("SCHEDULES_SEED", 1));
    run(RandomScheduler::new_from_seed(seed, orders), FailurePersistence::Print, test);
    run(PctScheduler::new_from_seed(seed, RARE_DEPTH, orders), FailurePersistence::Print, test);
}

/// Runs a test in many random orders. The test waits for the time to pass, so it runs in no rare order: a rare order
/// could hold back the time itself.
pub(super) fn in_every_order_over_time(test: fn()) {
    let (orders, seed) = (setting("SCHEDULES", ORDERS), setting("SCHEDULES_SEED", 1));
    run(RandomScheduler::new_from_seed(seed, orders), FailurePersistence::Print, test);
}

/// Plants this bug, and fails unless the test fails in some order with a message that contains `complaint`.
pub(super) fn finds(bug: Bug, complaint: &str, test: fn()) {
    let rare = PctScheduler::new_from_seed(1, RARE_DEPTH, ORDERS_FOR_A_BUG);
    finds_with(rare, bug, complaint, test);
}

/// Does the same as [`finds`] for a test that waits for the time to pass.
pub(super) fn finds_over_time(bug: Bug, complaint: &str, test: fn()) {
    finds_with(RandomScheduler::new_from_seed(1, ORDERS_FOR_A_BUG), bug, complaint, test);
}

fn finds_with(scheduler: impl Scheduler + 'static, bug: Bug, complaint: &str, test: fn()) {
    plant(Some(bug));
    let result = catch_unwind(AssertUnwindSafe(|| run(scheduler, FailurePersistence::None, test)));
    plant(None);
    let text = result.err().map(|panic| text_of(&*panic)).unwrap_or_default();
    assert!(text.contains(complaint), "{bug:?} was not found: {text}");
}

fn run(scheduler: impl Scheduler + 'static, failures: FailurePersistence, test: fn()) {
    let mut config = Config::new();
    config.stack_size = 512 * 1024;
    config.max_steps = MaxSteps::FailAfter(200_000);
    config.failure_persistence = failures;
    config.silence_warnings = true;
    Runner::new(scheduler, config).run(move || {
        clock::reset();
        test();
    });
}

fn setting<T: FromStr>(name: &str, default: T) -> T {
    match std::env::var(name) {
        Ok(value) => value.parse().unwrap_or_else(|_| panic!("{name} is not a number")),
        Err(_) => default,
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
