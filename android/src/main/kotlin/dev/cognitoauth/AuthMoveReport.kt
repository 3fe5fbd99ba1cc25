package dev.cognitoauth

/**
 * What was taken over from the app's former library, or why nothing was: see [Auth.moveReport]. Printing it prints
 * neither the user name nor the fingerprint.
 */
public data class AuthMoveReport
    @JvmOverloads
    constructor(
        /**
         * The former library whose data was found. Null if nothing was taken over, because the data could not be read
         * or understood, or because the session was incomplete.
         */
        public val source: AuthMoveSource?,
        /** The signed-in user, if somebody was signed in. */
        public val user: AuthUser? = null,
        /** How many remembered devices were taken over. */
        public val devices: Int = 0,
        /** Whether the identity pool's identity was taken over. */
        public val hasIdentity: Boolean = false,
        /**
         * The id that the former library sent for threat protection. If the app collects [UserContextData], it can
         * keep this id.
         */
        public val fingerprintId: String? = null,
        /** What was not taken over, and why. */
        public val warnings: List<AuthMoveWarning> = emptyList(),
    ) {
        override fun toString(): String =
            "AuthMoveReport(source=$source, user=$user, devices=$devices, hasIdentity=$hasIdentity, warnings=$warnings)"
    }

/** The former library whose data was found. A later version may add one: see [Auth] on types that grow. */
public enum class AuthMoveSource {
    /** Amplify for Swift, version 2. */
    AMPLIFY_SWIFT,

    /** AWSMobileClient, or Amplify version 1, on Apple's platforms. */
    MOBILE_CLIENT_IOS,

    /** Amplify for Android, version 2. */
    AMPLIFY_ANDROID,

    /** AWSMobileClient, or Amplify version 1, on Android. */
    MOBILE_CLIENT_ANDROID,
}

/**
 * Why something was not taken over. It names no user, and holds no secret. A later version may add one: see [Auth] on
 * types that grow.
 */
public enum class AuthMoveWarning {
    /** The session can't be understood: it is damaged, or of an unknown form. */
    UNDECODABLE_SESSION,

    /** A token of the session is missing, or the tokens are of different users. */
    INCOMPLETE_SESSION,

    /** The session belongs to another app client or user pool. */
    OTHER_APP_CLIENT,

    /**
     * A session that Amplify stored under a name is not taken over. Amplify's stand-alone client, a beta version for
     * iOS, can keep several sessions side by side: one without a name, and others with one.
     */
    NAMED_SESSION_IGNORED,

    /** A device, or the id for threat protection, can't be understood. */
    UNDECODABLE_DEVICE,

    /** The identity pool's identity can't be understood. */
    UNDECODABLE_IDENTITY,

    /** The key that encrypts the storage is lost. */
    KEY_LOST,

    /** The app is not allowed to read the storage. */
    STORAGE_MISCONFIGURED,

    /** A federated login without a user pool is not taken over: the app federates again. */
    FEDERATION_IGNORED,

    /** AWS credentials are not taken over: the library gets new ones. */
    CREDENTIALS_IGNORED,
}
