//! Runs the program itself, with lines on its standard input.

#[path = "../../../../core/tests/support/programs.rs"]
mod programs;

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::support::{PASSWORD, assert_shows, make_ana, start_pool};

fn program(argument: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_example-terminal"));
    command.arg(argument);
    command
}

/// Runs the program to its end with these lines of standard input.
fn run(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may end without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    programs::output_of(child)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_signs_in_by_the_lines_of_the_standard_input_and_no_password_is_printed() {
    let pool = start_pool().await;
    make_ana(&pool);
    for input in [format!("1\nana\n{PASSWORD}\n3\n5\n"), format!("1\r\nana\r\n{PASSWORD}\r\n3\r\n")] {
        let output = run(program(pool.base_url()), &input);
        assert!(output.status.success(), "{output:?}");
        assert_shows(
            text(&output.stdout),
            &["User name: \nPassword: \n\n== Hello, ana ==\n", "You are signed out."],
        );
        assert!(!text(&output.stdout).contains(PASSWORD) && output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn a_configuration_that_cant_be_used_is_an_error_without_a_panic() {
    for (argument, code) in [
        ("no/such/file.json", "UnreadableConfiguration"),
        (concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"), "MalformedConfiguration"),
        ("http://example.com", "InsecureEndpoint (endpoint)"),
    ] {
        let output = run(program(argument), "");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(text(&output.stderr).starts_with(&format!("{code}: ")), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
}
