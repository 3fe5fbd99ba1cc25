//! An app's request to sign a user in: the parameters of `/oauth2/authorize`. Each page passes them on.

use super::errors::OAuthError;
use super::parameters::Parameters;
use super::redirect;
use super::scopes;
use crate::errors::CognitoError;
use crate::pool::client::Client;
use crate::pool::oauth_settings::is_loopback;
use crate::reply::Reply;
use crate::service::Call;
use url::Url;

/// The languages of Cognito's pages.
const LANGUAGES: [&str; 11] = ["de", "en", "es", "fr", "id", "it", "ja", "ko", "pt-BR", "zh-CN", "zh-TW"];
const PROMPTS: [&str; 4] = ["none", "login", "select_account", "consent"];

/// A valid request to sign a user in.
pub(crate) struct SignInRequest {
    pub pool_id: String,
    pub client: Client,
    pub back: ReturnAddress,
    pub scopes: Vec<String>,
    /// The S256 challenge of PKCE.
    pub code_challenge: Option<String>,
    pub nonce: Option<String>,
    /// The `aud` that the access token gets.
    pub resource: Option<String>,
    prompts: Vec<String>,
    /// The name that the form shows at first.
    pub login_hint: Option<String>,
    /// The language of the pages.
    pub language: Option<&'static str>,
    /// The provider that the app chose: `identity_provider`.
    pub identity_provider: Option<String>,
    /// The provider, by one of its identifiers such as an e-mail domain: `idp_identifier`.
    pub idp_identifier: Option<String>,
    /// What the app sent. The pages pass it on.
    pub query: String,
}

/// Why a request is refused.
pub(crate) enum RequestRefusal {
    /// The app's address can't be trusted, so the user sees a page.
    Page(CognitoError),
    /// The app gets the error, at its redirect URI.
    Redirect(ReturnAddress, OAuthError),
}

/// Where the browser goes with the result of the sign-in.
#[derive(Clone)]
pub(crate) struct ReturnAddress {
    pub redirect_uri: String,
    pub state: Option<String>,
}

impl ReturnAddress {
    /// Sends the browser back to the app, with a result and the app's state.
    pub(crate) fn reply(&self, result: &[(&str, &str)]) -> Reply {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<(&str, &str)> = result.iter().copied().chain(state).collect();
        redirect::to(&redirect::with_parameters(&self.redirect_uri, &parameters))
    }

    /// Tells the app what is wrong.
    pub(crate) fn refuse(&self, error: &OAuthError) -> Reply {
        let description = error.description.as_deref().map(|text| ("error_description", text));
        let result: Vec<(&str, &str)> = [("error", error.error)].into_iter().chain(description).collect();
        self.reply(&result).failed(error.error)
    }
}

impl SignInRequest {
    /// Reads and checks the parameters. Until the client and its redirect URI are checked, no error goes to that URI.
    pub(crate) fn read(call: &mut Call<'_>, query: &str) -> Result<Self, RequestRefusal> {
        let parameters = Parameters::parse(query);
        let (pool_id, client) = client(call, &parameters).map_err(RequestRefusal::Page)?;
        let redirect_uri = redirect_uri(&client, &parameters).map_err(RequestRefusal::Page)?;
        let back = ReturnAddress { redirect_uri, state: parameters.owned("state") };
        Self::of(pool_id, client, back.clone(), &parameters, query)
            .map_err(|error| RequestRefusal::Redirect(back, error))
    }

    fn of(
        pool_id: String,
        client: Client,
        back: ReturnAddress,
        parameters: &Parameters,
        query: &str,
    ) -> Result<Self, OAuthError> {
        if let Some(name) = parameters.repeated() {
            return Err(OAuthError::invalid_request(format!("{name} comes more than once")));
        }
        check_grant(&client, parameters.get("response_type"))?;
        Ok(Self {
            pool_id,
            back,
            scopes: scopes::of_user(&client, parameters.get("scope"))?,
            code_challenge: code_challenge(parameters)?,
            resource: resource(parameters)?,
            prompts: prompts(parameters)?,
            client,
            nonce: parameters.owned("nonce"),
            login_hint: parameters.owned("login_hint"),
            language: parameters.get("lang").and_then(language),
            identity_provider: parameters.owned("identity_provider"),
            idp_identifier: parameters.owned("idp_identifier"),
            query: query.to_owned(),
        })
    }

    /// Whether the app's `prompt` has this value: `none`, `login`, `select_account` or `consent`.
    pub(crate) fn prompts(&self, prompt: &str) -> bool {
        self.prompts.iter().any(|asked| asked == prompt)
    }

    /// The app's `prompt`, as another provider gets it.
    pub(crate) fn forwarded_prompts(&self) -> String {
        self.prompts.join(" ")
    }
}

/// The language of this name, if Cognito's pages have it.
pub(crate) fn language(name: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|language| language.eq_ignore_ascii_case(name))
}

/// The value of a parameter that the request must have. The user sees the error on a page.
pub(crate) fn required<'p>(parameters: &'p Parameters, name: &str) -> Result<&'p str, CognitoError> {
    let invalid = |text: String| CognitoError::new("invalid_request", text);
    if parameters.repeats(name) {
        return Err(invalid(format!("{name} comes more than once")));
    }
    parameters.get(name).ok_or_else(|| invalid(format!("Required String parameter '{name}' is not present")))
}

/// The client that a request names, and its pool.
pub(crate) fn client(call: &mut Call<'_>, parameters: &Parameters) -> Result<(String, Client), CognitoError> {
    let client_id = required(parameters, "client_id")?;
    let (pool, client) = call
        .world
        .client(client_id)
        .map_err(|_| CognitoError::new("invalid_client", "User pool client does not exist."))?;
    Ok((pool.id.clone(), client))
}

/// The redirect URI. It must equal one of the client's to the letter.
pub(crate) fn redirect_uri(client: &Client, parameters: &Parameters) -> Result<String, CognitoError> {
    let given = required(parameters, "redirect_uri")?;
    match client.settings.oauth.callback_urls.iter().any(|registered| registered == given) {
        true => Ok(given.to_owned()),
        false => Err(CognitoError::new(
            "redirect_mismatch",
            "The redirect_uri must equal one of the client's CallbackURLs to the letter.",
        )),
    }
}

/// Checks that the client may get a code.
fn check_grant(client: &Client, response_type: Option<&str>) -> Result<(), OAuthError> {
    let oauth = &client.settings.oauth;
    let unauthorized = |text: &str| Err(OAuthError::because("unauthorized_client", text));
    if !oauth.enabled {
        return unauthorized("Client is not enabled for OAuth2.0 flows");
    }
    match response_type {
        None => Err(OAuthError::invalid_request("response_type is required")),
        Some("code") if oauth.allows_flow("code") => Ok(()),
        Some("code") => unauthorized("Client does not support code flow"),
        Some("token") if !oauth.allows_flow("implicit") => {
            unauthorized("Client does not support implicit flow")
        }
        Some("token") => Err(OAuthError::because(
            "unsupported_response_type",
            "The local pool does not serve the implicit flow",
        )),
        Some(_) => Err(OAuthError::new("unsupported_response_type")),
    }
}

/// The challenge of PKCE (RFC 7636 section 4.3). Cognito supports S256 alone.
fn code_challenge(parameters: &Parameters) -> Result<Option<String>, OAuthError> {
    let refused = |text: &str| Err(OAuthError::invalid_request(text));
    match (parameters.get("code_challenge"), parameters.get("code_challenge_method")) {
        (None, None) => Ok(None),
        (None, Some(_)) => refused("code_challenge is required with code_challenge_method"),
        (Some(challenge), Some("S256")) if is_sha256(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => refused("code_challenge must be a SHA-256 hash in base64url"),
        (Some(_), _) => refused("code_challenge_method must be S256"),
    }
}

/// Whether a text is 32 bytes in base64url.
fn is_sha256(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The resource (RFC 8707 section 2) that the access token is for. Only a resource on this machine may use `http`.
fn resource(parameters: &Parameters) -> Result<Option<String>, OAuthError> {
    let Some(resource) = parameters.get("resource") else { return Ok(None) };
    let fits = Url::parse(resource).is_ok_and(|url| url.scheme() != "http" || is_loopback(&url));
    match fits && !resource.contains('#') {
        true => Ok(Some(resource.to_owned())),
        false => Err(OAuthError::invalid_request(
            "resource must be an absolute URL without a fragment, and may use http only on this machine",
        )),
    }
}

/// The values of the app's `prompt`. `none` must stand alone (OpenID Connect Core 1.0 section 3.1.2.1).
fn prompts(parameters: &Parameters) -> Result<Vec<String>, OAuthError> {
    let prompts: Vec<String> =
        parameters.get("prompt").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if prompts.iter().any(|prompt| !PROMPTS.contains(&prompt.as_str())) {
        return Err(OAuthError::invalid_request("prompt has an unknown value"));
    }
    if prompts.len() > 1 && prompts.iter().any(|prompt| prompt == "none") {
        return Err(OAuthError::invalid_request("prompt=none must stand alone"));
    }
    Ok(prompts)
}
