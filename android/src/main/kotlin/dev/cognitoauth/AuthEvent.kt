package dev.cognitoauth

/**
 * Something that happened to the session of one [Auth].
 *
 * Events come in the order in which they happened. The event of a change comes after the change was stored. A later
 * version may add an event: see [Auth] on types that grow.
 */
public enum class AuthEvent {
    /** A user signed in; the session is stored. */
    SIGNED_IN,

    /** The user signed out; the session is gone from the store. */
    SIGNED_OUT,

    /**
     * The service no longer accepts the refresh token or the user: the user has to sign in again. A failure of the
     * network or of the store never causes this event.
     */
    SESSION_EXPIRED,

    /** The user deleted the account; the session is gone. */
    USER_DELETED,

    /** A refresh brought new tokens; they are stored. */
    TOKENS_REFRESHED,

    /**
     * The store failed to save refreshed tokens, or to remove an ended session. The user stays signed in, and the
     * library tries again. This event also comes if the stored session can't be read.
     */
    STORAGE_FAILED,

    /**
     * The library has taken over the session, the remembered devices or the identity of the app's former library, and
     * stored them. [Auth.moveReport] says what.
     */
    MOVED_IN,

    /**
     * The session of the app's former library can't be taken over, or the app is not allowed to read that library's
     * storage. [Auth.moveReport] says why. The next start of the app tries again, until a user signs in or the app
     * signs out.
     */
    MOVE_FAILED,
}
