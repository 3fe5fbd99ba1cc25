package dev.cognitoauth

/** Options of [Auth.signOut]. */
class AuthSignOutOptions private constructor(
    /** Signs the user out on every device (GlobalSignOut). */
    val isGlobalSignOut: Boolean,
) {
    /** Makes [AuthSignOutOptions]. */
    class Builder internal constructor() {
        private var globalSignOut = false

        /** Signs the user out on every device; only here unless set. */
        fun globalSignOut(globalSignOut: Boolean): Builder = apply { this.globalSignOut = globalSignOut }

        /** The options. */
        fun build(): AuthSignOutOptions = AuthSignOutOptions(globalSignOut)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** A sign-out on this device. */
        @JvmStatic
        fun defaults(): AuthSignOutOptions = builder().build()
    }
}

/** What a sign-out came to. */
sealed class AuthSignOutResult {
    /** Whether the session is gone from this device. */
    abstract val isSignedOutLocally: Boolean

    /** The session is gone here, and its tokens are revoked at the service. */
    object Complete : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean = true

        override fun toString(): String = "Complete"
    }

    /** The session is gone here; the service was not told everything. */
    data class Partial(
        /** Why the refresh token could not be revoked. */
        val revokeTokenError: AuthException?,
        /** Why the user could not be signed out everywhere. */
        val globalSignOutError: AuthException?,
        /** Why the web session could not be ended. */
        val hostedUIError: AuthException?,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = true
    }

    /**
     * The session could not be removed from the store: the user is still signed in here. Of a sign-out that was
     * cancelled it says only that nobody waited for it: the session is being removed all the same.
     */
    data class Failed(
        /** Why. */
        val exception: AuthException,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = false
    }
}
