package dev.cognitoauth.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.security.InvalidKeyException
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.UnrecoverableKeyException

class EncryptedFileStoreTest {
    @TempDir
    lateinit var folder: File

    private val vault = MemoryVault()
    private val disk = DesktopDisk()
    private val pauses = mutableListOf<Long>()
    private val store by lazy { newStore() }

    private fun newStore() =
        EncryptedFileStore(RetryingKeyVault(vault) { pauses += it }, disk, folder.path) { File(folder, "store") }

    private val value = "tokens of a user".toByteArray()

    @Test
    fun anEntryIsLoadedAsItWasSavedUntilItIsDeleted() {
        assertNull(store.load(KEY))
        store.save(KEY, value)
        assertArrayEquals(value, store.load(KEY))
        assertArrayEquals(value, newStore().load(KEY))
        store.save(KEY, ByteArray(0))
        assertArrayEquals(ByteArray(0), store.load(KEY))
        store.delete(KEY)
        assertNull(store.load(KEY))
        store.delete(KEY)
    }

    @Test
    fun theFileShowsNothingOfTheValueAndDiffersAfterEachSave() {
        store.save(KEY, value)
        val first = file().readBytes()
        assertFalse(String(value) in String(first, Charsets.ISO_8859_1))
        store.save(KEY, value)
        assertFalse(first.contentEquals(file().readBytes()))
    }

    @Test
    fun aSaveIsSyncedToTheDiskAndLeavesOneFile() {
        store.save(KEY, value)
        assertEquals(1, disk.syncs)
        assertEquals(1, files().size)
    }

    @Test
    fun entriesShareOneEncryptionKeyAndHaveFilesOfTheirOwn() {
        store.save(KEY, value)
        store.save("../another", byteArrayOf(1))
        assertArrayEquals(value, store.load(KEY))
        assertArrayEquals(byteArrayOf(1), store.load("../another"))
        assertEquals(1, vault.keys.size)
        assertEquals(2, files().size)
    }

    @Test
    fun anyDamagedByteMakesAnEntryUnreadable() {
        store.save(KEY, byteArrayOf(7))
        val whole = file().readBytes()
        for (at in whole.indices) {
            // The file begins with a version, the alias's length and the alias. A changed alias names a key that does
            // not exist. A changed length also changes the alias, or makes a malformed file: either error is right.
            val expected = if (at in 2 until 2 + whole[1]) Reason.UNRECOVERABLE else Reason.CORRUPT
            file().writeBytes(whole.clone().also { it[at] = (it[at] + 1).toByte() })
            val found = reasonOf { store.load(KEY) }
            assertTrue(found == expected || at == 1, "byte $at: $found")
        }
        file().writeBytes(whole.copyOf(whole.size - 1))
        assertEquals(Reason.CORRUPT, reasonOf { store.load(KEY) })
        file().writeBytes(ByteArray(0))
        assertEquals(Reason.CORRUPT, reasonOf { store.load(KEY) })
    }

    @Test
    fun anEntryCopiedToAnotherEntrysFileIsCorrupt() {
        store.save(KEY, value)
        val sealed = file().readBytes()
        store.save("another", byteArrayOf(1))
        files().forEach { it.writeBytes(sealed) }
        assertArrayEquals(value, store.load(KEY))
        assertEquals(Reason.CORRUPT, reasonOf { store.load("another") })
    }

    @Test
    fun anEntryWhoseKeyIsLostIsUnrecoverableUntilItIsSavedAgainWithANewKey() {
        store.save(KEY, value)
        val lost = file().readBytes()
        vault.keys.clear()
        repeat(2) { assertEquals(Reason.UNRECOVERABLE, reasonOf { store.load(KEY) }) }

        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(setOf("dev.cognitoauth.2"), vault.keys.keys)
        val aside = files().single { it.name.endsWith(".quarantined") }
        assertArrayEquals(lost, aside.readBytes())
    }

    @Test
    fun aKeyThatIsReportedLostOnceIsLookedUpAgain() {
        store.save(KEY, value)
        vault.failures += UnrecoverableKeyException()
        assertArrayEquals(value, store.load(KEY))
        assertEquals(1, pauses.size)
    }

    @Test
    fun aKeyThatTheKeystoreRefusesOnceIsNotLost() {
        store.save(KEY, value)
        vault.refusals += InvalidKeyException("Keystore operation failed")
        assertArrayEquals(value, store.load(KEY))
        assertEquals(1, pauses.size)

        vault.refusals += InvalidKeyException("Keystore operation failed")
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(1, vault.keys.size)
        assertEquals(1, files().size)
    }

    @Test
    fun ifTheKeystoreKeepsRefusingAKeyTheStoreIsUnavailableAndReplacesNothing() {
        store.save(KEY, value)
        val outOfReach = UnrecoverableKeyException().apply { initCause(KeyStoreException()) }
        for ((queue, failure) in listOf(vault.refusals to InvalidKeyException(), vault.failures to outOfReach)) {
            queue += List(4) { failure }
            assertEquals(Reason.UNAVAILABLE, reasonOf { store.load(KEY) })
            queue += List(4) { failure }
            assertEquals(Reason.UNAVAILABLE, reasonOf { store.save(KEY, byteArrayOf(2)) })
            queue += List(4) { failure }
            assertEquals(Reason.UNAVAILABLE, reasonOf { store.save("another", byteArrayOf(2)) })
        }
        assertArrayEquals(value, store.load(KEY))
        assertEquals(1, vault.keys.size)
        assertEquals(1, files().size)
    }

    @Test
    fun aKeyWhoseBlobIsDamagedIsLostAndReplaced() {
        for (text in listOf("Invalid key blob", "Error::Km(r#INVALID_KEY_BLOB) (internal Keystore code: -33)")) {
            store.save(KEY, value)
            val damaged = InvalidKeyException("Keystore operation failed", KeyStoreException(text))
            vault.refusals += List(4) { damaged }
            assertEquals(Reason.UNRECOVERABLE, reasonOf { store.load(KEY) })
            vault.refusals += List(8) { damaged }
            store.save(KEY, value)
            assertArrayEquals(value, store.load(KEY))
        }
    }

    @Test
    fun aPermanentlyInvalidatedKeyIsLostAndReplaced() {
        store.save(KEY, value)
        vault.refusals += List(4) { KeyPermanentlyInvalidatedException() }
        assertEquals(Reason.UNRECOVERABLE, reasonOf { store.load(KEY) })
        vault.failures += List(4) { UnrecoverableKeyException() }
        assertEquals(Reason.UNRECOVERABLE, reasonOf { store.load(KEY) })

        // The store tries four times to read the former entry, and four times to use its key for the new one.
        vault.refusals += List(8) { KeyPermanentlyInvalidatedException() }
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(2, vault.keys.size)
        assertEquals(1, files().count { it.name.endsWith(".quarantined") })
    }

    @Test
    fun transientFailuresOfTheKeystoreAreRetriedAndPermanentOnesAreReported() {
        store.save(KEY, value)
        vault.failures += listOf(KeyStoreException(), ProviderException())
        assertArrayEquals(value, store.load(KEY))
        assertEquals(listOf(40L, 80L), pauses)

        vault.failures += List(4) { KeyStoreException() }
        val another = newStore()
        assertEquals(Reason.UNAVAILABLE, reasonOf { another.load(KEY) })
        assertArrayEquals(value, another.load(KEY))
    }

    @Test
    fun anEntryIsDecryptedAgainOnlyIfItsFileHasChanged() {
        store.save(KEY, value)
        val another = newStore()
        val usesOf = { work: () -> Unit -> vault.uses.also { work() }.let { vault.uses - it } }
        assertEquals(1, usesOf { repeat(5) { assertArrayEquals(value, store.load(KEY)) } })
        // The file's length stays the same, and the test resets its time: only its bytes show that it has changed.
        val time = file().lastModified()
        for (next in listOf(value, value.reversedArray(), value)) {
            another.save(KEY, next)
            assertTrue(file().setLastModified(time))
            assertEquals(1, usesOf { repeat(5) { assertArrayEquals(next, store.load(KEY)) } })
        }
        store.save(KEY, value)
        assertEquals(1, usesOf { repeat(5) { assertArrayEquals(value, store.load(KEY)) } })
    }

    @Test
    fun aStoreThatKeepsNoDecryptedEntryUsesItsKeyForEachLoad() {
        store.save(KEY, value)
        val forgetful =
            EncryptedFileStore(RetryingKeyVault(vault), disk, folder.path, keepsOpened = false) {
                File(folder, "store")
            }
        val before = vault.uses
        repeat(3) { assertArrayEquals(value, forgetful.load(KEY)) }
        assertEquals(3, vault.uses - before)
    }

    @Test
    fun afterAnotherStoreDeletesOrDamagesAnEntryItsCopyInMemoryIsNotUsed() {
        store.save(KEY, value)
        assertArrayEquals(value, store.load(KEY))
        val sealed = file().readBytes()
        file().writeBytes(sealed.copyOf(sealed.size - 1))
        assertEquals(Reason.CORRUPT, reasonOf { store.load(KEY) })
        newStore().delete(KEY)
        assertNull(store.load(KEY))
        disk.locked = true
        assertEquals(Reason.LOCKED, reasonOf { store.load(KEY) })
    }

    @Test
    fun aCallerCanNotChangeTheValueInMemory() {
        store.save(KEY, value)
        repeat(3) {
            val loaded = checkNotNull(store.load(KEY))
            assertArrayEquals(value, loaded)
            loaded.fill(0)
        }
    }

    @Test
    fun onlyTheTwoEntriesDecryptedLastAreKeptInMemory() {
        val opened = OpenedEntries()
        val sealed = byteArrayOf(1)
        for (number in 0..2) opened.keep("entry $number", sealed, value)
        assertNull(opened.find("entry 0", sealed), "the oldest entry is still kept")
        for (number in 1..2) assertArrayEquals(value, opened.find("entry $number", sealed))
        assertNull(opened.find("entry 2", byteArrayOf(2)), "an entry is found for other bytes")
        opened.forget("entry 2")
        assertNull(opened.find("entry 2", sealed))
    }

    @Test
    fun aSaveThatCannotReachTheKeystoreLeavesTheFormerEntryUnchanged() {
        store.save(KEY, value)
        vault.failures += List(4) { ProviderException() }
        assertEquals(Reason.UNAVAILABLE, reasonOf { store.save(KEY, byteArrayOf(2)) })
        assertArrayEquals(value, store.load(KEY))
    }

    @Test
    fun aLockedDeviceAndAFullDiskHaveTheirOwnErrorsAndChangeNothing() {
        store.save(KEY, value)
        disk.locked = true
        assertEquals(Reason.LOCKED, reasonOf { store.load(KEY) })
        assertEquals(Reason.LOCKED, reasonOf { store.save(KEY, byteArrayOf(2)) })
        disk.locked = false
        disk.free = 1000
        assertEquals(Reason.FULL, reasonOf { store.save(KEY, byteArrayOf(2)) })
        assertArrayEquals(value, store.load(KEY))
    }

    @Test
    fun theFileOfAnInterruptedSaveIsNotAnEntry() {
        store.save(KEY, value)
        File(file().path + ".unfinished").writeBytes(byteArrayOf(1, 2, 3))
        assertArrayEquals(value, store.load(KEY))
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(1, files().size)
    }

    @Test
    fun deletingAnEntryRemovesItsQuarantinedAndUnfinishedFiles() {
        store.save("another", value)
        val others = files()
        store.save(KEY, value)
        vault.keys.clear()
        store.save(KEY, byteArrayOf(2))
        File(file(KEY).path + ".unfinished").writeBytes(byteArrayOf(1, 2, 3))
        assertEquals(4, files().size)
        store.delete(KEY)
        assertEquals(others, files())

        // A crash in the first save leaves an unfinished file and no entry. The deletion removes that file too.
        File(file("another").path + ".unfinished").writeBytes(byteArrayOf(1, 2, 3))
        file("another").delete()
        store.delete("another")
        assertEquals(emptyList<File>(), files())
    }

    @Test
    fun anEntryStaysIfItsQuarantinedFileCannotBeRemoved() {
        store.save(KEY, value)
        File(file(KEY).path + ".quarantined/a folder with a file").mkdirs()
        assertEquals(Reason.UNAVAILABLE, reasonOf { store.delete(KEY) })
        assertArrayEquals(value, store.load(KEY))
    }

    @Test
    fun theNameOfAnEntryCanHaveAnyLength() {
        for (length in listOf(1, 99, 100, 101, 127, 128, 500)) {
            val key = "k".repeat(length)
            store.save(key, key.toByteArray())
            vault.keys.clear()
            store.save(key, key.toByteArray())
            assertArrayEquals(key.toByteArray(), newStore().load(key))
            store.delete(key)
            assertEquals(emptyList<File>(), files())
        }
    }

    @Test
    fun ifItsFolderCannotBeMadeTheStoreIsUnavailable() {
        val occupied = File(folder, "occupied").apply { writeText("a file") }
        val store = EncryptedFileStore(RetryingKeyVault(vault), disk, occupied.path) { File(occupied, "store") }
        assertEquals(Reason.UNAVAILABLE, reasonOf { store.load(KEY) })
    }

    private fun files(): List<File> = filesOf(File(folder, "store"))

    private fun file(): File = files().single { it.name.endsWith(".entry") }

    private fun file(key: String): File =
        File(folder, "store/" + key.toByteArray().joinToString("") { "%02x".format(it) } + ".entry")

    private fun reasonOf(work: () -> Unit): Reason = assertThrows<SecureStoreException> { work() }.reason

    private companion object {
        const val KEY = "cognito-auth.pool.client.session"
    }
}
