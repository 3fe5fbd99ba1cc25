//! What the errors of the OAuth endpoints mean (RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core, section
//! 3.1.2.6; Cognito's texts).

use zeroize::Zeroizing;

use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::ports::BrowserFailure;
use crate::secret::Secret;

/// Where an error comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// The browser's redirect from `/oauth2/authorize`.
    Authorize,
    /// `/oauth2/token`.
    Token,
}

/// Texts of Cognito's errors, in lower case, with our code and reason for each. Cognito sends some of these texts with
/// `invalid_request` although the request was valid.
#[rustfmt::skip]
const DESCRIBED: &[(&str, AuthErrorCode, AuthErrorReason)] = &[
    // Sent at the first sign-in with a provider after the provider was linked to the user. The next sign-in works.
    ("already found an entry for username", AuthErrorCode::WebSignInFailed, AuthErrorReason::SignInRefused),
    ("timeout occurred in calling idp", AuthErrorCode::WebSignInFailed, AuthErrorReason::SignInRefused),
    ("error getting token", AuthErrorCode::WebSignInFailed, AuthErrorReason::SignInRefused),
    ("read timed out", AuthErrorCode::WebSignInFailed, AuthErrorReason::SignInRefused),
    ("user is not confirmed", AuthErrorCode::UserNotConfirmed, AuthErrorReason::SignInRefused),
    ("user is not enabled", AuthErrorCode::WebSignInRefused, AuthErrorReason::UserDisabled),
    ("user is disabled", AuthErrorCode::WebSignInRefused, AuthErrorReason::UserDisabled),
    ("presignup failed with error", AuthErrorCode::UserLambdaValidation, AuthErrorReason::PreSignUpTrigger),
    ("postconfirmation failed with error", AuthErrorCode::UserLambdaValidation, AuthErrorReason::PostConfirmationTrigger),
    ("preauthentication failed with error", AuthErrorCode::UserLambdaValidation, AuthErrorReason::PreAuthenticationTrigger),
    ("postauthentication failed with error", AuthErrorCode::UserLambdaValidation, AuthErrorReason::PostAuthenticationTrigger),
    ("pretokengeneration failed with error", AuthErrorCode::UserLambdaValidation, AuthErrorReason::PreTokenGenerationTrigger),
];

/// Our error for an OAuth error. It holds the service's text, which the app can read.
pub(crate) fn refusal(endpoint: Endpoint, error: &Secret, description: Option<Secret>) -> AuthError {
    let described = described(description.as_ref());
    let (code, field) = match (error.expose(), endpoint) {
        (
            "login_required" | "interaction_required" | "consent_required" | "account_selection_required",
            _,
        ) => (AuthErrorCode::LoginRequired, None),
        ("invalid_grant", Endpoint::Token) => (AuthErrorCode::AuthorizationCodeRefused, None),
        ("server_error" | "temporarily_unavailable", _) => (AuthErrorCode::WebSignInFailed, None),
        ("invalid_scope", _) => (AuthErrorCode::WebSignInMisconfigured, Some("scopes")),
        ("invalid_client", _) => (AuthErrorCode::WebSignInMisconfigured, Some("client_secret")),
        ("unauthorized_client", _) => (AuthErrorCode::WebSignInMisconfigured, Some("redirect_uri")),
        ("unsupported_response_type" | "unsupported_grant_type", _)
        | ("invalid_request", Endpoint::Token) => (AuthErrorCode::WebSignInMisconfigured, None),
        ("invalid_request", Endpoint::Authorize) => {
            (described.map_or(AuthErrorCode::WebSignInMisconfigured, |(code, _)| code), None)
        }
        _ => (described.map_or(AuthErrorCode::WebSignInRefused, |(code, _)| code), None),
    };
    let mut told = AuthError::from(code);
    told.reason = Some(described.map_or(AuthErrorReason::SignInRefused, |(_, reason)| reason));
    told.field = field.map(str::to_owned);
    told.service_message = Some(description.unwrap_or_else(|| error.clone()));
    told
}

/// What a known text of the service means.
fn described(description: Option<&Secret>) -> Option<(AuthErrorCode, AuthErrorReason)> {
    let text = Zeroizing::new(description?.expose().to_ascii_lowercase());
    let known = DESCRIBED.iter().find(|(known, ..)| text.contains(known));
    known.map(|(_, code, reason)| (*code, *reason))
}

impl From<BrowserFailure> for AuthErrorCode {
    fn from(failure: BrowserFailure) -> Self {
        match failure {
            BrowserFailure::Cancelled => Self::BrowserCancelled,
            BrowserFailure::Unavailable => Self::BrowserUnavailable,
            BrowserFailure::NotShown | BrowserFailure::Unanswered => Self::BrowserFailed,
        }
    }
}

impl From<BrowserFailure> for AuthError {
    fn from(failure: BrowserFailure) -> Self {
        AuthErrorCode::from(failure).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(endpoint: Endpoint, error: &str, description: Option<&str>) -> (AuthErrorCode, Option<String>) {
        let told = refusal(endpoint, &error.into(), description.map(Secret::from));
        (told.code, told.field)
    }

    #[test]
    fn a_mistake_in_the_configuration_is_not_taken_for_a_refusal() {
        use Endpoint::{Authorize, Token};
        for (endpoint, error, description, expected, field) in [
            (Authorize, "access_denied", None, AuthErrorCode::WebSignInRefused, None),
            (Authorize, "of_a_later_day", None, AuthErrorCode::WebSignInRefused, None),
            (Authorize, "login_required", None, AuthErrorCode::LoginRequired, None),
            (Authorize, "server_error", None, AuthErrorCode::WebSignInFailed, None),
            (Authorize, "invalid_scope", None, AuthErrorCode::WebSignInMisconfigured, Some("scopes")),
            (
                Authorize,
                "unauthorized_client",
                None,
                AuthErrorCode::WebSignInMisconfigured,
                Some("redirect_uri"),
            ),
            (Authorize, "invalid_request", None, AuthErrorCode::WebSignInMisconfigured, None),
            (
                Authorize,
                "invalid_request",
                Some("Already found an entry for username Google_123"),
                AuthErrorCode::WebSignInFailed,
                None,
            ),
            (
                Authorize,
                "invalid_request",
                Some("PreSignUp failed with error not today."),
                AuthErrorCode::UserLambdaValidation,
                None,
            ),
            (
                Authorize,
                "invalid_request",
                Some("Invalid user attributes: email: Attribute cannot be updated."),
                AuthErrorCode::WebSignInMisconfigured,
                None,
            ),
            (Token, "invalid_grant", None, AuthErrorCode::AuthorizationCodeRefused, None),
            (Token, "invalid_client", None, AuthErrorCode::WebSignInMisconfigured, Some("client_secret")),
            (Token, "invalid_request", Some("Read timed out"), AuthErrorCode::WebSignInMisconfigured, None),
        ] {
            let found = code(endpoint, error, description);
            assert_eq!(found, (expected, field.map(str::to_owned)), "{error} {description:?}");
        }
    }

    #[test]
    fn each_error_and_each_known_text_has_its_meaning() {
        use AuthErrorCode::{LoginRequired, UserLambdaValidation, UserNotConfirmed, WebSignInRefused};
        use AuthErrorCode::{WebSignInFailed, WebSignInMisconfigured};
        use AuthErrorReason::{
            PostAuthenticationTrigger, PostConfirmationTrigger, PreAuthenticationTrigger, PreSignUpTrigger,
            PreTokenGenerationTrigger, SignInRefused, UserDisabled,
        };
        for (error, code) in [
            ("login_required", LoginRequired),
            ("interaction_required", LoginRequired),
            ("consent_required", LoginRequired),
            ("account_selection_required", LoginRequired),
            ("temporarily_unavailable", WebSignInFailed),
            ("unsupported_response_type", WebSignInMisconfigured),
        ] {
            assert_eq!(refusal(Endpoint::Authorize, &error.into(), None).code, code, "{error}");
        }
        for (text, code, reason) in [
            ("Already found an entry for username Google_1.", WebSignInFailed, SignInRefused),
            ("Timeout occurred in calling IdP token endpoint", WebSignInFailed, SignInRefused),
            ("Google Error - 400 invalid_grant error getting token", WebSignInFailed, SignInRefused),
            ("Read timed out", WebSignInFailed, SignInRefused),
            ("User is not confirmed.", UserNotConfirmed, SignInRefused),
            ("User is not enabled", WebSignInRefused, UserDisabled),
            ("User is disabled.", WebSignInRefused, UserDisabled),
            ("PreSignUp failed with error no.", UserLambdaValidation, PreSignUpTrigger),
            ("PostConfirmation failed with error no.", UserLambdaValidation, PostConfirmationTrigger),
            ("PreAuthentication failed with error no.", UserLambdaValidation, PreAuthenticationTrigger),
            ("PostAuthentication failed with error no.", UserLambdaValidation, PostAuthenticationTrigger),
            ("PreTokenGeneration failed with error no.", UserLambdaValidation, PreTokenGenerationTrigger),
        ] {
            let told = refusal(Endpoint::Authorize, &"invalid_request".into(), Some(text.into()));
            assert_eq!((told.code, told.reason), (code, Some(reason)), "{text}");
            assert_eq!(told.retryable, code == WebSignInFailed, "{text}");
        }
    }

    #[test]
    fn the_services_text_is_a_field_of_the_error_and_is_never_printed() {
        let told = refusal(Endpoint::Authorize, &"access_denied".into(), Some("ann said no".into()));
        assert_eq!(told.service_message.as_ref().map(Secret::expose), Some("ann said no"));
        assert!(!format!("{told:?} {told}").contains("ann"));
        let untold = refusal(Endpoint::Authorize, &"access_denied".into(), None);
        assert_eq!(untold.service_message.as_ref().map(Secret::expose), Some("access_denied"));
    }
}
