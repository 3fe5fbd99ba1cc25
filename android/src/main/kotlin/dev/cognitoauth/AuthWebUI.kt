package dev.cognitoauth

/** An identity provider of the user pool, for [Auth.signInWithSocialWebUI]. */
public class AuthProvider private constructor(
    internal val kind: Kind,
    /** The provider's name in the user pool; null for the four providers whose name is always the same. */
    public val name: String? = null,
) {
    internal enum class Kind {
        AMAZON,
        APPLE,
        FACEBOOK,
        GOOGLE,
        NAMED,
    }

    override fun equals(other: Any?): Boolean = other is AuthProvider && kind == other.kind && name == other.name

    override fun hashCode(): Int = listOf(kind, name).hashCode()

    override fun toString(): String = "AuthProvider(${name ?: kind.name})"

    public companion object {
        /** Login with Amazon. */
        @JvmStatic
        public fun amazon(): AuthProvider = AuthProvider(Kind.AMAZON)

        /** Sign in with Apple. */
        @JvmStatic
        public fun apple(): AuthProvider = AuthProvider(Kind.APPLE)

        /** Facebook. */
        @JvmStatic
        public fun facebook(): AuthProvider = AuthProvider(Kind.FACEBOOK)

        /** Google. */
        @JvmStatic
        public fun google(): AuthProvider = AuthProvider(Kind.GOOGLE)

        /** An OpenID Connect provider, by its name in the user pool. The name is case-sensitive. */
        @JvmStatic
        public fun oidc(name: String): AuthProvider = custom(name)

        /** A SAML provider, by its name in the user pool. The name is case-sensitive. */
        @JvmStatic
        public fun saml(name: String): AuthProvider = custom(name)

        /** Any provider, by its name in the user pool. The name is case-sensitive. */
        @JvmStatic
        public fun custom(name: String): AuthProvider = AuthProvider(Kind.NAMED, name)
    }
}

/** What the pages ask the user (OpenID Connect Core, section 3.1.2.1). */
public enum class AuthWebUIPrompt {
    /** Nothing: if the browser has no session, the sign-in fails with [AuthErrorCode.LOGIN_REQUIRED]. */
    NONE,

    /** To sign in, even if the browser has a session. */
    LOGIN,

    /** To choose an account. Cognito passes this value on to providers. */
    SELECT_ACCOUNT,

    /** To consent. Cognito passes this value on to providers. */
    CONSENT,
}

/**
 * Whom the app expects to sign in. If another user signs in, the tokens are revoked, and the sign-in fails with
 * [AuthErrorCode.UNEXPECTED_IDENTITY].
 */
public sealed class AuthIdentityExpectation {
    /** Anyone. */
    public object Anyone : AuthIdentityExpectation() {
        override fun toString(): String = "Anyone"
    }

    /** One user. */
    public data class User(
        /** The user's id (`sub`), as in [AuthUser.userId]. */
        public val userId: String,
    ) : AuthIdentityExpectation()

    /** Anyone but these users, such as those who are signed in to the app's other accounts. */
    public data class OtherThan(
        /** The users' ids (`sub`). */
        public val userIds: List<String>,
    ) : AuthIdentityExpectation()
}

/** The result of [Auth.handleRedirect]. */
public sealed class AuthRedirectResult {
    /** The address is no redirect of this configuration. The app can use it for something else. */
    public object NotARedirect : AuthRedirectResult() {
        override fun toString(): String = "NotARedirect"
    }

    /**
     * The redirect belongs to no open sign-in or sign-out: it was used before, its sign-in has ended, or it is forged.
     */
    public object Ignored : AuthRedirectResult() {
        override fun toString(): String = "Ignored"
    }

    /** The call that opened the browser has the redirect now, and goes on. */
    public object Delivered : AuthRedirectResult() {
        override fun toString(): String = "Delivered"
    }

    /** The call that opened the browser has ended, perhaps with its process. This call has completed the sign-in. */
    public data class SignedIn(
        /** The result, as [Auth.signInWithWebUI] returns it. */
        public val result: AuthSignInResult,
    ) : AuthRedirectResult()
}
