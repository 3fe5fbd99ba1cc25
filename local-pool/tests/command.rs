//! The program `cognito-local-pool`, in its own process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

#[path = "support/limit.rs"]
mod limit;

use limit::{connect, end_of, limited, reading, within_limit};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognito-local-pool"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    // The environment of the tests must not set options.
    command.env_remove("PORT").env_remove("HOST").env_remove("PUBLIC_URL");
    command
}

/// Runs the program until it ends. Returns whether it succeeded, its output and its errors.
fn ended(command: &mut Command) -> (bool, String, String) {
    let mut running = Running(command.spawn().unwrap());
    let output = reading(running.0.stdout.take().unwrap());
    let errors = reading(running.0.stderr.take().unwrap());
    let status = end_of(&mut running.0, &format!("{command:?}"));
    (status.success(), output.join().unwrap(), errors.join().unwrap())
}

/// The running program, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program, and reads its output up to the line that says that it is ready.
fn started(arguments: &[&str]) -> (Running, Vec<String>) {
    started_by(&mut command(arguments))
}

fn started_by(command: &mut Command) -> (Running, Vec<String>) {
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let running = Running(child);
    let lines = within_limit("the start of the program", || {
        let mut lines = Vec::new();
        for line in output.lines() {
            lines.push(line.unwrap());
            if is_ready(lines.last().unwrap()) {
                break;
            }
        }
        lines
    });
    let ready = lines.last().is_some_and(|line| is_ready(line));
    assert!(ready, "the program ended before it was ready: {lines:?}");
    (running, lines)
}

fn is_ready(line: &str) -> bool {
    line.starts_with("cognito-local-pool listening on ")
}

#[test]
fn the_program_prints_what_clients_need_before_it_is_ready() {
    let (_running, lines) = started(&["--port", "0"]);
    let url = lines.last().unwrap().rsplit_once(' ').unwrap().1;
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let secret = lines.iter().find_map(|line| line.strip_prefix("client local-client-secret with secret "));
    assert_eq!(secret.unwrap().len(), 51);
    let begin = lines.iter().position(|line| line == "{").unwrap();
    let outputs: Value = serde_json::from_str(&lines[begin..lines.len() - 1].join("\n")).unwrap();
    assert_eq!(outputs["auth"]["user_pool_id"], "local_LocalPool");
    assert_eq!(outputs["auth"]["user_pool_client_id"], "local-client");
    assert_eq!(outputs["auth"]["identity_pool_id"], "local:10ca1d00-0000-4000-8000-000000000000");
    assert_eq!(outputs["auth"]["unauthenticated_identities_enabled"], true);
    assert_eq!(outputs["custom"]["cognito_auth"]["endpoint"], url);
}

#[test]
fn the_program_prints_the_public_url_instead_of_the_bound_address() {
    let (_running, lines) = started(&["--port", "0", "--public-url", "http://10.0.2.2:9229/"]);
    assert!(lines.iter().any(|line| line.contains("\"endpoint\": \"http://10.0.2.2:9229\"")));
}

#[test]
fn the_program_says_why_it_can_not_start_and_exits_with_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, said) in [
        (vec!["--port", port.as_str()], "cannot listen on 127.0.0.1:"),
        (vec!["--port", "65536"], "65536"),
        (vec!["--port", "0", "--host", "no such name"], "cannot listen on no such name: "),
        (vec!["--port", "0", "--allow-host", "pool:9229"], "pool:9229 is not a host name, such as pool"),
        (
            vec!["--port", "0", "--public-url", "ftp://pool"],
            "the public URL ftp://pool is not an http or https origin",
        ),
        (vec!["--port", "0", "--allow-origin", "http://localhost:5173/app"], "is not an origin"),
        (
            vec!["--port", "0", "--issuer", "pool.example"],
            "the issuer pool.example is neither aws nor an http",
        ),
        (vec!["--port", "0", "--trigger", "pre-sign-up"], "write NAME=URL"),
        (
            vec!["--port", "0", "--trigger", "f=https://a/"],
            "the trigger's address https://a/ is not an http address",
        ),
        (vec!["--port", "0", "--lambda-endpoint", "sam:3001"], "the trigger's address sam:3001 is not"),
        (vec!["--config", "/nonexistent.json"], "cannot read /nonexistent.json"),
        (vec!["--data", "/dev/null"], "cannot use the data folder /dev/null"),
    ] {
        let (succeeded, _, errors) = ended(&mut command(&arguments));
        assert!(!succeeded, "{arguments:?}");
        assert!(errors.contains(said), "{arguments:?}: {errors}");
    }
}

#[test]
fn the_program_warns_of_an_address_that_the_network_reaches() {
    for (host, warned) in [("0.0.0.0", true), ("::", true), ("127.0.0.1", false), ("::1", false)] {
        let (mut running, lines) = started(&["--port", "0", "--host", host]);
        assert!(
            !lines.iter().any(|line| line.contains("warning")),
            "standard output is for programs, and has no warning"
        );
        running.0.kill().unwrap();
        let mut errors = String::new();
        running.0.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!(errors.starts_with(&format!("warning: on {host} everyone")), warned, "{host}: {errors}");
    }
}

#[test]
fn the_program_allows_the_origins_of_its_options() {
    let (_running, lines) = started(&[
        "--port",
        "0",
        "--allow-origin",
        "http://localhost:5173",
        "--allow-origin",
        "http://localhost:3000",
    ]);
    for (origin, status) in
        [("http://localhost:5173", 200), ("http://localhost:3000", 200), ("http://localhost:1", 403)]
    {
        let answer =
            send(&lines, "ListUserPools", &format!("origin: {origin}\r\n"), &json!({ "MaxResults": 1 }));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{origin}: {answer}");
    }
}

#[test]
fn the_program_calls_a_trigger_at_the_address_of_its_options() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:pre=sign-up";
    let trigger = format!("{arn}=http://{}/hook", server.local_addr().unwrap());
    let (_running, lines) = started(&["--port", "0", "--trigger", &trigger, "--trigger-timeout", "60"]);
    let function = std::thread::spawn(move || {
        let (mut connection, _) = server.accept().unwrap();
        limited(&connection).unwrap();
        let mut begin = [0; 11];
        connection.read_exact(&mut begin).unwrap();
        let body = r#"{"response":{"autoConfirmUser":true}}"#;
        write!(
            connection,
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        // The whole request is read, so that closing the connection does not reset it.
        connection.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = connection.read_to_end(&mut Vec::new());
        String::from_utf8(begin.to_vec()).unwrap()
    });
    let config = json!({ "UserPoolId": "local_LocalPool", "LambdaConfig": { "PreSignUp": arn } });
    perform(&lines, "UpdateUserPool", config);
    let ada = json!({ "ClientId": "local-client", "Username": "ada", "Password": "Passw0rd!" });
    assert_eq!(perform(&lines, "SignUp", ada)["UserConfirmed"], true);
    let begin = within_limit("the call of the trigger", || function.join().unwrap());
    assert_eq!(begin, "POST /hook ");
}

/// Performs an operation, and fails the test if the pool refuses it. The last line of the program's output has the
/// address.
fn perform(lines: &[String], operation: &str, body: Value) -> Value {
    let answer = send(lines, operation, "", &body);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{operation}: {answer}");
    serde_json::from_str(body).unwrap()
}

/// Sends an operation with additional headers, and returns the whole response.
fn send(lines: &[String], operation: &str, headers: &str, body: &Value) -> String {
    let address = lines.last().unwrap().rsplit_once("http://").unwrap().1;
    let mut connection = connect(address).unwrap();
    let body = body.to_string();
    write!(
        connection,
        "POST / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\n{headers}\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn users_and_tokens_still_work_after_the_program_was_killed() {
    let folder = std::env::temp_dir().join(format!("cognito-local-pool-command-{}", std::process::id()));
    let arguments = ["--port", "0", "--data", folder.to_str().unwrap()];
    let (killed, lines) = started(&arguments);
    let ada = json!({ "ClientId": "local-client", "Username": "ada", "Password": "Passw0rd!" });
    perform(&lines, "SignUp", ada);
    perform(&lines, "AdminConfirmSignUp", json!({ "UserPoolId": "local_LocalPool", "Username": "ada" }));
    let password = json!({ "USERNAME": "ada", "PASSWORD": "Passw0rd!" });
    let sign_in =
        json!({ "ClientId": "local-client", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": password });
    let tokens = perform(&lines, "InitiateAuth", sign_in.clone());
    drop(killed);

    let (_running, again) = started(&arguments);
    let secret = |lines: &[String]| lines.iter().find(|line| line.contains("with secret")).cloned();
    assert_eq!(secret(&again), secret(&lines));
    perform(&again, "InitiateAuth", sign_in);
    let token = &tokens["AuthenticationResult"]["RefreshToken"];
    let refresh = json!({ "ClientId": "local-client", "RefreshToken": token });
    perform(&again, "GetTokensFromRefreshToken", refresh);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The port in the last line of the program's output.
fn port_in(lines: &[String]) -> String {
    lines.last().unwrap().rsplit_once(':').unwrap().1.to_owned()
}

#[test]
fn the_environment_sets_options_and_the_command_line_wins() {
    let (_running, lines) = started_by(
        command(&[]).env("PORT", "0").env("HOST", "localhost").env("PUBLIC_URL", "http://pool:9229"),
    );
    assert_ne!(port_in(&lines), "9229");
    assert!(lines.iter().any(|line| line.contains("\"endpoint\": \"http://pool:9229\"")), "{lines:?}");
    let (_running, lines) = started_by(command(&["--port", "0", "--host", "127.0.0.1"]).env("PORT", "99999"));
    assert!(lines.last().unwrap().contains("http://127.0.0.1:"));
    let (_, _, errors) = ended(command(&[]).env("PORT", "http"));
    assert!(errors.contains("http") && errors.contains("--port"), "{errors}");
    // `PORT: ${PORT}` in a compose file makes an empty variable if the host has none.
    let (_running, _) =
        started_by(command(&["--port", "0"]).env("HOST", "").env("PUBLIC_URL", "").env("PORT", ""));
}

#[test]
fn a_machines_name_in_the_environment_opens_the_pool_to_nobody() {
    let (mut running, lines) = started_by(command(&["--port", "0"]).env("HOST", "mymac.local"));
    assert!(lines.last().unwrap().contains("http://127.0.0.1:"), "{lines:?}");
    running.0.kill().unwrap();
    let mut errors = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(errors.contains("HOST=mymac.local in the environment is ignored"), "{errors}");
    assert!(!errors.contains("warning"), "{errors}");
}

#[test]
fn the_program_asks_a_pool_whether_it_is_ready() {
    let (running, lines) = started(&["--port", "0"]);
    let port = port_in(&lines);
    for host in ["127.0.0.1", "0.0.0.0", "localhost"] {
        let (healthy, output, errors) = ended(&mut command(&["--health", "--port", &port, "--host", host]));
        assert!(healthy, "{host}: {errors}");
        assert_eq!(output, format!("cognito-local-pool {}\n", env!("CARGO_PKG_VERSION")));
    }
    let (healthy, ..) = ended(command(&["--health"]).env("PORT", &port).env("HOST", "0.0.0.0"));
    assert!(healthy, "the environment of a container says where the pool is");
    drop(running);
    let (healthy, _, errors) = ended(&mut command(&["--health", "--port", &port]));
    assert!(!healthy && errors.contains("nothing answers at 127.0.0.1"), "{errors}");
}

#[test]
fn the_program_asks_a_pool_with_tls_and_trusts_only_its_certificate() {
    let folder = std::env::temp_dir();
    let file = |name: &str| folder.join(format!("cognito-local-pool-{name}-{}.pem", std::process::id()));
    let (own, other) = (file("own"), file("other"));
    let (_running, lines) = started(&["--port", "0", "--tls", own.to_str().unwrap()]);
    let (_another, _) = started(&["--port", "0", "--tls", other.to_str().unwrap()]);
    let port = port_in(&lines);
    let ask = |file: &std::path::Path| {
        ended(&mut command(&["--health", "--port", &port, "--tls", file.to_str().unwrap()]))
    };
    let (healthy, _, errors) = ask(&own);
    assert!(healthy, "{errors}");
    let (healthy, _, errors) = ask(&other);
    assert!(!healthy && errors.contains("TLS failed"), "{errors}");
    for file in [own, other] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn the_program_says_who_has_taken_its_port() {
    let (_running, lines) = started(&["--port", "0"]);
    let port = port_in(&lines);
    let (_, _, errors) = ended(&mut command(&["--port", &port]));
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        errors.contains(&format!(
            "Port {port} is taken by cognito-local-pool {version}, which answers GET /health"
        )),
        "{errors}"
    );
    assert!(errors.contains("--port 0"), "{errors}");
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().port().to_string();
    let (_, _, errors) = ended(&mut command(&["--port", &taken]));
    assert!(errors.contains(&format!("Port {taken} is taken by another program")), "{errors}");
}

#[test]
fn the_program_logs_requests_on_its_error_output_and_ends_with_success() {
    let (mut running, lines) = started(&["--port", "0", "--log"]);
    perform(
        &lines,
        "SignUp",
        json!({ "ClientId": "local-client", "Username": "ada", "Password": "Passw0rd!" }),
    );
    stop(&running);
    assert!(end_of(&mut running.0, "the program after SIGTERM").success());
    let mut errors = String::new();
    running.0.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    let expected = " operation=SignUp pool=local_LocalPool client=local-client user=ada status=200 ms=";
    assert!(errors.starts_with("time=") && errors.contains(expected), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
}

/// Sends SIGTERM.
fn stop(running: &Running) {
    let sent = Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
    assert!(sent.success());
}

#[test]
fn the_program_prints_the_schema_of_its_configuration() {
    let (succeeded, output, _) = ended(&mut command(&["--config-schema"]));
    assert!(succeeded);
    let schema: Value = serde_json::from_str(&output).unwrap();
    let pool = &schema["properties"]["UserPools"]["items"];
    assert_eq!(pool["required"], json!(["Id", "PoolName"]));
    assert_eq!(pool["additionalProperties"], false);
    let user = &pool["properties"]["Users"]["items"]["properties"];
    assert_eq!(user["Enabled"], json!({ "type": "boolean" }));
    assert_eq!(user["UserAttributes"]["items"]["properties"]["Name"], json!({ "type": "string" }));
}
