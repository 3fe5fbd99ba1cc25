//! The transcript in the README: what a user sees from the sign-up to the sign-out.

use std::path::Path;

use crate::support::{Chooses, Hides, PASSWORD, ReadsApp, ReadsMessage, Types, play, start_pool};

const START: &str = "```text\n";
const END: &str = "```\n";

/// With `RENEW_TRANSCRIPT=1`, writes the transcript into the README.
#[tokio::test(flavor = "multi_thread")]
async fn the_readme_shows_what_the_app_prints() {
    let pool = start_pool().await;
    let transcript = play(
        &pool,
        [
            Chooses("Sign up"),
            Chooses("Sign up"),
            Types("ana"),
            Types("ana@example.com"),
            Hides(PASSWORD),
            Hides(PASSWORD),
            Chooses("Type the code"),
            Types("not-the-code"),
            Chooses("Type the code"),
            ReadsMessage,
            Chooses("Set up an authenticator app"),
            Chooses("Type the code that it shows"),
            ReadsApp,
            Chooses("Sign out"),
            Chooses("Sign in"),
            Types("ana"),
            Hides("Wrong-password-1"),
            Chooses("Sign in"),
            Types("ana"),
            Hides(PASSWORD),
            Chooses("Type the code"),
            ReadsApp,
            Chooses("Show my account"),
            Chooses("Sign out"),
            Chooses("Quit"),
        ],
    )
    .await;

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(START).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    // Editors remove a space at the end of a line, so the README lacks the space after a prompt.
    let printed: String =
        transcript.trim_start().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if std::env::var_os("RENEW_TRANSCRIPT").is_some() {
        std::fs::write(&path, format!("{before}{START}{printed}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(written, printed, "RENEW_TRANSCRIPT=1 writes the transcript into the README");
}
