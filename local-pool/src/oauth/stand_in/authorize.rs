//! The stand-in's authorization endpoint: it asks who signs in, and sends the browser back with a code or an error.

use super::page::{self, Asks};
use super::{named, path};
use crate::errors::CognitoError;
use crate::jwt::Claims;
use crate::oauth::browser::Browser;
use crate::oauth::federation::{client_id, redirect_uri};
use crate::oauth::forms;
use crate::oauth::parameters::Parameters;
use crate::oauth::sign_in_request::{ReturnAddress, required};
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::provider_sign_ins::StandInSignIn;
use crate::reply::Reply;
use crate::service::Call;
use serde_json::json;

type Name = (String, String);

/// The fields that the page always has.
pub(super) const FIELDS: [&str; 4] = ["sub", "email", "email_verified", "name"];
/// A field for another claim of the attribute mapping has this text before the claim's name.
pub(super) const CLAIM: &str = "claim.";
/// The errors of an authorization endpoint (RFC 6749 section 4.1.2.1) that the page offers.
pub(super) const ERRORS: [&str; 3] = ["access_denied", "server_error", "temporarily_unavailable"];

/// A valid request of the pool to this stand-in.
struct Request {
    provider: ProviderSettings,
    back: ReturnAddress,
    nonce: Option<String>,
    login_hint: Option<String>,
}

impl Request {
    fn read(call: &mut Call<'_>, name: &Name, query: &str) -> Result<Self, CognitoError> {
        let provider = named(call, name)?;
        let parameters = Parameters::parse(query);
        let invalid = |text: &str| Err(CognitoError::new("invalid_request", text));
        if required(&parameters, "client_id")? != client_id(&provider, &name.0) {
            return invalid("The client_id is not the one in the provider's details");
        }
        let back = required(&parameters, "redirect_uri")?.to_owned();
        if back != redirect_uri(call.service) {
            return invalid("The redirect_uri is not the pool's");
        }
        if required(&parameters, "response_type")? != "code" {
            return invalid("The response_type must be code");
        }
        Ok(Self {
            provider,
            back: ReturnAddress { redirect_uri: back, state: parameters.owned("state") },
            nonce: parameters.owned("nonce"),
            login_hint: parameters.owned("login_hint"),
        })
    }

    /// The claims of the mapping that are not among [`FIELDS`]. The page adds a field for each of them.
    fn more_claims(&self) -> Vec<&str> {
        let claims = self.provider.mapped().map(|(_, claim)| claim);
        let mut more: Vec<&str> = claims.filter(|claim| !FIELDS.contains(claim)).collect();
        more.sort_unstable();
        more.dedup();
        more
    }
}

pub(super) fn page(
    call: &mut Call<'_>,
    browser: &Browser,
    name: &Name,
    query: &str,
) -> Result<Reply, CognitoError> {
    let request = Request::read(call, name, query)?;
    let csrf = forms::token(browser)?;
    let asks = Asks {
        provider: &request.provider,
        more_claims: &request.more_claims(),
        email: request.login_hint.as_deref().filter(|hint| hint.contains('@')),
        csrf: &csrf,
        action: &format!("{}/authorize?{query}", path(&name.0, &name.1)),
    };
    Ok(browser.keep_csrf(page::respond(&asks), &csrf))
}

/// Takes the form. It says who signs in, or it cancels the sign-in, or it asks for an error.
pub(super) fn submitted(
    call: &mut Call<'_>,
    name: &Name,
    query: &str,
    typed: &Parameters,
) -> Result<Reply, CognitoError> {
    let request = Request::read(call, name, query)?;
    match typed.get("answer") {
        Some("cancel") => {
            let text = "The user cancelled the sign-in";
            return Ok(request.back.reply(&[("error", ERRORS[0]), ("error_description", text)]));
        }
        Some("error") => {
            let error = typed.get("error").filter(|error| ERRORS.contains(error)).unwrap_or(ERRORS[1]);
            let description = typed.get("error_description").unwrap_or("The provider failed");
            return Ok(request.back.reply(&[("error", error), ("error_description", description)]));
        }
        _ => {}
    }
    let sign_in = StandInSignIn {
        provider: request.provider.provider_name.clone(),
        redirect_uri: request.back.redirect_uri.clone(),
        nonce: request.nonce.clone(),
        claims: claims(&request, typed)?,
    };
    let now = call.now;
    let code = call.world.pool(&name.0)?.stand_in_sign_ins.keep(sign_in, now)?;
    Ok(request.back.reply(&[("code", &code)]))
}

/// The claims that the provider states about the user.
fn claims(request: &Request, typed: &Parameters) -> Result<Claims, CognitoError> {
    let subject = typed.get("sub").map(str::trim).filter(|text| !text.is_empty());
    let subject = subject.ok_or_else(|| CognitoError::new("invalid_request", "The user needs an id"))?;
    let mut claims = Claims::new();
    for name in request.more_claims() {
        if let Some(value) = typed.get(&format!("{CLAIM}{name}")) {
            claims.insert(name.to_owned(), json!(value));
        }
    }
    for name in ["email", "name"] {
        if let Some(value) = typed.get(name) {
            claims.insert(name.to_owned(), json!(value.trim()));
        }
    }
    if claims.contains_key("email") {
        claims.insert("email_verified".to_owned(), json!(typed.get("email_verified").is_some()));
    }
    // Facebook and Amazon have another name for the user's id.
    for name in [request.provider.provider_type.subject_claim(), "sub"] {
        claims.insert(name.to_owned(), json!(subject));
    }
    Ok(claims)
}
