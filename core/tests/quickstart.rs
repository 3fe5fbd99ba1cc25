//! Runs the quickstart as its users do: as a program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use support::pool::{PASSWORD, TestPool};

/// The program. `cargo test` builds it along with the tests; for this test alone it has to be built first.
fn quickstart() -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(std::path::Path::parent).unwrap();
    let program: PathBuf = profile.join("examples").join("quickstart");
    assert!(program.exists(), "run `cargo build -p cognito-auth-core --features host --example quickstart`");
    Command::new(program)
}

/// Runs it to its end with these lines of standard input, then a closed one.
fn run(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may end without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn lines(output: &[u8]) -> Vec<String> {
    String::from_utf8(output.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

/// Against this pool, with a password and more options.
fn against(pool: &TestPool, username: &str, password: &str, more: &[&str]) -> Command {
    let mut command = quickstart();
    let email = format!("{username}@example.com");
    command.args(["--endpoint", pool.pool.base_url(), "--region", "local"]);
    command.args(["--username", username, "--password", password, "--email", &email]);
    command.args(more);
    command
}

#[test]
fn without_options_it_plays_the_guide_and_a_sign_in_with_a_second_factor() {
    let output = run(quickstart(), "");
    let lines = lines(&output.stdout);
    assert!(output.status.success(), "{lines:?} {}", String::from_utf8_lossy(&output.stderr));
    let told = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(told("Delivery details e-mail to a"), 1, "{lines:?}");
    assert_eq!(told("Confirm signUp succeeded"), 1, "{lines:?}");
    assert_eq!(told("Sign in not complete: a code went by text message to +"), 1, "{lines:?}");
    assert_eq!(told("Sign in succeeded"), 2, "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Password123!")), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_exists_signs_in_and_a_new_one_by_the_password_flow() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let output = run(against(&pool, "ann", PASSWORD, &[]), "");
    assert!(output.status.success());
    assert!(lines(&output.stdout).contains(&"Sign in succeeded".to_owned()));
    assert_eq!(pool.operations(), ["SignUp", "InitiateAuth", "RespondToAuthChallenge"]);

    pool.confirmed_user("bob");
    let output = run(against(&pool, "bob", PASSWORD, &["--flow", "password"]), "");
    assert!(output.status.success());
    assert_eq!(pool.operations()[3..], ["SignUp", "InitiateAuth"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_input_where_a_code_is_needed_ends_with_2_and_a_wrong_code_with_1() {
    let pool = TestPool::start().await;
    let output = run(against(&pool, "ann", PASSWORD, &[]), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(lines(&output.stdout).iter().any(|line| line.starts_with("Delivery details")));

    let output = run(against(&pool, "bob", PASSWORD, &["--code", "not-the-code"]), "");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).iter().any(|line| line.starts_with("What to do: ")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_user_is_sent_another_code_and_signs_in() {
    let pool = TestPool::start().await;
    let first = run(against(&pool, "ann", PASSWORD, &["--code", "not-the-code"]), "");
    assert_eq!(first.status.code(), Some(1));

    // The code of the second run is sent while it runs: typed as soon as it is in the inbox.
    let mut command = against(&pool, "ann", PASSWORD, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    while pool.pool.messages("ann").len() < 2 {
        assert_eq!(child.try_wait().unwrap(), None, "it waits for the code");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    writeln!(input, "{}", pool.code("ann")).unwrap();
    let output = child.wait_with_output().unwrap();
    let lines = lines(&output.stdout);
    assert!(output.status.success(), "{lines:?}");
    assert!(lines.contains(&"Sign in succeeded".to_owned()), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_a_server_that_is_not_there_say_what_to_do() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let output = run(against(&pool, "ann", "Wrong-password1!", &[]), "");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).iter().any(|line| line.contains("(NotAuthorized)")));

    let mut nowhere = quickstart();
    nowhere.args(["--endpoint", "http://127.0.0.1:9"]);
    let output = run(nowhere, "");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).iter().any(|line| line.starts_with("What to do: ")));
}
