package dev.cognitoauth

/**
 * An error of any call of [Auth]; its class says what to do about it. A later version may add a class: see [Auth] on
 * types that grow.
 *
 * [message] and [recoverySuggestion] are this library's own texts: they contain no secrets, no input of the user and no
 * text of the service.
 *
 * An app's test makes an exception with the constructor of its class, such as
 * `NotAuthorizedException(AuthErrorCode.CODE_MISMATCH)`.
 */
public sealed class AuthException(
    /** Exactly what went wrong. */
    public val code: AuthErrorCode,
    details: Details,
) : Exception(details.description, details.cause) {
    /**
     * Why the user pool refused. Every refusal of the user pool has a reason; no other error has one. For a refusal of
     * the identity pool, the [code] says why.
     */
    public val reason: AuthErrorReason? = details.reason

    /** What the app, or its user, can do now. */
    public val recoverySuggestion: String = details.recoverySuggestion

    /** Whether the same call can succeed later without any change. */
    public val isRetryable: Boolean = details.isRetryable

    /**
     * The argument at fault, for a [ValidationException]; the value at fault, for a [ConfigurationException]; the
     * missing scope, for [AuthErrorCode.MISSING_SCOPE].
     */
    public val field: String? = details.field

    /** The service's id of the request that failed (`x-amzn-requestid`), for AWS support. */
    public val requestId: String? = details.requestId

    /**
     * The service's own text, cut to 2,048 bytes: for example what a trigger of the user pool says to the user. The
     * library never prints it, because it has no fixed form and can name the user. It is in English, unless a trigger
     * wrote it.
     */
    @Transient
    public val serviceMessage: String? = details.serviceMessage

    /**
     * Why the session could not be refreshed, in an error of a call that refreshes it, such as [Auth.fetchAuthSession].
     * It is null if no class fits: for example if the session has ended, nobody is signed in, the app defers the
     * refresh, the store failed, the call was cancelled, or the service refused with an exception that this version
     * does not know. For [AuthErrorCode.STORE_MISCONFIGURED], it is [AuthRefreshFailure.Configuration]. In an error
     * of any other call, it has no meaning.
     */
    @Transient
    public val refreshFailure: AuthRefreshFailure? = details.refreshFailure

    override fun toString(): String {
        val place = listOfNotNull(code, field).joinToString()
        return "${javaClass.simpleName}($place): $message $recoverySuggestion"
    }

    /** What an error has besides its code. Use named arguments: a later version may add parameters. */
    public class Details
        @JvmOverloads
        constructor(
            internal val description: String = "The call failed.",
            internal val recoverySuggestion: String = "See the code.",
            internal val isRetryable: Boolean = false,
            internal val field: String? = null,
            internal val requestId: String? = null,
            internal val cause: Throwable? = null,
            internal val reason: AuthErrorReason? = null,
            internal val serviceMessage: String? = null,
            internal val refreshFailure: AuthRefreshFailure? = null,
        )
}

/**
 * Why a refresh failed without ending the session. A refusal that ends the session has an [AuthSessionEndReason]
 * instead. A later version may add a class: see [Auth] on types that grow.
 */
public sealed class AuthRefreshFailure {
    /**
     * The app's configuration, or a setting of the user pool or of its app client, is wrong. The user can do nothing
     * about it.
     */
    public object Configuration : AuthRefreshFailure() {
        override fun toString(): String = "Configuration"
    }

    /** A trigger of the user pool refused or failed. [AuthException.serviceMessage] has the trigger's text. */
    public object Trigger : AuthRefreshFailure() {
        override fun toString(): String = "Trigger"
    }

    /**
     * The network, the server or the service's limits prevented the refresh, or the service refused, and only a second
     * refusal would end the session. The next try can succeed.
     */
    public data class Transient
        @JvmOverloads
        constructor(
            /** How long the service asks the app to wait, if it does: up to one hour. */
            public val retryAfterMilliseconds: Long? = null,
        ) : AuthRefreshFailure()
}

/** The configuration is wrong or lacks something: a mistake in the app, not the user's. */
public class ConfigurationException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.INVALID_CONFIGURATION,
        details: Details = Details(),
    ) : AuthException(code, details)

/** An argument is empty or malformed; [field] names it. Nothing was sent. */
public class ValidationException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.MALFORMED_ARGUMENT,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The service refused: wrong password, wrong code, unknown user. Tell the user. */
public class NotAuthorizedException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.NOT_AUTHORIZED,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The service refused for another reason; see [code]. */
public class ServiceException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.UNKNOWN_SERVICE_EXCEPTION,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The call does not fit the state: a sign-in while signed in, an answer without a challenge. */
public class InvalidStateException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.ALREADY_SIGNED_IN,
        details: Details = Details(),
    ) : AuthException(code, details)

/** Nobody is signed in. */
public class SignedOutException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.NOT_SIGNED_IN,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The session has ended at the service; the user has to sign in again. */
public class SessionExpiredException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.SESSION_EXPIRED,
        details: Details = Details(),
    ) : AuthException(code, details)

/** No valid response came: the device is offline, TLS failed, or the server failed. The session stays. */
public class NetworkException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.TRANSPORT_FAILED,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The platform's store is locked, broken or full. The session stays. */
public class StorageException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.STORE_UNAVAILABLE,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The call was cancelled. */
public class AuthCancelledException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.CANCELLED,
        details: Details = Details(),
    ) : AuthException(code, details)

/** The call's time limit passed. The session stays. */
public class TimedOutException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.DEADLINE_PASSED,
        details: Details = Details(),
    ) : AuthException(code, details)

/**
 * A defect of this library, or of a class with which the app itself implements [Auth], such as a fake in a test; or a
 * native library that can't be used; or the system gave no randomness ([AuthErrorCode.NO_ENTROPY]), and the same call
 * can succeed later.
 */
public class InternalException
    @JvmOverloads
    constructor(
        code: AuthErrorCode = AuthErrorCode.INTERNAL,
        details: Details = Details(),
    ) : AuthException(code, details)
