package dev.cognitoauth

import android.app.Activity

/**
 * The app's own passkeys, in place of the platform's: for tests, or for Android before 14 with a library that the app
 * chooses.
 *
 * The calls may block: they come on a background thread, never on the main thread. [cancel] never comes before or
 * during the [start] of the same request, and never twice. If [start] throws anything, the request fails with
 * [PasskeyFailure.OTHER]. What [cancel] throws is ignored.
 */
public interface PasskeyAuthenticator {
    /**
     * Asks the user, and returns without waiting. Give the result to [reply], on any thread. There is no time limit:
     * the platform's sheet stays as long as the user wants.
     */
    public fun start(
        request: PasskeyRequest,
        reply: PasskeyReply,
    )

    /** Closes the sheet: nobody waits for the result any more. Ignore the id of a request that is not active. */
    public fun cancel(id: Long)
}

/** Takes the authenticator's result. Only the first result is used; later ones are ignored. */
public interface PasskeyReply {
    /**
     * The credential in its JSON form (Web Authentication, section 5.1: `RegistrationResponseJSON` or
     * `AuthenticationResponseJSON`).
     */
    public fun succeed(credentialJson: String)

    /** No credential will come. */
    public fun fail(failure: PasskeyFailure)
}

/** A request to the user's authenticator. Printing it does not print the options. */
public class PasskeyRequest(
    /** Identifies the request in [PasskeyAuthenticator.cancel]; unique within the process. */
    public val id: Long,
    /** Whether to make a passkey or to sign in with one. */
    public val ceremony: PasskeyCeremony,
    /**
     * The options in their JSON form (Web Authentication, section 5.1: `PublicKeyCredentialCreationOptionsJSON` or
     * `PublicKeyCredentialRequestOptionsJSON`).
     */
    public val optionsJson: String,
    /**
     * The activity over which to show the sheet: the newest one that a call has passed. Null if no call has passed one,
     * or if that activity is gone.
     */
    public val callingActivity: Activity?,
) {
    override fun equals(other: Any?): Boolean = other is PasskeyRequest && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    private fun parts() = listOf(id, ceremony, optionsJson, callingActivity)

    override fun toString(): String = "PasskeyRequest($ceremony)"
}

/** What the authenticator does. */
public enum class PasskeyCeremony {
    /** Makes a new passkey. */
    REGISTRATION,

    /** Signs in with a passkey that the user has. */
    AUTHENTICATION,
}

/** Why the authenticator returned no credential. */
public enum class PasskeyFailure {
    /** The user closed the platform's sheet. */
    CANCELLED,

    /** The device, or its system's version, does not support passkeys. */
    UNSUPPORTED,

    /** The user has no passkey for this app on this device. */
    NO_CREDENTIAL,

    /** The authenticator already has a passkey of this user. */
    ALREADY_REGISTERED,

    /** The app does not belong to the domain that the passkeys are for. */
    DOMAIN_MISMATCH,

    /** The authenticator dropped the request without a result. */
    UNANSWERED,

    /** Anything else. */
    OTHER,
}
