package dev.cognitoauth

/**
 * Something that happened to the session of one [Auth].
 *
 * Events come in the order in which they happened, after the session that they speak of was stored.
 */
enum class AuthEvent {
    /** A user signed in; the session is stored. */
    SIGNED_IN,

    /** The user signed out; the session is gone from the store. */
    SIGNED_OUT,

    /**
     * The service no longer accepts the refresh token: the user has to sign in again. Never caused by the network
     * or by the store.
     */
    SESSION_EXPIRED,

    /** The user deleted the account; the session is gone. */
    USER_DELETED,

    /** A refresh brought new tokens; they are stored. */
    TOKENS_REFRESHED,

    /** The store would not do what was asked; the user stays signed in and it is tried again. */
    STORAGE_FAILED,
}
