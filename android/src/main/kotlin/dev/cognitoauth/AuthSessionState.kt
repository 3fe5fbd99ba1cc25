package dev.cognitoauth

import java.io.Serializable

/**
 * Whom the session belongs to, or why that is not known. A later version may add a class: see [Auth] on types that
 * grow.
 */
public sealed class AuthSessionState {
    /** The store was not read yet. */
    public object Loading : AuthSessionState() {
        override fun toString(): String = "Loading"
    }

    /** Nobody is signed in. */
    public data class SignedOut
        @JvmOverloads
        constructor(
            /** The session that the service has ended, if nobody has signed in or out since. */
            public val ended: AuthSessionEnd? = null,
        ) : AuthSessionState()

    /**
     * Nobody is signed in yet: a sign-in waits for the answer to its challenge. An earlier run of the app may have
     * begun that sign-in.
     */
    public data class AwaitingChallenge(
        /** The sign-in. */
        public val pendingSignIn: AuthPendingSignIn,
    ) : AuthSessionState()

    /** A user of the user pool. */
    public data class SignedIn(
        /** The user. */
        public val user: AuthUser,
    ) : AuthSessionState()

    /**
     * A guest: nobody is signed in, the configuration allows guests, and the app has an identity of the identity pool.
     */
    public data class Guest(
        /** The id of the guest's identity. */
        public val identityId: String,
    ) : AuthSessionState()

    /** A login of another provider, without a user of the user pool: [Auth.federateToIdentityPool]. */
    public data class Federated(
        /** The id of the login's identity. */
        public val identityId: String,
    ) : AuthSessionState()

    /** The store can't be read. A user may be signed in. */
    public data class Unavailable(
        /** The failure of the store, such as [AuthErrorCode.STORE_LOCKED]. */
        public val code: AuthErrorCode,
    ) : AuthSessionState()
}

/**
 * A sign-in whose challenge waits for an answer. Printing it prints neither the user name nor personal data. It can be
 * saved with a screen, as [AuthSignInStep] can; the saved form has the user name.
 */
public data class AuthPendingSignIn(
    /** The user name or alias, as the user typed it. */
    public val username: String,
    /** The challenge. Answer it with [Auth.confirmSignIn]. */
    public val nextStep: AuthSignInStep,
) : Serializable {
    override fun toString(): String = "AuthPendingSignIn(nextStep=$nextStep)"

    /** What Java's serialization writes in place of this object. */
    private fun writeReplace(): Any = saved()
}

/** A session that the service has ended. Printing it does not print the user name, which can be an address. */
public data class AuthSessionEnd(
    /** Why the service ended it. */
    public val reason: AuthSessionEndReason,
    /** The user name in the pool, with which the user can sign in again. */
    public val username: String,
) {
    override fun toString(): String = "AuthSessionEnd(reason=$reason)"
}

/** Why the service ended a session. A later version may add a reason: see [Auth] on types that grow. */
public enum class AuthSessionEndReason {
    /** The refresh token's lifetime is over. The app client's settings say how long it is. */
    EXPIRED,

    /** The refresh token was revoked: by a sign-out on all devices, or by an administrator. */
    REVOKED,

    /** The refresh token was used after it had been replaced by another. */
    REUSED,

    /** The user no longer exists. */
    USER_DELETED,

    /** An administrator has disabled the user. */
    USER_DISABLED,

    /** The user has to reset the password before the next sign-in. */
    PASSWORD_RESET_REQUIRED,

    /** The user's sign-up is not confirmed. */
    NOT_CONFIRMED,

    /**
     * The service does not accept the refresh token, and does not say why. The session's device may have been
     * forgotten.
     */
    REJECTED,
}
