package dev.cognitoauth

/** Options of [Auth.fetchAuthSession]. */
class AuthFetchSessionOptions private constructor(
    /** Refreshes the tokens even if they are still valid. */
    val forceRefresh: Boolean,
    /** Passed to the pool's triggers when a refresh is made. */
    val clientMetadata: Map<String, String>,
) {
    /** Makes [AuthFetchSessionOptions]. */
    class Builder internal constructor() {
        private var forceRefresh = false
        private var clientMetadata = emptyMap<String, String>()

        /** Refreshes the tokens even if they are still valid; not done unless set. */
        fun forceRefresh(forceRefresh: Boolean): Builder = apply { this.forceRefresh = forceRefresh }

        /** Passed to the pool's triggers when a refresh is made. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        fun build(): AuthFetchSessionOptions = AuthFetchSessionOptions(forceRefresh, clientMetadata)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthFetchSessionOptions = builder().build()
    }
}

/** The tokens of a signed-in user. Printing them prints none of them. */
data class UserPoolTokens(
    /** The ID token: a signed JWT about the user. */
    val idToken: String,
    /** The access token: a signed JWT for the user pool's own operations and for APIs. */
    val accessToken: String,
    /** The refresh token. Never send it anywhere but to Cognito. */
    val refreshToken: String,
    /**
     * When the first of the access token and the ID token expires, in milliseconds since 1970, by the device's clock.
     */
    val expiresAtMilliseconds: Long,
) {
    override fun toString(): String = "UserPoolTokens(expiresAtMilliseconds=$expiresAtMilliseconds)"
}

/** The session: whether somebody is signed in, who, and the tokens. */
data class AuthSession(
    /** Whether a user is signed in. */
    val isSignedIn: Boolean,
    /** The user's id (`sub`). */
    val userSub: String?,
    /** The tokens, valid when they were returned. */
    val tokens: UserPoolTokens?,
)

/** The signed-in user. */
data class AuthUser(
    /** The user name in the pool (Cognito's `username` claim), which may differ from what was typed. */
    val username: String,
    /** The user's id (`sub`). */
    val userId: String,
)
