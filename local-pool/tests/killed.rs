//! The program with a data folder is killed at any moment. Every change that it has answered is there afterwards.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

#[path = "support/limit.rs"]
mod limit;

use limit::{connect, is_late, reading, within_limit};
use serde_json::{Value, json};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const ROUNDS: u64 = 24;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("cognito-local-pool-killed-{name}-{}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program in its own process. The kernel ends it with SIGKILL, so it can't finish anything.
struct Program(Child);

impl Program {
    fn spawn(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cognito-local-pool"));
        command.args(["--port", "0", "--data"]).arg(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    /// Waits until the program is ready. Returns its address.
    fn address(&mut self) -> String {
        let output = BufReader::new(self.0.stdout.take().unwrap());
        let ready = within_limit("the start of the program", || {
            let mut lines = output.lines().map_while(Result::ok);
            lines.find_map(|line| {
                line.strip_prefix("cognito-local-pool listening on http://").map(str::to_owned)
            })
        });
        ready.unwrap_or_else(|| {
            self.kill();
            let errors = reading(self.0.stderr.take().unwrap()).join().unwrap();
            panic!("the program does not start: {errors}")
        })
    }

    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(address: &str) -> io::Result<Self> {
        connect(address).map(BufReader::new).map(Self)
    }

    /// Performs an operation. An error means that no whole response came.
    fn perform(&mut self, operation: &str, body: &Value) -> io::Result<Value> {
        let body = body.to_string();
        let request = format!(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-amz-json-1.1\r\n\
             x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        // One packet: the system holds back the second of two small ones.
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut length, mut line) = (0, String::new());
        let ended = || io::Error::from(io::ErrorKind::UnexpectedEof);
        while line != "\r\n" {
            line.clear();
            if self.0.read_line(&mut line)? == 0 {
                return Err(ended());
            }
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut content = vec![0; length];
        self.0.read_exact(&mut content)?;
        serde_json::from_slice(&content).map_err(io::Error::other)
    }
}

fn named(username: &str) -> Value {
    json!({ "UserPoolId": "local_LocalPool", "Username": username })
}

/// The answer, or `None` if the program was killed. A response that takes too long fails the test.
fn unless_killed(answer: io::Result<Value>) -> Option<Value> {
    if let Err(late) = answer.as_ref()
        && is_late(late)
    {
        panic!("the program does not respond: {late}");
    }
    answer.ok()
}

/// Makes users and changes them, until the program is gone. Counts the answers. Returns each user whose creation was
/// answered, with the website of the last answered change.
fn change(address: &str, round: u64, answers: &AtomicU64) -> Vec<(String, Option<String>)> {
    let mut answered = Vec::new();
    let Ok(mut client) = Client::connect(address) else { return answered };
    for number in 0.. {
        let name = format!("user-{round}-{number}");
        let mut create = named(&name);
        create["MessageAction"] = json!("SUPPRESS");
        let answer = unless_killed(client.perform("AdminCreateUser", &create));
        let Some(answer) = answer else { return answered };
        assert_eq!(answer["User"]["Username"], name.as_str(), "{answer}");
        answered.push((name.clone(), None));
        answers.fetch_add(1, Ordering::SeqCst);
        for version in 0..5 {
            let website = format!("https://{name}.example/{version}");
            let mut update = named(&name);
            update["UserAttributes"] = json!([{ "Name": "website", "Value": website }]);
            let answer = unless_killed(client.perform("AdminUpdateUserAttributes", &update));
            let Some(answer) = answer else { return answered };
            assert_eq!(answer, json!({}));
            answered.last_mut().unwrap().1 = Some(website);
            answers.fetch_add(1, Ordering::SeqCst);
        }
    }
    answered
}

fn website(user: &Value) -> Option<&str> {
    let mut attributes = user["UserAttributes"].as_array().unwrap().iter();
    attributes.find(|attribute| attribute["Name"] == "website")?["Value"].as_str()
}

/// Checks that every answered change is there. The last user can have one more change, which was not answered.
fn check(client: &mut Client, answered: &[(String, Option<String>)]) {
    for (place, (name, expected)) in answered.iter().enumerate() {
        let user = client.perform("AdminGetUser", &named(name)).unwrap();
        assert_eq!(user["Username"], name.as_str(), "{user}");
        let held = website(&user);
        let is_last = place + 1 == answered.len();
        let version = |website: &str| website.rsplit('/').next().unwrap().parse::<u32>().unwrap();
        let next = expected.as_deref().map_or(0, |expected| version(expected) + 1);
        let one_later = is_last && held.is_some_and(|held| version(held) == next);
        assert!(held == expected.as_deref() || one_later, "{name}: {expected:?}, but {held:?}");
    }
}

#[test]
fn whatever_was_answered_outlives_a_kill_at_any_moment() {
    let folder = Folder::new("changes");
    let mut all = Vec::new();
    for round in 0..ROUNDS {
        let mut program = Program::spawn(&folder.0);
        let address = program.address();
        let answers = AtomicU64::new(0);
        let answered = thread::scope(|scope| {
            let changes = scope.spawn(|| change(&address, round, &answers));
            while answers.load(Ordering::SeqCst) < 4 * round && !changes.is_finished() {
                thread::sleep(Duration::from_micros(200));
            }
            // A change takes about a millisecond, so the kill comes at some point of it.
            thread::sleep(Duration::from_micros(130 * (round * 7 % 12)));
            program.kill();
            changes.join().unwrap()
        });
        // A start writes the whole state, so a start is killed too.
        let mut starting = Program::spawn(&folder.0);
        thread::sleep(Duration::from_millis(round));
        starting.kill();
        let mut program = Program::spawn(&folder.0);
        let mut client = Client::connect(&program.address()).unwrap();
        check(&mut client, &answered);
        all.extend(answered);
    }
    // Each user has six changes.
    let least = (0..ROUNDS).map(|round| 4 * round / 6).sum::<u64>() as usize;
    assert!(all.len() >= least, "{} {least}", all.len());
    let mut program = Program::spawn(&folder.0);
    let mut client = Client::connect(&program.address()).unwrap();
    for (name, _) in &all {
        assert_eq!(client.perform("AdminGetUser", &named(name)).unwrap()["Username"], name.as_str());
    }
    let pool = json!({ "UserPoolId": "local_LocalPool" });
    let described = client.perform("DescribeUserPool", &pool).unwrap();
    // In each round, the program can have made one more user, whose response never came.
    let count = described["UserPool"]["EstimatedNumberOfUsers"].as_u64().unwrap();
    assert!((all.len() as u64..=all.len() as u64 + ROUNDS).contains(&count), "{count} {}", all.len());
}
