//! The local pool: its operations, and its connections.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use cognito_local_pool::{LocalPool, Options};
use serde_json::{Map, Value, json};

/// The pool hangs if it sends nothing for this long after the client has closed its half of the connection.
const HANGS_AFTER: Duration = Duration::from_secs(10);

/// Locks the one pool of this process, and puts it back into its first state.
pub(crate) fn fresh() -> MutexGuard<'static, LocalPool> {
    static POOL: OnceLock<Mutex<LocalPool>> = OnceLock::new();
    let start = || {
        let pool = crate::phone::run(LocalPool::start(Options::default()));
        Mutex::new(pool.expect("a local pool"))
    };
    let pool = POOL.get_or_init(start).lock().unwrap_or_else(PoisonError::into_inner);
    pool.reset().expect("the pool is as at its start");
    pool
}

/// The input is a list of requests, with an empty line between them. A request has the operation in its first line,
/// then the body. In a body, the text `$Name` is replaced by the newest value of the member `Name` in the answers so
/// far, and `$Code` by the newest code for `ann`.
pub(crate) fn requests(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let pool = fresh();
    let mut known = Map::new();
    for request in text.split("\n\n") {
        let (operation, body) = request.split_once('\n').unwrap_or((request, "{}"));
        let Ok(mut body) = serde_json::from_str(body) else { return };
        known.extend(pool.latest_code("ann").map(|code| ("Code".to_owned(), json!(code))));
        fill_in(&mut body, &known);
        match pool.perform(operation, &body) {
            Ok(answer) => collect(&answer, &mut known),
            Err(error) => assert_ne!(error.exception, "InternalErrorException", "{operation}"),
        }
    }
}

/// Replaces every text `$Name` in the value by what is known of that name.
fn fill_in(value: &mut Value, known: &Map<String, Value>) {
    match value {
        Value::String(text) => {
            if let Some(found) = text.strip_prefix('$').and_then(|name| known.get(name)) {
                *value = found.clone();
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| fill_in(element, known)),
        Value::Object(members) => members.values_mut().for_each(|member| fill_in(member, known)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Remembers the newest value of every member of the answer.
fn collect(answer: &Value, known: &mut Map<String, Value>) {
    match answer {
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, known)),
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, known);
                known.insert(name.clone(), member.clone());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Sends the input as one connection, closes the client's half, and reads until the pool closes its half.
pub(crate) fn connection(bytes: &[u8]) {
    let pool = fresh();
    let mut stream = TcpStream::connect(pool.address()).expect("the pool accepts connections");
    stream.set_read_timeout(Some(HANGS_AFTER)).expect("a time limit");
    // The pool may close the connection before it has read everything.
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answers = [0; 4096];
    loop {
        match stream.read(&mut answers) {
            Ok(0) => break,
            Ok(_) => {}
            // libFuzzer's timer sends signals, which interrupt a read.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("the pool does not end the connection: {error}"),
        }
    }
}
