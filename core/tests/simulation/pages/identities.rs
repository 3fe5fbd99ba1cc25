//! The identity pool of the service: identities, the logins that they are linked to, and credentials whose access key
//! names the owner.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::identity::{LOGIN, identity};
use crate::support::transport::Step;

/// The provider of the federated logins.
pub(crate) const GOOGLE: &str = "accounts.google.com";

/// Whom an identity belongs to: a user's `sub`, or the token of a federated login. A guest has none.
type Login = Option<String>;

struct Identity {
    login: Login,
    /// Another identity has taken this guest's place.
    is_disabled: bool,
}

#[derive(Default)]
pub(crate) struct Identities {
    all: Vec<Identity>,
    credentials: u32,
}

impl Identities {
    pub(crate) fn get_id(&mut self, body: &Value) -> Step {
        let login = login(body);
        let place = self.of(&login).unwrap_or_else(|| self.add(login));
        Step::success(json!({ "IdentityId": id(place) }))
    }

    pub(crate) fn get_credentials(&mut self, body: &Value, now_milliseconds: i64) -> Step {
        let asked = (0..self.all.len()).find(|place| body["IdentityId"] == id(*place).as_str());
        let Some(asked) = asked else {
            return Step::exception("ResourceNotFoundException", "Identity 'x' not found.");
        };
        let login = login(body);
        let forbidden = || Step::exception("NotAuthorizedException", "Access to Identity 'x' is forbidden.");
        let mismatch =
            || Step::exception("NotAuthorizedException", "Logins don't match. Please include one.");
        let known = self.of(&login);
        let place = match (&self.all[asked].login, &login) {
            _ if self.all[asked].is_disabled => return forbidden(),
            (None, None) => asked,
            (Some(_), None) => return forbidden(),
            (Some(owner), Some(login)) if owner == login => asked,
            (Some(_), Some(_)) => return mismatch(),
            // The guest's identity becomes the login's. If the login already has one, the guest's identity is disabled.
            (None, Some(_)) => match known {
                Some(known) => {
                    self.all[asked].is_disabled = true;
                    known
                }
                None => {
                    self.all[asked].login.clone_from(&login);
                    asked
                }
            },
        };
        self.credentials += 1;
        let owner = login.as_deref().unwrap_or("guest");
        Step::success(json!({ "IdentityId": id(place), "Credentials": {
            "AccessKeyId": format!("ASIA {owner} {}", self.credentials),
            "SecretKey": "secret", "SessionToken": "token", "Expiration": now_milliseconds / 1000 + 3600,
        }}))
    }

    /// The identity of a login. `None` for a guest: each guest gets a new identity.
    fn of(&self, login: &Login) -> Option<usize> {
        login.as_ref()?;
        self.all.iter().position(|identity| identity.login == *login)
    }

    fn add(&mut self, login: Login) -> usize {
        self.all.push(Identity { login, is_disabled: false });
        self.all.len() - 1
    }
}

fn id(place: usize) -> String {
    identity(u32::try_from(place).unwrap())
}

/// The login that a request has: the `sub` of its user, or the token of a federated login.
fn login(body: &Value) -> Login {
    let logins: BTreeMap<String, String> = serde_json::from_value(body["Logins"].clone()).unwrap_or_default();
    let user = logins.get(LOGIN).map(|token| {
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        claims["sub"].as_str().unwrap().to_owned()
    });
    user.or_else(|| logins.get(GOOGLE).cloned())
}
