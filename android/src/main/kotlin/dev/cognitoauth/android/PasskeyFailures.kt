package dev.cognitoauth.android

import dev.cognitoauth.PasskeyFailure

/**
 * The failure for an error type of the platform's credential manager. A type of the platform's own is, for example,
 * `android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL`. A type of a passkey provider ends with a slash and
 * an error of Web Authentication (sections 5.1.3 and 5.1.4): `…/androidx.credentials.TYPE_NOT_ALLOWED_ERROR`. In both
 * types, the name after the last dot decides.
 */
internal fun passkeyFailure(type: String): PasskeyFailure =
    when (type.substringAfterLast('.')) {
        "TYPE_USER_CANCELED", "TYPE_NOT_ALLOWED_ERROR", "TYPE_ABORT_ERROR" -> PasskeyFailure.CANCELLED
        "TYPE_NO_CREDENTIAL" -> PasskeyFailure.NO_CREDENTIAL
        "TYPE_NO_CREATE_OPTIONS", "TYPE_NOT_SUPPORTED_ERROR" -> PasskeyFailure.UNSUPPORTED
        "TYPE_INVALID_STATE_ERROR" -> PasskeyFailure.ALREADY_REGISTERED
        "TYPE_SECURITY_ERROR" -> PasskeyFailure.DOMAIN_MISMATCH
        else -> PasskeyFailure.OTHER
    }
