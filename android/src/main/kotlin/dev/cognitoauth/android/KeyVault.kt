package dev.cognitoauth.android

import java.security.GeneralSecurityException
import java.security.KeyStoreException
import java.security.ProviderException
import javax.crypto.SecretKey

/** Where keys are made and stay: the Android Keystore, or a stand-in of the tests. */
internal interface KeyVault {
    /**
     * The key of this alias, or null if there is none.
     *
     * @throws KeyLostException it is there and can never be used again
     */
    fun find(alias: String): SecretKey?

    /** A new key for AES-GCM, 256 bits, in place of any former one of this alias. */
    fun create(alias: String): SecretKey
}

/** The key that an entry needs is gone for good. */
internal class KeyLostException(
    cause: Throwable? = null,
) : GeneralSecurityException(cause)

/** A vault whose passing failures are tried again: the Keystore is a service, and has moods. */
internal class PatientKeyVault(
    private val vault: KeyVault,
    private val pause: (milliseconds: Long) -> Unit = Thread::sleep,
) : KeyVault {
    override fun find(alias: String): SecretKey? = patiently { vault.find(alias) }

    override fun create(alias: String): SecretKey = patiently { vault.create(alias) }

    private fun <T> patiently(work: () -> T): T {
        for (attempt in 1 until ATTEMPTS) {
            try {
                return work()
            } catch (_: KeyLostException) {
                // The Keystore says so of a key that it only can't reach just now, too.
                pause(PAUSE_MILLISECONDS * attempt)
            } catch (_: KeyStoreException) {
                pause(PAUSE_MILLISECONDS * attempt)
            } catch (_: ProviderException) {
                pause(PAUSE_MILLISECONDS * attempt)
            }
        }
        return work()
    }

    private companion object {
        const val ATTEMPTS = 4
        const val PAUSE_MILLISECONDS = 40L
    }
}
