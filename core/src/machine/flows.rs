//! Draws flows of the sign-in into the pages of `docs/guides/`, from the machine itself.
//!
//! A flow is a list of events. The machine says what follows each of them, so a picture can't show a flow that the
//! machine does not take. `UPDATE_FLOWS=1 cargo test -p cognito-auth-core flows` draws the pictures again.

use std::fmt::Write as _;
use std::path::Path;

use super::sign_in::samples::{answer, events, received};
use super::sign_in::{Event, FromService, SideEffect, State, Then, Work};
use crate::challenge::ChallengeKind;
use crate::challenge::samples::{delivery, first_factor_selection, mfa_selection};
use crate::model::{AuthSignInStep, DeliveryMedium, MfaType};

/// A flow that a page shows.
struct Flow {
    page: &'static str,
    name: &'static str,
    /// The events, in order, each with the line that the picture shows for it.
    events: Vec<(&'static str, Event)>,
}

const APP: &str = "App->>Library: ";
const SERVICE: &str = "Cognito-->>Library: ";
const LIBRARY: &str = "Library->>Library: ";

/// A line, and the sample of the event with this label.
fn sample(line: &'static str, label: &str) -> (&'static str, Event) {
    let found = events().into_iter().find(|(name, _)| name == label);
    (line, found.expect("a sample of the event").1)
}

fn challenged(line: &'static str, kind: ChallengeKind) -> (&'static str, Event) {
    (line, Event::Service(FromService::ChallengeReceived(received(kind, "session"))))
}

fn code_by_email() -> (&'static str, Event) {
    challenged("EMAIL_OTP", ChallengeKind::EmailOtp { delivery: delivery(DeliveryMedium::Email) })
}

/// The events with which every sign-in with SRP begins.
fn srp() -> Vec<(&'static str, Event)> {
    vec![
        sample("signIn(username, password)", "SignIn (SRP)"),
        sample("makes a key pair", "ProofPrepared"),
        sample("PASSWORD_VERIFIER", "ProofRequested"),
        sample("computes the proof of the password", "PasswordProved"),
    ]
}

fn signed_in() -> Vec<(&'static str, Event)> {
    vec![sample("tokens", "TokensReceived"), sample("", "SessionStored")]
}

fn flows() -> Vec<Flow> {
    let flow =
        |page, name, events: Vec<Vec<_>>| Flow { page, name, events: events.into_iter().flatten().collect() };
    let totp = ChallengeKind::MfaSetupSelection { options: vec![MfaType::Totp] };
    vec![
        flow("sign-in", "a sign-in with SRP", vec![srp(), signed_in()]),
        flow(
            "mfa",
            "a sign-in with a second factor",
            vec![
                srp(),
                vec![
                    challenged("SELECT_MFA_TYPE", mfa_selection()),
                    ("confirmSignIn(the factor)", answer("EMAIL")),
                    code_by_email(),
                    ("confirmSignIn(the code)", answer("123456")),
                ],
                signed_in(),
            ],
        ),
        flow(
            "mfa",
            "the set-up of an authenticator app in a sign-in",
            vec![
                srp(),
                vec![
                    challenged("MFA_SETUP", totp),
                    sample("the secret", "TokenAssociated"),
                    ("confirmSignIn(the first code)", answer("123456")),
                    sample("the code is right", "TokenVerified"),
                ],
                signed_in(),
            ],
        ),
        flow(
            "passwordless",
            "a choice of the first factor",
            vec![
                vec![
                    sample("signIn(username)", "SignIn (a choice)"),
                    challenged("SELECT_CHALLENGE", first_factor_selection()),
                    ("confirmSignIn(EMAIL_OTP)", answer("EMAIL_OTP")),
                    code_by_email(),
                    ("confirmSignIn(the code)", answer("123456")),
                ],
                signed_in(),
            ],
        ),
        flow(
            "passkeys",
            "a sign-in with a passkey",
            vec![
                vec![
                    sample("signIn(username)", "SignIn (a choice)"),
                    sample("WEB_AUTHN", "PasskeyRequested"),
                    sample("the user's passkey signs the challenge", "PasskeyAnswered"),
                ],
                signed_in(),
            ],
        ),
        flow(
            "devices",
            "the first sign-in on a device",
            vec![
                srp(),
                vec![
                    sample("tokens, and a device key", "TokensReceived (a new device)"),
                    sample("", "SessionStored"),
                    sample("the device is confirmed", "DeviceConfirmed"),
                ],
            ],
        ),
    ]
}

/// The beginning of an event's line: who sends the event. It is empty for an event without a line, such as the end of
/// work that the picture shows already.
fn sender(event: &Event, line: &str) -> &'static str {
    match event {
        _ if line.is_empty() => "",
        Event::App(_) => APP,
        Event::Service(_) | Event::SettingUp(_) | Event::Concluding(_) => SERVICE,
        Event::Proving(_) => LIBRARY,
        Event::Leaving(_) | Event::WorkFailed(_) => unreachable!("no flow has this event"),
    }
}

fn line_of_work(work: &Work) -> &'static str {
    match work {
        Work::PrepareProof | Work::ProvePassword(_) => "",
        Work::Initiate(_) => "Library->>Cognito: InitiateAuth",
        Work::ProveDevice(_) => {
            "Library->>Cognito: RespondToAuthChallenge with the device's proof, two requests"
        }
        Work::AskPasskey(_) => "Note over Library: the system shows its sheet",
        Work::AssociateToken { .. } => "Library->>Cognito: AssociateSoftwareToken",
        Work::VerifyToken(_) => "Library->>Cognito: VerifySoftwareToken",
        Work::Respond(_) => "Library->>Cognito: RespondToAuthChallenge",
        Work::StoreSession { .. } => "Library->>Store: the session",
        Work::ConfirmDevice => "Library->>Cognito: ConfirmDevice",
    }
}

fn line_of_side_effect(side_effect: &SideEffect) -> &'static str {
    match side_effect {
        SideEffect::RememberChallenge(_) => "Library->>Store: the open challenge",
        SideEffect::ForgetChallenge => "",
    }
}

/// The step's name in Swift and Kotlin, apart from the case of its first letter.
fn name(step: &AuthSignInStep) -> String {
    let debug = format!("{step:?}");
    let name = debug.split([' ', '{']).next().unwrap_or(&debug);
    let name =
        name.replace("Mfa", "MFA").replace("Totp", "TOTP").replace("Otp", "OTP").replace("SmsMFA", "SMSMFA");
    name[..1].to_lowercase() + &name[1..]
}

fn draw(flow: &Flow) -> String {
    let mut text = String::from("```mermaid\nsequenceDiagram\n");
    let mut line = |line: &str| {
        if !line.is_empty() {
            let _ = writeln!(text, "    {line}");
        }
    };
    ["App", "Library", "Cognito", "Store"].iter().for_each(|who| line(&format!("participant {who}")));
    let mut state = State::NotStarted;
    for (words, event) in flow.events.clone() {
        line(&format!("{}{words}", sender(&event, words)));
        let (next, effects) = state.on(event);
        let effects = effects.unwrap_or_else(|unexpected| panic!("{}: {unexpected}", flow.name));
        effects.side_effects.iter().for_each(|it| line(line_of_side_effect(it)));
        match effects.then {
            Then::Perform(work) => line(line_of_work(&work)),
            Then::Conclude(Ok(step)) => line(&format!("Library-->>App: {}", name(&step))),
            Then::Conclude(Err(error)) => panic!("{} ends with {error}", flow.name),
        }
        state = next;
    }
    assert!(state.has_ended(), "{} does not end", flow.name);
    text.push_str("```\n");
    text
}

/// The page with its picture drawn again. The picture's place is after the line
/// `<!-- drawn by core/src/machine/flows.rs: NAME -->`.
fn with_picture(page: &str, flow: &Flow) -> String {
    let mark = format!("<!-- drawn by core/src/machine/flows.rs: {} -->\n", flow.name);
    let (before, after) = page.split_once(&mark).unwrap_or_else(|| panic!("no place for {}", flow.name));
    let rest = match after.strip_prefix("```mermaid\n") {
        Some(old) => old.split_once("\n```\n").expect("the end of the picture").1,
        None => after,
    };
    format!("{before}{mark}{}{rest}", draw(flow))
}

#[test]
fn the_flows_in_the_guides_match_the_machine() {
    for flow in flows() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/guides/{}.md", flow.page));
        let found = std::fs::read_to_string(&path).expect("the page can be read");
        let drawn = with_picture(&found, &flow);
        if std::env::var_os("UPDATE_FLOWS").is_some() {
            std::fs::write(&path, &drawn).unwrap();
        } else {
            assert!(found == drawn, "{}.md is stale: see core/src/machine/flows.rs", flow.page);
        }
    }
}

#[test]
#[should_panic(expected = "does not belong to")]
fn a_flow_that_the_machine_does_not_take_is_not_drawn() {
    let events = vec![sample("tokens", "TokensReceived")];
    draw(&Flow { page: "sign-in", name: "a wrong flow", events });
}
