//! Runs the example as its users do: as a program, against the local pool.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support {
    pub(crate) mod example;
}

use cognito_local_pool::{Fault, FaultRule, LocalPool, Options};
use support::example::{example, lines, owns_a_pool, run};

#[test]
fn without_options_the_example_plays_the_guide_and_a_sign_in_with_a_second_factor() {
    let output = run(&mut example());
    let lines = lines(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(lines.iter().filter(|line| *line == "Sign in succeeded").count(), 2, "{lines:?}");
    assert!(lines.contains(&"Confirm signUp succeeded".to_owned()), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_creates_a_pool_signs_two_users_in_and_deletes_the_pool() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    owns_a_pool(pool.base_url(), "local");
    let operations: Vec<_> = pool.requests().into_iter().map(|request| request.operation).collect();
    let expected = [
        "CreateUserPool",
        "CreateUserPoolClient",
        "SignUp",
        "AdminConfirmSignUp",
        "InitiateAuth",
        "RespondToAuthChallenge",
        "RevokeToken",
        "AdminDeleteUser",
        "AdminCreateUser",
        "InitiateAuth",
        "RespondToAuthChallenge",
        "RespondToAuthChallenge",
        "RevokeToken",
        "AdminDeleteUser",
        "DeleteUserPool",
    ];
    assert_eq!(operations, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_run_leaves_no_pool_behind() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let output = run(example().args([
        "--create-pool",
        "--endpoint",
        pool.base_url(),
        "--region",
        "local",
        "--password",
        "short",
    ]));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let operations: Vec<_> = pool.requests().into_iter().map(|request| request.operation).collect();
    assert_eq!(operations, ["CreateUserPool", "CreateUserPoolClient", "SignUp", "DeleteUserPool"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_names_the_exception_and_leaves_out_the_services_text() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let (error_type, message) = ("InvalidParameterException".to_owned(), "a-secret-text".to_owned());
    let fault = Fault::Error { status: 400, error_type, message };
    pool.inject_fault(FaultRule { operation: "CreateUserPool".to_owned(), times: 1, fault });
    let output = run(example().args(["--create-pool", "--endpoint", pool.base_url(), "--region", "local"]));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(told.contains("CreateUserPool failed: InvalidParameterException."), "{told}");
    assert!(!told.contains("a-secret-text"), "{told}");
}

#[test]
fn an_error_says_what_is_wrong_or_what_to_do() {
    let nobody = "http://127.0.0.1:1";
    let table: [(&[&str], i32, &str); 4] = [
        (&["--create-pool", "--endpoint", nobody, "--region", "local"], 1, "the service can't be reached"),
        (&["--create-pool", "--endpoint", nobody], 1, "--region"),
        (&["--create-pool", "--client-id", "other"], 64, "it takes no ids of another pool"),
        (&["--user-pool-id", "eu-central-1_Other"], 64, "need --endpoint"),
    ];
    for (arguments, code, text) in table {
        let output = run(example().args(arguments));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), told.contains(text)), (Some(code), true), "{arguments:?}: {told}");
    }
    let mut without_credentials = example();
    without_credentials.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let output = run(without_credentials.args(["--create-pool", "--endpoint", nobody, "--region", "local"]));
    assert!(String::from_utf8_lossy(&output.stderr).contains("are there credentials?"), "{output:?}");
}
