package dev.cognitoauth

/** Options of [Auth.fetchAuthSession]. */
public class AuthFetchSessionOptions private constructor(
    /** Refreshes the tokens even if they are still valid. */
    public val forceRefresh: Boolean,
    /** Passed to the pool's triggers when a refresh is made. */
    public val clientMetadata: Map<String, String>,
) {
    override fun equals(other: Any?): Boolean = other is AuthFetchSessionOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthFetchSessionOptions(forceRefresh=$forceRefresh)"

    private fun parts() = listOf(forceRefresh, clientMetadata)

    /** Makes [AuthFetchSessionOptions]. */
    public class Builder internal constructor() {
        private var forceRefresh = false
        private var clientMetadata = emptyMap<String, String>()

        /** Refreshes the tokens even if they are still valid; off unless set. */
        public fun forceRefresh(forceRefresh: Boolean): Builder = apply { this.forceRefresh = forceRefresh }

        /** Passed to the pool's triggers when a refresh is made. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        public fun build(): AuthFetchSessionOptions = AuthFetchSessionOptions(forceRefresh, clientMetadata)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthFetchSessionOptions = builder().build()
    }
}

/** The tokens of a signed-in user. Printing them prints none of them. */
public data class UserPoolTokens(
    /** The ID token: a signed JWT about the user. */
    public val idToken: String,
    /** The access token: a signed JWT for the user pool's own operations and for APIs. */
    public val accessToken: String,
    /** The refresh token. Send it only to Cognito. */
    public val refreshToken: String,
    /**
     * When the access token or the ID token expires, whichever comes first, in milliseconds since 1970, by the device's
     * clock.
     */
    public val expiresAtMilliseconds: Long,
) {
    override fun toString(): String = "UserPoolTokens(expiresAtMilliseconds=$expiresAtMilliseconds)"
}

/** The session: whether somebody is signed in, who, and the tokens. */
public data class AuthSession(
    /** Whether a user is signed in. */
    public val isSignedIn: Boolean,
    /** The user's id (`sub`). */
    public val userSub: String? = null,
    /** The tokens, valid when they were returned. */
    public val tokens: UserPoolTokens? = null,
)

/** The signed-in user. Printing it does not print the user name, which may be an address. */
public data class AuthUser(
    /** The user name in the pool (Cognito's `username` claim), which may differ from what the user typed. */
    public val username: String,
    /** The user's id (`sub`). */
    public val userId: String,
) {
    override fun toString(): String = "AuthUser(userId=$userId)"
}
