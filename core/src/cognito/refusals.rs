//! Why the service refused. One table has the service's known texts, each with its reason. If a text is unknown, the
//! refusal has the general reason of its operation.
//!
//! The service gives the reason only in its text, and it can change the text. So a row has only the text's few
//! important words. A text matches the row if it has these words in the row's order. Each word may be in upper or lower
//! case and have any ending, and a few other words may stand between them. The table's texts come from clients and
//! servers. Some of these texts were never seen at AWS.

use super::service::Request;
use crate::error::{AuthErrorCode, AuthErrorReason};

/// The known texts of some exceptions.
struct Texts {
    codes: &'static [AuthErrorCode],
    known: &'static [Known],
}

/// A text that the service sends.
struct Known {
    /// The words that recognise the text. After a `^`, the text has to begin with the first of these words.
    words: &'static str,
    reason: AuthErrorReason,
    /// The text as it was seen.
    #[cfg(test)]
    seen: &'static str,
}

/// Declares the table: for groups of exceptions their texts, and for each text the words that recognise it and the
/// reason that it gives.
macro_rules! known {
    ($($($code:ident)|+ { $($seen:literal: $words:literal => $reason:ident,)+ })+) => {
        /// The known texts. If several fit, the first one is used.
        const TEXTS: &[Texts] = &[$(Texts {
            codes: &[$(AuthErrorCode::$code),+],
            known: &[$(Known {
                words: $words,
                reason: AuthErrorReason::$reason,
                #[cfg(test)]
                seen: $seen,
            },)+],
        },)+];
    };
}

known! {
    NotAuthorized {
        "Access Token has expired": "access token expire" => AccessTokenExpired,
        "Access Token has been revoked": "access token revoke" => AccessTokenRevoked,
        "Invalid Access Token": "invalid access token" => AccessTokenInvalid,
        "Could not verify signature for Access Token": "verify signature access token" => AccessTokenInvalid,
        "Access Token does not have required scopes": "access token not required scope" => ScopeMissing,
        "Refresh Token has expired": "refresh token expire" => RefreshTokenExpired,
        "Refresh Token has been revoked": "refresh token revoke" => RefreshTokenRevoked,
        "Invalid Refresh Token": "invalid refresh token" => RefreshTokenInvalid,
        "Invalid session for the user, session is expired.": "session expire" => ChallengeSessionExpired,
        "Invalid session for the user.": "invalid session" => ChallengeSessionInvalid,
        "Incorrect username or password.": "incorrect username password" => WrongUsernameOrPassword,
        "Password attempts exceeded": "attempt exceed" => AttemptsExceeded,
        "Temporary password has expired and must be reset by an administrator.":
            "temporary password expire" => TemporaryPasswordExpired,
        "User account has expired, it must be reset by an administrator.":
            "account expire reset" => TemporaryPasswordExpired,
        "User is disabled.": "user disable" => UserDisabled,
        "User has been deleted.": "user delete" => UserDeleted,
        "User does not exist.": "user not exist" => UserDeleted,
        "Unable to login because of security reasons.": "security reason" => BlockedForSecurity,
        "SignUp is not permitted for this user pool": "signup not permit" => SignUpNotPermitted,
        "Sign up is not permitted for this user pool": "sign up not permit" => SignUpNotPermitted,
        "User cannot be confirmed. Current status is CONFIRMED": "current status confirmed" => AlreadyConfirmed,
        "A client attempted to write unauthorized attribute": "write unauthorized attribute" => AttributeNotWritable,
        "Client 1example is configured with secret but SECRET_HASH was not received":
            "secret hash not receive" => SecretHashMissing,
        "Client 1example is configured for secret but secret was not received":
            "secret not receive" => SecretHashMissing,
        "Unable to verify secret hash for client 1example": "verify secret hash" => SecretHashWrong,
        "SecretHash does not match for the client: 1example": "secrethash not match" => SecretHashWrong,
        "Unable to verify secret for client 1example": "verify secret client" => SecretHashWrong,
    }
    NotAuthorized | InvalidParameter {
        "User password cannot be reset in the current state.": "password cannot be reset" => UserStateForbidsReset,
        "Cannot modify an already provided email": "cannot modify already provided" => AttributeNotChangeable,
        "USER_PASSWORD_AUTH flow not enabled for this client": "flow not enable" => FlowNotEnabled,
        "USER_SRP_AUTH is not enabled for the client.": "auth not enable client" => FlowNotEnabled,
        "Initiate Auth method not supported.": "auth method not support" => FlowNotEnabled,
        "Only custom auth (lambda driven) is enabled for this client.": "only custom auth enable" => FlowNotEnabled,
        "Custom auth lambda trigger is not configured for the user pool.":
            "custom auth trigger not configured" => CustomFlowNotConfigured,
    }
    InvalidParameter {
        "Missing required parameter USERNAME": "missing required parameter" => ParameterMissing,
        "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must not be null":
            "username fail satisfy constraint" => UsernameMalformed,
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length \
         greater than or equal to 6": "password fail satisfy constraint" => PasswordMalformed,
        "1 validation error detected: Value at 'proposedPassword' failed to satisfy constraint: Member must have \
         length greater than or equal to 6": "proposedpassword fail satisfy constraint" => PasswordMalformed,
        "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater \
         than or equal to 20": "session fail satisfy constraint" => ChallengeSessionInvalid,
        "1 validation error detected: Value at 'confirmationCode' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\S]+": "fail satisfy constraint" => ParameterMalformed,
        "Username should be either an email or a phone number.": "username should be" => UsernameMalformed,
        "Username cannot be of email format, since user pool is configured for email alias.":
            "username cannot be" => UsernameMalformed,
        "Invalid email address format.": "invalid email" => EmailMalformed,
        "Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send \
         messages.": "not have sms configuration" => FactorNotEnabled,
        "Invalid phone number format.": "invalid phone number" => PhoneNumberMalformed,
        "Attributes did not conform to the schema: custom:team: Attribute does not exist in the schema.\n":
            "attribute not exist" => AttributeUnknown,
        "Attributes did not conform to the schema: The attribute team is not defined in schema.":
            "attribute not defined" => AttributeUnknown,
        "Attributes did not conform to the schema: Type for attribute {custom:team} could not be determined":
            "attribute not determined" => AttributeUnknown,
        "Attributes did not conform to the schema: email: The attribute is required\n":
            "attribute required" => AttributeMissing,
        "Invalid attributes given, name is missing": "invalid attribute missing" => AttributeMissing,
        "user.email: Attribute cannot be updated.\n": "attribute cannot be update" => AttributeNotChangeable,
        "Cannot modify the non-mutable attribute sub": "cannot modify non mutable" => AttributeNotChangeable,
        "Attributes did not conform to the schema: birthdate: String must be at least 10 long\n":
            "attribute not conform" => AttributeMalformed,
        "Cannot reset password for the user as there is no registered/verified email or phone_number":
            "no registered verified" => NoVerifiedContact,
        "User is already confirmed.": "already confirmed" => AlreadyConfirmed,
        "Auto verification not turned on.": "verification not turned on" => AutoVerificationOff,
        "User does not have delivery config set to turn on SMS_MFA": "delivery config" => FactorNotSetUp,
        "User does not have a phone_number set to turn on SMS MFA": "phone number set turn on" => FactorNotSetUp,
        "User has not verified software token mfa": "not verified software token" => FactorNotSetUp,
        "User has not set up software token mfa": "not set up software token" => FactorNotSetUp,
    }
    CodeMismatch {
        "Invalid session provided": "invalid session" => ChallengeSessionInvalid,
    }
    UserNotFound {
        "Exception migrating user in app client 1example": "exception migrating user" => UserMigrationTrigger,
    }
    SoftwareTokenMfaNotFound {
        "Software Token MFA has not been enabled by the userPool": "mfa not enable" => FactorNotEnabled,
    }
    InvalidPassword {
        "Provided password cannot be used for security reasons.": "security reason" => PasswordCompromised,
        "Password did not conform with policy: Password not long enough": "not long enough" => PasswordTooShort,
        "Password did not conform with policy: Password must have uppercase characters":
            "must have upper" => PasswordLacksUppercase,
        "Password did not conform with policy: Password must have lowercase characters":
            "must have lower" => PasswordLacksLowercase,
        "Password did not conform with policy: Password must have numeric characters":
            "must have numeric" => PasswordLacksDigit,
        "Password did not conform with policy: Password must have symbol characters":
            "must have symbol" => PasswordLacksSymbol,
    }
    UsernameExists | AliasExists {
        "An account with the given email already exists.": "email already exist" => EmailTaken,
        "An account with the given phone_number already exists.": "phone number already exist" => PhoneNumberTaken,
    }
    ExpiredCode {
        "Your software token has already been used once.": "already used" => CodeAlreadyUsed,
    }
    LimitExceeded {
        "Exceeded daily email limit for the operation or the account.": "daily email limit" => EmailQuotaExceeded,
        "Attempt limit exceeded, please try after some time.": "attempt exceed" => AttemptsExceeded,
    }
    ResourceNotFound {
        "Device does not exist.": "device not exist" => DeviceUnknown,
        "User pool client 1example does not exist.": "pool client" => AppClientUnknown,
        "User pool eu-central-1_Example does not exist.": "^user pool" => UserPoolUnknown,
    }
    UserLambdaValidation | UnexpectedLambda | InvalidLambdaResponse {
        "PreSignUp failed with error Only employees may sign up.": "^presignup" => PreSignUpTrigger,
        "PostConfirmation failed with error The mailing list is full.": "^postconfirmation" => PostConfirmationTrigger,
        "PreAuthentication failed with error Not from here.": "^preauthentication" => PreAuthenticationTrigger,
        "PostAuthentication failed with error No seat is free.": "^postauthentication" => PostAuthenticationTrigger,
        "PreTokenGeneration failed with error No groups.": "^pretokengeneration" => PreTokenGenerationTrigger,
        "DefineAuthChallenge failed with error No more tries.": "^defineauthchallenge" => CustomChallengeTrigger,
        "CreateAuthChallenge failed with error No card is left.": "^createauthchallenge" => CustomChallengeTrigger,
        "VerifyAuthChallengeResponse failed with error No answer.":
            "^verifyauthchallengeresponse" => CustomChallengeTrigger,
        "UserMigration failed with error Bad password.": "^usermigration" => UserMigrationTrigger,
        "CustomMessage invocation failed due to error AccessDeniedException.":
            "^custommessage" => CustomMessageTrigger,
        "CustomEmailSender failed with error The mail server is down.": "^customemailsender" => CustomSenderTrigger,
        "CustomSMSSender failed with error The provider is down.": "^customsmssender" => CustomSenderTrigger,
    }
}

/// How many other words, such as the id of an app client, may stand between two words of a row.
const MOST_BETWEEN: usize = 3;

/// How many words of a text are read. The service's texts have fewer.
const MOST_WORDS: usize = 64;

/// The reason that a text of the service gives, if it is known.
pub(super) fn reason(code: AuthErrorCode, text: &str) -> Option<AuthErrorReason> {
    let words: Vec<String> = words(text).collect();
    known_of(code).find(|known| says(&words, known.words)).map(|known| known.reason)
}

/// The texts that come with an exception, in the table's order.
fn known_of(code: AuthErrorCode) -> impl Iterator<Item = &'static Known> {
    TEXTS.iter().filter(move |texts| texts.codes.contains(&code)).flat_map(|texts| texts.known)
}

/// The general reason for a refusal whose text is unknown. It says only which operation was refused.
pub(super) fn untold_reason(request: &Request) -> AuthErrorReason {
    match request {
        Request::SignUp(_) => AuthErrorReason::SignUpRefused,
        Request::ConfirmSignUp(_) | Request::ResendConfirmationCode(_) => {
            AuthErrorReason::ConfirmationRefused
        }
        Request::InitiateAuth(_) | Request::RespondToAuthChallenge(_) => AuthErrorReason::SignInRefused,
        Request::GetTokensFromRefreshToken(_) => AuthErrorReason::RefreshRefused,
        Request::RevokeToken(_) | Request::GlobalSignOut(_) => AuthErrorReason::SignOutRefused,
        Request::ForgotPassword(_) | Request::ConfirmForgotPassword(_) => {
            AuthErrorReason::PasswordResetRefused
        }
        Request::ChangePassword(_) => AuthErrorReason::PasswordChangeRefused,
        Request::UpdateUserAttributes(_)
        | Request::DeleteUserAttributes(_)
        | Request::GetUserAttributeVerificationCode(_)
        | Request::VerifyUserAttribute(_) => AuthErrorReason::AttributesRefused,
        Request::AssociateSoftwareToken(_)
        | Request::VerifySoftwareToken(_)
        | Request::SetUserMFAPreference(_) => AuthErrorReason::SecondFactorRefused,
        Request::ConfirmDevice(_)
        | Request::UpdateDeviceStatus(_)
        | Request::ForgetDevice(_)
        | Request::ListDevices(_) => AuthErrorReason::DeviceRefused,
        Request::StartWebAuthnRegistration(_)
        | Request::CompleteWebAuthnRegistration(_)
        | Request::ListWebAuthnCredentials(_)
        | Request::DeleteWebAuthnCredential(_) => AuthErrorReason::PasskeyRefused,
        Request::GetUser(_) | Request::DeleteUser(_) | Request::GetUserAuthFactors(_) => {
            AuthErrorReason::AccountRefused
        }
    }
}

/// Whether a text has the words of a row: in their order, in upper or lower case and with any ending.
pub(super) fn is_text_of(row: &str, text: &str) -> bool {
    says(&words(text).collect::<Vec<_>>(), row)
}

/// The words of a text in lower case, without the characters between them.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_lowercase)
}

/// Whether `words` has the words of a row, in the row's order.
fn says(words: &[String], row: &str) -> bool {
    let (starts, row) = match row.strip_prefix('^') {
        Some(row) => (words.len().min(1), row),
        None => (words.len(), row),
    };
    let row: Vec<&str> = row.split(' ').collect();
    (0..starts).any(|start| match row.split_first() {
        Some((first, rest)) => words[start].starts_with(first) && follow(&words[start + 1..], rest),
        None => false,
    })
}

/// Whether `words` has the words of `row` in their order, with at most [`MOST_BETWEEN`] other words before each of
/// them.
fn follow(words: &[String], row: &[&str]) -> bool {
    let Some((first, rest)) = row.split_first() else { return true };
    let near = words.iter().enumerate().take(MOST_BETWEEN + 1);
    near.filter(|(_, word)| word.starts_with(first)).any(|(at, _)| follow(&words[at + 1..], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five variations of a text: small changes that keep its meaning.
    fn variations(seen: &str) -> [String; 5] {
        let bare = seen.trim_end().trim_end_matches('.');
        [
            seen.to_owned(),
            seen.to_uppercase(),
            seen.to_lowercase(),
            format!("  {}  (Request 7)", bare.replace(' ', "  ")),
            format!("{bare}!"),
        ]
    }

    #[test]
    fn every_row_recognises_its_seen_text_and_small_changes_of_it() {
        for texts in TEXTS {
            for (code, known) in
                texts.codes.iter().flat_map(|code| texts.known.iter().map(move |it| (code, it)))
            {
                for text in variations(known.seen) {
                    assert_eq!(reason(*code, &text), Some(known.reason), "{code:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn no_row_is_hidden_by_an_earlier_one_and_each_belongs_to_its_exceptions() {
        for texts in TEXTS {
            for known in texts.known {
                let words: Vec<String> = words(known.seen).collect();
                for code in texts.codes {
                    let first = known_of(*code).find(|other| says(&words, other.words)).unwrap();
                    assert_eq!(first.words, known.words, "{code:?}: {}", known.seen);
                }
                assert_eq!(reason(AuthErrorCode::UserNotConfirmed, known.seen), None);
            }
        }
    }

    #[test]
    fn every_reason_that_the_service_can_tell_has_a_text() {
        let all: Vec<_> = TEXTS.iter().flat_map(|texts| texts.known).map(|known| known.reason).collect();
        for reason in AuthErrorReason::ALL {
            assert_eq!(all.contains(reason), reason.is_told(), "{reason:?}");
        }
    }

    #[test]
    fn a_text_with_a_rows_words_too_far_apart_or_in_another_order_has_no_reason() {
        for text in [
            "",
            "No",
            "The user pool's list of the users says that nothing is disabled",
            "expired token access",
            "The trigger says PreSignUp failed with error",
        ] {
            assert_eq!(reason(AuthErrorCode::NotAuthorized, text), None, "{text}");
            assert_eq!(reason(AuthErrorCode::UserLambdaValidation, text), None, "{text}");
        }
        let far = format!("{} user is disabled", "word ".repeat(MOST_WORDS));
        assert_eq!(reason(AuthErrorCode::NotAuthorized, &far), None);
    }
}
