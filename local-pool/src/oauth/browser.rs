//! A browser: what its cookies say, and the cookies that it gets.

use super::sign_in_request::language;
use crate::reply::Reply;
use axum::http::header::{COOKIE, HeaderMap, SET_COOKIE};

/// The cookie that identifies the browser's session. The session says who is signed in there.
const SESSION: &str = "cognito";
/// The cookie with the token against CSRF. Each form repeats the token.
const CSRF: &str = "XSRF-TOKEN";
/// The cookie with the language that the last request asked for.
const LANGUAGE: &str = "lang";

/// A browser that sends a request.
pub(crate) struct Browser {
    pub session: Option<String>,
    pub csrf: Option<String>,
    /// The language of the pages, which an earlier request asked for.
    pub language: Option<&'static str>,
    /// Whether the browser may send the cookies only over TLS.
    secure: bool,
}

impl Browser {
    pub(crate) fn of(headers: &HeaderMap, base_url: &str) -> Self {
        let cookie = |name: &str| {
            let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
            let mut pairs =
                lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
            pairs.find(|(held, _)| *held == name).map(|(_, value)| value.to_owned())
        };
        Self {
            session: cookie(SESSION),
            csrf: cookie(CSRF),
            language: cookie(LANGUAGE).and_then(|name| language(&name)),
            secure: base_url.starts_with("https:"),
        }
    }

    /// Keeps the session in the browser for `seconds`: as long as the pool keeps it.
    pub(crate) fn keep_session(&self, reply: Reply, secret: &str, seconds: i64) -> Reply {
        self.set(reply, SESSION, secret, &format!("; Max-Age={seconds}"))
    }

    pub(crate) fn forget_session(&self, reply: Reply) -> Reply {
        self.set(reply, SESSION, "", "; Max-Age=0")
    }

    pub(crate) fn keep_csrf(&self, reply: Reply, token: &str) -> Reply {
        self.set(reply, CSRF, token, "")
    }

    pub(crate) fn keep_language(&self, reply: Reply, language: &str) -> Reply {
        self.set(reply, LANGUAGE, language, "")
    }

    /// Sets a cookie that no script can read. A request from another site carries it only if the user follows a link.
    fn set(&self, reply: Reply, name: &str, value: &str, lifetime: &str) -> Reply {
        let secure = if self.secure { "; Secure" } else { "" };
        reply.with(SET_COOKIE, &format!("{name}={value}; Path=/{lifetime}; HttpOnly; SameSite=Lax{secure}"))
    }
}
