//! The words of every error code, in one table.

use crate::error::AuthErrorCode as Code;
use crate::error::AuthErrorKind as Kind;

/// The texts and the kind of a code.
pub(crate) struct Words {
    pub(crate) kind: Kind,
    pub(crate) retryable: bool,
    pub(crate) description: &'static str,
    pub(crate) recovery_suggestion: &'static str,
}

const fn permanent(kind: Kind, description: &'static str, recovery_suggestion: &'static str) -> Words {
    Words { kind, retryable: false, description, recovery_suggestion }
}

const fn transient(kind: Kind, description: &'static str, recovery_suggestion: &'static str) -> Words {
    Words { kind, retryable: true, description, recovery_suggestion }
}

/// The words of `code`. A transient error may be gone at the next try; a permanent one stays until something changes.
#[rustfmt::skip]
pub(crate) fn words(code: Code) -> Words {
    match code {
        Code::AliasExists => permanent(Kind::Service, "The e-mail address or phone number belongs to another account.", "Use another address or number, or sign in to the account that has it."),
        Code::CodeDeliveryFailure => transient(Kind::Service, "The code could not be delivered.", "Check the address or number and ask for a new code."),
        Code::CodeMismatch => permanent(Kind::NotAuthorized, "The code is wrong.", "Ask the user to type the code again."),
        Code::ConcurrentModification => transient(Kind::Service, "The account was changed by another request at the same time.", "Try again."),
        Code::DeviceKeyExists => permanent(Kind::Service, "The device is confirmed already.", "Sign in again to use it."),
        Code::EnableSoftwareTokenMfa => permanent(Kind::NotAuthorized, "The code of the authenticator app is wrong.", "Ask the user for the code that the authenticator app shows now, and check the device's time."),
        Code::ExpiredCode => permanent(Kind::NotAuthorized, "The code is too old or was used already.", "Ask for a new code."),
        Code::FeatureUnavailableInTier => permanent(Kind::Service, "The user pool's plan does not have this feature.", "Choose a plan that has it in the user pool's settings."),
        Code::Forbidden => permanent(Kind::Service, "A firewall rule of the user pool refused the request.", "Check the web ACL of the user pool."),
        Code::InternalError => transient(Kind::Service, "The service failed.", "Try again later."),
        Code::InvalidEmailRoleAccessPolicy => permanent(Kind::Service, "The user pool may not send e-mail.", "Check the user pool's e-mail settings."),
        Code::InvalidLambdaResponse => permanent(Kind::Service, "A trigger of the user pool gave a response that the service does not understand.", "Check the Lambda triggers of the user pool."),
        Code::InvalidParameter => permanent(Kind::Service, "The service refused a parameter, or the app client does not allow this.", "Check the values sent and the app client's settings."),
        Code::InvalidPassword => permanent(Kind::NotAuthorized, "The password does not meet the user pool's policy.", "Ask the user for a longer or more varied password."),
        Code::InvalidSmsRoleAccessPolicy => permanent(Kind::Service, "The user pool's role may not send text messages.", "Check the user pool's SMS settings."),
        Code::InvalidSmsRoleTrustRelationship => permanent(Kind::Service, "The user pool's role for text messages does not trust the service.", "Check the trust relationship of the user pool's SMS role."),
        Code::InvalidUserPoolConfiguration => permanent(Kind::Service, "The user pool's settings contradict each other.", "Check the user pool's settings."),
        Code::LimitExceeded => transient(Kind::Service, "There were too many attempts.", "Wait a while before the next attempt."),
        Code::MfaMethodNotFound => permanent(Kind::Service, "The user has no such second factor.", "Set up a second factor first."),
        Code::NotAuthorized => permanent(Kind::NotAuthorized, "The service did not accept the user name, the password or the session.", "Ask the user to check user name and password, then start again."),
        Code::OperationNotEnabled => permanent(Kind::Service, "The app client does not allow this operation.", "Enable it in the app client's settings."),
        Code::PasswordHistoryPolicyViolation => permanent(Kind::NotAuthorized, "The password was used before.", "Ask the user for a password that was not used before."),
        Code::PasswordResetRequired => permanent(Kind::Service, "The password has to be reset before anything else.", "Reset the password, then sign in."),
        Code::RefreshTokenReuse => permanent(Kind::SessionExpired, "The session's refresh token was replaced by a newer one.", "Sign in again."),
        Code::ResourceNotFound => permanent(Kind::Configuration, "The user pool, the app client or the device does not exist.", "Check the user pool id, the app client id and the region."),
        Code::SoftwareTokenMfaNotFound => permanent(Kind::Service, "The user has no authenticator app set up.", "Set up an authenticator app first."),
        Code::TooManyFailedAttempts => transient(Kind::Service, "There were too many wrong codes.", "Wait a while before the next attempt."),
        Code::TooManyRequests => transient(Kind::Service, "The service gets too many requests.", "Wait a moment and try again."),
        Code::Unauthorized => permanent(Kind::NotAuthorized, "The token does not allow this request.", "Sign in again."),
        Code::UnexpectedLambda => transient(Kind::Service, "A trigger of the user pool failed.", "Check the Lambda triggers of the user pool."),
        Code::UnsupportedOperation => permanent(Kind::Service, "The service does not support this here.", "Check the user pool's settings."),
        Code::UnsupportedTokenType => permanent(Kind::Service, "This token can't be revoked.", "Enable token revocation in the app client's settings."),
        Code::UserLambdaValidation => permanent(Kind::NotAuthorized, "A trigger of the user pool refused the request.", "Check the input, and the Lambda triggers of the user pool."),
        Code::UsernameExists => permanent(Kind::Service, "The user name is taken.", "Choose another user name, or sign in."),
        Code::UserNotConfirmed => permanent(Kind::Service, "The user has not confirmed the sign-up.", "Confirm the sign-up with the code, then sign in."),
        Code::UserNotFound => permanent(Kind::NotAuthorized, "There is no such user.", "Check the user name, or sign up."),
        Code::WebAuthnChallengeNotFound => permanent(Kind::NotAuthorized, "The registration of the passkey took too long, or was never begun.", "Start the registration again."),
        Code::WebAuthnClientMismatch => permanent(Kind::Service, "The app client does not allow passkeys.", "Allow choice-based sign-in in the app client's settings."),
        Code::WebAuthnConfigurationMissing => permanent(Kind::Service, "The user pool's passkeys are not set up.", "Set the relying party in the user pool's passkey settings."),
        Code::WebAuthnCredentialNotSupported => permanent(Kind::NotAuthorized, "The user pool does not take passkeys of this kind.", "Use another authenticator."),
        Code::WebAuthnNotEnabled => permanent(Kind::Service, "The user pool does not have passkeys.", "Switch passkeys on in the user pool's settings."),
        Code::WebAuthnOriginNotAllowed => permanent(Kind::Service, "The passkey was made for another site or app.", "Associate the app with the relying party's domain."),
        Code::WebAuthnRelyingPartyMismatch => permanent(Kind::Service, "The passkey was made for another domain than the user pool's.", "Check the relying party in the user pool's passkey settings."),
        Code::UnknownServiceException => permanent(Kind::Service, "The service refused with an exception that this version does not know.", "Update the library, or ask AWS with the request id."),
        Code::UnsupportedChallenge => permanent(Kind::Service, "The service sent a challenge that this version does not support.", "Update the library, or change the user pool's settings."),
        Code::MalformedResponse => transient(Kind::Network, "The response does not come from Cognito, or is incomplete.", "Check the endpoint and whether a proxy or captive portal is in between, then try again."),
        Code::ServerError => transient(Kind::Network, "The server failed.", "Try again later."),
        Code::InvalidServerProof => permanent(Kind::Service, "The server sent SRP values that a genuine server never sends.", "Check the endpoint; don't retry on this network."),
        Code::Offline => transient(Kind::Network, "The device has no network.", "Try again when the network is back."),
        Code::TlsFailed => permanent(Kind::Network, "No secure connection could be made.", "Check the device's date and the app's certificate pinning."),
        Code::TransportFailed => transient(Kind::Network, "The server could not be reached.", "Check the endpoint and the network, then try again."),
        Code::DeadlinePassed => transient(Kind::TimedOut, "The call's time limit passed.", "Try again, or allow more time."),
        Code::Cancelled => permanent(Kind::Cancelled, "The call was cancelled.", "Start again when the user wants to."),
        Code::Closed => permanent(Kind::InvalidState, "This instance was closed.", "Make a new instance."),
        Code::StoreLocked => transient(Kind::Storage, "The device is locked, so the session can't be read or written.", "Try again after the device was unlocked."),
        Code::StoreUnavailable => transient(Kind::Storage, "The secure store can't be reached.", "Try again later."),
        Code::StoreFull => transient(Kind::Storage, "The secure store is full.", "Free storage space on the device, then try again."),
        Code::StoreCorrupt => permanent(Kind::Storage, "The stored session is damaged.", "Sign in again."),
        Code::StoreUnrecoverable => permanent(Kind::Storage, "The stored session can't be read any more, because its key is lost.", "Sign in again."),
        Code::StoreMisconfigured => permanent(Kind::Configuration, "The app is not set up to use the secure store.", "Add the entitlement that the store needs, such as Keychain Sharing for its access group."),
        Code::NoEntropy => transient(Kind::Internal, "The system gave no randomness.", "Try again."),
        Code::PasskeyCancelled => permanent(Kind::Cancelled, "The user closed the passkey sheet.", "Start again when the user wants to."),
        Code::PasskeyUnsupported => permanent(Kind::InvalidState, "This device has no passkeys, or the app brings no authenticator.", "Offer another way to sign in."),
        Code::PasskeyNotFound => permanent(Kind::NotAuthorized, "The user has no passkey for this app here.", "Offer another way to sign in, then register a passkey."),
        Code::PasskeyAlreadyRegistered => permanent(Kind::InvalidState, "The authenticator already has a passkey of this user.", "Sign in with that passkey."),
        Code::PasskeyDomainMismatch => permanent(Kind::Configuration, "The app does not belong to the domain that the passkeys are for.", "Associate the app with the domain: associated domains on iOS, Digital Asset Links on Android."),
        Code::PasskeyFailed => transient(Kind::Service, "The authenticator failed.", "Try again, or offer another way to sign in."),
        Code::EmptyArgument => permanent(Kind::Validation, "An argument that must not be empty is empty.", "Pass a value."),
        Code::MalformedArgument => permanent(Kind::Validation, "An argument has a form that the service never accepts.", "Check the value."),
        Code::MalformedConfiguration => permanent(Kind::Configuration, "The configuration file is not of a known kind.", "Pass the text of an amplify_outputs.json."),
        Code::InvalidConfiguration => permanent(Kind::Configuration, "A value of the configuration is missing or malformed.", "Correct the value that the error's field names."),
        Code::InsecureEndpoint => permanent(Kind::Configuration, "The endpoint is plain http on another machine.", "Use https, or allow an insecure endpoint explicitly."),
        Code::AlreadySignedIn => permanent(Kind::InvalidState, "A user is signed in already.", "Sign out first."),
        Code::NotSignedIn => permanent(Kind::SignedOut, "Nobody is signed in.", "Sign in first."),
        Code::NoPendingSignIn => permanent(Kind::InvalidState, "No sign-in has an open challenge.", "Start a sign-in first."),
        Code::NoPendingAutoSignIn => permanent(Kind::InvalidState, "No sign-up was just confirmed, or it can't be followed by a sign-in.", "Sign in."),
        Code::NoDevice => permanent(Kind::InvalidState, "This device is not remembered.", "Sign in to a user pool that remembers devices."),
        Code::ChallengeExpired => permanent(Kind::NotAuthorized, "The challenge is too old to be answered.", "Start the sign-in again."),
        Code::SessionExpired => permanent(Kind::SessionExpired, "The session has ended at the service.", "Sign in again."),
        Code::Internal => permanent(Kind::Internal, "The library has a defect.", "Report it, with the steps that lead to it."),
    }
}
