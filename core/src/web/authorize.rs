//! The authorization request: the address that the browser opens.

use super::attempt::WebAttempt;
use super::form::Form;
use crate::model::WebSignInOptions;
use crate::secret::Secret;

/// The address of the authorization request (RFC 6749, section 4.1.1; RFC 7636, section 4.3; Cognito's
/// `/oauth2/authorize`).
///
/// `domain` is the address of the user pool's domain, without a slash at its end.
pub(crate) fn authorization_url(
    domain: &str,
    client_id: &str,
    scopes: &[String],
    attempt: &WebAttempt,
    options: &WebSignInOptions,
) -> Secret {
    let mut form = Form::after(&format!("{domain}/oauth2/authorize?"));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", &attempt.redirect_uri),
        ("state", attempt.secrets.state.expose()),
        ("nonce", attempt.secrets.nonce.expose()),
        ("code_challenge", &attempt.secrets.challenge()),
        ("code_challenge_method", "S256"),
    ] {
        form.add(name, value);
    }
    let prompt = options.prompt.iter().map(|prompt| prompt.name()).collect::<Vec<_>>().join(" ");
    let scope = scopes.join(" ");
    let optional = [
        ("scope", Some(scope.as_str()).filter(|scope| !scope.is_empty())),
        // Cognito takes either `idp_identifier` or `identity_provider`.
        ("idp_identifier", options.idp_identifier.as_deref()),
        (
            "identity_provider",
            options.provider.as_ref().filter(|_| options.idp_identifier.is_none()).map(|it| it.name()),
        ),
        ("lang", options.language.as_deref()),
        ("login_hint", options.login_hint.as_deref()),
        ("prompt", Some(prompt.as_str()).filter(|prompt| !prompt.is_empty())),
        ("resource", options.resource.as_deref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            form.add(name, value);
        }
    }
    form.into_secret()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use url::Url;

    use super::*;
    use crate::model::{AuthProvider, WebPrompt};
    use crate::web::attempt::samples::attempt;

    fn query(options: &WebSignInOptions) -> BTreeMap<String, String> {
        let scopes = ["openid".to_owned(), "email".to_owned()];
        let url = authorization_url("https://auth.example.com", "the-client", &scopes, &attempt(), options);
        let url = url.expose();
        assert!(url.starts_with("https://auth.example.com/oauth2/authorize?") && !url.contains('+'), "{url}");
        Url::parse(url).unwrap().query_pairs().into_owned().collect()
    }

    #[test]
    fn a_request_has_state_nonce_and_challenge_but_not_the_verifier() {
        let query = query(&WebSignInOptions::default());
        let secrets = attempt().secrets;
        let challenge = secrets.challenge();
        let expected = BTreeMap::from([
            ("response_type", "code"),
            ("client_id", "the-client"),
            ("redirect_uri", "myapp://callback/"),
            ("scope", "openid email"),
            ("state", secrets.state.expose()),
            ("nonce", secrets.nonce.expose()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let found: BTreeMap<&str, &str> = query.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_request_without_scopes_has_no_scope_parameter() {
        let options = WebSignInOptions::default();
        let url = authorization_url("https://auth.example.com", "the-client", &[], &attempt(), &options);
        assert!(!url.expose().contains("scope"));
    }

    #[test]
    fn every_option_has_its_parameter() {
        let options = WebSignInOptions {
            provider: Some(AuthProvider::Apple),
            language: Some("pt-BR".into()),
            login_hint: Some("ann+x@example.com".into()),
            prompt: vec![WebPrompt::Login, WebPrompt::Consent],
            resource: Some("https://api.example.com".into()),
            ..WebSignInOptions::default()
        };
        let query = query(&options);
        for (name, value) in [
            ("identity_provider", "SignInWithApple"),
            ("lang", "pt-BR"),
            ("login_hint", "ann+x@example.com"),
            ("prompt", "login consent"),
            ("resource", "https://api.example.com"),
        ] {
            assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}");
        }
    }

    #[test]
    fn the_identifier_of_a_provider_is_sent_without_the_providers_name() {
        let options = WebSignInOptions {
            provider: Some(AuthProvider::Google),
            idp_identifier: Some("example.com".into()),
            ..WebSignInOptions::default()
        };
        let query = query(&options);
        assert_eq!(query.get("idp_identifier").map(String::as_str), Some("example.com"));
        assert_eq!(query.get("identity_provider"), None);
    }
}
