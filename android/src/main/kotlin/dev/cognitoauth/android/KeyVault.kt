package dev.cognitoauth.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.SecretKey

/** Where keys are made and stay: the Android Keystore, or a stand-in of the tests. */
internal interface KeyVault {
    /** The key of this alias, or null if there is none. */
    fun find(alias: String): SecretKey?

    /** A new key for AES-GCM, 256 bits, in place of any former one of this alias. */
    fun create(alias: String): SecretKey
}

/** The key that an entry needs is gone for good. */
internal class KeyLostException(
    cause: Throwable? = null,
) : GeneralSecurityException(cause)

/**
 * A vault whose passing failures are tried again: the Keystore is a service, and has moods. It is asked anew whenever a
 * key of its own is used, so what is done with a key is tried again with the key.
 */
internal class PatientKeyVault(
    private val vault: KeyVault,
    private val pause: (milliseconds: Long) -> Unit = Thread::sleep,
) {
    /**
     * What [work] makes of the key of this alias.
     *
     * @throws KeyLostException there is none, or it can never be used again
     */
    fun <T> withKey(
        alias: String,
        work: (SecretKey) -> T,
    ): T = patiently { work(vault.find(alias) ?: throw KeyLostException()) }

    /** What [work] makes of a new key, in place of any former one of this alias. */
    fun <T> withNewKey(
        alias: String,
        work: (SecretKey) -> T,
    ): T = patiently { work(vault.create(alias)) }

    private fun <T> patiently(work: () -> T): T {
        for (attempt in 1 until ATTEMPTS) {
            try {
                return tellingLost(work)
            } catch (_: GeneralSecurityException) {
                // Of a key that it only can't reach just now, the Keystore says that it is lost, too.
            } catch (_: ProviderException) {
            }
            pause(PAUSE_MILLISECONDS * attempt)
        }
        return tellingLost(work)
    }

    private fun <T> tellingLost(work: () -> T): T =
        try {
            work()
        } catch (error: GeneralSecurityException) {
            throw if (isLost(error)) KeyLostException(error) else error
        }

    /**
     * Whether the key is gone, and not only out of reach: an unknown error of the Keystore's is an InvalidKeyException
     * where a key is used, and the cause of an UnrecoverableKeyException where one is looked for. That of a key which
     * was made invalid has no cause.
     */
    private fun isLost(error: GeneralSecurityException): Boolean =
        error is KeyPermanentlyInvalidatedException ||
            (error is UnrecoverableKeyException && error.cause == null) ||
            isDamaged(error)

    /** Whether the Keystore says, as a cause, that what it holds of the key is damaged: no later try mends that. */
    private fun isDamaged(error: Throwable): Boolean =
        generateSequence(error.cause) { it.cause }.any { DAMAGED in wordsOf(it) }

    private fun wordsOf(error: Throwable): String =
        error.message
            .orEmpty()
            .replace('_', ' ')
            .lowercase()

    private companion object {
        /** KM_ERROR_INVALID_KEY_BLOB, in the words of each version of Android. */
        const val DAMAGED = "invalid key blob"

        const val ATTEMPTS = 4
        const val PAUSE_MILLISECONDS = 40L
    }
}
