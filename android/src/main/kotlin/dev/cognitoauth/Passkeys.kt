package dev.cognitoauth

import android.app.Activity

/**
 * The app's own passkeys, in place of the platform's: for Android before 14, with a library of the app's choice; for
 * tests.
 *
 * Called on a thread that may block, never on the app's. [cancel] is never called before or during the [start] of the
 * same request, and never twice. Whatever is thrown counts as [PasskeyFailure.OTHER].
 */
interface PasskeyAuthenticator {
    /**
     * Asks the user, and returns at once; the answer goes to [reply], from any thread. There is no time limit: the
     * platform's sheet stays as long as the user wants.
     */
    fun start(
        request: PasskeyRequest,
        reply: PasskeyReply,
    )

    /** Nobody waits for the answer any more: close the sheet. An id that is not under way is ignored. */
    fun cancel(id: Long)
}

/** Where an authenticator puts its one answer. The first answer counts; later ones are ignored. */
interface PasskeyReply {
    /**
     * The credential in its JSON form (Web Authentication, section 5.1: `RegistrationResponseJSON` or
     * `AuthenticationResponseJSON`).
     */
    fun succeed(credentialJson: String)

    /** No credential will come. */
    fun fail(failure: PasskeyFailure)
}

/** Something to ask the user's authenticator. Printing it does not print the options. */
class PasskeyRequest(
    /** Names the request in [PasskeyAuthenticator.cancel]; unique within the process. */
    val id: Long,
    /** What to do. */
    val ceremony: PasskeyCeremony,
    /**
     * The options in their JSON form (Web Authentication, section 5.1.8: `PublicKeyCredentialCreationOptionsJSON` or
     * `PublicKeyCredentialRequestOptionsJSON`).
     */
    val optionsJson: String,
    /** Over which to ask: the activity that the newest call named, if one did and it is still there. */
    val callingActivity: Activity?,
) {
    override fun toString(): String = "PasskeyRequest($ceremony)"
}

/** What a passkey is asked for. */
enum class PasskeyCeremony {
    /** Make a new passkey. */
    REGISTRATION,

    /** Sign in with a passkey that the user has. */
    AUTHENTICATION,
}

/** Why there is no passkey. */
enum class PasskeyFailure {
    /** The user closed the platform's sheet. */
    CANCELLED,

    /** The device, or its system's version, has no passkeys. */
    UNSUPPORTED,

    /** The user has no passkey for this here. */
    NO_CREDENTIAL,

    /** The authenticator holds a passkey of this user's already. */
    ALREADY_REGISTERED,

    /** The app does not belong to the domain that the passkeys are for. */
    DOMAIN_MISMATCH,

    /** The authenticator let go of the request without an answer. */
    UNANSWERED,

    /** Anything else. */
    OTHER,
}
