//! The secrets of the flows, and the texts by which a copy of each is recognised.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::allocator::outside;

/// A kind of secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A password of the user or of the device, a code, a TOTP secret, or a random value of a sign-in on web pages. It is
    /// in use only during a call.
    Typed,
    /// A token, an AWS secret key, or the client's secret. While it is in use, memory has at most one copy of it.
    Kept,
}

/// A secret that is watched.
pub(crate) struct Watched {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) texts: Vec<Vec<u8>>,
}

/// A password whose JSON form has escapes.
pub(crate) const PASSWORD: &str = "Pass\"word\\123!-of-ann-\u{e9}-0123456789";
pub(crate) const NEW_PASSWORD: &str = "New\"word\\456!-of-ann-\u{e9}-9876543210";
pub(crate) const CODE: &str = "code-8362910475-of-a-custom-challenge";
pub(crate) const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPOFANN";
pub(crate) const CLIENT_SECRET: &str = "client-secret-1f0e9d8c7b6a59483726150493827160a1b2c3d";
pub(crate) const WEB_CODE: &str = "web-code-5f0c9e6a7c1b4d0e9a550b1a2c3d4e5f-of-a-page";
pub(crate) const SECRET_KEY: &str = "aws-secret-key-wJalrXUtnFEMIK7MDENGbPxRfiCY0123";

/// The issuer of the tokens, which a sign-in on web pages checks.
const ISSUER: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";

/// The response with tokens number `serial`, which are as long as those of the service.
pub(crate) fn tokens(serial: u32) -> Value {
    json!({
        "AccessToken": jwt("access", serial),
        "IdToken": jwt("id", serial),
        "RefreshToken": refresh(serial),
        "ExpiresIn": 3600,
        "TokenType": "Bearer",
    })
}

pub(crate) fn jwt(token_use: &str, serial: u32) -> String {
    let claims = json!({
        "sub": "sub-of-ann", "username": "ann", "token_use": token_use, "jti": serial, "iat": 1_790_000_000,
        "exp": 1_790_003_600, "origin_jti": "sign-in", "device_key": "eu-central-1_device",
        "scope": filler(token_use, serial, 700), "iss": ISSUER, "client_id": "client", "aud": "client",
        "nonce": web_secrets()[2],
    });
    let signature = filler(&format!("signature of {token_use}"), serial, 256);
    format!("eyJhbGciOiJSUzI1NiJ9.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn refresh(serial: u32) -> String {
    filler("refresh", serial, 1500)
}

/// A text of this length whose parts occur nowhere else.
fn filler(name: &str, serial: u32, length: usize) -> String {
    let piece = |number: usize| URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{name} {serial} {number}")));
    (0..=length / 43).map(piece).collect::<String>().chars().take(length).collect()
}

/// The response of the token endpoint with tokens number `serial`.
pub(crate) fn web_tokens(serial: u32) -> Value {
    json!({
        "access_token": jwt("access", serial),
        "id_token": jwt("id", serial),
        "refresh_token": refresh(serial),
        "token_type": "Bearer",
        "expires_in": 3600,
    })
}

/// The session token of AWS credentials.
pub(crate) fn aws_session_token() -> String {
    filler("session", 1, 900)
}

/// The token of a federated login.
pub(crate) fn provider_token() -> String {
    filler("provider", 1, 1100)
}

/// The bytes that the entropy of these tests gives.
pub(crate) fn random_byte(place: usize) -> u8 {
    0x5a + u8::try_from(place / 32).unwrap_or_default()
}

/// The password of the device, which comes from the entropy.
pub(crate) fn device_password() -> String {
    STANDARD.encode([0, 8, 16, 24, 32].map(|place| [random_byte(place); 8]).concat())
}

/// The state, the verifier and the nonce of a sign-in on web pages, which come from the entropy.
pub(crate) fn web_secrets() -> [String; 3] {
    [0, 32, 64].map(|place| URL_SAFE_NO_PAD.encode([random_byte(place); 32]))
}

fn text(name: &'static str, kind: Kind, secret: &str) -> Watched {
    let escaped = Value::from(secret).to_string();
    let texts = vec![secret.as_bytes().to_vec(), escaped.trim_matches('"').as_bytes().to_vec()];
    Watched { name, kind, texts }
}

/// A block has a copy of a token if it has one of three parts of the token: the 40 bytes after the first third, the 40
/// bytes after the second third, or the last 40 bytes.
fn token(name: &'static str, token: &str) -> Watched {
    let part = |from: usize| token.as_bytes()[from..from + 40].to_vec();
    let texts = vec![part(token.len() / 3), part(token.len() * 2 / 3), part(token.len() - 40)];
    Watched { name, kind: Kind::Kept, texts }
}

/// The decoded claims of a token.
fn claims(name: &'static str, jwt: &str) -> Watched {
    let claims = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).unwrap()).unwrap();
    let middle = claims.len() / 2;
    Watched { name, kind: Kind::Kept, texts: vec![claims[middle..middle + 40].to_vec()] }
}

/// The secrets that the tests watch in every flow.
pub(crate) fn all() -> Vec<Watched> {
    outside(|| {
        let [state, verifier, nonce] = web_secrets();
        vec![
            text("web code", Kind::Typed, WEB_CODE),
            text("state", Kind::Typed, &state),
            text("verifier", Kind::Typed, &verifier),
            text("nonce", Kind::Typed, &nonce),
            text("secret access key", Kind::Kept, SECRET_KEY),
            token("session token", &aws_session_token()),
            token("provider token", &provider_token()),
            text("password", Kind::Typed, PASSWORD),
            text("new password", Kind::Typed, NEW_PASSWORD),
            text("code", Kind::Typed, CODE),
            text("TOTP secret", Kind::Typed, TOTP_SECRET),
            text("device password", Kind::Typed, &device_password()),
            text("client secret", Kind::Kept, CLIENT_SECRET),
            token("access token", &jwt("access", 1)),
            token("ID token", &jwt("id", 1)),
            token("refresh token", &refresh(1)),
            token("access token 2", &jwt("access", 2)),
            token("ID token 2", &jwt("id", 2)),
            token("refresh token 2", &refresh(2)),
            claims("claims of the access token", &jwt("access", 1)),
            claims("claims of the ID token", &jwt("id", 1)),
        ]
    })
}
