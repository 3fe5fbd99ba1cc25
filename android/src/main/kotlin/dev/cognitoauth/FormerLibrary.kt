package dev.cognitoauth

/**
 * The library that the app used before, Amplify or AWSMobileClient. This library takes over its session, once.
 * [dev.cognitoauth.android.AndroidAuth.formerLibrary] makes this object, and [Auth.Builder.movingFrom] takes it.
 */
public class FormerLibrary internal constructor(
    internal val storage: FormerPreferences,
    /**
     * Whether this library never refreshes a session that it has taken over: a call that needs new tokens fails with
     * [AuthErrorCode.REFRESH_DEFERRED]. Set it in the first stage of a roll-out. The former library can use the session
     * until this library refreshes it, even if the user pool rotates refresh tokens.
     */
    public val defersRefresh: Boolean,
) {
    override fun toString(): String = "FormerLibrary(defersRefresh=$defersRefresh)"
}

/**
 * Android's preferences and Keystore, as the former library left them. The calls may block. A [SecureStoreException]
 * says what is wrong. An absent file or entry is not an error.
 */
internal interface FormerPreferences {
    /** The bytes of a file in the folder that is not backed up, or null if there is no such file. */
    fun noBackupFile(name: String): ByteArray?

    /** The entries of a preferences file, all as text, or null if there is no such file. */
    fun preferences(file: String): Map<String, String>?

    /** Decrypts with a key of the Keystore: AES/GCM/NoPadding, a tag of 128 bits, no associated data. */
    fun decrypt(
        alias: String,
        iv: ByteArray,
        ciphertextAndTag: ByteArray,
    ): ByteArray

    /** Unwraps an AES key with an RSA key of the Keystore: RSA/ECB/PKCS1Padding. */
    fun unwrapKey(
        alias: String,
        wrapped: ByteArray,
    ): ByteArray

    /** Removes these keys from a preferences file. An absent key is not an error. */
    fun remove(
        file: String,
        keys: List<String>,
    )
}
