//! Runs the quickstart as a program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use cognito_local_pool::{Configuration, LocalPool, Options};
use serde_json::{Value, json};
use support::pool::{PASSWORD, TestPool, authenticator_app};
use support::programs::output_of;

/// The command that runs the program. `cargo test` builds the program with the tests. To run only this test, build the
/// program first.
fn quickstart() -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(std::path::Path::parent).unwrap();
    let program: PathBuf = profile.join("examples").join("quickstart");
    assert!(program.exists(), "run `cargo build -p cognito-auth-core --features host --example quickstart`");
    Command::new(program)
}

/// Runs the program to its end with these lines of standard input.
fn run(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may end without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    output_of(child)
}

fn lines(output: &[u8]) -> Vec<String> {
    String::from_utf8(output.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

fn contains(output: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(output).contains(text)
}

/// A pool `local_Shop` with these settings, whose client `shop-app` has a secret that looks like an option.
async fn shop(mut settings: Value) -> LocalPool {
    let own = json!({
        "Id": "local_Shop", "PoolName": "shop", "AutoVerifiedAttributes": ["email"],
        "Clients": [{
            "ClientId": "shop-app", "ClientSecret": SHOP_SECRET,
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        }],
    });
    settings.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    let configuration = Configuration::from_json(&json!({ "UserPools": [settings] }).to_string()).unwrap();
    LocalPool::start(Options { configuration, ..Options::default() }).await.unwrap()
}

const SHOP_SECRET: &str = "-c1ient--secret";

/// The command that runs the program against the client of [`shop`], with these options.
fn against_shop(pool: &LocalPool, username: &str, password: &str, more: &[&str]) -> Command {
    let mut command = quickstart();
    let email = format!("{username}@example.com");
    command.args(["--endpoint", pool.base_url(), "--region", "local", "--user-pool-id", "local_Shop"]);
    command.args(["--client-id", "shop-app", "--client-secret", SHOP_SECRET]);
    command.args(["--username", username, "--password", password, "--email", &email]);
    command.args(more);
    command
}

/// Makes a user of [`shop`] with this temporary password, as an administrator does.
fn invite(pool: &LocalPool, username: &str, password: &str) {
    let user = json!({
        "UserPoolId": "local_Shop", "Username": username, "TemporaryPassword": password,
        "MessageAction": "SUPPRESS",
    });
    pool.perform("AdminCreateUser", &user).unwrap();
}

/// The command that runs the program against this pool, with a user's name and password and these options.
fn against(pool: &TestPool, username: &str, password: &str, more: &[&str]) -> Command {
    let mut command = quickstart();
    let email = format!("{username}@example.com");
    command.args(["--endpoint", pool.pool.base_url(), "--region", "local"]);
    command.args(["--username", username, "--password", password, "--email", &email]);
    command.args(more);
    command
}

#[test]
fn without_options_the_example_plays_the_guide_and_a_sign_in_with_a_second_factor() {
    let output = run(quickstart(), "");
    let lines = lines(&output.stdout);
    assert!(output.status.success(), "{lines:?} {}", String::from_utf8_lossy(&output.stderr));
    let told = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(told("Delivery details e-mail to a"), 1, "{lines:?}");
    assert_eq!(told("Confirm signUp succeeded"), 1, "{lines:?}");
    assert_eq!(told("Sign in not complete: a code was sent by text message to +"), 1, "{lines:?}");
    assert_eq!(told("Sign in succeeded"), 2, "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Password123!")), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_existing_user_signs_in_by_srp_or_by_the_password_flow() {
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
async fn the_program_exits_with_2_if_the_input_ends_before_a_code_and_with_1_if_the_code_is_wrong() {
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

    // The second run asks the pool for another code, then waits for it. The test types the code as soon as it is in the
    // inbox.
    let mut command = against(&pool, "ann", PASSWORD, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let start = Instant::now();
    while pool.pool.messages("ann").len() < 2 {
        assert_eq!(child.try_wait().unwrap(), None, "the program ended before it got the code");
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("no second code was sent");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    writeln!(input, "{}", pool.code("ann")).unwrap();
    let output = output_of(child);
    let lines = lines(&output.stdout);
    assert!(output.status.success(), "{lines:?}");
    assert!(lines.contains(&"Sign in succeeded".to_owned()), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_for_a_wrong_password_and_an_absent_server_say_what_to_do() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let output = run(against(&pool, "ann", "Wrong-password1!", &[]), "");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).iter().any(|line| line.contains("(NotAuthorized)")));
    assert!(lines(&output.stderr).iter().any(|line| line.starts_with("What to do: ")));

    let mut nowhere = quickstart();
    nowhere.args(["--endpoint", "http://127.0.0.1:9"]);
    let output = run(nowhere, "");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).iter().any(|line| line.starts_with("What to do: ")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_in_the_options_confirms_an_existing_user_and_no_other_code_is_sent() {
    let pool = TestPool::start().await;
    assert_eq!(run(against(&pool, "ann", PASSWORD, &[]), "").status.code(), Some(2));
    let output = run(against(&pool, "ann", PASSWORD, &["--code", &pool.code("ann")]), "");
    assert!(output.status.success(), "{output:?}");
    assert!(lines(&output.stdout).contains(&"Confirm signUp succeeded".to_owned()), "{output:?}");
    assert!(!pool.operations().contains(&"ResendConfirmationCode".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_wrong_code_was_typed_the_program_asks_for_another() {
    let pool = TestPool::start().await;
    let output = run(against(&pool, "ann", PASSWORD, &[]), "not-the-code\n\nnot-this-one\n");
    assert_eq!(output.status.code(), Some(2));
    let confirmations = pool.operations().iter().filter(|it| *it == "ConfirmSignUp").count();
    assert_eq!(confirmations, 2, "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_value_of_an_option_may_begin_with_a_hyphen() {
    let pool = shop(json!({})).await;
    let output = run(against_shop(&pool, "ann", "-Password1!", &["--code", "--code"]), "");
    assert!(contains(&output.stderr, "(CodeMismatch)"), "{output:?}");
}

#[test]
fn a_mistake_in_the_options_exits_with_64_and_repeats_no_value() {
    for (options, told) in [
        (vec!["--pasword", "s3cret-value"], "Is --password meant?"),
        (vec!["--pasword=s3cret-value"], "Is --password meant?"),
        (vec!["s3cret-value"], "not known"),
        (vec!["-s3cret-value"], "not known"),
        (vec!["--flow", "s3cret-value"], "takes one of srp, password"),
        (vec!["--password"], "--password <PASSWORD> needs a value"),
        (vec!["--code", "s3cret-value", "--code", "s3cret-value"], "is given twice"),
        (vec!["--client-secret", "s3cret-value"], "need --endpoint"),
        (vec!["--client-id", "s3cret-value"], "need --endpoint"),
        (vec!["--user-pool-id", "s3cret_value"], "need --endpoint"),
        (vec!["--region", "s3cret-value"], "need --endpoint"),
    ] {
        let mut command = quickstart();
        command.args(&options);
        let output = run(command, "");
        assert_eq!(output.status.code(), Some(64), "{options:?}");
        assert!(contains(&output.stderr, told), "{options:?} {output:?}");
        assert!(!contains(&output.stderr, "3cret"), "{options:?} {output:?}");
    }
    let mut help = quickstart();
    help.arg("--help");
    let help = run(help, "");
    assert!(help.status.success() && contains(&help.stdout, "Exit status:"), "{help:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_existing_user_signs_in_although_the_sign_up_is_refused() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    for password in [PASSWORD, "Wrong-password1!"] {
        let output = run(against(&pool, "ann@example.com", password, &[]), "");
        assert_eq!(output.status.success(), password == PASSWORD, "{output:?}");
        assert!(contains(&output.stdout, "Sign up refused (InvalidParameter)"), "{output:?}");
        assert_eq!(contains(&output.stderr, "(InvalidParameter)"), password != PASSWORD, "{output:?}");
    }

    pool.configure(json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 20 } } }));
    let output = run(against(&pool, "ann", PASSWORD, &[]), "");
    assert!(output.status.success(), "{output:?}");
    assert!(contains(&output.stdout, "Sign up refused (InvalidPassword)"), "{output:?}");
    let output = run(against(&pool, "nobody", PASSWORD, &[]), "");
    assert!(contains(&output.stderr, "(InvalidPassword)"), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_user_gives_a_new_password_and_the_required_attributes() {
    let pool = shop(json!({
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
        "Schema": [{ "Name": "email", "Required": true }, { "Name": "family_name", "Required": true }],
    }))
    .await;
    invite(&pool, "ann", "Temporary-1");
    let output = run(against_shop(&pool, "ann", "Temporary-1", &[]), "short\nAnders\nPassword-1\nAnders\n");
    assert!(output.status.success(), "{output:?}");
    assert!(contains(&output.stdout, "Sign up refused (NotAuthorized)"), "{output:?}");
    assert!(contains(&output.stdout, "Required with it: email, family_name"), "{output:?}");
    let user = json!({ "UserPoolId": "local_Shop", "Username": "ann" });
    let user = pool.perform("AdminGetUser", &user).unwrap().to_string();
    assert!(user.contains("ann@example.com") && user.contains("Anders"), "{user}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_chosen_by_its_word_or_by_cognitos_name() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.enable_factors("ann", &["SMSMfaSettings", "EmailMfaSettings"]);
    for (word, place) in [
        ("sms", "text message"),
        ("SMS_MFA", "text message"),
        ("Email", "e-mail"),
        ("email_otp", "e-mail"),
        ("totp\nfax\nsms", "text message"),
    ] {
        let output = run(against(&pool, "ann", PASSWORD, &[]), &format!("{word}\n"));
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(contains(&output.stdout, &format!("a code was sent by {place} to ")), "{word} {output:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_asks_for_the_code_of_a_second_factor_that_has_to_be_set_up() {
    let pool = shop(json!({
        "Mfa": {
            "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true },
            "EmailMfaConfiguration": {},
        },
        "Users": [{ "Username": "ann", "Password": PASSWORD }],
    }))
    .await;
    let output = run(against_shop(&pool, "ann", PASSWORD, &[]), "email\n");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(contains(&output.stdout, "a code was sent by e-mail to a"), "{output:?}");

    let output = run(against_shop(&pool, "ann", PASSWORD, &[]), "totp\n000000\n000000\n");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(contains(&output.stdout, "The key to type into it is "), "{output:?}");
    assert!(contains(&output.stdout, "The code of the authenticator app is wrong."), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_asks_for_another_code_if_an_authenticator_apps_code_was_used_before() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let app = authenticator_app(auth.set_up_totp().await.unwrap().shared_secret.expose());
    auth.verify_totp_setup(pool.next_totp_code(&app).into(), Default::default()).await.unwrap();
    pool.enable_factors("ann", &["SoftwareTokenMfaSettings"]);
    let code = pool.next_totp_code(&app);
    let output = run(against(&pool, "ann", PASSWORD, &[]), &format!("{code}\n"));
    assert!(output.status.success(), "{output:?}");
    let output = run(against(&pool, "ann", PASSWORD, &[]), &format!("{code}\n"));
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(contains(&output.stdout, "was used before. Try again."), "{output:?}");
}

#[test]
fn an_error_for_a_wrong_value_says_which_option_has_it() {
    for (options, field) in [
        (["--endpoint", "127.0.0.1:9229"], "endpoint"),
        (["--endpoint", " http://127.0.0.1:9229"], "endpoint"),
        (["--username", ""], "username"),
        (["--password", ""], "password"),
        (["--code", ""], "confirmation_code"),
    ] {
        let mut command = quickstart();
        command.args(options);
        let output = run(command, "");
        assert_eq!(output.status.code(), Some(1), "{options:?}");
        assert!(contains(&output.stderr, &format!("At fault: {field}\n")), "{options:?} {output:?}");
    }
}

#[test]
fn closing_the_output_does_not_stop_the_program() {
    let mut command = quickstart();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = output_of(child);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
