package dev.cognitoauth.amplify

/** What `Amplify` throws. */
public open class AmplifyException(
    message: String,
    cause: Throwable?,
    /** What the app, or its user, can do now. */
    public val recoverySuggestion: String,
) : Exception(message, cause) {
    /** An exception without a cause. */
    public constructor(message: String, recoverySuggestion: String) : this(message, null, recoverySuggestion)
}

/**
 * Why a call failed. The [cause] is the library's own exception, [dev.cognitoauth.AuthException], which says exactly
 * what went wrong.
 */
public open class AuthException
    @JvmOverloads
    constructor(
        message: String,
        recoverySuggestion: String,
        cause: Throwable? = null,
    ) : AmplifyException(message, cause, recoverySuggestion) {
        internal constructor(cause: Throwable?) : this(
            cause?.message ?: "The call failed.",
            (cause as? dev.cognitoauth.AuthException)?.recoverySuggestion ?: "See the cause.",
            cause,
        )
    }

/** The configuration is wrong or lacks something. */
public open class ConfigurationException(
    cause: Throwable?,
) : AuthException(cause)

/** The configuration has no domain for the sign-in on the web. */
public class InvalidOauthConfigurationException(
    cause: Throwable?,
) : ConfigurationException(cause)

/** The configuration has no user pool. */
public class InvalidUserPoolConfigurationException(
    cause: Throwable?,
) : ConfigurationException(cause)

/** The call does not fit the state. */
public open class InvalidStateException(
    cause: Throwable?,
) : AuthException(cause)

/** A user is signed in already. */
public class SignedInException(
    cause: Throwable?,
) : InvalidStateException(cause)

/** The service refused: wrong password, wrong session. */
public class NotAuthorizedException(
    cause: Throwable?,
) : AuthException(cause)

/** The session has ended at the service. */
public class SessionExpiredException(
    cause: Throwable?,
) : AuthException(cause)

/** Nobody is signed in. */
public class SignedOutException(
    cause: Throwable?,
) : AuthException(cause)

/** Anything else: the network, the store, a call that was cancelled. */
public class UnknownException(
    cause: Throwable?,
) : AuthException(cause)

/** An argument is empty or malformed. */
public class ValidationException(
    cause: Throwable?,
) : AuthException(cause)

/** The passkey could not be used or registered. */
public open class WebAuthnFailedException(
    cause: Throwable?,
) : AuthException(cause)

/** The authenticator already has a passkey of this user. */
public class WebAuthnCredentialAlreadyExistsException(
    cause: Throwable?,
) : WebAuthnFailedException(cause)

/** The device or its system does not support passkeys, or the app has no authenticator. */
public class WebAuthnNotSupportedException(
    cause: Throwable?,
) : WebAuthnFailedException(cause)

/** The app does not belong to the domain that the passkeys are for. */
public class WebAuthnRpMismatchException(
    cause: Throwable?,
) : WebAuthnFailedException(cause)
