package dev.cognitoauth.amplify

/** Whether a user is signed in. */
public open class AuthSession(
    /** Whether a user is signed in. */
    public val isSignedIn: Boolean,
)

/** The session, with an error of its own for each part. */
public class AWSCognitoAuthSession internal constructor(
    isSignedIn: Boolean,
    /** The id of the identity. */
    public val identityIdResult: AuthSessionResult<String>,
    /** The AWS credentials. */
    public val awsCredentialsResult: AuthSessionResult<AWSCredentials>,
    /** The user's id. */
    public val userSubResult: AuthSessionResult<String>,
    /** The tokens. */
    public val userPoolTokensResult: AuthSessionResult<AWSCognitoUserPoolTokens>,
) : AuthSession(isSignedIn) {
    /** The access token, if there is one. */
    public val accessToken: String? get() = userPoolTokensResult.value?.accessToken

    override fun toString(): String =
        "AWSCognitoAuthSession(isSignedIn=$isSignedIn, identityIdResult=$identityIdResult, " +
            "awsCredentialsResult=$awsCredentialsResult, userSubResult=$userSubResult, " +
            "userPoolTokensResult=$userPoolTokensResult)"
}

/** One part of a session: its value, or why it is not there. */
public class AuthSessionResult<out T : Any> private constructor(
    /** The value, if it is there. */
    public val value: T?,
    /** Why the value is not there. */
    public val error: AuthException?,
) {
    /** Whether the value is there. */
    public enum class Type {
        /** The value is there. */
        SUCCESS,

        /** The value is not there. */
        FAILURE,
    }

    /** Whether the value is there. */
    public val type: Type get() = if (error == null) Type.SUCCESS else Type.FAILURE

    override fun toString(): String = "AuthSessionResult(${error ?: value})"

    public companion object {
        /** A part that is there. */
        @JvmStatic
        public fun <T : Any> success(value: T): AuthSessionResult<T> = AuthSessionResult(value, null)

        /** A part that is absent. */
        @JvmStatic
        public fun <T : Any> failure(error: AuthException): AuthSessionResult<T> = AuthSessionResult(null, error)
    }
}
