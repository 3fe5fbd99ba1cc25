//! The calls that a process is making when it is killed: how they begin, and what the next process has to find.

use crate::process::Process;
use crate::stage::Stage;

/// Signs in with a password and a code that comes by text message.
const ANN: &str = "ann";
/// Signs in with a password.
const BEN: &str = "ben";

/// What a process is doing when it is killed. A sign-in is two calls: one with the password, one with the code.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    SignIn,
    Refresh,
    SignOut,
}

/// What is known of the last process: the one that made the calls. It was killed, except in the first check of a test.
pub(crate) struct Last {
    /// The access token that was stored before the calls; empty if nobody was signed in.
    pub(crate) access_token: String,
    /// The lines that the process printed from the start of its first call on.
    pub(crate) said: Vec<String>,
}

impl Last {
    fn has_said(&self, line: &str) -> bool {
        self.said.iter().any(|said| said == line)
    }

    /// Whether the process may have sent this many requests of this operation.
    fn may_have_sent(&self, operation: &str, count: usize) -> bool {
        let sent = format!("sent {operation}");
        self.said.iter().filter(|said| **said == sent).count() >= count
    }

    /// The result of the refresh with the new access token, if the process has said it.
    fn refreshed(&self) -> Option<&str> {
        self.said.iter().find(|said| said.starts_with("tokens ")).map(String::as_str)
    }
}

impl Call {
    pub(crate) fn set_up(self, stage: &Stage) {
        match self {
            Self::SignIn => {
                stage.pool.confirmed_user(ANN);
                stage.pool.enable_factors(ANN, &["SMSMfaSettings"]);
            }
            Self::Refresh | Self::SignOut => stage.pool.confirmed_user(BEN),
        }
    }

    /// Signs the process in or out, as the call needs it. Gives the stored access token; empty if nobody is signed in.
    pub(crate) fn prepare(self, process: &mut Process) -> String {
        let state = process.ask("state");
        match self {
            Self::SignIn => {
                assert_eq!(process.ask("sign-out"), "complete");
                return String::new();
            }
            Self::Refresh | Self::SignOut if state == "signed-out" => {
                assert_eq!(process.ask(&format!("sign-in {BEN}")), "done");
            }
            Self::Refresh | Self::SignOut => assert_eq!(state, format!("signed-in {BEN}")),
        }
        tokens(&process.ask("fetch")).to_owned()
    }

    /// The next call, given the result of the former one.
    pub(crate) fn next(self, stage: &Stage, result: Option<&str>) -> Option<String> {
        match (self, result) {
            (Self::SignIn, None) => Some(format!("sign-in {ANN}")),
            (Self::SignIn, Some("challenge")) => Some(format!("confirm {}", stage.pool.code(ANN))),
            (Self::Refresh, None) => Some("refresh".to_owned()),
            (Self::SignOut, None) => Some("sign-out".to_owned()),
            (Self::SignIn | Self::Refresh | Self::SignOut, Some(_)) => None,
        }
    }

    /// Whether this line is the result with which the sign-in, the refresh or the sign-out is complete.
    pub(crate) fn is_result(self, line: &str) -> bool {
        match self {
            Self::SignIn => line == "done",
            Self::Refresh => line.starts_with("tokens "),
            Self::SignOut => line == "complete",
        }
    }

    /// Checks that the process goes on where the last one was killed. Gives what the process has found.
    pub(crate) fn check(self, stage: &Stage, process: &mut Process, last: &Last) -> &'static str {
        match self {
            Self::SignIn => check_sign_in(stage, process, last),
            Self::Refresh => check_refresh(process, last),
            Self::SignOut => check_sign_out(stage, process, last),
        }
    }
}

/// Three outcomes are right: nobody is signed in; a sign-in waits for its code; the user is signed in, and the session
/// works.
fn check_sign_in(stage: &Stage, process: &mut Process, last: &Last) -> &'static str {
    let may_have_answered = last.may_have_sent("RespondToAuthChallenge", 2);
    let state = process.ask("state");
    let found = if state == format!("signed-in {ANN}") {
        assert!(may_have_answered);
        "signed in"
    } else if state == format!("awaiting {ANN}") {
        assert!(!last.has_said("done"), "a session that was returned is not stored");
        let result = process.ask(&format!("confirm {}", stage.pool.code(ANN)));
        // The service accepts a code only once, and the last process may have sent it already.
        assert!(result == "done" || may_have_answered, "{result}");
        if result != "done" {
            sign_in_again(stage, process);
        }
        "the challenge is open"
    } else {
        assert_eq!(state, "signed-out");
        assert!(!last.has_said("done"), "a session that was returned is not stored");
        // After the service has accepted the code, a process first removes the challenge and then stores the session.
        // The last process may have been killed in between.
        let is_over = !last.has_said("challenge") || may_have_answered;
        assert!(is_over, "a challenge that was returned is not stored");
        sign_in_again(stage, process);
        "nobody"
    };
    check_works(process);
    found
}

fn sign_in_again(stage: &Stage, process: &mut Process) {
    let before = stage.pool.pool.messages(ANN).len();
    assert_eq!(process.ask(&format!("sign-in {ANN}")), "challenge");
    // The last process may have caused one more message.
    let messages = stage.pool.pool.messages(ANN).split_off(before);
    let mut results = messages.iter().rev().map(|message| process.ask(&format!("confirm {}", message.code)));
    assert!(results.any(|result| result == "done"));
}

/// Checks that the user is still signed in, and that tokens that were returned are stored.
fn check_refresh(process: &mut Process, last: &Last) -> &'static str {
    assert_eq!(process.ask("state"), format!("signed-in {BEN}"));
    let stored = process.ask("fetch");
    if let Some(returned) = last.refreshed() {
        assert_eq!(stored, returned);
    }
    check_works(process);
    if tokens(&stored) == last.access_token { "the former tokens" } else { "new tokens" }
}

/// Three outcomes are right: the user is still signed in, and can sign out; the user is still signed in, and the next
/// refresh completes the sign-out; nobody is signed in. A session that has ended never comes back.
fn check_sign_out(stage: &Stage, process: &mut Process, last: &Last) -> &'static str {
    let may_have_revoked = last.may_have_sent("RevokeToken", 1);
    if process.ask("state") == format!("signed-in {BEN}") {
        assert!(!may_have_revoked, "the tokens were revoked before the session was removed");
        assert_eq!(tokens(&process.ask("fetch")), last.access_token);
        if process.ask("refresh") == "nobody" {
            assert!(
                !last.has_said("point before save signedOut"),
                "a refresh ended the session without the mark"
            );
            check_stays_nobody(stage, process);
            // The tokens are revoked in the background.
            stage.wait_until_refused(&last.access_token);
            return "still signed in, and the refresh has completed the sign-out";
        }
        assert!(!last.has_said("point after save signedOut"), "the refresh did not see the mark");
        check_works(process);
        assert_eq!(process.ask("sign-out"), "complete");
        assert!(!stage.is_taken(&last.access_token));
        check_nobody(process);
        return "still signed in";
    }
    check_stays_nobody(stage, process);
    if last.has_said("complete") {
        assert!(!stage.is_taken(&last.access_token));
    }
    if !stage.is_taken(&last.access_token) {
        assert!(may_have_revoked);
        return "nobody, and the tokens are revoked";
    }
    // The process was killed after it had removed the session, and before its RevokeToken arrived.
    "nobody, and the tokens were not revoked"
}

/// Checks that nobody is signed in, in this process and in another one, and that neither of them sends a refresh.
fn check_stays_nobody(stage: &Stage, process: &mut Process) {
    let refreshes = stage.refreshes().len();
    check_nobody(process);
    check_nobody(&mut stage.process());
    assert_eq!(stage.refreshes().len(), refreshes);
}

fn check_nobody(process: &mut Process) {
    assert_eq!(process.ask("state"), "signed-out");
    assert_eq!(process.ask("fetch"), "nobody");
    assert_eq!(process.ask("refresh"), "nobody");
}

/// Checks that the service accepts the stored tokens, and those of the next refresh.
fn check_works(process: &mut Process) {
    let stored = process.ask("fetch");
    assert_eq!(process.ask("attributes"), "attributes");
    let refreshed = process.ask("refresh");
    assert_ne!(tokens(&stored), tokens(&refreshed));
    assert_eq!(process.ask("attributes"), "attributes");
}

/// The access token of a result, which must have one.
pub(crate) fn tokens(result: &str) -> &str {
    result.strip_prefix("tokens ").unwrap_or_else(|| panic!("no tokens, but {result}"))
}
