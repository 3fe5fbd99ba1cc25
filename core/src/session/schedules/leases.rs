//! The leases: as long as no lease lapses, only one process refreshes at a time. Another process takes over a lease
//! that lapses.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use shuttle::future::{JoinHandle, block_on, spawn};

use super::explore::{finds_over_time, in_every_order_over_time};
use super::world::{World, configuration_with_lease_of, pass_time_during};
use crate::session::lease::{Lease, LeaseTrouble};
use crate::sync::{Bug, sleep, turn};

const TWO: &str = "two processes hold the lease";
/// A lease of this duration never lapses in these tests.
const LONG: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(25);

/// A process, and the numbers of all processes that now do work for which they need the lease.
#[derive(Clone)]
struct Process {
    number: usize,
    lease: Arc<Lease>,
    working: Arc<Mutex<Vec<usize>>>,
}

/// Processes that use one store, with leases that hold for `duration`.
fn processes<const COUNT: usize>(duration: Duration) -> [Process; COUNT] {
    let (world, working) = (World::default(), Arc::default());
    let configuration = configuration_with_lease_of(duration);
    std::array::from_fn(|number| {
        let lease = Lease::new(&world.process(), configuration.deadline_milliseconds, "record".to_owned());
        Process { number, lease: Arc::new(lease), working: Arc::clone(&working) }
    })
}

impl Process {
    /// Starts work that needs the lease and takes this long. The result is the trouble with the lease, if there was
    /// any.
    fn work_for(&self, time: Duration) -> JoinHandle<Option<LeaseTrouble>> {
        let process = self.clone();
        spawn(async move {
            let trouble = Mutex::new(None);
            let tell = |it| *trouble.lock().unwrap() = Some(it);
            process.lease.hold(|| async { None }, tell, process.work(time)).await;
            trouble.into_inner().unwrap()
        })
    }

    async fn work(&self, time: Duration) {
        let working = Working::begin(self);
        (0..3).for_each(|_| turn());
        sleep(time).await;
        drop(working);
    }
}

/// Marks the process as working until the work ends or the process dies.
struct Working<'a>(&'a Process);

impl<'a> Working<'a> {
    fn begin(process: &'a Process) -> Self {
        let mut working = process.working.lock().unwrap();
        assert!(working.iter().all(|other| *other == process.number), "{TWO}: {working:?}");
        working.push(process.number);
        Self(process)
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        let mut working = self.0.working.lock().unwrap();
        let own = working.iter().position(|other| *other == self.0.number);
        own.map(|at| working.swap_remove(at));
    }
}

fn three_processes() {
    block_on(async {
        let tasks = processes::<3>(LONG).iter().map(|process| process.work_for(Duration::ZERO)).collect();
        assert_eq!(pass_time_during(STEP, tasks).await, [None; 3]);
    });
}

fn two_refreshes_of_one_process_and_another_process() {
    block_on(async {
        let [own, other] = processes(LONG);
        let works = [(&own, Duration::ZERO), (&own, SHORT), (&other, Duration::ZERO)];
        let tasks = works.map(|(process, time)| process.work_for(time)).into();
        assert_eq!(pass_time_during(STEP, tasks).await, [None; 3]);
    });
}

fn work_that_takes_longer_than_the_lease() {
    block_on(async {
        let tasks = processes::<2>(SHORT).iter().map(|process| process.work_for(SHORT * 2)).collect();
        assert_eq!(pass_time_during(STEP, tasks).await, [None; 2]);
    });
}

fn a_process_that_dies() {
    block_on(async {
        let [dying, first, second] = processes(SHORT);
        let dies = dying.work_for(SHORT * 100);
        let others = [&first, &second].map(|process| process.work_for(Duration::ZERO)).into();
        turn();
        dies.abort();
        assert_eq!(pass_time_during(STEP, others).await, [None; 2]);
    });
}

#[test]
fn three_processes_take_turns() {
    in_every_order_over_time(three_processes);
}

#[test]
fn a_process_keeps_its_lease_while_one_of_its_refreshes_uses_it() {
    in_every_order_over_time(two_refreshes_of_one_process_and_another_process);
}

#[test]
fn a_lease_is_renewed_as_long_as_the_work_takes() {
    in_every_order_over_time(work_that_takes_longer_than_the_lease);
}

#[test]
fn one_process_takes_over_the_lease_of_a_process_that_died() {
    in_every_order_over_time(a_process_that_dies);
}

#[test]
fn some_order_shows_the_planted_bug_that_releases_a_lease_in_use() {
    finds_over_time(Bug::LeaseLeftInUse, TWO, two_refreshes_of_one_process_and_another_process);
}
