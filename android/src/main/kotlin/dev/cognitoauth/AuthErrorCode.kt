package dev.cognitoauth

/**
 * Exactly what went wrong: one code for each exception of the Cognito operations that the library calls, and one for
 * each other failure. Cognito may add an exception: see [Auth] on types that grow.
 */
public enum class AuthErrorCode {
    /** Cognito: AliasExistsException. The e-mail address or phone number belongs to another account. */
    ALIAS_EXISTS,

    /** Cognito: CodeDeliveryFailureException. The code could not be delivered. */
    CODE_DELIVERY_FAILURE,

    /** Cognito: CodeMismatchException. The code is wrong; the challenge is still open. */
    CODE_MISMATCH,

    /** Cognito: ConcurrentModificationException. */
    CONCURRENT_MODIFICATION,

    /** Cognito: DeviceKeyExistsException. The device is confirmed already. */
    DEVICE_KEY_EXISTS,

    /** Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong. */
    ENABLE_SOFTWARE_TOKEN_MFA,

    /** Cognito: ExpiredCodeException. The code is too old, or was used already. */
    EXPIRED_CODE,

    /** Cognito: ExternalServiceException. A login's provider did not answer the identity pool. */
    EXTERNAL_SERVICE,

    /** Cognito: FeatureUnavailableInTierException. */
    FEATURE_UNAVAILABLE_IN_TIER,

    /** Cognito: ForbiddenException. A firewall rule of the pool refused the request. */
    FORBIDDEN,

    /** Cognito: InternalErrorException. The service failed. */
    INTERNAL_ERROR,

    /** Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail settings are wrong. */
    INVALID_EMAIL_ROLE_ACCESS_POLICY,

    /** Cognito: InvalidIdentityPoolConfigurationException. The identity pool's roles are wrong. */
    INVALID_IDENTITY_POOL_CONFIGURATION,

    /** Cognito: InvalidLambdaResponseException. A trigger of the pool sent an invalid response. */
    INVALID_LAMBDA_RESPONSE,

    /**
     * Cognito: InvalidParameterException. The service refused a parameter, or the pool has the feature switched off.
     */
    INVALID_PARAMETER,

    /** Cognito: InvalidPasswordException. The password does not meet the pool's policy. */
    INVALID_PASSWORD,

    /** Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS settings are wrong. */
    INVALID_SMS_ROLE_ACCESS_POLICY,

    /** Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS settings are wrong. */
    INVALID_SMS_ROLE_TRUST_RELATIONSHIP,

    /** Cognito: InvalidUserPoolConfigurationException. The pool's settings are wrong. */
    INVALID_USER_POOL_CONFIGURATION,

    /** Cognito: LimitExceededException. There were too many attempts. */
    LIMIT_EXCEEDED,

    /** Cognito: MFAMethodNotFoundException. No MFA method is set up. */
    MFA_METHOD_NOT_FOUND,

    /** Cognito: NotAuthorizedException. [AuthException.reason] says why. */
    NOT_AUTHORIZED,

    /** Cognito: OperationNotEnabledException. */
    OPERATION_NOT_ENABLED,

    /** Cognito: PasswordHistoryPolicyViolationException. The password was used before. */
    PASSWORD_HISTORY_POLICY_VIOLATION,

    /** Cognito: PasswordResetRequiredException. An administrator asked for a new password. */
    PASSWORD_RESET_REQUIRED,

    /**
     * Cognito: RefreshTokenReuseException. The refresh token was replaced by a newer one, which is not stored yet. If
     * the service says so again half a minute later, the session has ended.
     */
    REFRESH_TOKEN_REUSE,

    /** Cognito: ResourceConflictException. The login belongs to another identity. */
    RESOURCE_CONFLICT,

    /** Cognito: ResourceNotFoundException. The pool, the client, the device or the passkey does not exist. */
    RESOURCE_NOT_FOUND,

    /** Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up. */
    SOFTWARE_TOKEN_MFA_NOT_FOUND,

    /** Cognito: TooManyFailedAttemptsException. */
    TOO_MANY_FAILED_ATTEMPTS,

    /** Cognito: TooManyRequestsException. The service gets too many requests. */
    TOO_MANY_REQUESTS,

    /** Cognito: UnauthorizedException. */
    UNAUTHORIZED,

    /** Cognito: UnexpectedLambdaException. A trigger of the pool failed. */
    UNEXPECTED_LAMBDA,

    /** Cognito: UnsupportedOperationException. */
    UNSUPPORTED_OPERATION,

    /** Cognito: UnsupportedTokenTypeException. The token can't be revoked. */
    UNSUPPORTED_TOKEN_TYPE,

    /** Cognito: UserLambdaValidationException. A trigger of the pool refused the request. */
    USER_LAMBDA_VALIDATION,

    /** Cognito: UsernameExistsException. The user name is taken. */
    USERNAME_EXISTS,

    /** Cognito: UserNotConfirmedException. The user has not confirmed the sign-up. */
    USER_NOT_CONFIRMED,

    /** Cognito: UserNotFoundException. There is no such user. */
    USER_NOT_FOUND,

    /** Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never begun. */
    WEB_AUTHN_CHALLENGE_NOT_FOUND,

    /** Cognito: WebAuthnClientMismatchException. The app client does not allow passkeys. */
    WEB_AUTHN_CLIENT_MISMATCH,

    /** Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up. */
    WEB_AUTHN_CONFIGURATION_MISSING,

    /** Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind. */
    WEB_AUTHN_CREDENTIAL_NOT_SUPPORTED,

    /** Cognito: WebAuthnNotEnabledException. Passkeys are switched off in the pool. */
    WEB_AUTHN_NOT_ENABLED,

    /** Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app. */
    WEB_AUTHN_ORIGIN_NOT_ALLOWED,

    /** Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain. */
    WEB_AUTHN_RELYING_PARTY_MISMATCH,

    /** An exception of the service that this version does not know. */
    UNKNOWN_SERVICE_EXCEPTION,

    /** The service sends a challenge that this version does not know, or that has no place in this sign-in. */
    UNSUPPORTED_CHALLENGE,

    /** The response is incomplete, or does not come from Cognito. */
    MALFORMED_RESPONSE,

    /** The service failed with an HTTP status 5xx and without an exception that this version knows. */
    SERVER_ERROR,

    /** The server sent SRP values that a genuine server never sends. */
    INVALID_SERVER_PROOF,

    /** The device has no network, or the host's name can't be resolved: Android does not tell these two apart. */
    OFFLINE,

    /** TLS failed. */
    TLS_FAILED,

    /** No response came for another reason: connection refused or reset, DNS, the transport itself. */
    TRANSPORT_FAILED,

    /** The call's time limit passed. */
    DEADLINE_PASSED,

    /** The caller cancelled the call, or a newer sign-in or a sign-out superseded it. */
    CANCELLED,

    /** The instance was closed. */
    CLOSED,

    /** The store is locked: the device is locked, or the system could not ask the user, or has ended its prompt. */
    STORE_LOCKED,

    /** The store can't be reached now. */
    STORE_UNAVAILABLE,

    /** The store asks the user to show that they are present, and the user did not. The session stays. */
    STORE_USER_PRESENCE_REFUSED,

    /** The store is full. */
    STORE_FULL,

    /** The stored record is damaged. It is quarantined if its bytes can be read. */
    STORE_CORRUPT,

    /** The stored record can never be read again, because its key is lost. */
    STORE_UNRECOVERABLE,

    /** The app is not set up to use the store: the permission for the prompt of `UserPresence` is missing. */
    STORE_MISCONFIGURED,

    /** The session comes from the app's former library, and the app defers its refresh. */
    REFRESH_DEFERRED,

    /** What the former library has stored could not be taken over, and nobody has signed in since. */
    MOVE_INCOMPLETE,

    /** The system gave no randomness. */
    NO_ENTROPY,

    /** The user closed the platform's sheet for passkeys. */
    PASSKEY_CANCELLED,

    /** The device, or its system's version, does not support passkeys, or the app gave no authenticator. */
    PASSKEY_UNSUPPORTED,

    /** The user has no passkey for this app on this device. */
    PASSKEY_NOT_FOUND,

    /** The authenticator already has a passkey of this user. */
    PASSKEY_ALREADY_REGISTERED,

    /** The app does not belong to the domain that the passkeys are for. */
    PASSKEY_DOMAIN_MISMATCH,

    /** The authenticator failed for another reason. */
    PASSKEY_FAILED,

    /** The configuration has no domain for the sign-in on the web. */
    OAUTH_NOT_CONFIGURED,

    /** Another page of this process is open in the browser. */
    BROWSER_BUSY,

    /** The user closed the browser. */
    BROWSER_CANCELLED,

    /** The device has no browser that can show the page and return to the app at the redirect. */
    BROWSER_UNAVAILABLE,

    /** The browser could not be shown, or gave no result. */
    BROWSER_FAILED,

    /** The redirect has both a code and an error, or neither. */
    MALFORMED_REDIRECT,

    /** The browser came back with the redirect of another sign-in. */
    UNKNOWN_REDIRECT,

    /** The service, or the identity provider, refused the sign-in on the web. */
    WEB_SIGN_IN_REFUSED,

    /** The service, or the identity provider, failed. */
    WEB_SIGN_IN_FAILED,

    /** The app client, its redirects or its scopes do not fit the configuration. */
    WEB_SIGN_IN_MISCONFIGURED,

    /** The browser has no session, and the prompt `none` forbids the sign-in page. */
    LOGIN_REQUIRED,

    /** The service does not accept the code of the redirect: it was used before, or is too old. */
    AUTHORIZATION_CODE_REFUSED,

    /**
     * The tokens do not belong to this sign-in: a claim such as `nonce`, `aud` or `iss` is wrong. The library has
     * revoked the tokens.
     */
    INVALID_ID_TOKEN,

    /** The user who signed in is not the expected one. The library has revoked the tokens. */
    UNEXPECTED_IDENTITY,

    /** The session's scopes do not allow the call. Nothing was sent. */
    MISSING_SCOPE,

    /** An argument that must not be empty is empty. */
    EMPTY_ARGUMENT,

    /** An argument has a form that the service never accepts. */
    MALFORMED_ARGUMENT,

    /** The configuration file is missing, or can't be read. */
    UNREADABLE_CONFIGURATION,

    /** The configuration file is larger than 1 MiB, is not JSON, or is of an unknown kind. */
    MALFORMED_CONFIGURATION,

    /** A value of the configuration is missing or malformed. */
    INVALID_CONFIGURATION,

    /**
     * In this process, another instance of the library is open on the same session, with another configuration. The
     * error's field says what differs: `user_pool`, `identity_pool`, or `former` for a [FormerLibrary].
     */
    CONFIGURATION_MISMATCH,

    /** The endpoint is plain http to a host other than loopback, `10.0.2.2` and `.local` names. */
    INSECURE_ENDPOINT,

    /** The platform does not let the app send plain http to the endpoint. Nothing was sent. */
    CLEARTEXT_BLOCKED,

    /** A user is signed in already: sign out first. */
    ALREADY_SIGNED_IN,

    /** Nobody is signed in. */
    NOT_SIGNED_IN,

    /**
     * The signed-in user is no longer the one that this instance has shown to the app: another instance, or another
     * process, has signed that user out and a new one in. The call has changed nothing for the new user. The next call
     * is made for the new user.
     */
    USER_CHANGED,

    /** No sign-in is waiting for an answer. */
    NO_PENDING_SIGN_IN,

    /** An earlier call of the sign-in is still running: the one that started it, or one that answers its challenge. */
    SIGN_IN_IN_PROGRESS,

    /** There is no newly confirmed sign-up, or its user can't sign in without a password. */
    NO_PENDING_AUTO_SIGN_IN,

    /** This device is not remembered. */
    NO_DEVICE,

    /** The challenge is too old; start the sign-in again. */
    CHALLENGE_EXPIRED,

    /** The session ended at the service: the refresh token has expired, or was revoked. */
    SESSION_EXPIRED,

    /** The configuration has no user pool. Nothing was sent. */
    USER_POOL_NOT_CONFIGURED,

    /** The configuration has no identity pool. */
    IDENTITY_POOL_NOT_CONFIGURED,

    /** The service does not know the identity pool. */
    IDENTITY_POOL_NOT_FOUND,

    /** The identity pool allows no guests. */
    GUESTS_NOT_ALLOWED,

    /** The identity pool does not accept logins of this provider, user pool or app client. */
    LOGIN_NOT_ACCEPTED,

    /** The login belongs neither to the identity nor to a provider that the identity pool accepts. */
    LOGIN_MISMATCH,

    /** The identity pool could not verify the login's token. */
    LOGIN_NOT_VERIFIED,

    /** The login's token has expired. */
    LOGIN_TOKEN_EXPIRED,

    /** The identity is disabled, or the login is not allowed to use it. */
    IDENTITY_FORBIDDEN,

    /** The service does not know the identity. */
    IDENTITY_NOT_FOUND,

    /** The identity pool's rules give this login no role. */
    ROLE_MAPPING_DENIED,

    /** The identity pool refused with a text that this version does not know. */
    IDENTITY_POOL_REFUSED,

    /** The app is federated to the identity pool: there is no user of the user pool. */
    FEDERATED_TO_IDENTITY_POOL,

    /** The app is not federated to the identity pool. */
    NOT_FEDERATED,

    /** The options of the call left out the identity and its AWS credentials. */
    CREDENTIALS_LEFT_OUT,

    /**
     * A defect of this library, or of a class with which the app itself implements [Auth], or a native library that
     * can't be used.
     */
    INTERNAL,
}
