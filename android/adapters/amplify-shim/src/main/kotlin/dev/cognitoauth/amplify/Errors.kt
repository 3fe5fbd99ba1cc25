package dev.cognitoauth.amplify

import dev.cognitoauth.AuthErrorCode

/** Amplify's exception for this exception's code. If Amplify has none, its exception for this exception's class. */
internal fun dev.cognitoauth.AuthException.toAmplify(): AuthException = byCode() ?: byKind()

private fun dev.cognitoauth.AuthException.byCode(): AuthException? =
    when (code) {
        AuthErrorCode.ALIAS_EXISTS -> AliasExistsException(this)
        AuthErrorCode.ALREADY_SIGNED_IN -> SignedInException(this)
        AuthErrorCode.BROWSER_CANCELLED, AuthErrorCode.PASSKEY_CANCELLED -> UserCancelledException(this)
        AuthErrorCode.CODE_DELIVERY_FAILURE -> CodeDeliveryFailureException(this)
        AuthErrorCode.CODE_MISMATCH -> CodeMismatchException(this)
        AuthErrorCode.ENABLE_SOFTWARE_TOKEN_MFA -> EnableSoftwareTokenMFAException(this)
        AuthErrorCode.EXPIRED_CODE -> CodeExpiredException(this)
        AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED -> InvalidAccountTypeException(this)
        AuthErrorCode.INVALID_PARAMETER -> InvalidParameterException(this)
        AuthErrorCode.INVALID_PASSWORD -> InvalidPasswordException(this)
        AuthErrorCode.LIMIT_EXCEEDED -> LimitExceededException(this)
        AuthErrorCode.MFA_METHOD_NOT_FOUND -> MFAMethodNotFoundException(this)
        AuthErrorCode.OAUTH_NOT_CONFIGURED -> InvalidOauthConfigurationException(this)
        AuthErrorCode.PASSKEY_ALREADY_REGISTERED -> WebAuthnCredentialAlreadyExistsException(this)
        AuthErrorCode.PASSKEY_DOMAIN_MISMATCH,
        AuthErrorCode.WEB_AUTHN_RELYING_PARTY_MISMATCH,
        -> WebAuthnRpMismatchException(this)
        AuthErrorCode.PASSKEY_FAILED, AuthErrorCode.PASSKEY_NOT_FOUND -> WebAuthnFailedException(this)
        AuthErrorCode.PASSKEY_UNSUPPORTED -> WebAuthnNotSupportedException(this)
        AuthErrorCode.PASSWORD_RESET_REQUIRED -> PasswordResetRequiredException(this)
        AuthErrorCode.RESOURCE_NOT_FOUND -> ResourceNotFoundException(this)
        AuthErrorCode.SOFTWARE_TOKEN_MFA_NOT_FOUND -> SoftwareTokenMFANotFoundException(this)
        AuthErrorCode.TOO_MANY_FAILED_ATTEMPTS -> FailedAttemptsLimitExceededException(this)
        AuthErrorCode.TOO_MANY_REQUESTS -> TooManyRequestsException(this)
        AuthErrorCode.USER_LAMBDA_VALIDATION -> UserLambdaValidationException(this)
        AuthErrorCode.USER_NOT_CONFIRMED -> UserNotConfirmedException(this)
        AuthErrorCode.USER_NOT_FOUND -> UserNotFoundException(this)
        AuthErrorCode.USER_POOL_NOT_CONFIGURED -> InvalidUserPoolConfigurationException(this)
        AuthErrorCode.USERNAME_EXISTS -> UsernameExistsException(this)
        AuthErrorCode.WEB_AUTHN_NOT_ENABLED -> WebAuthnNotEnabledException(this)
        else -> null
    }

private fun dev.cognitoauth.AuthException.byKind(): AuthException =
    when (this) {
        is dev.cognitoauth.ConfigurationException -> ConfigurationException(this)
        is dev.cognitoauth.InvalidStateException -> InvalidStateException(this)
        is dev.cognitoauth.NotAuthorizedException -> NotAuthorizedException(this)
        is dev.cognitoauth.ServiceException -> ServiceException(this)
        is dev.cognitoauth.SessionExpiredException -> SessionExpiredException(this)
        is dev.cognitoauth.SignedOutException -> SignedOutException(this)
        is dev.cognitoauth.ValidationException -> ValidationException(this)
        else -> UnknownException(this)
    }
