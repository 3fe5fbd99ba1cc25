package dev.cognitoauth.android

import android.content.Context

/**
 * Lets the store of [AndroidAuth] ask for the user's face, finger or screen lock before it reads the session, or
 * changes it.
 *
 * Each call reads the session. Once the user has confirmed a prompt, the next one comes only after [validitySeconds].
 * Unlocking the device has the same effect as the prompt. If the user cancels, or is not recognised, the call fails
 * with [dev.cognitoauth.AuthErrorCode.STORE_USER_PRESENCE_REFUSED]. If no prompt can be shown, such as in the
 * background, the call fails with [dev.cognitoauth.AuthErrorCode.STORE_LOCKED]. Neither error signs the user out.
 *
 * An instance that has read the session keeps it in memory, and uses it even if the user refuses a later prompt. The
 * device needs a screen lock; without one a sign-in fails with [dev.cognitoauth.AuthErrorCode.STORE_UNAVAILABLE].
 */
public class UserPresence private constructor(
    /** How long the user is not asked again, in seconds; at least 1. */
    public val validitySeconds: Int,
    internal val prompt: (Context) -> UserPresencePrompt,
) {
    override fun toString(): String = "UserPresence(validitySeconds=$validitySeconds)"

    public companion object {
        /** The default of [validitySeconds]: five minutes. */
        public const val DEFAULT_VALIDITY_SECONDS: Int = 300

        /**
         * Asks with Android's own prompt, from Android 9 on. On Android 9 it takes a face or a finger only, and from
         * Android 10 on the screen lock too. The app's manifest needs the permission
         * `android.permission.USE_BIOMETRIC`; without it the calls fail with
         * [dev.cognitoauth.AuthErrorCode.STORE_MISCONFIGURED].
         *
         * @param title what the prompt says, such as `Open your account`; not empty
         * @param validitySeconds how long the user is not asked again, in seconds; at least 1
         */
        @JvmStatic
        @JvmOverloads
        public fun platform(
            title: String,
            validitySeconds: Int = DEFAULT_VALIDITY_SECONDS,
        ): UserPresence = UserPresence(validitySeconds.coerceAtLeast(1)) { PlatformUserPresencePrompt(it, title) }

        /**
         * Asks with a prompt of the app's own, such as Jetpack's, or `createConfirmDeviceCredentialIntent` before
         * Android 9.
         *
         * @param prompt shows the prompt
         * @param validitySeconds how long the user is not asked again, in seconds; at least 1
         */
        @JvmStatic
        @JvmOverloads
        public fun withPrompt(
            prompt: UserPresencePrompt,
            validitySeconds: Int = DEFAULT_VALIDITY_SECONDS,
        ): UserPresence = UserPresence(validitySeconds.coerceAtLeast(1)) { prompt }
    }
}

/**
 * Asks the user to show that they are present: by a strong biometric (class 3), or by the screen lock. Android itself
 * then unlocks the key of the session. A prompt that only claims a success does not unlock it.
 */
public fun interface UserPresencePrompt {
    /**
     * Shows the prompt, and gives the answer to [reply], on any thread. The call comes on a background thread, one at a
     * time in the app's process. The calls of the store that need the user wait for the answer: five minutes at most.
     * If this call throws, the answer is [UserPresenceFailure.OTHER].
     */
    public fun ask(reply: UserPresenceReply)
}

/** Takes the user's answer to a [UserPresencePrompt]. Only the first call has an effect. */
public interface UserPresenceReply {
    /** The user has shown that they are present. */
    public fun succeed()

    /** The user has not shown that they are present. */
    public fun fail(failure: UserPresenceFailure)
}

/** Why a user has not shown that they are present. A later version may add a reason. */
public enum class UserPresenceFailure {
    /** The user closed the prompt, or did not answer it. */
    CANCELLED,

    /** The face, the finger or the screen lock was refused, perhaps too often. */
    REFUSED,

    /** The prompt can't be shown now: the app is in the background, or the device is locked. */
    NOT_SHOWN,

    /** The device has no screen lock, or lacks what the prompt accepts. */
    UNSUPPORTED,

    /** The app is not allowed to show the prompt: a permission is missing. */
    MISCONFIGURED,

    /** Another failure. */
    OTHER,
}
