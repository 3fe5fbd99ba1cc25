//! Makes the calls of the conformance corpus against a real endpoint, and says what each call sent and received. It is
//! the Rust half of `make verify-live`: `tools/verify-live` chooses the calls and judges what they did.
//!
//! Both sides write JSON, one object a line. The output has passwords, codes and tokens, so it must go to a pipe:
//!
//! ```text
//! → {"configuration": {"region": "…", "userPoolId": "…", "clientId": "…"}}      an app with an empty store
//! ← {}
//! → {"call": "signIn", "arguments": {"username": "ann", "password": "…"}}
//! ← {"result": {…}, "exchanges": [{"target": "InitiateAuth", "request": {…}, "status": 200, …}]}
//! → {"call": "restart"}      the same app after a restart
//! ← {"exchanges": []}
//! ```
//!
//! A configuration has the members that it has in a case of the corpus, and a call has its name and its arguments. A call
//! that fails has an `error` instead of a `result`. A line that can't be obeyed is answered with `refused`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this tool is tested as a program"
)]
#![allow(dead_code, reason = "the runner of the corpus has more than this tool needs")]

#[path = "../../tests/conformance/calls/mod.rs"]
mod calls;
#[path = "../../tests/conformance/case/mod.rs"]
mod case;
mod recorder;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/conformance/words/mod.rs"]
mod words;

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use cognito_auth_core::host::MemoryStore;
use cognito_auth_core::{
    Accounts, Auth, Browser, BrowserFailure, BrowserReply, BrowserRequest, Ports, SecureStore,
};
use serde::Deserialize;
use serde_json::{Value, json};

use calls::Callee;
use case::Case;
use recorder::Recorder;
use support::passkey::SoftwarePasskey;

/// A line of input.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Start {
        configuration: Value,
    },
    Call {
        call: String,
        #[serde(default = "no_arguments")]
        arguments: Value,
    },
}

fn no_arguments() -> Value {
    json!({})
}

/// An app: what it keeps over a restart, and the instance on which its calls are made.
struct App {
    case: Case,
    store: Arc<dyn SecureStore>,
    passkey: Arc<SoftwarePasskey>,
    recorder: Arc<Recorder>,
    callee: Callee,
}

impl App {
    fn start(configuration: Value) -> Result<Self, String> {
        let case = json!({
            "format": 1, "title": "live", "clockMilliseconds": 0, "entropy": "", "store": {}, "steps": [],
            "configuration": configuration,
        });
        let case = Case::read(&case)?;
        let store: Arc<dyn SecureStore> = Arc::new(MemoryStore::new());
        let passkey = Arc::new(SoftwarePasskey::new());
        let recorder = Arc::new(Recorder::new()?);
        let callee = instance(&case, &store, &passkey, &recorder)?;
        Ok(Self { case, store, passkey, recorder, callee })
    }

    async fn call(&mut self, name: &str, arguments: &Value) -> Result<Value, String> {
        let mut answer = json!({});
        if name == "restart" {
            self.callee = instance(&self.case, &self.store, &self.passkey, &self.recorder)?;
        } else {
            match calls::call(&self.callee, Arc::new(NoBrowser), name, arguments).await? {
                Ok(result) => answer["result"] = result,
                Err(error) => answer["error"] = words::error(&error),
            }
        }
        answer["exchanges"] = self.recorder.take().into();
        Ok(answer)
    }
}

fn instance(
    case: &Case,
    store: &Arc<dyn SecureStore>,
    passkey: &Arc<SoftwarePasskey>,
    recorder: &Arc<Recorder>,
) -> Result<Callee, String> {
    let mut ports = Ports::new(recorder.clone(), store.clone());
    ports.passkeys = passkey.clone();
    let configuration = case.configuration_of("");
    let accounts = Accounts::new(configuration.clone(), ports.clone());
    let auth = Auth::new(configuration, ports);
    match (auth, accounts) {
        (Ok(auth), Ok(accounts)) => Ok(Callee { auth, accounts }),
        (Err(error), _) | (_, Err(error)) => Err(error.to_string()),
    }
}

/// The calls that need a browser fail: this tool does not operate Cognito's pages.
struct NoBrowser;

impl Browser for NoBrowser {
    fn start(&self, _request: BrowserRequest, _reply: BrowserReply) -> Result<(), BrowserFailure> {
        Err(BrowserFailure::Unavailable)
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}

async fn obey(app: &mut Option<App>, line: &str) -> Result<Value, String> {
    match serde_json::from_str(line).map_err(|error| error.to_string())? {
        Line::Start { configuration } => {
            *app = Some(App::start(configuration)?);
            Ok(json!({}))
        }
        Line::Call { call, arguments } => match app {
            Some(app) => app.call(&call, &arguments).await,
            None => Err("a configuration must come first".into()),
        },
    }
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut app, mut output) = (None, io::stdout());
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { return ExitCode::FAILURE };
        let answer = runtime.block_on(obey(&mut app, &line));
        let answer = answer.unwrap_or_else(|refusal| json!({ "refused": refusal }));
        if writeln!(output, "{answer}").is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
