//! A browser that follows a script.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{
    Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest, HttpResponse, Secret,
};
use serde_json::{Value, json};
use url::Url;

use super::sessions::Tokens;
use super::transport::Step;

/// What the browser does with one page. In an address, the state of the request replaces `STATE`.
#[derive(Clone, Debug)]
pub enum Page {
    /// Comes back with this address. The page was private if the request asked for that.
    Back(String),
    /// Comes back with this address. The page was not private.
    BackShared(String),
    Fail(BrowserFailure),
    /// Drops the reply.
    Forget,
    /// Stays open.
    StayOpen,
}

impl Page {
    /// Comes back with a code.
    pub fn code(code: &str) -> Self {
        Self::redirect(&format!("code={code}&state=STATE"))
    }

    /// Comes back with a code, from a browser that has no private pages.
    pub fn shared_code(code: &str) -> Self {
        Self::BackShared(format!("myapp://callback/?code={code}&state=STATE"))
    }

    /// Comes back to the app's redirect with these parameters.
    pub fn redirect(parameters: &str) -> Self {
        Self::Back(format!("myapp://callback/?{parameters}"))
    }
}

/// Takes one page of its script for each request.
#[derive(Default)]
pub struct ScriptedBrowser {
    pages: Mutex<VecDeque<Page>>,
    requests: Mutex<Vec<BrowserRequest>>,
    open: Mutex<Vec<BrowserReply>>,
    cancelled: Mutex<usize>,
    nonce: Arc<Mutex<String>>,
}

impl ScriptedBrowser {
    pub fn following(pages: impl IntoIterator<Item = Page>) -> Arc<Self> {
        Arc::new(Self { pages: Mutex::new(pages.into_iter().collect()), ..Self::default() })
    }

    pub fn requests(&self) -> Vec<BrowserRequest> {
        self.requests.lock().unwrap().clone()
    }

    pub fn cancelled(&self) -> usize {
        *self.cancelled.lock().unwrap()
    }

    /// The parameters of a request.
    pub fn query(&self, place: usize) -> BTreeMap<String, String> {
        query(&self.requests()[place])
    }

    /// The redirect that answers a request with this code.
    pub fn redirect(&self, place: usize, code: &str) -> Secret {
        Secret::new(format!("myapp://callback/?code={code}&state={}", self.query(place)["state"]))
    }

    /// The token endpoint's response with these tokens. When it is sent, the ID token gets the nonce of the newest
    /// request.
    pub fn tokens(&self, tokens: Tokens) -> Step {
        self.answer(tokens, json!({}), json!({}))
    }

    /// The same response, with other claims in the ID token.
    pub fn tokens_with(&self, tokens: Tokens, id: Value) -> Step {
        self.answer(tokens, id, json!({}))
    }

    /// The same response, with other claims in the access token.
    pub fn tokens_with_access(&self, tokens: Tokens, access: Value) -> Step {
        self.answer(tokens, json!({}), access)
    }

    fn answer(&self, tokens: Tokens, id: Value, access: Value) -> Step {
        let nonce = Arc::clone(&self.nonce);
        Step::Make(Arc::new(move || {
            let body = tokens_of_the_web(tokens, &nonce.lock().unwrap(), &id, &access);
            HttpResponse { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
        }))
    }
}

/// The token endpoint's response with these tokens, and with other claims in the ID token and the access token.
pub fn tokens_of_the_web(tokens: Tokens, nonce: &str, id: &Value, access: &Value) -> Value {
    let issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";
    let common = json!({
        "sub": format!("sub-of-{}", tokens.user), "iss": issuer, "iat": 1_790_000_000, "exp": 1_790_003_600,
        "origin_jti": tokens.sign_in(), "jti": tokens.serial,
    });
    let id_claims = json!({ "aud": "client", "token_use": "id", "nonce": nonce });
    let access_claims = json!({ "client_id": "client", "token_use": "access", "username": tokens.user });
    json!({
        "access_token": jwt([&common, &access_claims, access]),
        "id_token": jwt([&common, &id_claims, id]),
        "refresh_token": tokens.refresh(),
        "token_type": "Bearer",
        "expires_in": 3600,
    })
}

fn jwt(claims: [&Value; 3]) -> String {
    let mut all = serde_json::Map::new();
    claims.into_iter().for_each(|claims| all.extend(claims.as_object().unwrap().clone()));
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(Value::Object(all).to_string()))
}

/// The parameters of a request.
pub fn query(request: &BrowserRequest) -> BTreeMap<String, String> {
    Url::parse(request.url.expose()).unwrap().query_pairs().into_owned().collect()
}

impl Browser for ScriptedBrowser {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let query = query(&request);
        if let Some(nonce) = query.get("nonce") {
            self.nonce.lock().unwrap().clone_from(nonce);
        }
        let is_private = request.prefers_private_session;
        self.requests.lock().unwrap().push(request);
        let come_back = |url: &str, is_private| {
            let url = url.replace("STATE", query.get("state").map_or("", String::as_str));
            reply.succeed(BrowserRedirect { url, is_private });
        };
        let page = self.pages.lock().unwrap().pop_front();
        match page.unwrap_or(Page::Fail(BrowserFailure::Unavailable)) {
            Page::Back(url) => come_back(&url, is_private),
            Page::BackShared(url) => come_back(&url, false),
            Page::Fail(failure) => return Err(failure),
            Page::Forget => drop(reply),
            Page::StayOpen => self.open.lock().unwrap().push(reply),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        *self.cancelled.lock().unwrap() += 1;
        Ok(())
    }
}
