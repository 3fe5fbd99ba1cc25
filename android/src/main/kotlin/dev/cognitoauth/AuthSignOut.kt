package dev.cognitoauth

/** Options of [Auth.signOut]. */
public class AuthSignOutOptions private constructor(
    /** Signs the user out on every device (GlobalSignOut). */
    public val isGlobalSignOut: Boolean,
) {
    override fun equals(other: Any?): Boolean = other is AuthSignOutOptions && isGlobalSignOut == other.isGlobalSignOut

    override fun hashCode(): Int = isGlobalSignOut.hashCode()

    override fun toString(): String = "AuthSignOutOptions(isGlobalSignOut=$isGlobalSignOut)"

    /** Makes [AuthSignOutOptions]. */
    public class Builder internal constructor() {
        private var globalSignOut = false

        /** Signs the user out on every device; only here unless set. */
        public fun globalSignOut(globalSignOut: Boolean): Builder = apply { this.globalSignOut = globalSignOut }

        /** The options. */
        public fun build(): AuthSignOutOptions = AuthSignOutOptions(globalSignOut)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** A sign-out on this device. */
        @JvmStatic
        public fun defaults(): AuthSignOutOptions = builder().build()
    }
}

/** The result of a sign-out. */
public sealed class AuthSignOutResult {
    /** Whether the session is gone from this device. */
    public abstract val isSignedOutLocally: Boolean

    /** The session is gone here, and its tokens are revoked at the service, if the app client allows revocation. */
    public object Complete : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean = true

        override fun toString(): String = "Complete"
    }

    /** The session is gone here, but not everything ended at the service. */
    public data class Partial(
        /** Why the refresh token could not be revoked. */
        public val revokeTokenError: AuthException? = null,
        /** Why the user could not be signed out everywhere. */
        public val globalSignOutError: AuthException? = null,
        /** Why the web session could not be ended. */
        public val hostedUIError: AuthException? = null,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = true
    }

    /**
     * The session could not be removed from the store: the user is still signed in here. If the call was cancelled, a
     * sign-out that has begun goes on in the background.
     */
    public data class Failed(
        /** Why. */
        public val exception: AuthException,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = false
    }
}
