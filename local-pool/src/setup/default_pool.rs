//! The pool that needs no configuration.

use crate::clock::Moment;
use crate::pool::client::{Client, ClientSettings, TimeUnit, TokenValidityUnits, UserExistenceErrors};
use crate::pool::client_secrets::ClientSecrets;
use crate::pool::mfa::Factor;
use crate::pool::oauth_settings::{OAuthSettings, POOL_AS_PROVIDER};
use crate::pool::passkeys::WebAuthnSettings;
use crate::pool::scopes;
use crate::pool::settings::{MfaConfiguration, Policies, PoolSettings, SignInPolicy, UsernameConfiguration};
use crate::pool::{READY_MADE_POOL, UserPool};
use crate::signer::PoolKey;

/// The id of the default pool, which needs no configuration.
pub const DEFAULT_USER_POOL_ID: &str = READY_MADE_POOL;
/// The default pool's client without a secret. It allows every flow of InitiateAuth and AdminInitiateAuth, and OAuth's
/// code grant.
pub const DEFAULT_CLIENT_ID: &str = "local-client";
/// The default pool's client with a secret. It allows the same flows.
pub const DEFAULT_CLIENT_WITH_SECRET_ID: &str = "local-client-secret";

/// The redirect URIs of the two clients after a sign-in in a browser.
pub(crate) const CALLBACK_URLS: [&str; 3] =
    ["myapp://callback/", "http://localhost:3000/", "http://127.0.0.1:3000/"];
/// The redirect URIs of the two clients after a sign-out in a browser.
pub(crate) const LOGOUT_URLS: [&str; 2] = ["myapp://signed-out/", "http://localhost:3000/"];

/// The default pool. MFA is optional, with every factor. Every first factor is allowed, and passkeys work for
/// `localhost`. The pool verifies e-mail addresses and phone numbers, and both are aliases. The password policy is
/// Cognito's default.
pub(super) fn build(client_secret: &str, now: Moment) -> UserPool {
    let addresses = || vec!["email".to_owned(), "phone_number".to_owned()];
    let settings = PoolSettings {
        policies: Policies { sign_in_policy: Some(SignInPolicy::everything()), ..Policies::default() },
        auto_verified_attributes: addresses(),
        alias_attributes: addresses(),
        username_configuration: Some(UsernameConfiguration { case_sensitive: false }),
        ..PoolSettings::default()
    };
    let mut pool = UserPool::new(DEFAULT_USER_POOL_ID.to_owned(), "LocalPool".to_owned(), settings, now);
    pool.signing_key = PoolKey::of_default_pool();
    pool.mfa.configuration = MfaConfiguration::Optional;
    pool.mfa.offered = Factor::ALL.to_vec();
    pool.web_authn = Some(WebAuthnSettings::for_domain("localhost"));
    let secret = Some(client_secret.to_owned());
    for (id, secret) in [(DEFAULT_CLIENT_ID, None), (DEFAULT_CLIENT_WITH_SECRET_ID, secret)] {
        pool.clients.insert(id.to_owned(), client(id, secret, now));
    }
    pool
}

fn client(id: &str, secret: Option<String>, now: Moment) -> Client {
    const FLOWS: [&str; 6] = [
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_AUTH",
    ];
    let settings = ClientSettings {
        client_name: id.to_owned(),
        explicit_auth_flows: FLOWS.map(str::to_owned).to_vec(),
        access_token_validity: Some(60),
        id_token_validity: Some(60),
        refresh_token_validity: Some(30),
        token_validity_units: TokenValidityUnits {
            access_token: Some(TimeUnit::Minutes),
            id_token: Some(TimeUnit::Minutes),
            refresh_token: Some(TimeUnit::Days),
        },
        prevent_user_existence_errors: Some(UserExistenceErrors::Enabled),
        enable_token_revocation: Some(true),
        auth_session_validity: Some(3),
        oauth: oauth(),
        ..ClientSettings::default()
    };
    let secrets = ClientSecrets::of_new_client(secret);
    Client { id: id.to_owned(), secrets, created: now, modified: now, settings }
}

/// Managed login for an app with a scheme of its own, and for a web page on port 3000.
fn oauth() -> OAuthSettings {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    OAuthSettings {
        enabled: true,
        flows: owned(&["code"]),
        scopes: owned(&scopes::STANDARD),
        callback_urls: owned(&CALLBACK_URLS),
        logout_urls: owned(&LOGOUT_URLS),
        default_redirect_uri: None,
        identity_providers: owned(&[POOL_AS_PROVIDER]),
    }
}
