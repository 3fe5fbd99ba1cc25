//! The claims of tokens. The service signs tokens, but the library reads them without checking the signature.

use cognito_auth_core::{AuthFlowType, SignInOptions};
use serde_json::{Value, json};

use crate::phone::{Phone, checked, run, success, token};
use crate::stored::force_refresh;

/// The input has the claims of the access token, a line break, and the claims of the ID token. A sign-in brings these
/// tokens, and a refresh brings them once more.
pub(crate) fn tokens(claims: &[u8]) {
    let end = claims.iter().position(|byte| *byte == b'\n').unwrap_or(claims.len());
    let (access, id) = claims.split_at(end);
    let issued = issued(&token(access), &token(id.get(1..).unwrap_or_default()));
    let auth = Phone { responses: vec![success(&issued), success(&issued)], ..Phone::default() }.auth();
    run(async {
        let options = SignInOptions { flow: Some(AuthFlowType::UserPassword), ..SignInOptions::default() };
        checked(auth.sign_in("ann", Some("Password123!".into()), options).await);
        if checked(auth.get_current_user().await).is_none() {
            return;
        }
        checked(auth.fetch_auth_session(Default::default()).await);
        checked(auth.fetch_auth_session(force_refresh()).await);
        checked(auth.remember_device().await);
        auth.sign_out(Default::default()).await;
    });
}

fn issued(access_token: &str, id_token: &str) -> Value {
    json!({ "AuthenticationResult": {
        "IdToken": id_token, "AccessToken": access_token, "RefreshToken": "r", "ExpiresIn": 3600,
    } })
}
