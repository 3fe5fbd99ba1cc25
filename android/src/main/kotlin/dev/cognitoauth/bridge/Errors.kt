package dev.cognitoauth.bridge

import dev.cognitoauth.AuthCancelledException
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthErrorReason
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthException.Details
import dev.cognitoauth.AuthRefreshFailure
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
import dev.cognitoauth.defect
import dev.cognitoauth.ffi.AuthErrorDetails
import dev.cognitoauth.ffi.RefreshFailure
import dev.cognitoauth.unusableLibrary
import kotlinx.coroutines.CancellationException
import java.util.concurrent.TimeUnit
import dev.cognitoauth.ffi.AuthErrorCode as BridgeCode
import dev.cognitoauth.ffi.AuthException as BridgeException

internal fun BridgeException.toPublic(): AuthException =
    when (this) {
        is BridgeException.Configuration -> details.into(::ConfigurationException)
        is BridgeException.Validation -> details.into(::ValidationException)
        is BridgeException.NotAuthorized -> details.into(::NotAuthorizedException)
        is BridgeException.Service -> details.into(::ServiceException)
        is BridgeException.InvalidState -> details.into(::InvalidStateException)
        is BridgeException.SignedOut -> details.into(::SignedOutException)
        is BridgeException.SessionExpired -> details.into(::SessionExpiredException)
        is BridgeException.Network -> details.into(::NetworkException)
        is BridgeException.Storage -> details.into(::StorageException)
        is BridgeException.Cancelled -> details.into(::AuthCancelledException)
        is BridgeException.TimedOut -> details.into(::TimedOutException)
        is BridgeException.Internal -> details.into(::InternalException)
    }

private inline fun AuthErrorDetails.into(exception: (AuthErrorCode, Details) -> AuthException): AuthException =
    exception(
        code.toPublic(),
        Details(
            description = description,
            recoverySuggestion = recoverySuggestion,
            isRetryable = retryable,
            field = `field`,
            requestId = requestId,
            reason = reason?.let { AuthErrorReason.valueOf(it.name) },
            serviceMessage = serviceMessage,
            refreshFailure = refreshFailure?.toPublic(),
        ),
    )

private fun RefreshFailure.toPublic(): AuthRefreshFailure =
    when (this) {
        is RefreshFailure.Configuration -> AuthRefreshFailure.Configuration
        is RefreshFailure.Trigger -> AuthRefreshFailure.Trigger
        is RefreshFailure.Transient ->
            AuthRefreshFailure.Transient(retryAfterSeconds?.let { TimeUnit.SECONDS.toMillis(it.toLong()) })
    }

/** Both enums have the same entries in the same order, but not all names are spelled alike. A test compares them. */
internal fun BridgeCode.toPublic(): AuthErrorCode = AuthErrorCode.entries[ordinal]

/** The result of a call of the bridge. Every error is an [AuthException]. */
internal inline fun <T> publicErrors(call: () -> T): T =
    try {
        call()
    } catch (error: BridgeException) {
        throw error.toPublic()
    } catch (exception: AuthException) {
        throw exception
    } catch (cancellation: CancellationException) {
        throw cancellation
    } catch (thrown: Throwable) {
        throw unexpected(thrown)
    }

/** The error for a failure that the core can't report: the library can't be loaded, or the bridge itself failed. */
internal fun unexpected(thrown: Throwable): AuthException =
    if (thrown is LinkageError) unusableLibrary(thrown) else defect()
