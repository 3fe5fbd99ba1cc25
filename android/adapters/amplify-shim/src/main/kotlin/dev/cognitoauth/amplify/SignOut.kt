package dev.cognitoauth.amplify

/** The result of a sign-out. */
public abstract class AuthSignOutResult internal constructor()

/** The result of a sign-out. */
public sealed class AWSCognitoAuthSignOutResult : AuthSignOutResult() {
    /** Whether the session is gone from this device. */
    public abstract val signedOutLocally: Boolean

    /** The session is gone, here and at the service. */
    public object CompleteSignOut : AWSCognitoAuthSignOutResult() {
        override val signedOutLocally: Boolean get() = true

        override fun toString(): String = "CompleteSignOut"
    }

    /** The session is gone here, but not everything ended at the service. */
    public data class PartialSignOut(
        /** Why the browser may still have its cookie. */
        public val hostedUIError: HostedUIError?,
        /** Why the user could not be signed out everywhere. */
        public val globalSignOutError: GlobalSignOutError?,
        /** Why the refresh token could not be revoked. */
        public val revokeTokenError: RevokeTokenError?,
    ) : AWSCognitoAuthSignOutResult() {
        override val signedOutLocally: Boolean get() = true
    }

    /** The session is still here. */
    public data class FailedSignOut(
        /** Why the session is still here. */
        public val exception: AuthException,
    ) : AWSCognitoAuthSignOutResult() {
        override val signedOutLocally: Boolean get() = false
    }
}

/** A sign-out has only one callback, which takes a result. So an exception reaches it as a failed sign-out. */
internal fun failed(onComplete: Consumer<AuthSignOutResult>): Consumer<AuthException> =
    Consumer { onComplete.accept(AWSCognitoAuthSignOutResult.FailedSignOut(it)) }

/** Why the browser may still have its cookie. */
public data class HostedUIError(
    /** What went wrong. */
    public val exception: HostedUISignOutException,
)

/** Why the user could not be signed out everywhere. */
public data class GlobalSignOutError(
    /** What went wrong. */
    public val exception: GlobalSignOutException,
)

/** Why the refresh token could not be revoked. */
public data class RevokeTokenError(
    /** What went wrong. */
    public val exception: RevokeTokenException,
)
