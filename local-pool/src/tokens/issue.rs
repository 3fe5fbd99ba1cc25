//! The tokens of one sign-in or refresh, with Cognito's claims.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::hashing;
use crate::jwt::{self, Claims};
use crate::overrides::Overrides;
use crate::pool::client::Client;
use crate::pool::grants::WebGrant;
use crate::pool::groups::Groups;
use crate::pool::identities::IDENTITIES;
use crate::pool::scopes::{self, OPENID, USER_ADMIN};
use crate::pool::users::User;
use crate::random;
use crate::service::Service;
use crate::signer::TokenSigner;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// The content of a set of tokens: the user, the client and the sign-in.
pub(super) struct Issue<'a> {
    pub pool_id: &'a str,
    pub signer: &'a dyn TokenSigner,
    pub client: &'a Client,
    pub user: &'a User,
    pub groups: &'a Groups,
    pub origin_jti: &'a str,
    /// The device that the tokens are bound to.
    pub device_key: Option<&'a str>,
    /// What a sign-in in a browser was granted. Any other sign-in has all rights of its user.
    pub web: Option<&'a WebGrant>,
    /// The `nonce` of the request to sign in (OpenID Connect Core 1.0 section 3.1.2.1).
    pub nonce: Option<&'a str>,
    pub overrides: &'a Overrides,
    pub auth_time: Moment,
    pub now: Moment,
}

impl Issue<'_> {
    fn claims(
        &self,
        service: &Service,
        event_id: &str,
        token_use: &str,
        seconds: i64,
    ) -> Result<Claims, CognitoError> {
        let mut claims = Map::new();
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("sub", json!(self.user.sub));
        set("iss", json!(service.issuer.of_user_pool(self.pool_id)));
        set("token_use", json!(token_use));
        set("event_id", json!(event_id));
        set("auth_time", json!(self.auth_time.seconds()));
        set("iat", json!(self.now.seconds()));
        set("exp", json!(self.now.seconds() + seconds));
        set("jti", json!(random::uuid()?));
        if self.client.settings.revokes_tokens() {
            set("origin_jti", json!(self.origin_jti));
        }
        claims.extend(self.groups.claims(&self.user.username));
        Ok(claims)
    }

    fn access_token(&self, service: &Service, event_id: &str) -> Result<String, CognitoError> {
        let seconds = self.client.settings.access_token_seconds();
        let mut claims = self.claims(service, event_id, "access", seconds)?;
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("client_id", json!(self.client.id));
        set("username", json!(self.user.username));
        match self.web {
            None => set("scope", json!(USER_ADMIN)),
            Some(web) => {
                set("version", json!(2));
                web.resource.iter().for_each(|resource| drop(set("aud", json!(resource))));
                set("scope", json!(web.scopes.join(" ")))
            }
        };
        claims.extend(self.device_key.map(|key| ("device_key".to_owned(), json!(key))));
        self.overrides.apply_to_access_token(&mut claims, &self.client.id);
        Ok(jwt::encode(self.signer, &claims))
    }

    /// The ID token that belongs to an access token. After a sign-in in a browser, it shows the attributes that the
    /// scopes allow.
    fn id_token(
        &self,
        service: &Service,
        event_id: &str,
        access_token: &str,
    ) -> Result<String, CognitoError> {
        let seconds = self.client.settings.id_token_seconds();
        let mut claims = self.claims(service, event_id, "id", seconds)?;
        claims.insert("aud".to_owned(), json!(self.client.id));
        claims.insert("cognito:username".to_owned(), json!(self.user.username));
        claims.extend(self.groups.role_claims(&self.user.username));
        let attributes = match self.web {
            None => self.user.attribute_list(),
            Some(web) => {
                claims.insert("at_hash".to_owned(), json!(at_hash(access_token)));
                claims.extend(self.nonce.map(|nonce| ("nonce".to_owned(), json!(nonce))));
                scopes::readable(self.user, &web.scopes)
            }
        };
        for attribute in self.client.settings.readable(attributes) {
            let claim = match attribute.name.as_str() {
                "email_verified" | "phone_number_verified" => json!(attribute.value == "true"),
                IDENTITIES => self.user.identities_claim(),
                _ => json!(attribute.value),
            };
            claims.insert(attribute.name, claim);
        }
        self.overrides.apply_to_id_token(&mut claims);
        Ok(jwt::encode(self.signer, &claims))
    }

    /// AuthenticationResult. The caller adds a refresh token, if there is a new one. After a sign-in in a browser
    /// without the scope `openid`, there is no ID token.
    pub(super) fn result(&self, service: &Service) -> Result<Map<String, Value>, CognitoError> {
        // Both tokens carry the same event_id.
        let event_id = random::uuid()?;
        let access_token = self.access_token(service, &event_id)?;
        let mut result = Map::new();
        if self.web.is_none_or(|web| web.scopes.iter().any(|scope| scope == OPENID)) {
            result.insert("IdToken".to_owned(), json!(self.id_token(service, &event_id, &access_token)?));
        }
        result.insert("AccessToken".to_owned(), json!(access_token));
        result.insert("ExpiresIn".to_owned(), json!(self.client.settings.access_token_seconds()));
        result.insert("TokenType".to_owned(), json!("Bearer"));
        Ok(result)
    }
}

/// The left half of the access token's hash (OpenID Connect Core 1.0 section 3.1.3.6).
fn at_hash(access_token: &str) -> String {
    let hash = hashing::sha256(&[access_token.as_bytes()]);
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}
