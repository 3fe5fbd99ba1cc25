package dev.cognitoauth

import dev.cognitoauth.AuthException.Details

// The errors that this package makes itself. They need no native library, because an app's tests have none. If the
// core has the same error, both have the same texts and the same `refreshFailure`: a test compares them.

/** The call was cancelled: this package ended it without the core. */
internal fun cancelled(): AuthException =
    AuthCancelledException(
        details =
            Details(
                description = "The call was cancelled.",
                recoverySuggestion = "Start again when the user wants to.",
            ),
    )

/** The instance was closed. */
internal fun closed(): AuthException =
    InvalidStateException(
        AuthErrorCode.CLOSED,
        Details(
            description = "This instance was closed.",
            recoverySuggestion = "Make a new instance.",
        ),
    )

/** Nobody is signed in. */
internal fun notSignedIn(): AuthException =
    SignedOutException(
        details =
            Details(
                description = "Nobody is signed in.",
                recoverySuggestion = "Sign in first.",
            ),
    )

/** The configuration has no identity pool. */
internal fun identityPoolNotConfigured(): AuthException =
    ConfigurationException(
        AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED,
        Details(
            description = "The configuration has no identity pool.",
            recoverySuggestion = "Add the identity pool's id to the configuration.",
            refreshFailure = AuthRefreshFailure.Configuration,
        ),
    )

/** The options of the call left out the identity and its AWS credentials. */
internal fun credentialsLeftOut(): AuthException =
    InvalidStateException(
        AuthErrorCode.CREDENTIALS_LEFT_OUT,
        Details(
            description = "The options of the call left the AWS credentials out.",
            recoverySuggestion = "Fetch the session without this option.",
        ),
    )

/** An argument that must not be empty is empty. */
internal fun emptyArgument(field: String): AuthException =
    ValidationException(
        AuthErrorCode.EMPTY_ARGUMENT,
        Details(
            description = "An argument that must not be empty is empty.",
            recoverySuggestion = "Pass a value.",
            field = field,
        ),
    )

/** The configuration file is missing, or can't be read. */
internal fun unreadableConfiguration(): ConfigurationException =
    ConfigurationException(
        AuthErrorCode.UNREADABLE_CONFIGURATION,
        Details(
            description = "The configuration file can't be read.",
            recoverySuggestion = "Check the file's name, and that it is part of the app.",
            refreshFailure = AuthRefreshFailure.Configuration,
        ),
    )

/** The bridge itself failed. The bridge's exception does not become the [Details.cause]: its text can hold secrets. */
internal fun defect(): AuthException =
    InternalException(
        details =
            Details(
                description = "The library has a defect.",
                recoverySuggestion = "Report it, with the steps that lead to it.",
            ),
    )

/**
 * The native library can't be loaded, or is of another version and lacks a function that these classes call.
 *
 * @param processor the processor that the process runs for. For a process of 32 bits, this is a processor of 32 bits,
 * even on a device of 64 bits
 */
internal fun unusableLibrary(
    cause: Throwable,
    processor: String? = System.getProperty("os.arch"),
): AuthException =
    InternalException(
        details =
            Details(
                description = "The native library can't be used.",
                recoverySuggestion =
                    if (processor in PROCESSORS_OF_32_BITS) {
                        "There is no native library for 32 bits, and this process runs for $processor. " +
                            "Package the app only for 64 bits: abiFilters += listOf(\"arm64-v8a\", \"x86_64\")."
                    } else {
                        "Check that the app contains this version's native library for the device's processor."
                    },
                cause = cause,
            ),
    )

/** The names that Android and JVMs have for processors of 32 bits. */
private val PROCESSORS_OF_32_BITS = setOf("armv7l", "armv8l", "arm", "i386", "i686", "x86")

/** An app's own [Auth] or [AuthAccounts] threw something else than an [AuthException]. */
internal fun notTyped(cause: Throwable): AuthException =
    InternalException(
        details =
            Details(
                description = "The app's own class threw something else than an AuthException.",
                recoverySuggestion = "Throw an AuthException in that class. The cause is what it threw.",
                cause = cause,
            ),
    )

/** Fails a call of [Auth] or [AuthAccounts] that a test's own class does not override. */
internal fun notImplemented(): Nothing =
    throw InternalException(
        details =
            Details(
                description = "The app's own class does not implement the call.",
                recoverySuggestion = "Override the call in that class.",
            ),
    )
