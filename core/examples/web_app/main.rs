//! Signs users in on web pages. A person or another program, such as a test, operates the browser. Both sides write
//! JSON, one object a line.
//!
//! ```text
//! cargo run -q -p cognito-auth-core --features host --example web_app -- amplify_outputs.json
//! ```
//!
//! A line of input is a call, or an event of the browser. The answer to a call has the call's id, because several calls
//! may run at a time:
//!
//! ```text
//! → {"id": 1, "call": "signInWithWebUI", "provider": "Google"}
//! ← {"page": 7, "open": "https://…/oauth2/authorize?…", "redirectUri": "myapp://callback/", "isPrivate": false}
//! → {"page": 7, "redirect": "myapp://callback/?code=…&state=…"}        or {"page": 7, "isClosed": true}
//! ← {"page": 7, "isNeeded": false}      if the library closes the page
//! ← {"id": 1, "result": {"isSignedIn": true}}      or {"id": 1, "error": {"code": "BrowserCancelled", …}}
//! ```
//!
//! `calls.rs` lists the calls and their members. The session is in memory, and ends with the input.

mod answers;
mod calls;
mod pages;

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, AuthError, AuthErrorCode, Ports};
use serde_json::Value;

use calls::Line;
use pages::Pages;

fn main() -> ExitCode {
    let Some(file) = std::env::args_os().nth(1) else {
        complain("The configuration is missing. Give the path of an amplify_outputs.json.");
        return ExitCode::FAILURE;
    };
    let made = AuthConfiguration::from_file(file).and_then(|configuration| {
        let transport = HostTransport::new().map_err(|_| AuthErrorCode::TlsFailed)?;
        Auth::new(configuration, Ports::new(Arc::new(transport), Arc::new(MemoryStore::new())))
    });
    match made.map(obey) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            complain(&format!("The program can't go on: {error}."));
            ExitCode::FAILURE
        }
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Reads lines and does what they say, until the input ends.
fn obey(auth: Auth) -> io::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let pages = Arc::new(Pages::default());
    for line in io::stdin().lock().lines() {
        match serde_json::from_str(&line?) {
            Ok(Line::Event { page, event }) => pages.take(page, event),
            Ok(Line::Call { id, call }) => {
                let (auth, pages) = (auth.clone(), Arc::clone(&pages));
                runtime.spawn(async move { tell(&answers::to(id, call.made(&auth, pages).await)) });
            }
            // The message does not show the line, because a redirect contains a code.
            Err(_) => complain("A line is neither a call nor an event of a page."),
        }
    }
    Ok(())
}

/// Writes a line of output. If the reader has closed the output, the program goes on.
fn tell(answer: &Value) {
    let _ = writeln!(io::stdout(), "{answer}");
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The result of a call.
type Answer = Result<Value, AuthError>;
