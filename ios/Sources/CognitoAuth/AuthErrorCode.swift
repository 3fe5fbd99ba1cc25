/// Exactly what went wrong: one code for each exception of the Cognito operations that the library calls, and one for
/// each other failure. The raw value is the code's name, the same in every language. A code for an exception has
/// Cognito's name of the exception, without `Exception`.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthErrorCode: String, CaseIterable, Sendable {
  /// Cognito: AliasExistsException. The e-mail address or phone number belongs to another account.
  case aliasExists = "AliasExists"
  /// Cognito: CodeDeliveryFailureException. The code could not be delivered.
  case codeDeliveryFailure = "CodeDeliveryFailure"
  /// Cognito: CodeMismatchException. The code is wrong. The challenge stays open for another answer.
  case codeMismatch = "CodeMismatch"
  /// Cognito: ConcurrentModificationException.
  case concurrentModification = "ConcurrentModification"
  /// Cognito: DeviceKeyExistsException. The device is confirmed already.
  case deviceKeyExists = "DeviceKeyExists"
  /// Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong.
  case enableSoftwareTokenMFA = "EnableSoftwareTokenMFA"
  /// Cognito: ExpiredCodeException. The code is too old, or was used before.
  case expiredCode = "ExpiredCode"
  /// Cognito: ExternalServiceException. A login's provider did not answer the identity pool.
  case externalService = "ExternalService"
  /// Cognito: FeatureUnavailableInTierException.
  case featureUnavailableInTier = "FeatureUnavailableInTier"
  /// Cognito: ForbiddenException. A firewall rule of the pool refused the request.
  case forbidden = "Forbidden"
  /// Cognito: InternalErrorException. The service failed.
  case internalError = "InternalError"
  /// Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail settings are wrong.
  case invalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicy"
  /// Cognito: InvalidIdentityPoolConfigurationException. The identity pool's roles are wrong.
  case invalidIdentityPoolConfiguration = "InvalidIdentityPoolConfiguration"
  /// Cognito: InvalidLambdaResponseException. A trigger of the pool gave an invalid response.
  case invalidLambdaResponse = "InvalidLambdaResponse"
  /// Cognito: InvalidParameterException. The service refused a parameter, or the pool has the feature switched off.
  case invalidParameter = "InvalidParameter"
  /// Cognito: InvalidPasswordException. The password does not meet the pool's policy.
  case invalidPassword = "InvalidPassword"
  /// Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS settings are wrong.
  case invalidSMSRoleAccessPolicy = "InvalidSmsRoleAccessPolicy"
  /// Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS settings are wrong.
  case invalidSMSRoleTrustRelationship = "InvalidSmsRoleTrustRelationship"
  /// Cognito: InvalidUserPoolConfigurationException. The pool's settings are wrong.
  case invalidUserPoolConfiguration = "InvalidUserPoolConfiguration"
  /// Cognito: LimitExceededException. There were too many attempts.
  case limitExceeded = "LimitExceeded"
  /// Cognito: MFAMethodNotFoundException. No MFA method is set up.
  case mfaMethodNotFound = "MFAMethodNotFound"
  /// Cognito: NotAuthorizedException. ``AuthError/reason`` says why.
  case notAuthorized = "NotAuthorized"
  /// Cognito: OperationNotEnabledException.
  case operationNotEnabled = "OperationNotEnabled"
  /// Cognito: PasswordHistoryPolicyViolationException. The password was used before.
  case passwordHistoryPolicyViolation = "PasswordHistoryPolicyViolation"
  /// Cognito: PasswordResetRequiredException. An administrator asked for a new password.
  case passwordResetRequired = "PasswordResetRequired"
  /// Cognito: RefreshTokenReuseException. The refresh token was replaced by a newer one, which is not stored yet. If
  /// the service throws this exception again half a minute later, the session has ended.
  case refreshTokenReuse = "RefreshTokenReuse"
  /// Cognito: ResourceConflictException. The login belongs to another identity.
  case resourceConflict = "ResourceConflict"
  /// Cognito: ResourceNotFoundException. The pool, the client, the device or the passkey does not exist.
  case resourceNotFound = "ResourceNotFound"
  /// Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up.
  case softwareTokenMFANotFound = "SoftwareTokenMFANotFound"
  /// Cognito: TooManyFailedAttemptsException.
  case tooManyFailedAttempts = "TooManyFailedAttempts"
  /// Cognito: TooManyRequestsException. The service gets too many requests.
  case tooManyRequests = "TooManyRequests"
  /// Cognito: UnauthorizedException.
  case unauthorized = "Unauthorized"
  /// Cognito: UnexpectedLambdaException. A trigger of the pool failed.
  case unexpectedLambda = "UnexpectedLambda"
  /// Cognito: UnsupportedOperationException.
  case unsupportedOperation = "UnsupportedOperation"
  /// Cognito: UnsupportedTokenTypeException. The token can't be revoked.
  case unsupportedTokenType = "UnsupportedTokenType"
  /// Cognito: UserLambdaValidationException. A trigger of the pool refused.
  case userLambdaValidation = "UserLambdaValidation"
  /// Cognito: UsernameExistsException. The user name is taken.
  case usernameExists = "UsernameExists"
  /// Cognito: UserNotConfirmedException. The user has not confirmed the sign-up.
  case userNotConfirmed = "UserNotConfirmed"
  /// Cognito: UserNotFoundException. There is no such user.
  case userNotFound = "UserNotFound"
  /// Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never started.
  case webAuthnChallengeNotFound = "WebAuthnChallengeNotFound"
  /// Cognito: WebAuthnClientMismatchException. The app client does not allow passkeys.
  case webAuthnClientMismatch = "WebAuthnClientMismatch"
  /// Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up.
  case webAuthnConfigurationMissing = "WebAuthnConfigurationMissing"
  /// Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind.
  case webAuthnCredentialNotSupported = "WebAuthnCredentialNotSupported"
  /// Cognito: WebAuthnNotEnabledException. Passkeys are switched off in the pool.
  case webAuthnNotEnabled = "WebAuthnNotEnabled"
  /// Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app.
  case webAuthnOriginNotAllowed = "WebAuthnOriginNotAllowed"
  /// Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain.
  case webAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatch"
  /// An exception of the service that this version does not know.
  case unknownServiceException = "UnknownServiceException"
  /// The service sent a challenge that this version does not support, or that has no place in this sign-in.
  case unsupportedChallenge = "UnsupportedChallenge"
  /// The response is incomplete, or does not come from Cognito.
  case malformedResponse = "MalformedResponse"
  /// The service failed with an HTTP status 5xx and without an exception that this version knows.
  case serverError = "ServerError"
  /// The server sent SRP values that a genuine server never sends.
  case invalidServerProof = "InvalidServerProof"

  /// The device has no network.
  case offline = "Offline"
  /// TLS failed.
  case tlsFailed = "TlsFailed"
  /// No response came for another reason: connection refused or reset, DNS, the transport itself.
  case transportFailed = "TransportFailed"
  /// The call's time limit passed.
  case deadlinePassed = "DeadlinePassed"
  /// The caller cancelled the call, or a newer sign-in or a sign-out superseded it.
  case cancelled = "Cancelled"
  /// The instance was closed.
  case closed = "Closed"

  /// The store is locked: the device is locked, or the system could not ask the user, or has ended its prompt.
  case storeLocked = "StoreLocked"
  /// The store can't be reached now.
  case storeUnavailable = "StoreUnavailable"
  /// The store asks the user to show that they are present, and the user did not. The session stays.
  case storeUserPresenceRefused = "StoreUserPresenceRefused"
  /// The store is full.
  case storeFull = "StoreFull"
  /// The stored record is damaged. It is quarantined if its bytes can be read.
  case storeCorrupt = "StoreCorrupt"
  /// The stored record can never be read again, because its key is lost.
  case storeUnrecoverable = "StoreUnrecoverable"
  /// The app is not set up to use the store: an entitlement is missing.
  case storeMisconfigured = "StoreMisconfigured"
  /// The call needs new tokens, but the app defers the refresh of a session that was taken over from its former
  /// library.
  case refreshDeferred = "RefreshDeferred"
  /// The former library's session could not be taken over, and nobody has signed in since.
  case moveIncomplete = "MoveIncomplete"
  /// The system gave no randomness.
  case noEntropy = "NoEntropy"

  /// The user closed the platform's passkey sheet. Apple's sheet reports this too if there is no passkey to choose.
  case passkeyCancelled = "PasskeyCancelled"
  /// The device or its system's version does not support passkeys, or the app gave no authenticator.
  case passkeyUnsupported = "PasskeyUnsupported"
  /// The user has no passkey for this app on this device. Apple's sheet never reports this.
  case passkeyNotFound = "PasskeyNotFound"
  /// The authenticator already has a passkey of this user.
  case passkeyAlreadyRegistered = "PasskeyAlreadyRegistered"
  /// The app does not belong to the domain that the passkeys are for.
  case passkeyDomainMismatch = "PasskeyDomainMismatch"
  /// The authenticator failed for another reason.
  case passkeyFailed = "PasskeyFailed"

  /// The configuration has no domain for the sign-in on the web.
  case oauthNotConfigured = "OAuthNotConfigured"
  /// This process already has another page open in the browser.
  case browserBusy = "BrowserBusy"
  /// The user closed the browser.
  case browserCancelled = "BrowserCancelled"
  /// The device has no browser that can show the page and return to the app at the redirect. On Apple's platforms, that
  /// is also so if the app is not associated with the domain of an `https` redirect.
  case browserUnavailable = "BrowserUnavailable"
  /// The browser could not be shown, or gave no result.
  case browserFailed = "BrowserFailed"
  /// The redirect has neither a code nor an error, or both.
  case malformedRedirect = "MalformedRedirect"
  /// The browser came back with the redirect of another sign-in.
  case unknownRedirect = "UnknownRedirect"
  /// The service, or the identity provider, refused the sign-in on the web.
  case webSignInRefused = "WebSignInRefused"
  /// The service, or the identity provider, failed.
  case webSignInFailed = "WebSignInFailed"
  /// The app client, its redirects or its scopes do not fit the configuration.
  case webSignInMisconfigured = "WebSignInMisconfigured"
  /// The browser has no session, and the prompt `none` forbids the sign-in page.
  case loginRequired = "LoginRequired"
  /// The service does not accept the code of the redirect: it was used before, or is too old.
  case authorizationCodeRefused = "AuthorizationCodeRefused"
  /// The tokens do not belong to this sign-in: a claim such as `nonce`, `aud` or `iss` is wrong. They are revoked.
  case invalidIdToken = "InvalidIdToken"
  /// Another user than the expected one signed in. The tokens are revoked.
  case unexpectedIdentity = "UnexpectedIdentity"
  /// The session's scopes do not allow the call. Nothing was sent.
  case missingScope = "MissingScope"

  /// An argument that must not be empty is empty.
  case emptyArgument = "EmptyArgument"
  /// An argument has a form that the service never accepts.
  case malformedArgument = "MalformedArgument"
  /// The configuration file is missing, or can't be read.
  case unreadableConfiguration = "UnreadableConfiguration"
  /// The configuration file is larger than 1 MiB, is not JSON, or is of an unknown kind.
  case malformedConfiguration = "MalformedConfiguration"
  /// A value of the configuration is missing or malformed.
  case invalidConfiguration = "InvalidConfiguration"
  /// In this process, another instance of the library is open on the same session, with another configuration. The
  /// error's field says what differs: `user_pool`, `identity_pool`, or `former` for a ``FormerLibrary``.
  case configurationMismatch = "ConfigurationMismatch"
  /// The endpoint is plain http to a host other than loopback, `10.0.2.2` and `.local` names.
  case insecureEndpoint = "InsecureEndpoint"
  /// The platform does not let the app send plain http to the endpoint. Nothing was sent.
  case cleartextBlocked = "CleartextBlocked"

  /// A user is signed in already: sign out first.
  case alreadySignedIn = "AlreadySignedIn"
  /// Nobody is signed in.
  case notSignedIn = "NotSignedIn"
  /// The signed-in user is no longer the one that this instance has shown to the app: another instance, or another
  /// process, has signed that user out and a new one in. The call has changed nothing for the new user. The next call
  /// is made for the new user.
  case userChanged = "UserChanged"
  /// No sign-in has an open challenge.
  case noPendingSignIn = "NoPendingSignIn"
  /// An earlier call of the sign-in is still running: the sign-in itself, or an answer.
  case signInInProgress = "SignInInProgress"
  /// There is no newly confirmed sign-up, or its user can't sign in without a password.
  case noPendingAutoSignIn = "NoPendingAutoSignIn"
  /// This device is not remembered.
  case noDevice = "NoDevice"
  /// The challenge has expired; start the sign-in again.
  case challengeExpired = "ChallengeExpired"
  /// The session has ended at the service: the refresh token has expired or was revoked.
  case sessionExpired = "SessionExpired"
  /// The configuration has no user pool. Nothing was sent.
  case userPoolNotConfigured = "UserPoolNotConfigured"
  /// The configuration has no identity pool.
  case identityPoolNotConfigured = "IdentityPoolNotConfigured"
  /// The service does not know the identity pool.
  case identityPoolNotFound = "IdentityPoolNotFound"
  /// The identity pool allows no guests.
  case guestsNotAllowed = "GuestsNotAllowed"
  /// The identity pool does not accept logins of this provider, user pool or app client.
  case loginNotAccepted = "LoginNotAccepted"
  /// The login belongs neither to the identity nor to a provider that the identity pool accepts.
  case loginMismatch = "LoginMismatch"
  /// The identity pool could not verify the login's token.
  case loginNotVerified = "LoginNotVerified"
  /// The login's token has expired.
  case loginTokenExpired = "LoginTokenExpired"
  /// The identity is disabled, or the login is not allowed to use it.
  case identityForbidden = "IdentityForbidden"
  /// The service does not know the identity.
  case identityNotFound = "IdentityNotFound"
  /// The identity pool's rules give this login no role.
  case roleMappingDenied = "RoleMappingDenied"
  /// The identity pool refused with a text that this version does not know.
  case identityPoolRefused = "IdentityPoolRefused"
  /// The app is federated to the identity pool: there is no user of the user pool.
  case federatedToIdentityPool = "FederatedToIdentityPool"
  /// The app is not federated to the identity pool.
  case notFederated = "NotFederated"
  /// The call's options excluded the identity and its AWS credentials.
  case credentialsLeftOut = "CredentialsLeftOut"
  /// A defect of this library, or of the app's own ``AuthClient``.
  case `internal` = "Internal"

  /// The code's name, the same in every language.
  public var name: String { rawValue }
}
