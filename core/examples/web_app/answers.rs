//! Writes the answers to calls as JSON. They may contain tokens, because the program that reads them plays the app.

use cognito_auth_core::{
    AuthError, AuthIdentity, AuthSession, AuthSignInResult, AuthUser, RedirectResult, SignOutResult,
};
use serde_json::{Value, json};

use crate::Answer;

/// The line that answers the call with this id.
pub(crate) fn to(id: u64, answer: Answer) -> Value {
    match answer {
        Ok(result) => json!({ "id": id, "result": result }),
        Err(failed) => json!({ "id": id, "error": error(&failed) }),
    }
}

fn error(error: &AuthError) -> Value {
    json!({
        "code": error.code.name(),
        "description": error.description,
        "recoverySuggestion": error.recovery_suggestion,
        "field": error.field,
        "serviceMessage": error.service_message.as_ref().map(|text| text.expose()),
    })
}

pub(crate) fn signed_in(result: &AuthSignInResult) -> Value {
    json!({ "isSignedIn": result.is_signed_in() })
}

pub(crate) fn redirected(result: &RedirectResult) -> Value {
    match result {
        RedirectResult::NotARedirect => json!("notARedirect"),
        RedirectResult::Ignored => json!("ignored"),
        RedirectResult::Delivered => json!("delivered"),
        RedirectResult::SignedIn(result) => signed_in(result),
    }
}

/// The answer to a sign-out. For a partial sign-out, it has the errors.
pub(crate) fn signed_out(result: SignOutResult) -> Answer {
    match result {
        SignOutResult::Complete => Ok(json!({ "isComplete": true })),
        SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } => Ok(json!({
            "isComplete": false,
            "revokeTokenError": revoke_token_error.as_ref().map(error),
            "globalSignOutError": global_sign_out_error.as_ref().map(error),
            "hostedUIError": hosted_ui_error.as_ref().map(error),
        })),
        SignOutResult::Failed(error) => Err(error),
    }
}

pub(crate) fn user(user: &AuthUser) -> Value {
    json!({ "username": user.username, "userId": user.user_id })
}

pub(crate) fn session(session: &AuthSession) -> Value {
    json!({
        "isSignedIn": session.is_signed_in,
        "userSub": session.user_sub,
        "tokens": session.tokens.as_ref().map(|tokens| json!({
            "idToken": tokens.id_token.expose(),
            "accessToken": tokens.access_token.expose(),
            "refreshToken": tokens.refresh_token.expose(),
        })),
        "identity": session.identity.as_ref().map(identity),
    })
}

fn identity(identity: &AuthIdentity) -> Value {
    json!({
        "identityId": identity.identity_id,
        "credentials": identity.credentials.as_ref().map(|credentials| json!({
            "accessKeyId": credentials.access_key_id,
            "secretAccessKey": credentials.secret_access_key.expose(),
            "sessionToken": credentials.session_token.expose(),
        })),
        "error": identity.error.as_ref().map(error),
    })
}
