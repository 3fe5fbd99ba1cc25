//! The words of every error code, in one table.

use crate::error::AuthErrorCode as Code;
use crate::error::AuthErrorKind as Kind;

/// What is said about a code.
pub(crate) struct Words {
    pub(crate) kind: Kind,
    pub(crate) retryable: bool,
    pub(crate) description: &'static str,
    pub(crate) recovery_suggestion: &'static str,
}

const fn lasting(kind: Kind, description: &'static str, recovery_suggestion: &'static str) -> Words {
    Words { kind, retryable: false, description, recovery_suggestion }
}

const fn passing(kind: Kind, description: &'static str, recovery_suggestion: &'static str) -> Words {
    Words { kind, retryable: true, description, recovery_suggestion }
}

/// What is said about `code`: lasting until something changes, or passing by itself.
#[rustfmt::skip]
pub(crate) fn words(code: Code) -> Words {
    match code {
        Code::AliasExists => lasting(Kind::Service, "The e-mail address or phone number belongs to another account.", "Use another address or number, or sign in to the account that has it."),
        Code::CodeDeliveryFailure => passing(Kind::Service, "The code could not be delivered.", "Check the address or number and ask for a new code."),
        Code::CodeMismatch => lasting(Kind::NotAuthorized, "The code is wrong.", "Ask the user to type the code again."),
        Code::ConcurrentModification => passing(Kind::Service, "The account was changed by another request at the same time.", "Try again."),
        Code::DeviceKeyExists => lasting(Kind::Service, "The device is confirmed already.", "Sign in again to use it."),
        Code::EnableSoftwareTokenMfa => lasting(Kind::NotAuthorized, "The code of the authenticator app is wrong.", "Ask the user for the code that the authenticator app shows now, and check the device's time."),
        Code::ExpiredCode => lasting(Kind::NotAuthorized, "The code is too old or was used already.", "Ask for a new code."),
        Code::FeatureUnavailableInTier => lasting(Kind::Service, "The user pool's plan does not have this feature.", "Choose a plan that has it in the user pool's settings."),
        Code::Forbidden => lasting(Kind::Service, "A firewall rule of the user pool refused the request.", "Check the web ACL of the user pool."),
        Code::InternalError => passing(Kind::Service, "The service failed.", "Try again later."),
        Code::InvalidEmailRoleAccessPolicy => lasting(Kind::Service, "The user pool may not send e-mail.", "Check the user pool's e-mail settings."),
        Code::InvalidLambdaResponse => lasting(Kind::Service, "A trigger of the user pool gave an answer that the service does not understand.", "Check the Lambda triggers of the user pool."),
        Code::InvalidParameter => lasting(Kind::Service, "The service refused a parameter, or the app client does not allow this.", "Check the values sent and the app client's settings."),
        Code::InvalidPassword => lasting(Kind::NotAuthorized, "The password does not meet the user pool's policy.", "Ask the user for a longer or more varied password."),
        Code::InvalidSmsRoleAccessPolicy => lasting(Kind::Service, "The user pool's role may not send text messages.", "Check the user pool's SMS settings."),
        Code::InvalidSmsRoleTrustRelationship => lasting(Kind::Service, "The user pool's role for text messages does not trust the service.", "Check the trust relationship of the user pool's SMS role."),
        Code::InvalidUserPoolConfiguration => lasting(Kind::Service, "The user pool's settings contradict each other.", "Check the user pool's settings."),
        Code::LimitExceeded => passing(Kind::Service, "There were too many attempts.", "Wait a while before the next attempt."),
        Code::MfaMethodNotFound => lasting(Kind::Service, "The user has no such second factor.", "Set a second factor up first."),
        Code::NotAuthorized => lasting(Kind::NotAuthorized, "The service did not accept the user name, the password or the session.", "Ask the user to check user name and password, then start again."),
        Code::OperationNotEnabled => lasting(Kind::Service, "The app client does not allow this operation.", "Enable it in the app client's settings."),
        Code::PasswordHistoryPolicyViolation => lasting(Kind::NotAuthorized, "The password was used before.", "Ask the user for a password that was not used before."),
        Code::PasswordResetRequired => lasting(Kind::Service, "The password has to be reset before anything else.", "Reset the password, then sign in."),
        Code::RefreshTokenReuse => lasting(Kind::SessionExpired, "The session's refresh token was replaced by a newer one.", "Sign in again."),
        Code::ResourceNotFound => lasting(Kind::Configuration, "The user pool, the app client or the device does not exist.", "Check the user pool id, the app client id and the region."),
        Code::SoftwareTokenMfaNotFound => lasting(Kind::Service, "The user has no authenticator app set up.", "Set an authenticator app up first."),
        Code::TooManyFailedAttempts => passing(Kind::Service, "There were too many wrong codes.", "Wait a while before the next attempt."),
        Code::TooManyRequests => passing(Kind::Service, "The service gets too many requests.", "Wait a moment and try again."),
        Code::Unauthorized => lasting(Kind::NotAuthorized, "The token does not allow this request.", "Sign in again."),
        Code::UnexpectedLambda => passing(Kind::Service, "A trigger of the user pool failed.", "Check the Lambda triggers of the user pool."),
        Code::UnsupportedOperation => lasting(Kind::Service, "The service does not support this here.", "Check the user pool's settings."),
        Code::UnsupportedTokenType => lasting(Kind::Service, "This token can't be revoked.", "Enable token revocation in the app client's settings."),
        Code::UserLambdaValidation => lasting(Kind::NotAuthorized, "A trigger of the user pool refused the request.", "Check the input, and the Lambda triggers of the user pool."),
        Code::UsernameExists => lasting(Kind::Service, "The user name is taken.", "Choose another user name, or sign in."),
        Code::UserNotConfirmed => lasting(Kind::Service, "The user has not confirmed the sign-up.", "Confirm the sign-up with the code, then sign in."),
        Code::UserNotFound => lasting(Kind::NotAuthorized, "There is no such user.", "Check the user name, or sign up."),
        Code::WebAuthnChallengeNotFound => lasting(Kind::NotAuthorized, "The registration of the passkey took too long, or was never begun.", "Start the registration again."),
        Code::WebAuthnClientMismatch => lasting(Kind::Service, "The app client does not allow passkeys.", "Allow choice-based sign-in in the app client's settings."),
        Code::WebAuthnConfigurationMissing => lasting(Kind::Service, "The user pool's passkeys are not set up.", "Set the relying party in the user pool's passkey settings."),
        Code::WebAuthnCredentialNotSupported => lasting(Kind::NotAuthorized, "The user pool does not take passkeys of this kind.", "Use another authenticator."),
        Code::WebAuthnNotEnabled => lasting(Kind::Service, "The user pool does not have passkeys.", "Switch passkeys on in the user pool's settings."),
        Code::WebAuthnOriginNotAllowed => lasting(Kind::Service, "The passkey was made for another site or app.", "Associate the app with the relying party's domain."),
        Code::WebAuthnRelyingPartyMismatch => lasting(Kind::Service, "The passkey was made for another domain than the user pool's.", "Check the relying party in the user pool's passkey settings."),
        Code::UnknownServiceException => lasting(Kind::Service, "The service refused for a reason that this version does not know.", "Update the library, or ask AWS with the request id."),
        Code::UnsupportedChallenge => lasting(Kind::Service, "The service asks for something that this version can't do.", "Update the library, or change what the user pool asks for."),
        Code::MalformedResponse => passing(Kind::Network, "The answer does not come from Cognito, or was cut short.", "Check the endpoint and whether a proxy or captive portal is in between, then try again."),
        Code::ServerError => passing(Kind::Network, "The server failed.", "Try again later."),
        Code::InvalidServerProof => lasting(Kind::Service, "The server sent values that no honest server sends.", "Check the endpoint; don't retry on this network."),
        Code::Offline => passing(Kind::Network, "The device has no network.", "Try again when the network is back."),
        Code::TlsFailed => lasting(Kind::Network, "No secure connection could be made.", "Check the device's date and the app's certificate pinning."),
        Code::TransportFailed => passing(Kind::Network, "The server could not be reached.", "Check the endpoint and the network, then try again."),
        Code::DeadlinePassed => passing(Kind::TimedOut, "The call took longer than it may.", "Try again, or allow more time."),
        Code::Cancelled => lasting(Kind::Cancelled, "The call was cancelled.", "Start again when the user wants to."),
        Code::Closed => lasting(Kind::InvalidState, "This instance was closed.", "Make a new instance."),
        Code::StoreLocked => passing(Kind::Storage, "The device is locked, so the session can't be read or written.", "Try again after the device was unlocked."),
        Code::StoreUnavailable => passing(Kind::Storage, "The secure store can't be reached.", "Try again later."),
        Code::StoreFull => passing(Kind::Storage, "The secure store is full.", "Free some room on the device, then try again."),
        Code::StoreCorrupt => lasting(Kind::Storage, "The stored session is damaged; it was kept aside.", "Sign in again."),
        Code::StoreUnrecoverable => lasting(Kind::Storage, "The key of the stored session is gone; the session was kept aside.", "Sign in again."),
        Code::StoreMisconfigured => lasting(Kind::Configuration, "The app is not set up to use the secure store.", "Add the entitlement that the store needs, such as Keychain Sharing for its access group."),
        Code::NoEntropy => passing(Kind::Internal, "The system gave no randomness.", "Try again."),
        Code::PasskeyCancelled => lasting(Kind::Cancelled, "The user closed the sheet for passkeys.", "Start again when the user wants to."),
        Code::PasskeyUnsupported => lasting(Kind::InvalidState, "This device has no passkeys, or the app brings no authenticator.", "Offer another way to sign in."),
        Code::PasskeyNotFound => lasting(Kind::NotAuthorized, "The user has no passkey for this app here.", "Offer another way to sign in, then register a passkey."),
        Code::PasskeyAlreadyRegistered => lasting(Kind::InvalidState, "The authenticator holds a passkey of this user's already.", "Use the passkey that is there."),
        Code::PasskeyDomainMismatch => lasting(Kind::Configuration, "The app does not belong to the domain that the passkeys are for.", "Associate the app with the domain: associated domains on iOS, Digital Asset Links on Android."),
        Code::PasskeyFailed => passing(Kind::Service, "The authenticator failed.", "Try again, or offer another way to sign in."),
        Code::EmptyArgument => lasting(Kind::Validation, "An argument that must not be empty is empty.", "Pass a value."),
        Code::MalformedArgument => lasting(Kind::Validation, "An argument has a form that the service never accepts.", "Check the value."),
        Code::MalformedConfiguration => lasting(Kind::Configuration, "The configuration file is not one of the known kinds.", "Pass the text of an amplify_outputs.json."),
        Code::InvalidConfiguration => lasting(Kind::Configuration, "A value of the configuration is missing or malformed.", "Correct the value that the error's field names."),
        Code::InsecureEndpoint => lasting(Kind::Configuration, "The endpoint is plain http on another machine.", "Use https, or allow an insecure endpoint explicitly."),
        Code::AlreadySignedIn => lasting(Kind::InvalidState, "A user is signed in already.", "Sign out first."),
        Code::NotSignedIn => lasting(Kind::SignedOut, "Nobody is signed in.", "Sign in first."),
        Code::NoPendingSignIn => lasting(Kind::InvalidState, "No sign-in waits for an answer.", "Start a sign-in first."),
        Code::NoPendingAutoSignIn => lasting(Kind::InvalidState, "No sign-up that can be followed by a sign-in was just confirmed.", "Sign in."),
        Code::NoDevice => lasting(Kind::InvalidState, "This device is not remembered.", "Nothing is to be done: sign in where the user pool remembers devices."),
        Code::ChallengeExpired => lasting(Kind::NotAuthorized, "The question is too old to be answered.", "Start the sign-in again."),
        Code::SessionExpired => lasting(Kind::SessionExpired, "The session has ended at the service.", "Sign in again."),
        Code::Internal => lasting(Kind::Internal, "The library made a mistake.", "Report it, with the steps that lead to it."),
    }
}
