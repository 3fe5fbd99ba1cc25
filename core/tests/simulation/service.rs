//! The service: users, sign-ins, and tokens that rotate. It serves one request at a time, and no virtual time passes
//! meanwhile.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{HttpHeader, HttpResponse};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::plan::{Administration, Settings, USERS};
use crate::srp::Verifier;
use crate::support::sessions::NOW;

/// Every secret contains this text, so that the checks find a secret outside of the store.
pub(crate) const MARK: &str = "secret-";

/// One sign-in. Its refresh tokens are in `Service::tokens`.
pub(crate) struct Family {
    pub(crate) user: usize,
    pub(crate) sub: String,
    pub(crate) is_revoked: bool,
    /// A response has said that the service no longer accepts the user or the sign-in.
    pub(crate) is_refused: bool,
}

/// A refresh token.
pub(crate) struct Token {
    pub(crate) family: usize,
    /// When another token took its place, in virtual milliseconds.
    replaced_at: Option<u64>,
    /// A response has said that this token was used after another one had replaced it.
    is_refused: bool,
    /// How often this token was refused for an unknown reason. The second refusal ends the session.
    unknown_refusals: u32,
}

struct User {
    is_disabled: bool,
    is_deleted: bool,
    /// How often the user was created. An administrator can create a deleted user again, with another `sub`.
    accounts: u32,
}

struct Proof {
    user: usize,
    verifier: Verifier,
    client_public: String,
}

pub(crate) struct Service {
    rotates: bool,
    grace_milliseconds: u64,
    lifetime_seconds: i64,
    tells_time: bool,
    users: Vec<User>,
    pub(crate) families: Vec<Family>,
    /// By serial number.
    pub(crate) tokens: BTreeMap<u32, Token>,
    serial: u32,
    proofs: BTreeMap<String, Proof>,
}

/// The serial number of a refresh token.
pub(crate) fn serial(token: &str) -> Option<u32> {
    token.strip_prefix(MARK)?.strip_prefix("refresh-")?.parse().ok()
}

/// The text of a response's member. Empty if the member is no text.
pub(crate) fn text(member: &Value) -> &str {
    member.as_str().unwrap_or_default()
}

pub(crate) fn password(user: usize) -> String {
    format!("{MARK}password-of-{}", USERS[user])
}

impl Service {
    pub(crate) fn new(settings: &Settings) -> Self {
        let user = || User { is_disabled: false, is_deleted: false, accounts: 1 };
        Self {
            rotates: settings.rotates,
            grace_milliseconds: settings.grace_milliseconds,
            lifetime_seconds: settings.lifetime_seconds,
            tells_time: settings.tells_time,
            users: USERS.iter().map(|_| user()).collect(),
            families: Vec::new(),
            tokens: BTreeMap::new(),
            serial: 0,
            proofs: BTreeMap::new(),
        }
    }

    fn sub(&self, user: usize) -> String {
        format!("sub-of-{}-{}", USERS[user], self.users[user].accounts)
    }

    pub(crate) fn administer(&mut self, user: usize, what: Administration) {
        match what {
            Administration::Revoke => self.revoke_user(user),
            Administration::Disable => self.users[user].is_disabled = true,
            Administration::Enable => {
                let account = &mut self.users[user];
                account.is_disabled = false;
                if std::mem::take(&mut account.is_deleted) {
                    account.accounts += 1;
                }
            }
            Administration::Delete => self.users[user].is_deleted = true,
        }
    }

    fn revoke_user(&mut self, user: usize) {
        self.families.iter_mut().filter(|family| family.user == user).for_each(|it| it.is_revoked = true);
    }

    fn exists(&self, family: usize) -> bool {
        let family = &self.families[family];
        let user = &self.users[family.user];
        !user.is_deleted && self.sub(family.user) == family.sub
    }

    /// Whether a sign-in has ended at the service: it was revoked, or its user is gone.
    pub(crate) fn is_over(&self, family: usize) -> bool {
        self.families[family].is_revoked || !self.exists(family)
    }

    /// Whether a refresh with this token would succeed.
    pub(crate) fn accepts(&self, serial: u32, now: u64) -> bool {
        let Some(token) = self.tokens.get(&serial) else { return false };
        let user = &self.users[self.families[token.family].user];
        !self.is_over(token.family) && !user.is_disabled && self.is_current(token, now)
    }

    fn is_current(&self, token: &Token, now: u64) -> bool {
        let in_grace = |at: u64| self.grace_milliseconds > 0 && now <= at + self.grace_milliseconds;
        token.replaced_at.is_none_or(in_grace)
    }

    /// Whether a response has said that this token is not accepted any more.
    pub(crate) fn has_refused(&self, serial: u32) -> bool {
        self.tokens.get(&serial).is_some_and(|token| {
            token.is_refused || token.unknown_refusals >= 2 || self.families[token.family].is_refused
        })
    }

    /// Whether a response has said that some token of this sign-in is not accepted any more.
    pub(crate) fn has_refused_family(&self, family: usize) -> bool {
        let is_refused = |token: &Token| token.is_refused || token.unknown_refusals >= 2;
        self.families[family].is_refused
            || self.tokens.values().any(|token| token.family == family && is_refused(token))
    }

    /// Serves a request.
    pub(crate) fn serve(&mut self, operation: &str, body: &Value, now: u64) -> HttpResponse {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let served = match operation {
            "InitiateAuth" => self.initiate(body, now),
            "RespondToAuthChallenge" => self.prove(body, now),
            "GetTokensFromRefreshToken" => self.refresh(&text(&body["RefreshToken"]), now),
            "RevokeToken" => self.revoke(&text(&body["Token"])),
            "GlobalSignOut" => self.global_sign_out(&text(&body["AccessToken"]), now),
            "GetUser" => self.get_user(&text(&body["AccessToken"]), now),
            "DeleteUser" => self.delete_user(&text(&body["AccessToken"]), now),
            other => panic!("the core asks for {other}"),
        };
        self.response(served, now)
    }

    fn response(&self, served: Result<Value, ServiceRefusal>, now: u64) -> HttpResponse {
        let (status, exception, body) = match served {
            Ok(body) => (200, None, body),
            Err((name, message)) => (400, Some(name), json!({ "__type": name, "message": message })),
        };
        let mut headers = vec![
            header("content-type", "application/x-amz-json-1.1"),
            header("x-amzn-requestid", "8a7b6c5d-0000-4000-8000-000000000001"),
        ];
        headers.extend(exception.map(|name| header("x-amzn-errortype", name)));
        if self.tells_time {
            headers.push(header("date", &http_date(NOW / 1000 + i64::try_from(now / 1000).unwrap())));
        }
        HttpResponse { status, headers, body: body.to_string().into_bytes() }
    }

    fn initiate(&mut self, body: &Value, now: u64) -> Result<Value, ServiceRefusal> {
        let parameters = &body["AuthParameters"];
        let name = parameters["USERNAME"].as_str().unwrap_or_default();
        let Some(user) = USERS.iter().position(|known| *known == name) else {
            return Err(("UserNotFoundException", "User does not exist."));
        };
        self.ensure_usable(user)?;
        if body["AuthFlow"] == "USER_SRP_AUTH" {
            let verifier = Verifier::of(USERS[user], &password(user));
            let client_public = parameters["SRP_A"].as_str().unwrap_or_default().to_owned();
            let challenge = json!({
                "ChallengeName": "PASSWORD_VERIFIER",
                "ChallengeParameters": verifier.parameters(USERS[user]),
            });
            self.proofs.insert(verifier.secret_block(), Proof { user, verifier, client_public });
            return Ok(challenge);
        }
        if parameters["PASSWORD"] != password(user).as_str() {
            return Err(("NotAuthorizedException", "Incorrect username or password."));
        }
        Ok(self.sign_in(user, now))
    }

    fn prove(&mut self, body: &Value, now: u64) -> Result<Value, ServiceRefusal> {
        let responses = &body["ChallengeResponses"];
        let text = |name: &str| responses[name].as_str().unwrap_or_default().to_owned();
        let Some(proof) = self.proofs.get(&text("PASSWORD_CLAIM_SECRET_BLOCK")) else {
            return Err(("NotAuthorizedException", "Incorrect username or password."));
        };
        let (signature, timestamp) = (text("PASSWORD_CLAIM_SIGNATURE"), text("TIMESTAMP"));
        if !proof.verifier.accepts(USERS[proof.user], &proof.client_public, &signature, &timestamp) {
            return Err(("NotAuthorizedException", "Incorrect username or password."));
        }
        let user = proof.user;
        self.ensure_usable(user)?;
        Ok(self.sign_in(user, now))
    }

    fn ensure_usable(&self, user: usize) -> Result<(), ServiceRefusal> {
        let account = &self.users[user];
        if account.is_deleted {
            return Err(("UserNotFoundException", "User does not exist."));
        }
        if account.is_disabled {
            return Err(("NotAuthorizedException", "User is disabled."));
        }
        Ok(())
    }

    /// Signs a user in before the history begins. Gives the tokens.
    pub(crate) fn sign_in_before(&mut self, user: usize) -> Value {
        self.sign_in(user, 0)["AuthenticationResult"].take()
    }

    fn sign_in(&mut self, user: usize, now: u64) -> Value {
        let sub = self.sub(user);
        self.families.push(Family { user, sub, is_revoked: false, is_refused: false });
        let family = self.families.len() - 1;
        let result = self.issue(family, true, now);
        json!({ "AuthenticationResult": result, "ChallengeParameters": {} })
    }

    fn issue(&mut self, family: usize, with_refresh_token: bool, now: u64) -> Value {
        self.serial += 1;
        let serial = self.serial;
        let refresh_token = with_refresh_token.then(|| {
            self.tokens
                .insert(serial, Token { family, replaced_at: None, is_refused: false, unknown_refusals: 0 });
            format!("{MARK}refresh-{serial}")
        });
        json!({
            "AccessToken": self.jwt("access", family, serial, now),
            "IdToken": self.jwt("id", family, serial, now),
            "RefreshToken": refresh_token,
            "ExpiresIn": self.lifetime_seconds,
            "TokenType": "Bearer",
        })
    }

    fn jwt(&self, token_use: &str, family: usize, serial: u32, now: u64) -> String {
        let Family { user, sub, .. } = &self.families[family];
        let issued_at = NOW / 1000 + i64::try_from(now / 1000).unwrap();
        let claims = json!({
            "sub": sub, "username": USERS[*user], "token_use": token_use, "jti": serial,
            "origin_jti": format!("sign-in-{family}"),
            "iat": issued_at, "exp": issued_at + self.lifetime_seconds,
        });
        format!("e30.{}.{MARK}{token_use}-{serial}", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    fn refresh(&mut self, token: &str, now: u64) -> Result<Value, ServiceRefusal> {
        let invalid = ("NotAuthorizedException", "Invalid Refresh Token");
        let number = serial(token).ok_or(invalid)?;
        let family = self.tokens.get(&number).ok_or(invalid)?.family;
        let user = self.families[family].user;
        let refused = if !self.exists(family) {
            Some(("UserNotFoundException", "User does not exist."))
        } else if self.users[user].is_disabled {
            Some(("NotAuthorizedException", "User is disabled."))
        } else if self.families[family].is_revoked {
            Some(("NotAuthorizedException", "Refresh Token has been revoked"))
        } else {
            None
        };
        if let Some(refused) = refused {
            self.families[family].is_refused = true;
            return Err(refused);
        }
        if !self.is_current(&self.tokens[&number], now) {
            self.tokens.get_mut(&number).unwrap().is_refused = true;
            return Err(("RefreshTokenReuseException", "Refresh token reuse detected."));
        }
        if self.rotates {
            self.tokens.get_mut(&number).unwrap().replaced_at.get_or_insert(now);
        }
        let result = self.issue(family, self.rotates, now);
        Ok(json!({ "AuthenticationResult": result }))
    }

    fn revoke(&mut self, token: &str) -> Result<Value, ServiceRefusal> {
        let family = serial(token).and_then(|number| self.tokens.get(&number)).map(|token| token.family);
        if let Some(family) = family {
            self.families[family].is_revoked = true;
        }
        Ok(json!({}))
    }

    /// The sign-in that an access token comes from.
    fn authorized(&mut self, access_token: &str, now: u64) -> Result<usize, ServiceRefusal> {
        let claims = claims(access_token).ok_or(("NotAuthorizedException", "Invalid Access Token"))?;
        let origin = claims["origin_jti"].as_str().unwrap_or_default();
        let family: usize = origin.trim_start_matches("sign-in-").parse().unwrap();
        if !self.exists(family) {
            self.families[family].is_refused = true;
            return Err(("UserNotFoundException", "User does not exist."));
        }
        if self.users[self.families[family].user].is_disabled {
            self.families[family].is_refused = true;
            return Err(("NotAuthorizedException", "User is disabled."));
        }
        if self.families[family].is_revoked {
            return Err(("NotAuthorizedException", "Access Token has been revoked"));
        }
        if claims["exp"].as_i64().unwrap() <= NOW / 1000 + i64::try_from(now / 1000).unwrap() {
            return Err(("NotAuthorizedException", "Access Token has expired"));
        }
        Ok(family)
    }

    fn global_sign_out(&mut self, access_token: &str, now: u64) -> Result<Value, ServiceRefusal> {
        let family = self.authorized(access_token, now)?;
        self.revoke_user(self.families[family].user);
        Ok(json!({}))
    }

    fn get_user(&mut self, access_token: &str, now: u64) -> Result<Value, ServiceRefusal> {
        let family = self.authorized(access_token, now)?;
        Ok(json!({ "Username": USERS[self.families[family].user], "UserAttributes": [] }))
    }

    fn delete_user(&mut self, access_token: &str, now: u64) -> Result<Value, ServiceRefusal> {
        let family = self.authorized(access_token, now)?;
        let user = self.families[family].user;
        self.users[user].is_deleted = true;
        Ok(json!({}))
    }

    /// Refuses a refresh for an unknown reason.
    pub(crate) fn refuse(&mut self, token: &str, now: u64) -> HttpResponse {
        if let Some(token) = serial(token).and_then(|number| self.tokens.get_mut(&number)) {
            token.unknown_refusals += 1;
        }
        self.exception("NotAuthorizedException", "Something new", now)
    }

    pub(crate) fn exception(&self, name: &'static str, text: &'static str, now: u64) -> HttpResponse {
        self.response(Err((name, text)), now)
    }
}

type ServiceRefusal = (&'static str, &'static str);

fn header(name: &str, value: &str) -> HttpHeader {
    HttpHeader { name: name.to_owned(), value: value.to_owned() }
}

/// The claims of a JWT.
pub(crate) fn claims(token: &str) -> Option<Value> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}

/// A time as HTTP writes it. The core does not read the day of the week.
fn http_date(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    let month = &time.month().to_string()[..3];
    let (hour, minute, second) = time.to_hms();
    format!("Mon, {:02} {month} {} {hour:02}:{minute:02}:{second:02} GMT", time.day(), time.year())
}

#[test]
fn a_time_is_written_as_http_does() {
    assert_eq!(&http_date(NOW / 1000)[5..], &crate::support::identity::DATE[5..]);
    assert_eq!(&http_date(1_709_164_800)[5..], "29 Feb 2024 00:00:00 GMT");
}
