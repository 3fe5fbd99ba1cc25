package dev.cognitoauth.bridge

import dev.cognitoauth.AuthCancelledException
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.InternalException
import dev.cognitoauth.InvalidStateException
import dev.cognitoauth.NetworkException
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.ServiceException
import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.StorageException
import dev.cognitoauth.TimedOutException
import dev.cognitoauth.ValidationException
import dev.cognitoauth.ffi.AuthErrorDetails
import dev.cognitoauth.ffi.AuthException as BridgeException

internal fun BridgeException.toPublic(): AuthException =
    when (this) {
        is BridgeException.Configuration -> ConfigurationException(details.toPublic())
        is BridgeException.Validation -> ValidationException(details.toPublic())
        is BridgeException.NotAuthorized -> NotAuthorizedException(details.toPublic())
        is BridgeException.Service -> ServiceException(details.toPublic())
        is BridgeException.InvalidState -> InvalidStateException(details.toPublic())
        is BridgeException.SignedOut -> SignedOutException(details.toPublic())
        is BridgeException.SessionExpired -> SessionExpiredException(details.toPublic())
        is BridgeException.Network -> NetworkException(details.toPublic())
        is BridgeException.Storage -> StorageException(details.toPublic())
        is BridgeException.Cancelled -> AuthCancelledException(details.toPublic())
        is BridgeException.TimedOut -> TimedOutException(details.toPublic())
        is BridgeException.Internal -> InternalException(details.toPublic())
    }

/** What a function of the core's gives, or its error as one of ours. */
internal inline fun <T> orThrow(work: () -> T): T =
    try {
        work()
    } catch (error: BridgeException) {
        throw error.toPublic()
    } catch (thrown: Throwable) {
        throw unexpected(thrown)
    }

private fun AuthErrorDetails.toPublic() =
    AuthException.Details(
        // The two have the same names; a test compares them.
        code = AuthErrorCode.valueOf(code.name),
        description = description,
        recoverySuggestion = recoverySuggestion,
        isRetryable = retryable,
        field = `field`,
        requestId = requestId,
    )

/** What no part of the core's says: the library can't be loaded, or the bridge itself failed. */
internal fun unexpected(thrown: Throwable): AuthException =
    InternalException(
        if (thrown is LinkageError) {
            AuthException.Details(
                code = AuthErrorCode.INTERNAL,
                description = "The native library can't be used.",
                recoverySuggestion = "Check that the app contains the native library for the device's processor.",
                reason = thrown,
            )
        } else {
            // The words of the bridge's own exceptions are not ours, and may say too much.
            AuthException.Details(
                code = AuthErrorCode.INTERNAL,
                description = "The library made a mistake.",
                recoverySuggestion = "Report it, with the steps that lead to it.",
            )
        },
    )

internal fun cancelled(): AuthException =
    AuthCancelledException(
        AuthException.Details(
            code = AuthErrorCode.CANCELLED,
            description = "The call was cancelled.",
            recoverySuggestion = "Call again if the result is still wanted.",
        ),
    )
