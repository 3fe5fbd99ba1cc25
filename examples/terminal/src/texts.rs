//! The texts about where a code went, and about what went wrong. An app of yours would have them in each language.

use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthError, AuthErrorCode, AuthErrorKind, AuthErrorReason, DeliveryMedium,
    Secret, SessionEndReason,
};

/// Says where a code went.
pub(crate) fn sent(details: &AuthCodeDeliveryDetails) -> String {
    let medium = match details.medium {
        DeliveryMedium::Email => " by e-mail",
        DeliveryMedium::Sms => " by text message",
        _ => "",
    };
    match details.destination.as_str() {
        "" => format!("We sent a code{medium}."),
        destination => format!("We sent a code{medium} to {destination}."),
    }
}

/// What to tell the user about a failed call; nothing if the user wanted it to end.
pub(crate) fn failure(error: &AuthError) -> Option<String> {
    let text = match (error.reason, error.code, error.kind) {
        (Some(AuthErrorReason::PreSignUpTrigger | AuthErrorReason::PreAuthenticationTrigger), ..) => {
            error.service_message.as_ref().map_or("You can't do that now.", Secret::expose)
        }
        (Some(AuthErrorReason::WrongUsernameOrPassword), ..) | (_, AuthErrorCode::UserNotFound, _) => {
            "The user name or the password is wrong."
        }
        (_, AuthErrorCode::CodeMismatch | AuthErrorCode::EnableSoftwareTokenMfa, _) => {
            "The code is wrong. Try again."
        }
        (_, AuthErrorCode::ChallengeExpired, _) => "That took too long. Sign in again.",
        (_, AuthErrorCode::UsernameExists, _) => "There is an account with this user name already.",
        (_, _, AuthErrorKind::Network | AuthErrorKind::TimedOut) => {
            "The service can't be reached. Try again."
        }
        (_, _, AuthErrorKind::Storage) => "Your session can't be read or stored now. Try again.",
        (_, _, AuthErrorKind::Cancelled) => return None,
        // The library's own sentence about the password, the code or the address that was refused.
        (_, _, AuthErrorKind::NotAuthorized | AuthErrorKind::Service | AuthErrorKind::Validation) => {
            &error.description
        }
        _ => return Some(format!("Something went wrong ({}).", error.code.name())),
    };
    Some(text.to_owned())
}

/// What to tell the user whose session the service has ended.
pub(crate) fn ended(reason: SessionEndReason) -> &'static str {
    match reason {
        SessionEndReason::Expired => "Your session has expired. Sign in again.",
        SessionEndReason::UserDisabled | SessionEndReason::UserDeleted => {
            "This account can't be used any more."
        }
        _ => "You were signed out. Sign in again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_has_a_text_for_the_user() {
        let mut refused = AuthError::from(AuthErrorCode::NotAuthorized);
        refused.reason = Some(AuthErrorReason::WrongUsernameOrPassword);
        let mut by_trigger = AuthError::from(AuthErrorCode::UserLambdaValidation);
        by_trigger.reason = Some(AuthErrorReason::PreSignUpTrigger);
        by_trigger.service_message = Some("Only for members.".into());
        for (error, text) in [
            (refused, "The user name or the password is wrong."),
            (AuthErrorCode::UserNotFound.into(), "The user name or the password is wrong."),
            (by_trigger, "Only for members."),
            (AuthErrorCode::TransportFailed.into(), "The service can't be reached. Try again."),
            (AuthErrorCode::StoreLocked.into(), "Your session can't be read or stored now. Try again."),
            (
                AuthErrorCode::InvalidPassword.into(),
                &AuthError::from(AuthErrorCode::InvalidPassword).description,
            ),
            (AuthErrorCode::AlreadySignedIn.into(), "Something went wrong (AlreadySignedIn)."),
        ] {
            assert_eq!(failure(&error).as_deref(), Some(text), "{error:?}");
        }
        assert_eq!(failure(&AuthErrorCode::Cancelled.into()), None);
    }

    #[test]
    fn a_code_was_sent_by_a_medium_that_may_be_unknown_to_a_place_that_may_be_unknown() {
        let details = |medium, destination: &str| AuthCodeDeliveryDetails {
            medium,
            destination: destination.to_owned(),
            attribute_key: None,
        };
        assert_eq!(
            sent(&details(DeliveryMedium::Email, "a***@e***")),
            "We sent a code by e-mail to a***@e***."
        );
        assert_eq!(sent(&details(DeliveryMedium::Sms, "")), "We sent a code by text message.");
        assert_eq!(sent(&details(DeliveryMedium::Unknown("PIGEON".into()), "+*1")), "We sent a code to +*1.");
    }
}
