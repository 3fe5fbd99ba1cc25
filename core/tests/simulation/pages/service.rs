//! A service that rotates refresh tokens, exchanges codes, gives credentials, records what it did, and loses responses.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{Clock, HttpReply, HttpRequest, HttpTransport, TransportFailure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::identities::Identities;
use crate::support::browser::tokens_of_the_web;
use crate::support::clock::ManualClock;
use crate::support::sessions::{TOKENS_OF_A_SIGN_IN, Tokens};
use crate::support::transport::{Step, form};
use crate::support::web::TOKEN;

/// The device that the tokens of a sign-in on web pages name in a claim.
const DEVICE: &str = "eu-central-1_device";

/// A fault that one request meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Offline,
    RequestLost,
    /// The request is served, but its response is lost.
    ResponseLost,
    NoResponse,
    ServerError,
    Throttled,
    Html,
    /// A refusal for an unknown reason.
    UnknownRefusal,
    /// A refusal because of the user, even if the tokens are valid.
    UserRefused,
    /// The request is served. The response to a refresh has only the new refresh token.
    HalfResponse,
    /// The identity pool does not let the login use the identity.
    Forbidden,
    /// The identity pool says that the login does not match the identity.
    Mismatch,
}

/// A code that the pages gave, for one attempt.
struct Code {
    user: &'static str,
    nonce: String,
    challenge: String,
    is_private: bool,
    is_spent: bool,
}

/// How a session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Password,
    /// On web pages, whose cookie the browser keeps.
    Pages,
    /// On web pages in a private browser session, which keeps no cookie.
    PrivatePages,
}

/// The refresh tokens of one sign-in.
struct Family {
    origin: Origin,
    newest: String,
    /// The former token. It stays valid until the next refresh: the newest token may not have arrived.
    in_grace: Option<String>,
    is_revoked: bool,
    /// The tokens that came back after they had been replaced twice.
    reused: BTreeSet<String>,
    /// Whether a response has said that the session has ended.
    has_reported_its_end: bool,
    unknown_refusals: u32,
    /// How many tokens were issued.
    issued: u32,
}

#[derive(Default)]
struct World {
    families: Vec<Family>,
    /// The user and the family of each refresh token and access token ever issued.
    issued: BTreeMap<String, (&'static str, usize)>,
    codes: Vec<Code>,
    /// Whether the browser has a cookie of the pages.
    has_cookie: bool,
    identities: Identities,
    /// The requests to the identity pool.
    identity_requests: usize,
    /// Whether the responses of the token endpoint and of the identity pool are held back.
    holds: bool,
    held: Vec<(HttpReply, Step)>,
    faults: VecDeque<Fault>,
    violations: Vec<String>,
}

/// The service, shared by all processes.
pub(crate) struct Service {
    world: Mutex<World>,
    clock: Arc<ManualClock>,
}

impl Service {
    pub(crate) fn new(clock: &Arc<ManualClock>) -> Self {
        Self { world: Mutex::default(), clock: Arc::clone(clock) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// The user signs in on the pages of an attempt. Gives the code.
    pub(crate) fn authorize(
        &self,
        user: &'static str,
        nonce: &str,
        challenge: &str,
        is_private: bool,
    ) -> String {
        let mut world = self.world();
        world.has_cookie |= !is_private;
        let (nonce, challenge) = (nonce.into(), challenge.into());
        world.codes.push(Code { user, nonce, challenge, is_private, is_spent: false });
        format!("code-{}", world.codes.len() - 1)
    }

    /// The page of a sign-out removes the browser's cookie.
    pub(crate) fn log_out(&self) {
        self.world().has_cookie = false;
    }

    pub(crate) fn has_cookie(&self) -> bool {
        self.world().has_cookie
    }

    /// How the session of this refresh token began.
    pub(crate) fn origin(&self, refresh_token: &str) -> Option<Origin> {
        self.world().family(refresh_token).map(|family| family.origin)
    }

    /// Holds back the responses of the token endpoint and of the identity pool.
    pub(crate) fn hold(&self) {
        self.world().holds = true;
    }

    /// Whether a response is held back.
    pub(crate) fn is_holding(&self) -> bool {
        !self.world().held.is_empty()
    }

    /// Sends the responses that were held back.
    pub(crate) fn let_go(&self) {
        let mut world = self.world();
        world.holds = false;
        let held = std::mem::take(&mut world.held);
        drop(world);
        held.into_iter().for_each(|(reply, step)| send(step, reply));
    }

    /// How many requests the identity pool has got.
    pub(crate) fn identity_requests(&self) -> usize {
        self.world().identity_requests
    }

    pub(crate) fn add_fault(&self, fault: Fault) {
        self.world().faults.push_back(fault);
    }

    pub(crate) fn clear_faults(&self) {
        self.world().faults.clear();
    }

    /// An administrator ends every session.
    pub(crate) fn revoke_all(&self) {
        self.world().families.iter_mut().for_each(|family| family.is_revoked = true);
    }

    /// Whether a response has said that the session of this refresh token has ended. `stored` is the newest token of
    /// the same sign-in that was ever stored: the refusal of an older one ends nothing.
    pub(crate) fn has_ended(&self, refresh_token: &str, stored: Option<&str>) -> bool {
        let world = self.world();
        world.family(refresh_token).is_some_and(|family| {
            family.has_reported_its_end
                || family.unknown_refusals >= 2
                || stored.is_some_and(|token| family.reused.contains(token))
        })
    }

    pub(crate) fn are_of_one_sign_in(&self, one: &str, other: &str) -> bool {
        let world = self.world();
        let family = |token: &str| world.issued.get(token).map(|(_, family)| *family);
        family(one) == family(other)
    }

    pub(crate) fn add_violation(&self, text: &str) {
        self.world().violations.push(text.to_owned());
    }

    /// What must never happen, and has happened: a text for each request or page.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.world().violations.clone()
    }
}

impl World {
    fn family(&self, token: &str) -> Option<&Family> {
        self.issued.get(token).map(|(_, family)| &self.families[*family])
    }

    fn family_mut(&mut self, token: &str) -> Option<&mut Family> {
        let (_, family) = self.issued.get(token)?;
        Some(&mut self.families[*family])
    }

    fn issue(&mut self, user: &'static str, family: Option<usize>, origin: Origin) -> Tokens {
        let family = family.unwrap_or(self.families.len());
        let issued = self.families.get(family).map_or(0, |family| family.issued);
        assert!(issued < TOKENS_OF_A_SIGN_IN, "more tokens than come from one sign-in");
        let tokens = Tokens::of(user, u32::try_from(family).unwrap() * TOKENS_OF_A_SIGN_IN + issued);
        for token in [tokens.refresh(), tokens.access(), tokens.access_of_device(DEVICE)] {
            self.issued.insert(token, (user, family));
        }
        if family == self.families.len() {
            self.families.push(Family {
                origin,
                newest: String::new(),
                in_grace: None,
                is_revoked: false,
                reused: BTreeSet::new(),
                has_reported_its_end: false,
                unknown_refusals: 0,
                issued: 0,
            });
        }
        let family = &mut self.families[family];
        family.issued += 1;
        family.in_grace = Some(std::mem::replace(&mut family.newest, tokens.refresh()));
        tokens
    }

    fn sign_in(&mut self, body: &Value) -> Step {
        let user = if body["AuthParameters"]["USERNAME"] == "bob" { "bob" } else { "ann" };
        self.issue(user, None, Origin::Password).rotated()
    }

    /// The token endpoint. Each code must come once, with the verifier of its attempt.
    fn exchange(&mut self, body: &Value) -> Step {
        let text = |name: &str| body[name].as_str().unwrap_or_default();
        let number = text("code").strip_prefix("code-").and_then(|number| number.parse::<usize>().ok());
        let Some(code) = number.and_then(|number| self.codes.get_mut(number)) else {
            self.violations.push("a code was sent that no page gave".into());
            return Step::json(400, &[], json!({ "error": "invalid_grant" }));
        };
        if std::mem::replace(&mut code.is_spent, true) {
            self.violations.push("a code was sent twice".into());
        }
        if URL_SAFE_NO_PAD.encode(Sha256::digest(text("code_verifier"))) != code.challenge {
            self.violations.push("a code was sent with the verifier of another attempt".into());
        }
        let (user, nonce) = (code.user, code.nonce.clone());
        let origin = if code.is_private { Origin::PrivatePages } else { Origin::Pages };
        let tokens = self.issue(user, None, origin);
        let device = json!({ "device_key": DEVICE });
        let issued = tokens_of_the_web(tokens, &nonce, &json!({}), &device);
        let access_token = issued["access_token"].as_str().unwrap_or_default().to_owned();
        let family = self.families.len() - 1;
        self.issued.insert(access_token, (user, family));
        Step::success(issued)
    }

    /// The response to a refresh, and whether it has a new refresh token.
    fn refresh(&mut self, token: &str, device_key: &Value) -> (Step, bool) {
        let refused = |name: &str, text: &str| (Step::exception(name, text), false);
        let Some((user, number)) = self.issued.get(token).copied() else {
            return refused("NotAuthorizedException", "Invalid Refresh Token");
        };
        let family = &mut self.families[number];
        let origin = family.origin;
        let is_of_web = origin != Origin::Password;
        if is_of_web && !device_key.is_null() {
            self.violations.push(format!("a session of the web sent {device_key}"));
        }
        if family.is_revoked {
            family.has_reported_its_end = true;
            return refused("NotAuthorizedException", "Refresh Token has been revoked");
        }
        if family.newest != token && family.in_grace.as_deref() != Some(token) {
            family.reused.insert(token.to_owned());
            return refused("RefreshTokenReuseException", "");
        }
        family.unknown_refusals = 0;
        let tokens = self.issue(user, Some(number), origin);
        // A session that began on web pages must ignore the claim of a device.
        (if is_of_web { tokens.rotated_of_device(DEVICE) } else { tokens.rotated() }, true)
    }

    fn revoke(&mut self, token: &str) -> Step {
        if let Some(family) = self.family_mut(token) {
            family.is_revoked = true;
        }
        Step::success(json!({}))
    }

    fn get_user(&self, token: &str) -> Step {
        if self.family(token).is_none_or(|family| family.is_revoked) {
            return Step::exception("NotAuthorizedException", "Access Token has been revoked");
        }
        Step::success(json!({ "Username": "any", "UserAttributes": [] }))
    }

    fn refuse_unknown(&mut self, token: &str) {
        if let Some(family) = self.family_mut(token) {
            family.unknown_refusals += 1;
        }
    }

    /// Refuses the user of this token. The sessions at the service stay, because an administrator can enable the user
    /// again.
    fn refuse_user(&mut self, token: &str) {
        if let Some(family) = self.family_mut(token) {
            family.has_reported_its_end = true;
        }
    }
}

/// The connection of one process to the service. A killed process sends nothing more.
pub(crate) struct Line {
    service: Arc<Service>,
    pub(crate) is_alive: AtomicBool,
    /// The refresh tokens that a response to this process has replaced.
    spent: Mutex<BTreeSet<String>>,
    kept: Mutex<Vec<HttpReply>>,
}

impl Line {
    pub(crate) fn to(service: &Arc<Service>) -> Self {
        Self {
            service: Arc::clone(service),
            is_alive: AtomicBool::new(true),
            spent: Mutex::default(),
            kept: Mutex::default(),
        }
    }

    /// Serves a request. Gives the response, and the refresh token that it replaced.
    fn work(&self, operation: &str, body: &Value) -> (Step, Option<String>) {
        let mut world = self.service.world();
        match operation {
            "InitiateAuth" => (world.sign_in(body), None),
            TOKEN => (world.exchange(body), None),
            "GetId" => (world.identities.get_id(body), None),
            "GetCredentialsForIdentity" => {
                (world.identities.get_credentials(body, self.service.clock.now_milliseconds()), None)
            }
            "GetTokensFromRefreshToken" => {
                let token = body["RefreshToken"].as_str().unwrap_or_default();
                if self.spent.lock().unwrap().contains(token) {
                    world.violations.push(format!("{token} was used after it had been replaced"));
                }
                let (answer, rotated) = world.refresh(token, &body["DeviceKey"]);
                (answer, rotated.then(|| token.to_owned()))
            }
            "RevokeToken" => (world.revoke(body["Token"].as_str().unwrap_or_default()), None),
            "GlobalSignOut" => (Step::success(json!({})), None),
            "ConfirmDevice" => {
                world.violations.push("a device was confirmed, and there is none".into());
                (Step::success(json!({})), None)
            }
            "GetUser" => (world.get_user(body["AccessToken"].as_str().unwrap_or_default()), None),
            "DeleteUser" => (world.revoke(body["AccessToken"].as_str().unwrap_or_default()), None),
            other => panic!("the core asks for {other}"),
        }
    }

    fn answer(&self, operation: &str, body: &Value) -> Step {
        let is_of_identities = matches!(operation, "GetId" | "GetCredentialsForIdentity");
        let mut world = self.service.world();
        world.identity_requests += usize::from(is_of_identities);
        let fault = world.faults.pop_front();
        drop(world);
        match fault {
            Some(Fault::Forbidden) if is_of_identities => {
                Step::exception("NotAuthorizedException", "Access to Identity 'x' is forbidden.")
            }
            Some(Fault::Mismatch) if is_of_identities => {
                Step::exception("NotAuthorizedException", "Logins don't match. Please include one.")
            }
            Some(Fault::Offline) => Step::Fail(TransportFailure::Offline),
            Some(Fault::RequestLost) => Step::Fail(TransportFailure::Other),
            Some(Fault::NoResponse) => Step::Hang,
            Some(Fault::ServerError) => Step::html(503),
            Some(Fault::Throttled) => Step::exception("TooManyRequestsException", "Rate exceeded"),
            Some(Fault::Html) => Step::html(200),
            Some(Fault::UnknownRefusal) => {
                self.service.world().refuse_unknown(body["RefreshToken"].as_str().unwrap_or_default());
                Step::exception("NotAuthorizedException", "Something new")
            }
            Some(Fault::UserRefused) => {
                // A refusal of DeleteUser does not end the session.
                let tokens =
                    if operation == "DeleteUser" { &[][..] } else { &["RefreshToken", "AccessToken"] };
                for token in tokens.iter().filter_map(|member| body[*member].as_str()) {
                    self.service.world().refuse_user(token);
                }
                Step::exception("NotAuthorizedException", "User is disabled.")
            }
            Some(Fault::HalfResponse) if operation == "GetTokensFromRefreshToken" => {
                let (answer, spent) = self.work(operation, body);
                self.spent.lock().unwrap().extend(spent);
                half(answer)
            }
            Some(Fault::ResponseLost) => {
                let _ = self.work(operation, body);
                Step::Fail(TransportFailure::Other)
            }
            None | Some(Fault::HalfResponse | Fault::Forbidden | Fault::Mismatch) => {
                let (answer, spent) = self.work(operation, body);
                self.spent.lock().unwrap().extend(spent);
                answer
            }
        }
    }
}

impl HttpTransport for Line {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        if !self.is_alive.load(Ordering::SeqCst) {
            return Err(TransportFailure::Other);
        }
        let target = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("x-amz-target"));
        let operation = target.and_then(|target| target.value.rsplit('.').next()).unwrap_or(&request.url);
        let body = serde_json::from_slice(&request.body).unwrap_or_else(|_| form(&request.body));
        let step = self.answer(operation, &body);
        if matches!(step, Step::Hang) {
            self.kept.lock().unwrap().push(reply);
            return Ok(());
        }
        let mut world = self.service.world();
        if world.holds && matches!(operation, TOKEN | "GetId" | "GetCredentialsForIdentity") {
            world.held.push((reply, step));
        } else {
            drop(world);
            send(step, reply);
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

fn send(step: Step, reply: HttpReply) {
    match step {
        Step::Answer(response) => reply.succeed(response),
        Step::Fail(failure) => reply.fail(failure),
        other => panic!("no step of this service: {other:?}"),
    }
}

/// The response with only the new refresh token.
fn half(answer: Step) -> Step {
    let Step::Answer(response) = answer else { return answer };
    let mut body: Value = serde_json::from_slice(&response.body).unwrap();
    if let Some(result) = body["AuthenticationResult"].as_object_mut() {
        result.retain(|name, _| name == "RefreshToken");
    }
    Step::json(response.status, &[], body)
}
