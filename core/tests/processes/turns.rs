//! Processes that take turns to refresh.

use std::thread;
use std::time::Duration;

use cognito_local_pool::{Fault, FaultRule};

use crate::child::is_process;
use crate::process::{Process, REFRESH};
use crate::stage::Stage;

/// How many refreshes two processes make in turns.
const REFRESHES: usize = 1000;

/// In the test's own process, plays the test. In a process that the test has started, makes the calls that its input
/// names.
fn play(name: &str, deadline: Duration, test: impl FnOnce(&Stage)) {
    if is_process() {
        return;
    }
    let stage = Stage::new(&format!("turns::{name}"), deadline);
    test(&stage);
    stage.expect_no_refusal();
}

/// Lets both processes refresh until the pool has answered this many refreshes, and until each process has sent one.
/// Asserts that only one refresh runs at a time.
fn refresh_in_turns(stage: &Stage, processes: [Process; 2], refreshes: usize) {
    let before = stage.refreshes().len();
    let counts = thread::scope(|scope| {
        let running = processes.map(|mut process| {
            scope.spawn(move || {
                let mut sent = 0;
                while sent == 0 || stage.refreshes().len() < before + refreshes {
                    process.said.clear();
                    let result = process.ask("refresh");
                    assert!(result.starts_with("tokens "), "{result}");
                    assert!(
                        !process.said.contains(&"overlap".to_owned()),
                        "two refreshes ran at the same time"
                    );
                    sent += process.said.iter().filter(|said| **said == format!("sent {REFRESH}")).count();
                }
                sent
            })
        });
        running.map(|it| it.join().unwrap())
    });
    assert_eq!(stage.refreshes().len() - before, counts[0] + counts[1], "a refresh was not one request");
}

/// The pool takes each refresh token only once, so a second refresh at the same time would end the session.
#[test]
fn two_processes_refresh_in_turns_and_never_use_a_token_twice() {
    let name = "two_processes_refresh_in_turns_and_never_use_a_token_twice";
    play(name, Duration::from_secs(60), |stage| {
        stage.rotate(0);
        stage.sign_in("ann");
        refresh_in_turns(stage, [stage.process(), stage.process()], REFRESHES);
    });
}

#[test]
fn fifty_callers_in_two_processes_make_one_refresh() {
    let name = "fifty_callers_in_two_processes_make_one_refresh";
    play(name, Duration::from_secs(60), |stage| {
        stage.sign_in("ann");
        stage.expire();
        let mut processes = [stage.process(), stage.process()];
        processes.iter_mut().for_each(|process| process.tell("fetches 25"));
        for mut process in processes {
            assert_eq!(process.result(), format!("tokens {}", stage.stored()));
        }
        assert_eq!(stage.refreshes().len(), 1);
    });
}

/// A lease lasts four seconds: a third of a call's deadline. The first process is frozen for longer than its lease
/// lasts: once before it sends its request, and once before it checks whether it may store its new tokens.
#[test]
fn a_process_that_was_frozen_in_its_turn_adopts_the_tokens_of_the_process_that_took_over() {
    let name = "a_process_that_was_frozen_in_its_turn_adopts_the_tokens_of_the_process_that_took_over";
    play(name, Duration::from_secs(12), |stage| {
        stage.rotate(60);
        stage.sign_in("ann");
        for point in [format!("before {REFRESH}"), format!("after {REFRESH}, before load session")] {
            let (mut first, mut second) = (stage.process(), stage.process());
            let (taken_over, late) = freeze_past_the_lease(stage, &mut first, &mut second, &point);
            assert_eq!(late, taken_over, "{point}");
            assert_eq!(format!("tokens {}", stage.stored()), taken_over);
            refresh_in_turns(stage, [first, second], 20);
        }
    });
}

/// No store can compare and write in one step. A process that is frozen between its comparison and its write replaces
/// newer tokens when it goes on.
#[test]
fn a_process_that_was_frozen_before_its_write_does_not_end_the_session() {
    let name = "a_process_that_was_frozen_before_its_write_does_not_end_the_session";
    play(name, Duration::from_secs(12), |stage| {
        stage.rotate(60);
        stage.sign_in("ann");
        let (mut first, mut second) = (stage.process(), stage.process());
        let (_, late) = freeze_past_the_lease(stage, &mut first, &mut second, "before save session");
        assert_eq!(late, format!("tokens {}", stage.stored()));
        refresh_in_turns(stage, [first, second], 20);
    });
}

/// Freezes the first process at a point of its turn, until the second process has refreshed. Gives the results of the
/// second and of the first.
fn freeze_past_the_lease(
    stage: &Stage,
    first: &mut Process,
    second: &mut Process,
    point: &str,
) -> (String, String) {
    first.begin_up_to("renew", point);
    first.signal("-STOP");
    let taken_over = second.ask("renew");
    assert_eq!(taken_over, format!("tokens {}", stage.stored()));
    first.tell("go on");
    first.signal("-CONT");
    (taken_over, first.result())
}

#[test]
fn when_a_process_is_killed_in_its_turn_the_call_of_the_other_process_succeeds() {
    let name = "when_a_process_is_killed_in_its_turn_the_call_of_the_other_process_succeeds";
    play(name, Duration::from_secs(12), |stage| {
        stage.rotate(60);
        stage.sign_in("ann");
        let (mut first, mut second) = (stage.process(), stage.process());
        let fault = Fault::Delay { milliseconds: 1500 };
        stage.pool.pool.inject_fault(FaultRule { operation: REFRESH.into(), times: 1, fault });
        first.begin_up_to("renew", &format!("after {REFRESH}"));
        drop(first);
        assert_eq!(second.ask("renew"), format!("tokens {}", stage.stored()));
    });
}
