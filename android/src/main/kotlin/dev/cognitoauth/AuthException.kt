package dev.cognitoauth

/**
 * An error of any call of [Auth]; its class says what to do about it.
 *
 * Its texts are this library's own: neither secrets nor the user's input nor the service's words get into them.
 */
sealed class AuthException(
    details: Details,
) : Exception(details.description, details.reason) {
    /** Exactly what went wrong. */
    val code: AuthErrorCode = details.code

    /** What the app, or its user, can do now. */
    val recoverySuggestion: String = details.recoverySuggestion

    /** Whether the same call may succeed later without any change. */
    val isRetryable: Boolean = details.isRetryable

    /** The argument at fault, for a [ValidationException] or a [ConfigurationException]. */
    val field: String? = details.field

    /** The service's id of the request that failed (`x-amzn-requestid`), for a question to AWS. */
    val requestId: String? = details.requestId

    override fun toString(): String = "${javaClass.simpleName}($code): $message $recoverySuggestion"

    /** What is known about an error. */
    class Details internal constructor(
        internal val code: AuthErrorCode,
        internal val description: String,
        internal val recoverySuggestion: String,
        internal val isRetryable: Boolean = false,
        internal val field: String? = null,
        internal val requestId: String? = null,
        internal val reason: Throwable? = null,
    )
}

/** The configuration is wrong or lacks something: a mistake in the app, not the user's. */
class ConfigurationException internal constructor(
    details: Details,
) : AuthException(details)

/** An argument is empty or malformed; [field] names it. Nothing was sent. */
class ValidationException internal constructor(
    details: Details,
) : AuthException(details)

/** The service refused: wrong password, wrong code, unknown user. Show it to the user. */
class NotAuthorizedException internal constructor(
    details: Details,
) : AuthException(details)

/** The service refused for another reason; see [code]. */
class ServiceException internal constructor(
    details: Details,
) : AuthException(details)

/** The call does not fit the moment: a sign-in while signed in, an answer with no question open. */
class InvalidStateException internal constructor(
    details: Details,
) : AuthException(details)

/** Nobody is signed in. */
class SignedOutException internal constructor(
    details: Details,
) : AuthException(details)

/** The session has ended at the service; the user has to sign in again. */
class SessionExpiredException internal constructor(
    details: Details,
) : AuthException(details)

/** No answer came: offline, TLS, a server that is down or answers nonsense. The session stands. */
class NetworkException internal constructor(
    details: Details,
) : AuthException(details)

/** The platform's store is locked, broken or full. The session stands. */
class StorageException internal constructor(
    details: Details,
) : AuthException(details)

/** The call was cancelled. */
class AuthCancelledException internal constructor(
    details: Details,
) : AuthException(details)

/** The call's time limit passed. The session stands. */
class TimedOutException internal constructor(
    details: Details,
) : AuthException(details)

/** A defect of this library. */
class InternalException internal constructor(
    details: Details,
) : AuthException(details)
