package dev.cognitoauth

/** Options of [Auth.fetchAuthSession]. */
public class AuthFetchSessionOptions private constructor(
    /** Refreshes the tokens, and gets new AWS credentials, even if they are still valid. */
    public val forceRefresh: Boolean,
    /** Passed to the pool's triggers when a refresh is made. */
    public val clientMetadata: Map<String, String>,
    /** Leaves the identity and its AWS credentials out. */
    public val withoutCredentials: Boolean,
    /** Never uses a guest's identity. */
    public val withoutGuests: Boolean,
    /** How long the tokens must stay valid. */
    public val minimumValidityMilliseconds: Long,
) {
    override fun equals(other: Any?): Boolean = other is AuthFetchSessionOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String =
        "AuthFetchSessionOptions(forceRefresh=$forceRefresh, withoutCredentials=$withoutCredentials, " +
            "withoutGuests=$withoutGuests, minimumValidityMilliseconds=$minimumValidityMilliseconds)"

    private fun parts() =
        listOf(forceRefresh, clientMetadata, withoutCredentials, withoutGuests, minimumValidityMilliseconds)

    /** Makes [AuthFetchSessionOptions]. */
    public class Builder internal constructor() {
        private var forceRefresh = false
        private var clientMetadata = emptyMap<String, String>()
        private var withoutCredentials = false
        private var withoutGuests = false
        private var minimumValidityMilliseconds = 0L

        /** Refreshes the tokens, and gets new AWS credentials, even if they are still valid; off unless set. */
        public fun forceRefresh(forceRefresh: Boolean): Builder = apply { this.forceRefresh = forceRefresh }

        /** Passed to the pool's triggers when a refresh is made. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /**
         * Leaves the identity and its AWS credentials out: the identity pool gets no request. Unless set, a session
         * has them if the configuration has an identity pool.
         */
        public fun withoutCredentials(without: Boolean): Builder = apply { withoutCredentials = without }

        /**
         * Never uses a guest's identity, even if the configuration allows guests; off unless set. With this option, the
         * identity and the credentials fail with [AuthErrorCode.NOT_SIGNED_IN] while nobody is signed in.
         */
        public fun withoutGuests(without: Boolean): Builder = apply { withoutGuests = without }

        /**
         * How long the tokens must stay valid, in milliseconds; 0 unless set. Tokens that expire sooner are refreshed.
         * Tokens that expire within a minute are always refreshed. The option does not concern AWS credentials.
         *
         * If even new tokens expire sooner, the call returns the new tokens. Too large a value would make every call
         * refresh the tokens. So once the library knows the lifetime of new tokens, it limits the value: a value above
         * `lifetime - 1 minute` becomes `lifetime / 2`. A negative number fails with
         * [AuthErrorCode.MALFORMED_ARGUMENT].
         */
        public fun minimumValidityMilliseconds(milliseconds: Long): Builder =
            apply { minimumValidityMilliseconds = milliseconds }

        /** The options. */
        public fun build(): AuthFetchSessionOptions =
            AuthFetchSessionOptions(
                forceRefresh,
                clientMetadata,
                withoutCredentials,
                withoutGuests,
                minimumValidityMilliseconds,
            )
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
public data class UserPoolTokens
    @JvmOverloads
    constructor(
        /** The ID token: a signed JWT about the user. */
        public val idToken: String,
        /** The access token: a signed JWT for the user pool's own operations and for APIs. */
        public val accessToken: String,
        /** The refresh token. Send it only to Cognito. */
        public val refreshToken: String,
        /**
         * When the access token or the ID token expires, whichever comes first. In milliseconds since 1970, by the
         * device's clock as it was when the tokens were received.
         */
        public val expiresAtMilliseconds: Long,
        /** What the tokens say about the user. The library fills this in; it is empty in tokens that an app makes. */
        public val claims: UserPoolClaims = UserPoolClaims(),
    ) {
        override fun toString(): String = "UserPoolTokens(expiresAtMilliseconds=$expiresAtMilliseconds)"
    }

/**
 * Whether a user is signed in, which user, the tokens, and an identity of the identity pool with its AWS credentials.
 * Each part has an error of its own: the session has its tokens even if the identity pool gives no credentials.
 */
public data class AuthSession
    @JvmOverloads
    constructor(
        /** Whether a user is signed in, or the app is federated to the identity pool. */
        public val isSignedIn: Boolean,
        /** The user's id (`sub`). */
        public val userSub: String? = null,
        /** The tokens, valid when they were returned; null if there are none. */
        public val tokens: UserPoolTokens? = null,
        /**
         * Why there are neither user nor tokens although [isSignedIn] is true:
         * [AuthErrorCode.FEDERATED_TO_IDENTITY_POOL].
         */
        public val userPoolError: AuthException? = null,
        /**
         * The id of the identity, `<region>:<GUID>`, or why it is not known. The id can be known although the
         * credentials failed.
         */
        public val identityIdResult: AuthSessionResult<String> =
            AuthSessionResult.failure(identityPoolNotConfigured()),
        /**
         * The AWS credentials, valid when they were returned, or why there are none. The error is
         * [AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED] without an identity pool, [AuthErrorCode.CREDENTIALS_LEFT_OUT]
         * if the options leave the credentials out, and [AuthErrorCode.NOT_SIGNED_IN] if nobody is signed in and guests
         * are not allowed.
         */
        public val awsCredentialsResult: AuthSessionResult<AuthAWSCredentials> =
            AuthSessionResult.failure(identityPoolNotConfigured()),
    ) {
        /** The [tokens], or why there are none. */
        public val userPoolTokensResult: AuthSessionResult<UserPoolTokens> get() = resultOf(tokens)

        /** The [userSub], or why it is not there. */
        public val userSubResult: AuthSessionResult<String> get() = resultOf(userSub)

        private fun <T : Any> resultOf(value: T?): AuthSessionResult<T> =
            value?.let { AuthSessionResult.success(it) }
                ?: AuthSessionResult.failure(userPoolError ?: notSignedIn())
    }

/**
 * One part of a session: its value, or why it is not there.
 *
 * Two failures are equal if they have the same code.
 */
public class AuthSessionResult<out T : Any> private constructor(
    /** The value; null if the part failed. */
    public val value: T?,
    /** Why the value is not there; null if it is. */
    public val error: AuthException?,
) {
    /** Whether the part has a value or an error. */
    public enum class Type {
        /** There is a [value]. */
        SUCCESS,

        /** There is an [error]. */
        FAILURE,
    }

    /** Whether the part has a value or an error. */
    public val type: Type get() = if (error == null) Type.SUCCESS else Type.FAILURE

    /**
     * The value.
     *
     * @throws AuthException if the part failed
     */
    @Throws(AuthException::class)
    public fun getOrThrow(): T = value ?: throw checkNotNull(error)

    override fun equals(other: Any?): Boolean =
        other is AuthSessionResult<*> && value == other.value && error?.code == other.error?.code

    override fun hashCode(): Int = listOf(value, error?.code).hashCode()

    // A value that has secrets prints itself without them.
    override fun toString(): String = "AuthSessionResult(${error ?: value})"

    public companion object {
        /** A part that has a value. */
        @JvmStatic
        public fun <T : Any> success(value: T): AuthSessionResult<T> = AuthSessionResult(value, null)

        /** A part that failed. */
        @JvmStatic
        public fun <T : Any> failure(error: AuthException): AuthSessionResult<T> = AuthSessionResult(null, error)
    }
}

/** The signed-in user. Printing it does not print the user name, which can be an address. */
public data class AuthUser(
    /** The user name in the pool (Cognito's `username` claim), which can differ from what the user typed. */
    public val username: String,
    /** The user's id (`sub`). */
    public val userId: String,
) {
    override fun toString(): String = "AuthUser(userId=$userId)"
}
