import CognitoAuth

/// What went wrong, by Amplify's names. ``AuthError/underlyingError`` has such a value. ``AuthError/code`` is more
/// exact.
public enum AWSCognitoAuthError: Error, CaseIterable {
  /// See ``AuthErrorCode/userNotFound``.
  case userNotFound
  /// See ``AuthErrorCode/userNotConfirmed``.
  case userNotConfirmed
  /// See ``AuthErrorCode/usernameExists``.
  case usernameExists
  /// See ``AuthErrorCode/aliasExists``.
  case aliasExists
  /// See ``AuthErrorCode/codeDeliveryFailure``.
  case codeDelivery
  /// See ``AuthErrorCode/codeMismatch``.
  case codeMismatch
  /// See ``AuthErrorCode/expiredCode``.
  case codeExpired
  /// See ``AuthErrorCode/invalidParameter``.
  case invalidParameter
  /// See ``AuthErrorCode/invalidPassword``.
  case invalidPassword
  /// See ``AuthErrorCode/limitExceeded``.
  case limitExceeded
  /// See ``AuthErrorCode/mfaMethodNotFound``.
  case mfaMethodNotFound
  /// See ``AuthErrorCode/softwareTokenMFANotFound``.
  case softwareTokenMFANotEnabled
  /// See ``AuthErrorCode/passwordResetRequired``.
  case passwordResetRequired
  /// See ``AuthErrorCode/resourceNotFound``.
  case resourceNotFound
  /// See ``AuthErrorCode/tooManyFailedAttempts``.
  case failedAttemptsLimitExceeded
  /// See ``AuthErrorCode/tooManyRequests``.
  case requestLimitExceeded
  /// See ``AuthErrorCode/invalidLambdaResponse``, ``AuthErrorCode/unexpectedLambda`` and
  /// ``AuthErrorCode/userLambdaValidation``.
  case lambda
  /// See ``AuthErrorCode/noDevice``.
  case deviceNotTracked
  /// See ``AuthErrorCode/browserFailed`` and ``AuthErrorCode/browserUnavailable``.
  case errorLoadingUI
  /// See ``AuthErrorCode/browserCancelled`` and ``AuthErrorCode/passkeyCancelled``.
  case userCancelled
  /// See ``AuthErrorCode/userPoolNotConfigured`` and ``AuthErrorCode/identityPoolNotConfigured``.
  case invalidAccountTypeException
  /// See ``AuthError/Kind/network``.
  case network
  /// See ``AuthErrorCode/invalidSMSRoleAccessPolicy`` and ``AuthErrorCode/invalidSMSRoleTrustRelationship``.
  case smsRole
  /// See ``AuthErrorCode/invalidEmailRoleAccessPolicy``.
  case emailRole
  /// See ``AuthErrorCode/externalService``.
  case externalServiceException
  /// Amplify's second name for ``limitExceeded``. No error of this library uses it.
  case limitExceededException
  /// See ``AuthErrorCode/resourceConflict``.
  case resourceConflictException
  /// See ``AuthErrorCode/webAuthnChallengeNotFound``.
  case webAuthnChallengeNotFound
  /// See ``AuthErrorCode/webAuthnClientMismatch``.
  case webAuthnClientMismatch
  /// See ``AuthErrorCode/passkeyUnsupported`` and ``AuthErrorCode/webAuthnCredentialNotSupported``.
  case webAuthnNotSupported
  /// See ``AuthErrorCode/webAuthnNotEnabled``.
  case webAuthnNotEnabled
  /// See ``AuthErrorCode/webAuthnOriginNotAllowed``.
  case webAuthnOriginNotAllowed
  /// See ``AuthErrorCode/webAuthnRelyingPartyMismatch``.
  case webAuthnRelyingPartyMismatch
  /// See ``AuthErrorCode/webAuthnConfigurationMissing``.
  case webAuthnConfigurationMissing
}

extension AuthError {
  /// What went wrong, as an ``AWSCognitoAuthError``; `nil` if Amplify has no name for it.
  public var underlyingError: (any Error)? {
    let named: AWSCognitoAuthError? = kind == .network ? .network : AWSCognitoAuthError(code)
    return named
  }
}

extension AWSCognitoAuthError {
  init?(_ code: AuthErrorCode) {
    switch code {
    case .userNotFound: self = .userNotFound
    case .userNotConfirmed: self = .userNotConfirmed
    case .usernameExists: self = .usernameExists
    case .aliasExists: self = .aliasExists
    case .codeDeliveryFailure: self = .codeDelivery
    case .codeMismatch: self = .codeMismatch
    case .expiredCode: self = .codeExpired
    case .invalidParameter: self = .invalidParameter
    case .invalidPassword: self = .invalidPassword
    case .limitExceeded: self = .limitExceeded
    case .mfaMethodNotFound: self = .mfaMethodNotFound
    case .softwareTokenMFANotFound: self = .softwareTokenMFANotEnabled
    case .passwordResetRequired: self = .passwordResetRequired
    case .resourceNotFound: self = .resourceNotFound
    case .tooManyFailedAttempts: self = .failedAttemptsLimitExceeded
    case .tooManyRequests: self = .requestLimitExceeded
    case .invalidLambdaResponse, .unexpectedLambda, .userLambdaValidation: self = .lambda
    case .noDevice: self = .deviceNotTracked
    case .browserFailed, .browserUnavailable: self = .errorLoadingUI
    case .browserCancelled, .passkeyCancelled: self = .userCancelled
    case .userPoolNotConfigured, .identityPoolNotConfigured: self = .invalidAccountTypeException
    case .invalidSMSRoleAccessPolicy, .invalidSMSRoleTrustRelationship: self = .smsRole
    case .invalidEmailRoleAccessPolicy: self = .emailRole
    case .externalService: self = .externalServiceException
    case .resourceConflict: self = .resourceConflictException
    case .webAuthnChallengeNotFound: self = .webAuthnChallengeNotFound
    case .webAuthnClientMismatch: self = .webAuthnClientMismatch
    case .passkeyUnsupported, .webAuthnCredentialNotSupported: self = .webAuthnNotSupported
    case .webAuthnNotEnabled: self = .webAuthnNotEnabled
    case .webAuthnOriginNotAllowed: self = .webAuthnOriginNotAllowed
    case .webAuthnRelyingPartyMismatch: self = .webAuthnRelyingPartyMismatch
    case .webAuthnConfigurationMissing: self = .webAuthnConfigurationMissing
    default: return nil
    }
  }
}
