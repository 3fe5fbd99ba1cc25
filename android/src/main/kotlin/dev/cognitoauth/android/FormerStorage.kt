package dev.cognitoauth.android

import dev.cognitoauth.FormerPreferences
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import java.io.File
import java.security.Key
import javax.crypto.BadPaddingException
import javax.crypto.Cipher
import javax.crypto.IllegalBlockSizeException
import javax.crypto.spec.GCMParameterSpec

/**
 * What Amplify or AWSMobileClient has stored in this app. Only [remove] changes it, when the app asks for that. The
 * core knows what the entries mean.
 */
internal class FormerStorage(
    private val vault: RetryingKeyVault,
    private val disk: Disk,
    private val files: AppFiles,
) : FormerPreferences {
    override fun noBackupFile(name: String): ByteArray? =
        storeErrors(disk) { File(files.noBackupFolder, name).contentOrNull() }

    override fun preferences(file: String): Map<String, String>? =
        storeErrors(disk) {
            if (!isThere(file)) return@storeErrors null
            val entries = files.preferences(file)
            // Android reads a damaged file as an empty one.
            if (entries.isEmpty() && !isWrittenEmpty(file)) throw SecureStoreException(Reason.CORRUPT)
            entries.mapNotNull { (key, value) -> value?.let { key to it.toString() } }.toMap()
        }

    override fun decrypt(
        alias: String,
        iv: ByteArray,
        ciphertextAndTag: ByteArray,
    ): ByteArray =
        storeErrors(disk) {
            if (iv.size != IV_BYTES || ciphertextAndTag.size < TAG_BITS / 8) throw SecureStoreException(Reason.CORRUPT)
            val parameters = GCMParameterSpec(TAG_BITS, iv)
            val clear = vault.withKey(alias) { decrypted(AES, it, parameters, ciphertextAndTag) }
            clear ?: throw SecureStoreException(Reason.CORRUPT)
        }

    override fun unwrapKey(
        alias: String,
        wrapped: ByteArray,
    ): ByteArray =
        storeErrors(disk) {
            val key =
                try {
                    vault.withPrivateKey(alias) { decrypted(RSA, it, null, wrapped) }
                } catch (_: IllegalBlockSizeException) {
                    // Some devices report any wrong padding of RSA as an unknown failure.
                    null
                }
            key ?: throw SecureStoreException(Reason.CORRUPT)
        }

    override fun remove(
        file: String,
        keys: List<String>,
    ) = storeErrors(disk) {
        if (!isThere(file)) return@storeErrors
        // A write without need would create the file, or would replace a damaged file with an empty one.
        val present = files.preferences(file).keys.intersect(keys)
        if (present.isNotEmpty() && !files.remove(file, present)) throw SecureStoreException(Reason.UNAVAILABLE)
    }

    /**
     * The decrypted bytes, or null if the ciphertext is damaged. An [IllegalBlockSizeException] with a cause means that
     * the Keystore failed: this function throws that exception.
     */
    private fun decrypted(
        transformation: String,
        key: Key,
        parameters: GCMParameterSpec?,
        ciphertext: ByteArray,
    ): ByteArray? {
        val cipher = Cipher.getInstance(transformation)
        cipher.init(Cipher.DECRYPT_MODE, key, parameters)
        return try {
            cipher.doFinal(ciphertext)
        } catch (_: BadPaddingException) {
            null
        } catch (error: IllegalBlockSizeException) {
            if (error.cause == null) null else throw error
        }
    }

    /** Whether there is a preferences file. While Android replaces it, only its backup may be there. */
    private fun isThere(file: String): Boolean =
        // A user name can be a part of the file's name. Android makes no file with a slash in its name.
        '/' !in file && listOf(xmlOf(file), File(xmlOf(file).path + ".bak")).any(File::exists)

    private fun isWrittenEmpty(file: String): Boolean = EMPTY_MAP.containsMatchIn(xmlOf(file).readText())

    private fun xmlOf(file: String) = File(files.preferencesFolder, "$file.xml")

    private companion object {
        const val AES = "AES/GCM/NoPadding"
        const val RSA = "RSA/ECB/PKCS1Padding"
        const val IV_BYTES = 12
        const val TAG_BITS = 128

        val EMPTY_MAP = Regex("""<map\s*/>|<map>\s*</map>""")
    }
}

/** The app's files that the former library has written. */
internal interface AppFiles {
    /** The folder of the files that are not backed up. */
    val noBackupFolder: File

    /** The folder of the preferences files, whose names end with `.xml`. */
    val preferencesFolder: File

    /** The entries of a preferences file, none if it is absent or damaged. */
    fun preferences(file: String): Map<String, *>

    /** Removes entries. Returns whether the file is written. */
    fun remove(
        file: String,
        keys: Set<String>,
    ): Boolean
}
