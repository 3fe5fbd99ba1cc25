//! Every code with its name, its kind and its texts, in one table.
//!
//! A `transient` error may be gone at the next try. A `permanent` one stays until something changes.

use super::AuthErrorKind;

/// The kind and the texts of a code.
pub(super) struct CodeDetails {
    pub(super) kind: AuthErrorKind,
    pub(super) retryable: bool,
    pub(super) description: &'static str,
    pub(super) recovery_suggestion: &'static str,
}

/// What a keyword of the table means: whether an error is retryable, or whether its code is that of a Cognito
/// exception.
macro_rules! holds {
    (transient) => {
        true
    };
    (permanent) => {
        false
    };
    (exceptions) => {
        true
    };
    (own) => {
        false
    };
}

/// Declares [`AuthErrorCode`]: first the codes of Cognito's exceptions, named without `Exception`, then our own.
macro_rules! codes {
    ($(
        $group:ident {
            $(
                $(#[$doc:meta])*
                $variant:ident = $name:literal: $duration:ident $kind:ident,
                $description:literal,
                $suggestion:literal;
            )+
        }
    )+) => {
        /// Exactly what went wrong: one code for each exception of the Cognito operations that the library uses, and
        /// one for each kind of failure that the library itself finds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum AuthErrorCode { $($($(#[$doc])* $variant,)+)+ }

        impl AuthErrorCode {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The code's name, the same in every language. For the service's exceptions it is Cognito's name without
            /// `Exception`.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)+)+ }
            }

            fn is_exception(self) -> bool {
                match self { $($(Self::$variant => holds!($group),)+)+ }
            }

            pub(super) fn details(self) -> CodeDetails {
                match self {
                    $($(Self::$variant => CodeDetails {
                        kind: AuthErrorKind::$kind,
                        retryable: holds!($duration),
                        description: $description,
                        recovery_suggestion: $suggestion,
                    },)+)+
                }
            }
        }
    };
}

impl AuthErrorCode {
    /// The code of the Cognito exception with this name.
    pub(crate) fn of_exception(name: &str) -> Option<Self> {
        let bare = name.strip_suffix("Exception")?;
        Self::ALL.iter().copied().find(|code| code.is_exception() && code.name() == bare)
    }
}

codes! {
exceptions {
    /// Cognito: AliasExistsException. The e-mail address or phone number belongs to another account.
    AliasExists = "AliasExists": permanent Service,
        "The e-mail address or phone number belongs to another account.",
        "Use another address or number, or sign in to the account that has it.";
    /// Cognito: CodeDeliveryFailureException. The code could not be delivered.
    CodeDeliveryFailure = "CodeDeliveryFailure": transient Service,
        "The code could not be delivered.",
        "Check the address or number and ask for a new code.";
    /// Cognito: CodeMismatchException. The code is wrong. The challenge stays open.
    CodeMismatch = "CodeMismatch": permanent NotAuthorized,
        "The code is wrong.",
        "Ask the user to type the code again.";
    /// Cognito: ConcurrentModificationException.
    ConcurrentModification = "ConcurrentModification": transient Service,
        "The account was changed by another request at the same time.",
        "Try again.";
    /// Cognito: DeviceKeyExistsException. The device is confirmed already.
    DeviceKeyExists = "DeviceKeyExists": permanent Service,
        "The device is confirmed already.",
        "Sign in again to use it.";
    /// Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong.
    EnableSoftwareTokenMfa = "EnableSoftwareTokenMFA": permanent NotAuthorized,
        "The code of the authenticator app is wrong.",
        "Ask the user for the code that the authenticator app shows now, and check the device's time.";
    /// Cognito: ExpiredCodeException. The code is too old, or was used before.
    ExpiredCode = "ExpiredCode": permanent NotAuthorized,
        "The code is too old or was used already.",
        "Ask for a new code.";
    /// Cognito: ExternalServiceException. A login's provider did not answer the identity pool.
    ExternalService = "ExternalService": transient Service,
        "The provider of the login did not answer the identity pool.",
        "Try again later.";
    /// Cognito: FeatureUnavailableInTierException.
    FeatureUnavailableInTier = "FeatureUnavailableInTier": permanent Service,
        "The user pool's plan does not have this feature.",
        "Choose a plan that has it in the user pool's settings.";
    /// Cognito: ForbiddenException. A firewall rule of the pool refused the request.
    Forbidden = "Forbidden": permanent Service,
        "A firewall rule of the user pool refused the request.",
        "Check the web ACL of the user pool.";
    /// Cognito: InternalErrorException. The service failed.
    InternalError = "InternalError": transient Service,
        "The service failed.",
        "Try again later.";
    /// Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail settings are wrong.
    InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicy": permanent Service,
        "The user pool is not allowed to send e-mail.",
        "Check the user pool's e-mail settings.";
    /// Cognito: InvalidIdentityPoolConfigurationException. The identity pool's roles are wrong.
    InvalidIdentityPoolConfiguration = "InvalidIdentityPoolConfiguration": permanent Configuration,
        "The identity pool has no role for this identity, or the role does not trust the identity pool.",
        "Check the identity pool's roles and their trust policies.";
    /// Cognito: InvalidLambdaResponseException. A trigger of the pool gave an invalid response.
    InvalidLambdaResponse = "InvalidLambdaResponse": permanent Service,
        "A trigger of the user pool gave a response that the service does not understand.",
        "Check the Lambda triggers of the user pool.";
    /// Cognito: InvalidParameterException. The service refused a parameter, or the pool has the feature switched off.
    InvalidParameter = "InvalidParameter": permanent Service,
        "The service refused a parameter, or the app client does not allow this.",
        "Check the values sent and the app client's settings.";
    /// Cognito: InvalidPasswordException. The password does not meet the pool's policy.
    InvalidPassword = "InvalidPassword": permanent NotAuthorized,
        "The password does not meet the user pool's policy.",
        "Ask the user for a longer or more varied password.";
    /// Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS settings are wrong.
    InvalidSmsRoleAccessPolicy = "InvalidSmsRoleAccessPolicy": permanent Service,
        "The user pool's role is not allowed to send text messages.",
        "Check the user pool's SMS settings.";
    /// Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS settings are wrong.
    InvalidSmsRoleTrustRelationship = "InvalidSmsRoleTrustRelationship": permanent Service,
        "The user pool's role for text messages does not trust the service.",
        "Check the trust relationship of the user pool's SMS role.";
    /// Cognito: InvalidUserPoolConfigurationException. The pool's settings are wrong.
    InvalidUserPoolConfiguration = "InvalidUserPoolConfiguration": permanent Service,
        "The user pool's settings contradict each other.",
        "Check the user pool's settings.";
    /// Cognito: LimitExceededException. There were too many attempts.
    LimitExceeded = "LimitExceeded": transient Service,
        "There were too many attempts.",
        "Wait a while before the next attempt.";
    /// Cognito: MFAMethodNotFoundException. No MFA method is set up.
    MfaMethodNotFound = "MFAMethodNotFound": permanent Service,
        "The user has no such second factor.",
        "Set up a second factor first.";
    /// Cognito: NotAuthorizedException. The reason says why: [`AuthError::reason`](super::AuthError::reason).
    NotAuthorized = "NotAuthorized": permanent NotAuthorized,
        "The service refused the request.",
        "See the error's reason.";
    /// Cognito: OperationNotEnabledException.
    OperationNotEnabled = "OperationNotEnabled": permanent Service,
        "The app client does not allow this operation.",
        "Enable it in the app client's settings.";
    /// Cognito: PasswordHistoryPolicyViolationException. The password was used before.
    PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolation": permanent NotAuthorized,
        "The password was used before.",
        "Ask the user for a password that was not used before.";
    /// Cognito: PasswordResetRequiredException. An administrator asked for a new password.
    PasswordResetRequired = "PasswordResetRequired": permanent Service,
        "The password has to be reset before anything else.",
        "Reset the password, then sign in.";
    /// Cognito: RefreshTokenReuseException. The refresh token was replaced by a newer one, which is not stored yet. If
    /// the service gives this error again half a minute later, the session has ended.
    RefreshTokenReuse = "RefreshTokenReuse": transient Service,
        "The session's refresh token was replaced by a newer one.",
        "Try again in half a minute.";
    /// Cognito: ResourceConflictException. The login belongs to another identity.
    ResourceConflict = "ResourceConflict": permanent Service,
        "The login belongs to another identity.",
        "Try again; if it happens again, sign out first.";
    /// Cognito: ResourceNotFoundException. The pool, the client, the device or the passkey does not exist.
    ResourceNotFound = "ResourceNotFound": permanent Configuration,
        "The user pool, the app client, the device or the passkey does not exist.",
        "Check the user pool id, the app client id and the region.";
    /// Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up.
    SoftwareTokenMfaNotFound = "SoftwareTokenMFANotFound": permanent Service,
        "The user has no authenticator app set up.",
        "Set up an authenticator app first.";
    /// Cognito: TooManyFailedAttemptsException.
    TooManyFailedAttempts = "TooManyFailedAttempts": transient Service,
        "There were too many wrong codes.",
        "Wait a while before the next attempt.";
    /// Cognito: TooManyRequestsException. The service gets too many requests.
    TooManyRequests = "TooManyRequests": transient Service,
        "The service gets too many requests.",
        "Wait a moment and try again.";
    /// Cognito: UnauthorizedException.
    Unauthorized = "Unauthorized": permanent NotAuthorized,
        "The token does not allow this request.",
        "Sign in again.";
    /// Cognito: UnexpectedLambdaException. A trigger of the pool failed.
    UnexpectedLambda = "UnexpectedLambda": transient Service,
        "A trigger of the user pool failed.",
        "Check the Lambda triggers of the user pool.";
    /// Cognito: UnsupportedOperationException.
    UnsupportedOperation = "UnsupportedOperation": permanent Service,
        "The service does not support this operation in this user pool.",
        "Check the user pool's settings.";
    /// Cognito: UnsupportedTokenTypeException. The token can't be revoked.
    UnsupportedTokenType = "UnsupportedTokenType": permanent Service,
        "This token can't be revoked.",
        "Enable token revocation in the app client's settings.";
    /// Cognito: UserLambdaValidationException. A trigger of the pool refused.
    UserLambdaValidation = "UserLambdaValidation": permanent NotAuthorized,
        "A trigger of the user pool refused the request.",
        "Check the input, and the Lambda triggers of the user pool.";
    /// Cognito: UsernameExistsException. The user name is taken.
    UsernameExists = "UsernameExists": permanent Service,
        "The user name is taken.",
        "Choose another user name, or sign in.";
    /// Cognito: UserNotConfirmedException. The user has not confirmed the sign-up.
    UserNotConfirmed = "UserNotConfirmed": permanent Service,
        "The user has not confirmed the sign-up.",
        "Confirm the sign-up with the code, then sign in.";
    /// Cognito: UserNotFoundException. There is no such user.
    UserNotFound = "UserNotFound": permanent NotAuthorized,
        "There is no such user.",
        "Check the user name, or sign up.";
    /// Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never started.
    WebAuthnChallengeNotFound = "WebAuthnChallengeNotFound": permanent NotAuthorized,
        "The registration of the passkey took too long, or was never begun.",
        "Start the registration again.";
    /// Cognito: WebAuthnClientMismatchException. The app client does not allow passkeys.
    WebAuthnClientMismatch = "WebAuthnClientMismatch": permanent Service,
        "The app client does not allow passkeys.",
        "Allow choice-based sign-in in the app client's settings.";
    /// Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up.
    WebAuthnConfigurationMissing = "WebAuthnConfigurationMissing": permanent Service,
        "The user pool's passkeys are not set up.",
        "Set the relying party in the user pool's passkey settings.";
    /// Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind.
    WebAuthnCredentialNotSupported = "WebAuthnCredentialNotSupported": permanent NotAuthorized,
        "The user pool does not take passkeys of this kind.",
        "Use another authenticator.";
    /// Cognito: WebAuthnNotEnabledException. Passkeys are switched off in the pool.
    WebAuthnNotEnabled = "WebAuthnNotEnabled": permanent Service,
        "The user pool does not have passkeys.",
        "Switch passkeys on in the user pool's settings.";
    /// Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app.
    WebAuthnOriginNotAllowed = "WebAuthnOriginNotAllowed": permanent Service,
        "The passkey was made for another site or app.",
        "Associate the app with the relying party's domain.";
    /// Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain.
    WebAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatch": permanent Service,
        "The passkey was made for another domain than the user pool's.",
        "Check the relying party in the user pool's passkey settings.";
}
own {
    /// An exception of the service that this version does not know.
    UnknownServiceException = "UnknownServiceException": permanent Service,
        "The service refused with an exception that this version does not know.",
        "Update the library, or ask AWS with the request id.";
    /// The service sent a challenge that this version does not support, or that has no place in this sign-in.
    UnsupportedChallenge = "UnsupportedChallenge": permanent Service,
        "The service sent a challenge that this version does not support.",
        "Update the library, or change the user pool's settings.";
    /// The response is incomplete, or does not come from Cognito.
    MalformedResponse = "MalformedResponse": transient Network,
        "The response does not come from Cognito, or is incomplete.",
        "Check the endpoint and whether a proxy or captive portal is in between, then try again.";
    /// The service failed with an HTTP status 5xx and without an exception that this version knows.
    ServerError = "ServerError": transient Network,
        "The server failed.",
        "Try again later.";
    /// The server sent SRP values that a genuine server never sends.
    InvalidServerProof = "InvalidServerProof": permanent Service,
        "The server sent SRP values that a genuine server never sends.",
        "Check the endpoint; don't retry on this network.";
    /// The device has no network.
    Offline = "Offline": transient Network,
        "The device has no network.",
        "Try again when the network is back.";
    /// TLS failed.
    TlsFailed = "TlsFailed": permanent Network,
        "No secure connection could be made.",
        "Check the device's date and the app's certificate pinning.";
    /// No response came for another reason: connection refused or reset, DNS, the transport itself.
    TransportFailed = "TransportFailed": transient Network,
        "The server could not be reached.",
        "Check the endpoint and the network, then try again.";
    /// The call's time limit passed.
    DeadlinePassed = "DeadlinePassed": transient TimedOut,
        "The call's time limit passed.",
        "Try again, or allow more time.";
    /// The caller cancelled the call, or a newer sign-in or a sign-out superseded it.
    Cancelled = "Cancelled": permanent Cancelled,
        "The call was cancelled.",
        "Start again when the user wants to.";
    /// The instance was closed.
    Closed = "Closed": permanent InvalidState,
        "This instance was closed.",
        "Make a new instance.";
    /// The store is locked: the device is locked, or the system could not ask the user, or has ended its prompt.
    StoreLocked = "StoreLocked": transient Storage,
        "The store is locked, so the session can't be read or written.",
        "Try again when the device is unlocked and the app is visible.";
    /// The store can't be reached now.
    StoreUnavailable = "StoreUnavailable": transient Storage,
        "The secure store can't be reached.",
        "Try again later.";
    /// The store asks the user to show that they are present, and the user did not. The session stays.
    StoreUserPresenceRefused = "StoreUserPresenceRefused": transient Storage,
        "The user did not show that they are present, so the session can't be read or written.",
        "Try again when the user wants to.";
    /// The store is full.
    StoreFull = "StoreFull": transient Storage,
        "The secure store is full.",
        "Free storage space on the device, then try again.";
    /// The stored session is damaged.
    StoreCorrupt = "StoreCorrupt": permanent Storage,
        "The stored session is damaged.",
        "Sign in again.";
    /// The stored session can't be read any more, because its key is lost.
    StoreUnrecoverable = "StoreUnrecoverable": permanent Storage,
        "The stored session can't be read any more, because its key is lost.",
        "Sign in again.";
    /// The app is not allowed to use the store: an entitlement or a permission is missing.
    StoreMisconfigured = "StoreMisconfigured": permanent Configuration,
        "The app is not set up to use the secure store.",
        "Add what the store needs: on iOS an entitlement, such as Keychain Sharing, on Android a permission.";
    /// The session comes from the app's former library, and the app defers its refresh.
    RefreshDeferred = "RefreshDeferred": permanent InvalidState,
        "The tokens have expired, and the app defers the refresh of a session that it has taken over.",
        "Make an instance that does not defer the refresh.";
    /// What the former library has stored could not be taken over, and nobody has signed in since.
    MoveIncomplete = "MoveIncomplete": permanent InvalidState,
        "The former library's session could not be taken over. Finishing the move now would lose it.",
        "Finish the move after the user has signed in.";
    /// The system gave no randomness.
    NoEntropy = "NoEntropy": transient Internal,
        "The system gave no randomness.",
        "Try again.";
    /// The user closed the platform's passkey sheet. Apple's sheet reports this too if there is no passkey to choose.
    PasskeyCancelled = "PasskeyCancelled": permanent Cancelled,
        "The user closed the passkey sheet.",
        "Start again when the user wants to.";
    /// The device, or its system's version, does not support passkeys, or the app gave no authenticator.
    PasskeyUnsupported = "PasskeyUnsupported": permanent InvalidState,
        "This device does not support passkeys, or the app brings no authenticator.",
        "Offer another way to sign in.";
    /// The user has no passkey for this app on this device. Apple's sheet never reports this.
    PasskeyNotFound = "PasskeyNotFound": permanent NotAuthorized,
        "The user has no passkey for this app on this device.",
        "Offer another way to sign in, then register a passkey.";
    /// The authenticator already has a passkey of this user.
    PasskeyAlreadyRegistered = "PasskeyAlreadyRegistered": permanent InvalidState,
        "The authenticator already has a passkey of this user.",
        "Sign in with that passkey.";
    /// The app does not belong to the domain that the passkeys are for.
    PasskeyDomainMismatch = "PasskeyDomainMismatch": permanent Configuration,
        "The app does not belong to the domain that the passkeys are for.",
        "Associate the app with the domain: associated domains on iOS, Digital Asset Links on Android.";
    /// The authenticator failed for another reason.
    PasskeyFailed = "PasskeyFailed": transient Service,
        "The authenticator failed.",
        "Try again, or offer another way to sign in.";
    /// The configuration has no domain for the sign-in on the web.
    OAuthNotConfigured = "OAuthNotConfigured": permanent Configuration,
        "The configuration has no domain for the sign-in on the web.",
        "Add the user pool's domain and the app's redirects to the configuration.";
    /// Another page of this process is open in the browser.
    BrowserBusy = "BrowserBusy": transient InvalidState,
        "Another page of this app is open in the browser.",
        "Try again after that page was closed, or let the call wait.";
    /// The user closed the browser.
    BrowserCancelled = "BrowserCancelled": permanent Cancelled,
        "The user closed the browser.",
        "Start again when the user wants to.";
    /// The device has no browser that can show the page and return to the app at the redirect.
    BrowserUnavailable = "BrowserUnavailable": permanent InvalidState,
        "This device has no browser that can show the page and return to the app.",
        "Offer another way to sign in. On iOS, associate the app with the domain of an https redirect.";
    /// The browser could not be shown, or gave no result.
    BrowserFailed = "BrowserFailed": transient Service,
        "The browser could not be shown, or gave no result.",
        "Try again while the app is in the foreground and has a window.";
    /// The redirect has neither a code nor an error, or more than it may have, such as both or a fragment.
    MalformedRedirect = "MalformedRedirect": permanent Service,
        "The redirect has neither a code nor an error, or both.",
        "Start the sign-in again.";
    /// The browser came back with a redirect that does not belong to this sign-in, or that was used before.
    UnknownRedirect = "UnknownRedirect": permanent NotAuthorized,
        "The browser came back with the redirect of another sign-in.",
        "Start the sign-in again.";
    /// The service, or the identity provider, refused the sign-in on the web.
    WebSignInRefused = "WebSignInRefused": permanent NotAuthorized,
        "The service, or the identity provider, refused the sign-in.",
        "Offer another way to sign in. The service's own text may say more.";
    /// The service, or the identity provider, failed.
    WebSignInFailed = "WebSignInFailed": transient Service,
        "The service, or the identity provider, failed.",
        "Start the sign-in again.";
    /// The app client, its redirects or its scopes do not fit the configuration.
    WebSignInMisconfigured = "WebSignInMisconfigured": permanent Configuration,
        "The app client, its redirects or its scopes do not fit the configuration.",
        "Compare the app client's settings in the user pool with the configuration.";
    /// The browser has no session, and the prompt `none` forbids the sign-in page.
    LoginRequired = "LoginRequired": permanent NotAuthorized,
        "The browser has no session, and the prompt `none` forbids the sign-in page.",
        "Start the sign-in again without the prompt `none`.";
    /// The service does not accept the code of the redirect: it was used before, or is too old.
    AuthorizationCodeRefused = "AuthorizationCodeRefused": permanent NotAuthorized,
        "The service does not accept the code of the redirect.",
        "Start the sign-in again.";
    /// The tokens do not belong to this sign-in: a claim such as `nonce`, `aud` or `iss` is wrong. They are revoked.
    InvalidIdToken = "InvalidIdToken": permanent Service,
        "The tokens do not belong to this sign-in.",
        "Start the sign-in again. If it happens again, check the domain in the configuration.";
    /// Another user than the expected one signed in. The tokens are revoked.
    UnexpectedIdentity = "UnexpectedIdentity": permanent NotAuthorized,
        "Another user than the expected one signed in.",
        "Start the sign-in again, and let the user choose the account.";
    /// The session's scopes do not allow the call. Nothing was sent.
    MissingScope = "MissingScope": permanent InvalidState,
        "The session's scopes do not allow the call.",
        "Sign in on the web with the scope that the error's field names.";
    /// An argument that must not be empty is empty.
    EmptyArgument = "EmptyArgument": permanent Validation,
        "An argument that must not be empty is empty.",
        "Pass a value.";
    /// An argument has a form that the service never accepts.
    MalformedArgument = "MalformedArgument": permanent Validation,
        "An argument has a form that the service never accepts.",
        "Check the value.";
    /// The configuration file is missing, or can't be read.
    UnreadableConfiguration = "UnreadableConfiguration": permanent Configuration,
        "The configuration file can't be read.",
        "Check the file's name, and that it is part of the app.";
    /// The configuration file is not JSON, is too large, or is not of a known kind.
    MalformedConfiguration = "MalformedConfiguration": permanent Configuration,
        "The configuration file is not of a known kind.",
        "Use an amplify_outputs.json, an amplifyconfiguration.json or an awsconfiguration.json.";
    /// A value of the configuration is missing or malformed.
    InvalidConfiguration = "InvalidConfiguration": permanent Configuration,
        "A value of the configuration is missing or malformed.",
        "Correct the value that the error's field names.";
    /// In this process, another instance of the library is open on the same session, with another configuration. The
    /// error's field says what differs: `user_pool`, `identity_pool`, or `former` for the library that the app used
    /// before.
    ConfigurationMismatch = "ConfigurationMismatch": permanent Configuration,
        "Another instance is open on the same session with another configuration.",
        "Close the other instance first, or use its configuration.";
    /// The endpoint is plain http to a host other than the local machine, the emulator's host and `.local` names.
    InsecureEndpoint = "InsecureEndpoint": permanent Configuration,
        "The endpoint is plain http on another machine.",
        "Use https, or allow an insecure endpoint explicitly.";
    /// The platform does not let the app send plain http to the endpoint. Nothing was sent.
    CleartextBlocked = "CleartextBlocked": permanent Configuration,
        "The platform does not let the app send plain http to the endpoint.",
        "Allow it for the endpoint's host: on Android in the Network Security Config, on iOS in App Transport Security.";
    /// A user is signed in already: sign out first.
    AlreadySignedIn = "AlreadySignedIn": permanent InvalidState,
        "A user is signed in already.",
        "Sign out first.";
    /// Nobody is signed in.
    NotSignedIn = "NotSignedIn": permanent SignedOut,
        "Nobody is signed in.",
        "Sign in first.";
    /// The signed-in user is not the one that this instance has shown to the app. Another instance, or another process,
    /// has signed the former user out and a new user in. The call changed nothing for the new user. The next call is
    /// made for the new user.
    UserChanged = "UserChanged": permanent InvalidState,
        "Another user has signed in since the app was last told who is signed in.",
        "Show the user who is signed in now. Make the call again if it is meant for that user.";
    /// No sign-in has an open challenge.
    NoPendingSignIn = "NoPendingSignIn": permanent InvalidState,
        "No sign-in has an open challenge.",
        "Start a sign-in first.";
    /// An earlier call of this sign-in is still running: the one that started it, or one that answers its challenge.
    SignInInProgress = "SignInInProgress": permanent InvalidState,
        "An answer, or the sign-in itself, is on its way to the service.",
        "Wait for its result.";
    /// There is no newly confirmed sign-up, or its user can't sign in without a password.
    NoPendingAutoSignIn = "NoPendingAutoSignIn": permanent InvalidState,
        "There is no newly confirmed sign-up, or its user can't sign in without a password.",
        "Sign in.";
    /// This device is not remembered.
    NoDevice = "NoDevice": permanent InvalidState,
        "This device is not remembered.",
        "Sign in to a user pool that remembers devices.";
    /// The challenge, or the sign-in on the web, is too old to be answered. Start the sign-in again.
    ChallengeExpired = "ChallengeExpired": permanent NotAuthorized,
        "The challenge is too old to be answered.",
        "Start the sign-in again.";
    /// The session has ended at the service: the refresh token has expired or was revoked.
    SessionExpired = "SessionExpired": permanent SessionExpired,
        "The session has ended at the service.",
        "Sign in again.";
    /// The configuration has no user pool. Nothing was sent.
    UserPoolNotConfigured = "UserPoolNotConfigured": permanent Configuration,
        "The configuration has no user pool.",
        "Add the user pool and its app client to the configuration.";
    /// The configuration has no identity pool.
    IdentityPoolNotConfigured = "IdentityPoolNotConfigured": permanent Configuration,
        "The configuration has no identity pool.",
        "Add the identity pool's id to the configuration.";
    /// The service does not know the identity pool.
    IdentityPoolNotFound = "IdentityPoolNotFound": permanent Configuration,
        "There is no identity pool with this id.",
        "Check the identity pool's id in the configuration.";
    /// The identity pool allows no guests.
    GuestsNotAllowed = "GuestsNotAllowed": permanent Configuration,
        "The identity pool gives guests no credentials.",
        "Sign in, or allow guest access in the identity pool's settings.";
    /// The identity pool does not accept logins of this provider, user pool or app client.
    LoginNotAccepted = "LoginNotAccepted": permanent Configuration,
        "The identity pool does not accept logins of this provider, user pool or app client.",
        "Add the user pool and its app client, or the provider, to the identity pool.";
    /// The login belongs neither to the identity nor to a provider that the identity pool accepts.
    LoginMismatch = "LoginMismatch": permanent Configuration,
        "The login belongs neither to the identity nor to a provider that the identity pool accepts.",
        "Check the identity pool's id, its region, and the user pool and app client in its settings.";
    /// The identity pool could not verify the login's token.
    LoginNotVerified = "LoginNotVerified": permanent NotAuthorized,
        "The identity pool could not verify the login's token.",
        "Check that the token is the provider's ID token for this app.";
    /// The login's token has expired.
    LoginTokenExpired = "LoginTokenExpired": permanent SessionExpired,
        "The login's token has expired.",
        "Get a new token from the provider and federate again.";
    /// The identity is disabled, or the login is not allowed to use it.
    IdentityForbidden = "IdentityForbidden": permanent NotAuthorized,
        "The identity is disabled, or the login is not allowed to use it.",
        "Sign out, then sign in again.";
    /// The service does not know the identity.
    IdentityNotFound = "IdentityNotFound": permanent NotAuthorized,
        "The service does not know the identity.",
        "Sign out, then sign in again.";
    /// The identity pool's rules give this login no role.
    RoleMappingDenied = "RoleMappingDenied": permanent NotAuthorized,
        "The identity pool's rules give this login no role.",
        "Check the role mapping in the identity pool's settings.";
    /// The identity pool refused, and its text is unknown to this version.
    IdentityPoolRefused = "IdentityPoolRefused": permanent NotAuthorized,
        "The identity pool refused for a reason that this version does not know.",
        "See the service's message, or ask AWS with the request id.";
    /// The app is federated to the identity pool: there is no user of the user pool.
    FederatedToIdentityPool = "FederatedToIdentityPool": permanent InvalidState,
        "The app is federated to the identity pool, which gives no access to the user pool.",
        "Clear the federation first.";
    /// The app is not federated to the identity pool.
    NotFederated = "NotFederated": permanent InvalidState,
        "The app is not federated to the identity pool.",
        "Federate to the identity pool first.";
    /// The options of the call left the identity and its AWS credentials out.
    CredentialsLeftOut = "CredentialsLeftOut": permanent InvalidState,
        "The options of the call left the AWS credentials out.",
        "Fetch the session without this option.";
    /// A defect of this library.
    Internal = "Internal": permanent Internal,
        "The library has a defect.",
        "Report it, with the steps that lead to it.";
}
}
