package dev.cognitoauth.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.security.KeyPairGenerator
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.PublicKey
import java.security.UnrecoverableKeyException
import javax.crypto.Cipher
import javax.crypto.IllegalBlockSizeException

/** How this package reads what the former library stored, from the files and the Keystore. */
class FormerStorageTest {
    @TempDir
    lateinit var folder: File

    private val vault = MemoryVault()
    private val disk = DesktopDisk()
    private val pauses = mutableListOf<Long>()
    private val files by lazy { DesktopFiles(folder) }
    private val storage by lazy { FormerStorage(RetryingKeyVault(vault) { pauses += it }, disk, files) }
    private val clear = ByteArray(40) { it.toByte() }

    private fun reasonOf(work: () -> Unit): Reason = assertThrows<SecureStoreException> { work() }.reason

    @Test
    fun anAbsentFileIsReadAsNullAndNotCreated() {
        assertNull(storage.noBackupFile("identifier"))
        assertNull(storage.preferences(FILE))
        storage.remove(FILE, listOf("a"))
        assertEquals(emptyMap<String, Any>(), files.contents())
    }

    @Test
    fun theBytesOfAFileInTheNoBackupFolderAreRead() {
        File(files.noBackupFolder, "identifier").writeBytes(clear)
        assertArrayEquals(clear, storage.noBackupFile("identifier"))
        File(files.noBackupFolder, "a folder").mkdir()
        assertEquals(Reason.UNAVAILABLE, reasonOf { storage.noBackupFile("a folder") })
    }

    @Test
    fun everyPreferenceIsReadAsText() {
        files.put(FILE, "text" to "ä <\"&\n", "int" to -7, "long" to 1_790_003_600_000L, "boolean" to true)
        val expected = mapOf("text" to "ä <\"&\n", "int" to "-7", "long" to "1790003600000", "boolean" to "true")
        assertEquals(expected, storage.preferences(FILE))
        files.put("empty")
        assertEquals(emptyMap<String, String>(), storage.preferences("empty"))
    }

    @Test
    fun aDamagedPreferencesFileIsCorruptAndStaysAsItIs() {
        files.put(FILE, "a" to "1", "b" to "2")
        val whole = files.preferencesFile(FILE).readText()
        for (damaged in listOf("", whole.dropLast(8), whole.replace("</string>", ""), "no XML", "<map>")) {
            files.preferencesFile(FILE).writeText(damaged)
            assertEquals(Reason.CORRUPT, reasonOf { storage.preferences(FILE) }, damaged)
            storage.remove(FILE, listOf("a"))
            assertEquals(damaged, files.preferencesFile(FILE).readText())
        }
    }

    @Test
    fun aPreferencesFileIsReadFromItsBackupIfOnlyTheBackupIsLeft() {
        files.put(FILE, "a" to "1")
        val backup = File(files.preferencesFile(FILE).path + ".bak")
        files.preferencesFile(FILE).renameTo(backup)
        assertEquals(mapOf("a" to "1"), storage.preferences(FILE))
    }

    @Test
    fun aFileNameWithASlashIsReadAsNull() {
        files.put(FILE, "a" to "1")
        for (name in listOf("../shared_prefs/$FILE", "/$FILE", "a/b")) assertNull(storage.preferences(name))
    }

    @Test
    fun onlyTheNamedEntriesAreRemoved() {
        files.put(FILE, "a" to "1", "b" to 2, "c" to "3")
        files.put("another", "a" to "1")
        val others = files.contents().filterKeys { "another" in it }
        storage.remove(FILE, listOf("a", "c", "absent"))
        assertEquals(mapOf("b" to "2"), storage.preferences(FILE))
        assertEquals(others, files.contents().filterKeys { "another" in it })

        val before = files.contents()
        files.preferencesFile(FILE).setLastModified(0)
        storage.remove(FILE, listOf("absent"))
        assertEquals(before to 0L, files.contents() to files.preferencesFile(FILE).lastModified())
    }

    @Test
    fun aRemovalThatCanNotBeWrittenFails() {
        files.put(FILE, "a" to "1")
        files.isWritable = false
        assertEquals(Reason.UNAVAILABLE, reasonOf { storage.remove(FILE, listOf("a")) })
    }

    @Test
    fun aValueIsDecryptedWithItsKeystoreKey() {
        val (iv, sealed) = sealed()
        assertArrayEquals(clear, storage.decrypt(ALIAS, iv, sealed))
        assertEquals(setOf(ALIAS), vault.keys.keys)
    }

    /**
     * Checks [EncryptedPreferencesWriter] too, because another implementation of AES-SIV and AES-GCM has made the known
     * entry.
     */
    @Test
    fun theMasterKeyDecryptsBothKeysetsOfAFileWithTheKnownEntry() {
        val writer = EncryptedPreferencesWriter(files, "com.amplify.credentialStore.x", vault.create(ALIAS))
        writer.writeKeysets()
        val name = "amplify.us-east-1_AAAAAAAAA.session"
        writer.put(name, "{\"type\":\"empty\"}", iv = ByteArray(12))
        val entries = checkNotNull(storage.preferences("com.amplify.credentialStore.x"))
        assertEquals(KNOWN_NAME, writer.written(name))
        assertEquals(KNOWN_VALUE, entries[KNOWN_NAME])

        // A stored keyset has a tag, a length, the IV, and the ciphertext that the master key decrypts.
        for ((keyset, key) in mapOf(
            EncryptedPreferencesWriter.NAMES_KEYSET to ByteArray(64) { it.toByte() },
            EncryptedPreferencesWriter.VALUES_KEYSET to ByteArray(32) { it.toByte() },
        )) {
            val hex = checkNotNull(entries[keyset]).chunked(2) { it.toString().toInt(16).toByte() }
            val blob = hex.drop(if (hex.size > 129) 3 else 2).toByteArray()
            val clear = storage.decrypt(ALIAS, blob.copyOf(12), blob.copyOfRange(12, blob.size))
            assertTrue(key.toHex() in clear.toHex())
        }
    }

    private fun ByteArray.toHex() = joinToString("") { "%02x".format(it) }

    @Test
    fun aValueWithAWrongTagIvOrKeyIsCorrupt() {
        val (iv, sealed) = sealed()
        for (at in sealed.indices) {
            val damaged = sealed.clone().also { it[at] = (it[at] + 1).toByte() }
            assertEquals(Reason.CORRUPT, reasonOf { storage.decrypt(ALIAS, iv, damaged) })
        }
        for (length in listOf(0, 1, 15, 16, sealed.size - 1)) {
            assertEquals(Reason.CORRUPT, reasonOf { storage.decrypt(ALIAS, iv, sealed.copyOf(length)) })
        }
        for (length in listOf(0, 11, 13, 16)) {
            assertEquals(Reason.CORRUPT, reasonOf { storage.decrypt(ALIAS, iv.copyOf(length), sealed) })
        }
        vault.create(ALIAS)
        assertEquals(Reason.CORRUPT, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
        assertEquals(emptyList<Long>(), pauses)
    }

    @Test
    fun aMissingOrInvalidKeyIsUnrecoverableAndNoOtherKeyIsMade() {
        val (iv, sealed) = sealed()
        vault.refusals += List(4) { KeyPermanentlyInvalidatedException() }
        assertEquals(Reason.UNRECOVERABLE, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
        vault.failures += List(4) { UnrecoverableKeyException() }
        assertEquals(Reason.UNRECOVERABLE, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
        vault.keys.clear()
        assertEquals(Reason.UNRECOVERABLE, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
        assertEquals(Reason.UNRECOVERABLE, reasonOf { storage.unwrapKey(ALIAS, sealed) })
        assertEquals(emptySet<String>(), vault.keys.keys)
    }

    @Test
    fun aTransientFailureOfTheKeystoreIsRetriedAndAPermanentOneIsUnavailable() {
        val (iv, sealed) = sealed()
        vault.failures += listOf(KeyStoreException(), ProviderException())
        assertArrayEquals(clear, storage.decrypt(ALIAS, iv, sealed))
        assertEquals(listOf(40L, 80L), pauses)
        vault.failures += List(4) { KeyStoreException() }
        assertEquals(Reason.UNAVAILABLE, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
        vault.failures += List(4) { IllegalBlockSizeException().apply { initCause(KeyStoreException()) } }
        assertEquals(Reason.UNAVAILABLE, reasonOf { storage.decrypt(ALIAS, iv, sealed) })
    }

    @Test
    fun aPrivateKeyUnwrapsAKeyAndADamagedWrappedKeyIsCorrupt() {
        val wrapped = wrapped()
        assertArrayEquals(clear, storage.unwrapKey(ALIAS, wrapped))
        val other = wrapped()
        assertEquals(Reason.CORRUPT, reasonOf { storage.unwrapKey(ALIAS, wrapped) })
        for (length in listOf(0, 1, other.size - 1, other.size + 1)) {
            assertEquals(Reason.CORRUPT, reasonOf { storage.unwrapKey(ALIAS, other.copyOf(length)) }, "$length bytes")
        }
        vault.failures += List(4) { IllegalBlockSizeException().apply { initCause(KeyStoreException()) } }
        assertEquals(Reason.CORRUPT, reasonOf { storage.unwrapKey(ALIAS, other) })
        vault.failures += List(4) { KeyStoreException() }
        assertEquals(Reason.UNAVAILABLE, reasonOf { storage.unwrapKey(ALIAS, other) })
        vault.failures += ProviderException()
        assertArrayEquals(clear, storage.unwrapKey(ALIAS, other))
    }

    @Test
    fun onALockedDeviceEveryCallFailsAsLocked() {
        files.put(FILE, "a" to "1")
        val before = files.contents()
        val (iv, sealed) = sealed()
        disk.locked = true
        val calls =
            listOf(
                { storage.noBackupFile("identifier") },
                { storage.preferences(FILE) },
                { storage.decrypt(ALIAS, iv, sealed) },
                { storage.unwrapKey(ALIAS, sealed) },
                { storage.remove(FILE, listOf("a")) },
            )
        for (call in calls) assertEquals(Reason.LOCKED, reasonOf { call() })
        assertEquals(before, files.contents())
    }

    private fun sealed(): Pair<ByteArray, ByteArray> {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, vault.create(ALIAS)) }
        return cipher.iv to cipher.doFinal(clear)
    }

    /** The bytes, wrapped by a new key pair, which replaces any former one. */
    private fun wrapped(): ByteArray {
        val pair = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
        vault.privateKeys[ALIAS] = pair.private
        return wrapped(pair.public)
    }

    private fun wrapped(key: PublicKey): ByteArray =
        Cipher.getInstance("RSA/ECB/PKCS1Padding").apply { init(Cipher.ENCRYPT_MODE, key) }.doFinal(clear)

    private companion object {
        const val FILE = "CognitoIdentityProviderCache"
        const val ALIAS = "CognitoIdentityProviderCache.aesKeyStoreAlias"

        // Python's package cryptography has made this entry, with the keys that the writer uses.
        const val KNOWN_NAME = "AQECAwQdD/PoKhzNgJZmXBIxPHWbGG5upTdBsOLproGqFy1lkGEJ5vStuUpXIiIvcaUaZgAgJ7Q="
        const val KNOWN_VALUE = "AQECAwQAAAAAAAAAAAAAAAAOvLXetSyDrXOK3UxoSbOj8CY7I1z4QlLWIWjpyjDu6Hz0EnkD3KdL"
    }
}
