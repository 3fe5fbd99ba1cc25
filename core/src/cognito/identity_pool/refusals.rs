//! Why the identity pool refused: one table of its known texts with our codes. Most refusals have the same exception,
//! and only the text shows what to do.
//!
//! A text matches a row by the same rules as in the user pool's table, `cognito/refusals.rs`.

use super::super::ServiceError;
use super::super::refusals::is_text_of;
use super::IdentityRequest;
use crate::error::AuthErrorCode;
use crate::secret::Secret;

/// A text that the service sends with an exception.
struct Known {
    exception: AuthErrorCode,
    words: &'static str,
    code: AuthErrorCode,
    /// The text as it was seen.
    #[cfg(test)]
    seen: &'static str,
}

/// Declares the table: for each exception its texts, and for each text the words that recognise it and our code.
macro_rules! known {
    ($($exception:ident { $($seen:literal: $words:literal => $code:ident,)+ })+) => {
        /// The known texts. If several fit, the first one is used.
        const TEXTS: &[Known] = &[$($(Known {
            exception: AuthErrorCode::$exception,
            words: $words,
            code: AuthErrorCode::$code,
            #[cfg(test)]
            seen: $seen,
        },)+)+];
    };
}

known! {
    NotAuthorized {
        "Unauthenticated access is not supported for this identity pool.":
            "unauthenticated access not support" => GuestsNotAllowed,
        "Logins don't match. Please include at least one valid login for this identity or identity pool.":
            "logins don t match" => LoginMismatch,
        "Access to Identity 'eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f' is forbidden.":
            "^access to identity" => IdentityForbidden,
        "Invalid login token. Issuer doesn't match providerName": "issuer doesn t match" => LoginNotAccepted,
        "Invalid login token. Token expired: 1790007200 >= 1790003600": "token expire" => LoginTokenExpired,
        "Invalid login token. Couldn't verify signed token.": "verify signed token" => LoginNotVerified,
        "Invalid login token. Not a Cognito token.": "not a cognito token" => LoginNotVerified,
        "Invalid login token. Incorrect token audience.": "^invalid login token" => LoginNotAccepted,
        "Token is not from a supported provider of this identity pool.":
            "token not from supported provider" => LoginNotAccepted,
        "The ambiguous role mapping rules denied this request": "role mapping" => RoleMappingDenied,
    }
    InvalidParameter {
        "Please provide a valid public provider.": "valid public provider" => LoginNotAccepted,
    }
    ResourceNotFound {
        "IdentityPool 'eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f' not found.":
            "^identitypool" => IdentityPoolNotFound,
        "Identity 'eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f' not found.":
            "^identity" => IdentityNotFound,
    }
}

/// The same error, with the code for a refusal of an identity pool. The error loses its reason, because reasons are for
/// user pools only.
pub(super) fn of_identity_pool(mut error: ServiceError, request: &IdentityRequest) -> ServiceError {
    if let ServiceError::Exception { code, reason, message, .. } = error.refusal_mut() {
        let text = message.as_ref().map(Secret::expose).unwrap_or_default();
        *reason = None;
        *code = told_code(*code, text).unwrap_or_else(|| untold_code(*code, request));
    }
    error
}

/// The code of a known text.
fn told_code(exception: AuthErrorCode, text: &str) -> Option<AuthErrorCode> {
    let mut texts = TEXTS.iter().filter(|known| known.exception == exception);
    texts.find(|known| is_text_of(known.words, text)).map(|known| known.code)
}

/// The code of an exception whose text is unknown.
fn untold_code(exception: AuthErrorCode, request: &IdentityRequest) -> AuthErrorCode {
    match (exception, request) {
        (AuthErrorCode::NotAuthorized, _) => AuthErrorCode::IdentityPoolRefused,
        (AuthErrorCode::ResourceNotFound, IdentityRequest::GetId { .. }) => {
            AuthErrorCode::IdentityPoolNotFound
        }
        (AuthErrorCode::ResourceNotFound, IdentityRequest::GetCredentialsForIdentity { .. }) => {
            AuthErrorCode::IdentityNotFound
        }
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_recognises_its_seen_text_in_any_case_and_no_earlier_row_hides_it() {
        for known in TEXTS {
            for text in [known.seen.to_owned(), known.seen.to_uppercase(), format!("  {}!", known.seen)] {
                assert_eq!(told_code(known.exception, &text), Some(known.code), "{text}");
                let first = TEXTS
                    .iter()
                    .find(|other| other.exception == known.exception && is_text_of(other.words, &text));
                assert_eq!(first.map(|first| first.words), Some(known.words), "{text}");
            }
            assert_eq!(told_code(AuthErrorCode::InternalError, known.seen), None);
        }
    }

    #[test]
    fn an_unknown_text_gets_the_code_of_its_exception() {
        let credentials = IdentityRequest::GetCredentialsForIdentity {
            identity_id: "eu-central-1:0".to_owned(),
            logins: super::super::Logins::new(),
        };
        for (exception, code) in [
            (AuthErrorCode::NotAuthorized, AuthErrorCode::IdentityPoolRefused),
            (AuthErrorCode::ResourceNotFound, AuthErrorCode::IdentityNotFound),
            (AuthErrorCode::InvalidParameter, AuthErrorCode::InvalidParameter),
            (AuthErrorCode::ResourceConflict, AuthErrorCode::ResourceConflict),
        ] {
            assert_eq!(told_code(exception, "Something new"), None);
            assert_eq!(untold_code(exception, &credentials), code);
        }
    }
}
