package dev.cognitoauth

/** Options of [Auth.signOut]. */
public class AuthSignOutOptions private constructor(
    /** Signs the user out on every device (GlobalSignOut). */
    public val isGlobalSignOut: Boolean,
    /** Which of the configuration's sign-out redirects a browser uses; if absent, [Builder.redirectUri] says which. */
    public val redirectUri: String?,
    /** Waits while another page of the process is open. */
    public val waitForBrowser: Boolean,
) {
    override fun equals(other: Any?): Boolean = other is AuthSignOutOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String =
        "AuthSignOutOptions(isGlobalSignOut=$isGlobalSignOut, redirectUri=$redirectUri, waitForBrowser=$waitForBrowser)"

    private fun parts() = listOf(isGlobalSignOut, redirectUri, waitForBrowser)

    /** Makes [AuthSignOutOptions]. */
    public class Builder internal constructor() {
        private var globalSignOut = false
        private var redirectUri: String? = null
        private var waitForBrowser = false

        /** Signs the user out on every device; unless set, on this device alone. */
        public fun globalSignOut(globalSignOut: Boolean): Builder = apply { this.globalSignOut = globalSignOut }

        /**
         * Which of the configuration's sign-out redirects a sign-out with a browser uses. Unless set, it is the first
         * whose scheme is neither `http` nor `https`. If there is none, it is the first of all.
         */
        public fun redirectUri(uri: String?): Builder = apply { redirectUri = uri }

        /**
         * Lets a sign-out with a browser wait while another page of the process is open. The user is signed out here
         * before the wait. Unless set, the browser does not open in that case, and the result has
         * [AuthErrorCode.BROWSER_BUSY].
         */
        public fun waitForBrowser(wait: Boolean): Builder = apply { waitForBrowser = wait }

        /** The options. */
        public fun build(): AuthSignOutOptions = AuthSignOutOptions(globalSignOut, redirectUri, waitForBrowser)
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
        /** Why the browser may still have its cookie. The next sign-out with a browser tries again. */
        public val hostedUIError: AuthException? = null,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = true
    }

    /**
     * The session is still here, and the exception says why. For example, the session could not be removed from the
     * store, the instance is closed, the app is federated ([AuthErrorCode.FEDERATED_TO_IDENTITY_POOL]), or another user
     * is signed in ([AuthErrorCode.USER_CHANGED]). If the call was cancelled, a sign-out that has begun goes on in the
     * background.
     */
    public data class Failed(
        /** Why the session is still here. */
        public val exception: AuthException,
    ) : AuthSignOutResult() {
        override val isSignedOutLocally: Boolean get() = false
    }
}
