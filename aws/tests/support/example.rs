//! The example as a program.

#[path = "../../../core/tests/support/programs.rs"]
mod programs;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, with an environment that has credentials and no other AWS configuration. `cargo test` builds the
/// program with the tests. To run only one test, build the program first.
pub(crate) fn example() -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let program: PathBuf = profile.join("examples").join("quickstart-aws");
    assert!(program.exists(), "run `cargo build -p cognito-auth-aws --example quickstart-aws`");
    let mut command = Command::new(program);
    for variable in
        ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"]
    {
        command.env_remove(variable);
    }
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command
}

/// Runs the program to its end, with an empty standard input.
pub(crate) fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    programs::output_of(command.spawn().unwrap())
}

pub(crate) fn lines(output: &[u8]) -> Vec<String> {
    String::from_utf8(output.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

/// Lets the example create a pool at the endpoint, play the guide, and delete the pool. Checks what the example prints.
pub(crate) fn owns_a_pool(endpoint: &str, region: &str) {
    let output = run(example().args(["--create-pool", "--endpoint", endpoint, "--region", region]));
    assert!(output.status.success(), "{output:?}");
    let lines = lines(&output.stdout);
    let steps: Vec<_> = lines.iter().map(|line| line.split([':', '(']).next().unwrap()).collect();
    let is_printed = |text: &str| steps.iter().any(|step| step.starts_with(text));
    for text in ["User pool ", "Confirm signUp succeeded", "Sign in succeeded", "A new password is asked for"]
    {
        assert!(is_printed(text), "{text} is missing in {lines:?}");
    }
    assert!(lines.first().is_some_and(|line| line.ends_with(" created")), "{lines:?}");
    assert!(lines.last().is_some_and(|line| line.ends_with(" deleted")), "{lines:?}");
}
