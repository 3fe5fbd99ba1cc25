package dev.cognitoauth.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import java.security.GeneralSecurityException
import java.security.PrivateKey
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.SecretKey

/** Where keys are made and stay: the Android Keystore, or a stand-in of the tests. */
internal interface KeyVault {
    /** The key of this alias, or null if there is none. */
    fun find(alias: String): SecretKey?

    /** The private key of this alias, or null if there is none. Only a former library has made such keys. */
    fun findPrivate(alias: String): PrivateKey? = null

    /** A new 256-bit key for AES-GCM, which replaces any former key of this alias. */
    fun create(alias: String): SecretKey
}

/** The key that an entry needs is gone permanently. */
internal class KeyLostException(
    cause: Throwable? = null,
) : GeneralSecurityException(cause)

/**
 * Tries each use of a key up to four times, because a failure can be transient: the Keystore is a service, and each use
 * of a key calls it. Each try finds or makes the key again, because that step can have failed too. If a key needs user
 * presence, there is no other try here: a [UserPresenceGate] asks the user, and then tries again.
 */
internal class RetryingKeyVault(
    private val vault: KeyVault,
    private val pause: (milliseconds: Long) -> Unit = Thread::sleep,
) {
    /**
     * The result of [work] with the key of this alias.
     *
     * @throws KeyLostException if there is no such key, or it can never be used again
     * @throws UserNotAuthenticatedException if the key needs user presence
     */
    fun <T> withKey(
        alias: String,
        work: (SecretKey) -> T,
    ): T = retrying { work(vault.find(alias) ?: throw KeyLostException()) }

    /** Does what [withKey] does, with a private key. */
    fun <T> withPrivateKey(
        alias: String,
        work: (PrivateKey) -> T,
    ): T = retrying { work(vault.findPrivate(alias) ?: throw KeyLostException()) }

    /** The result of [work] with a new key, which replaces any former key of this alias. */
    fun <T> withNewKey(
        alias: String,
        work: (SecretKey) -> T,
    ): T = retrying { work(vault.create(alias)) }

    private fun <T> retrying(work: () -> T): T {
        for (attempt in 1 until ATTEMPTS) {
            try {
                return withLostKeys(work)
            } catch (error: UserNotAuthenticatedException) {
                // Only the user can help.
                throw error
            } catch (_: GeneralSecurityException) {
                // The Keystore also reports a key as lost if it just can't reach the key at the moment.
            } catch (_: ProviderException) {
            }
            pause(PAUSE_MILLISECONDS * attempt)
        }
        return withLostKeys(work)
    }

    private fun <T> withLostKeys(work: () -> T): T =
        try {
            work()
        } catch (error: GeneralSecurityException) {
            throw if (isLost(error)) KeyLostException(error) else error
        }

    /**
     * Whether the key is gone, not just out of reach. The Keystore reports an unknown error as an InvalidKeyException
     * if the app uses a key, and as the cause of an UnrecoverableKeyException if the app looks up a key. An
     * UnrecoverableKeyException without a cause means that the key was invalidated.
     */
    private fun isLost(error: GeneralSecurityException): Boolean =
        error is KeyPermanentlyInvalidatedException ||
            (error is UnrecoverableKeyException && error.cause == null) ||
            isDamaged(error)

    /** Whether a cause says that the Keystore's copy of the key is damaged: no retry mends that. */
    private fun isDamaged(error: Throwable): Boolean =
        generateSequence(error.cause) { it.cause }.any { DAMAGED in wordsOf(it) }

    private fun wordsOf(error: Throwable): String =
        error.message
            .orEmpty()
            .replace('_', ' ')
            .lowercase()

    private companion object {
        /** What the message of KM_ERROR_INVALID_KEY_BLOB contains in every Android version, as [wordsOf] writes it. */
        const val DAMAGED = "invalid key blob"

        const val ATTEMPTS = 4
        const val PAUSE_MILLISECONDS = 40L
    }
}
