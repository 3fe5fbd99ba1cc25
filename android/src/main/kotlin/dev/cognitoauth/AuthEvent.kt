package dev.cognitoauth

/**
 * Something that happened to the session of one [Auth].
 *
 * Events come in the order in which they happened, after the session that they are about was stored. A later version
 * may add one: see [Auth] on types that grow.
 */
public enum class AuthEvent {
    /** A user signed in; the session is stored. */
    SIGNED_IN,

    /** The user signed out; the session is gone from the store. */
    SIGNED_OUT,

    /**
     * The service no longer accepts the refresh token: the user has to sign in again. Neither the network nor the store
     * causes it.
     */
    SESSION_EXPIRED,

    /** The user deleted the account; the session is gone. */
    USER_DELETED,

    /** A refresh brought new tokens; they are stored. */
    TOKENS_REFRESHED,

    /** The store failed; the user stays signed in, and the library tries again. */
    STORAGE_FAILED,
}
