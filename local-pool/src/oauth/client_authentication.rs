//! How a client proves at an endpoint who it is (RFC 6749 section 2.3).

use super::errors::OAuthError;
use super::parameters::Parameters;
use crate::pool::client::Client;
use crate::service::Call;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Reads the form of a request. No parameter may come twice.
pub(crate) fn form(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, OAuthError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let text = "The body must be of the type application/x-www-form-urlencoded";
        return Err(OAuthError::invalid_request(text));
    }
    let form = Parameters::parse(body);
    match form.repeated() {
        Some(name) => Err(OAuthError::invalid_request(format!("{name} comes more than once"))),
        None => Ok(form),
    }
}

/// The client's id and secret, as a request brings them: in the header `Authorization`, or in the form.
pub(crate) struct Credentials {
    pub client_id: String,
    pub secret: Option<String>,
    /// Whether they came in the header.
    in_header: bool,
}

impl Credentials {
    pub(crate) fn read(headers: &HeaderMap, form: &Parameters) -> Result<Self, OAuthError> {
        let Some(header) = headers.get(AUTHORIZATION) else {
            let client_id = form.owned("client_id");
            let client_id = client_id.ok_or_else(|| OAuthError::invalid_request("client_id is required"))?;
            return Ok(Self { client_id, secret: form.owned("client_secret"), in_header: false });
        };
        let unreadable = || OAuthError { challenge: true, ..OAuthError::new("invalid_client") };
        let (client_id, secret) = header.to_str().ok().and_then(basic).ok_or_else(unreadable)?;
        if form.get("client_secret").is_some() {
            let text = "The client's secret belongs either in the header or in the body";
            return Err(OAuthError::invalid_request(text));
        }
        if form.get("client_id").is_some_and(|other| other != client_id) {
            return Err(unreadable());
        }
        Ok(Self { client_id, secret: Some(secret).filter(|secret| !secret.is_empty()), in_header: true })
    }

    /// The error for wrong credentials.
    pub(crate) fn refused(&self) -> OAuthError {
        OAuthError { challenge: self.in_header, ..OAuthError::new("invalid_client") }
    }

    /// Checks the credentials. Returns the id of the client's pool, and the client.
    pub(crate) fn check(&self, call: &mut Call<'_>) -> Result<(String, Client), OAuthError> {
        let (pool, client) = call.world.client(&self.client_id).map_err(|_| self.refused())?;
        match client.check_secret(self.secret.as_deref()) {
            true => Ok((pool.id.clone(), client)),
            false => Err(self.refused()),
        }
    }
}

/// The id and the secret in `Basic …`. Both are encoded as in a form (RFC 6749 section 2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(decoded).ok()?;
    let (client_id, secret) = text.split_once(':')?;
    let plain = |text: &str| {
        let pair = format!("x={text}");
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((plain(client_id)?, plain(secret)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str, form: &str) -> Result<(String, Option<String>), &'static str> {
        let mut headers = HeaderMap::new();
        if !header.is_empty() {
            headers.insert(AUTHORIZATION, header.parse().unwrap());
        }
        let read = Credentials::read(&headers, &Parameters::parse(form));
        read.map(|held| (held.client_id, held.secret)).map_err(|error| error.error)
    }

    #[test]
    fn credentials_come_in_the_header_or_in_the_form() {
        let held = |id: &str, secret: Option<&str>| Ok((id.to_owned(), secret.map(str::to_owned)));
        let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
        assert_eq!(read(&basic("app:s%2Bcret"), ""), held("app", Some("s+cret")));
        assert_eq!(read(&basic("app:").replace("Basic", "bAsIc"), "client_id=app"), held("app", None));
        assert_eq!(read("", "client_id=app&client_secret=x"), held("app", Some("x")));
        assert_eq!(read("", "client_id=app"), held("app", None));
        assert_eq!(read("", "client_secret=x"), Err("invalid_request"));
        assert_eq!(read(&basic("app:x"), "client_secret=x"), Err("invalid_request"));
        assert_eq!(read(&basic("app:x"), "client_id=other"), Err("invalid_client"));
        for unreadable in ["Bearer x", "Basic", "Basic !", &basic("no colon")] {
            assert_eq!(read(unreadable, "client_id=app"), Err("invalid_client"), "{unreadable}");
        }
    }
}
