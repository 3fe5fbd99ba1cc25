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

/// What the browser does when it is asked to open a page. In an address, `STATE` stands for the state of that request.
#[derive(Clone, Debug)]
pub enum Page {
    /// Comes back with this address. The page was private if the request asked for that.
    Back(String),
    /// Comes back with this address. The page was not private.
    BackShared(String),
    Fail(BrowserFailure),
    /// Drops the reply without a result. The library reports that as a failure of the browser.
    Forget,
    /// Stays open, without a reply.
    StayOpen,
}

impl Page {
    /// A page that comes back to the app's redirect with this code.
    pub fn code(code: &str) -> Self {
        Self::redirect(&format!("code={code}&state=STATE"))
    }

    /// Like [`Self::code`], in a browser that has no private pages.
    pub fn shared_code(code: &str) -> Self {
        Self::BackShared(format!("myapp://callback/?code={code}&state=STATE"))
    }

    /// A page that comes back to the app's redirect with these query parameters.
    pub fn redirect(parameters: &str) -> Self {
        Self::Back(format!("myapp://callback/?{parameters}"))
    }
}

/// A browser that takes one page of its script for each request to open a page. It records the requests.
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

    /// The query parameters of the page of request number `place`. The first request has the number 0.
    pub fn query(&self, place: usize) -> BTreeMap<String, String> {
        query(&self.requests()[place])
    }

    /// The address of the app's redirect that answers request number `place` with this code.
    pub fn redirect(&self, place: usize, code: &str) -> Secret {
        Secret::new(format!("myapp://callback/?code={code}&state={}", self.query(place)["state"]))
    }

    /// The response of the token endpoint with these tokens. Their ID token has the nonce of the request that is the
    /// newest when the response is sent.
    pub fn tokens(&self, tokens: Tokens) -> Step {
        self.answer(tokens, json!({}), json!({}))
    }

    /// Like [`Self::tokens`], with these claims added to the ID token or replaced in it.
    pub fn tokens_with(&self, tokens: Tokens, id: Value) -> Step {
        self.answer(tokens, id, json!({}))
    }

    /// Like [`Self::tokens`], with these claims added to the access token or replaced in it.
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

/// The body of the token endpoint's response with these tokens. `id` and `access` are claims that are added to the ID
/// token and to the access token, or replaced in them.
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

/// The query parameters of the page that a request opens.
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
