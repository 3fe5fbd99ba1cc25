package dev.cognitoauth.android

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.RandomAccessFile
import java.nio.channels.FileChannel
import java.util.concurrent.atomic.AtomicBoolean
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import kotlin.concurrent.thread

/** One folder of entries, used by several processes. */
@Timeout(120)
class StoreProcessesTest {
    @TempDir
    lateinit var folder: File

    private val value = "tokens of a user".toByteArray()

    private fun store(pause: (Long) -> Unit = Thread::sleep) = storeIn(folder, {}, pause)

    private fun entries() = filesOf(File(folder, "store"))

    /** Holds the lock, as another process does. */
    private fun locked(work: (FileChannel) -> Unit) {
        val file = File(folder, "store/${StoreLock.NAME}").apply { parentFile.mkdirs() }
        RandomAccessFile(file, "rw").use {
            it.channel.lock()
            work(it.channel)
        }
    }

    @Test
    fun theFirstSavesOfTwoProcessesUseOneKey() {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val other =
            ProcessBuilder(java, "-cp", classes, FirstSave::class.java.name, folder.path)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
        val output = other.inputStream.bufferedReader()
        val goOn = { other.outputStream.close() }
        assertEquals("creating", output.readLine())
        // The other process has chosen the name of its key. It goes on once this one waits for it.
        val hasWaited = AtomicBoolean()
        store {
            if (!hasWaited.getAndSet(true)) goOn()
            Thread.sleep(1)
        }.save("own", value)
        goOn()
        assertEquals(0, other.waitFor())
        assertArrayEquals(value, store().load("own"))
        assertArrayEquals(value, store().load("other"))
        assertEquals(listOf("dev.cognitoauth.1"), File(folder, "keys").list()?.toList())
        assertTrue(hasWaited.get())
    }

    @Test
    fun aSaveAndADeletionWaitWhileAnotherProcessChangesAnEntry() {
        store().save("entry", value)
        val changes = listOf<EncryptedFileStore.() -> Unit>({ save("entry", byteArrayOf(2)) }, { delete("entry") })
        for (change in changes) {
            locked { channel ->
                val before = entries().map { it.readBytes().asList() }
                var pauses = 0
                val waiting =
                    store {
                        assertEquals(before, entries().map { it.readBytes().asList() })
                        if (++pauses == 3) channel.close()
                    }
                waiting.change()
                assertEquals(3, pauses)
            }
        }
        assertNull(store().load("entry"))
    }

    @Test
    fun aReadNeverWaitsForAnotherProcess() {
        store().save("entry", value)
        locked { assertArrayEquals(value, store { error("a pause") }.load("entry")) }
    }

    @Test
    fun aChangeGoesOnIfTheOtherProcessIsSuspended() =
        locked {
            var waited = 0L
            val store = store { milliseconds -> waited += milliseconds }
            store.save("entry", value)
            assertTrue(waited in 4_000..6_000, "$waited")
            assertArrayEquals(value, store.load("entry"))
            store.delete("entry")
            assertNull(store.load("entry"))
        }

    @Test
    fun aReadOfAFileThatAnotherProcessRemovesFindsAnEntryOrNone() {
        val stored = File(folder, "store/" + fileNameOf("entry") + ".entry")
        val lease = File(folder, "store/" + fileNameOf("lease") + ".lease")
        store().save("entry", value)
        lease.writeBytes(value)
        val isOver = AtomicBoolean()
        val other =
            thread {
                while (!isOver.get()) {
                    for (file in listOf(stored, lease)) {
                        val elsewhere = File(file.path + ".elsewhere")
                        check(file.renameTo(elsewhere) && elsewhere.renameTo(file))
                    }
                }
            }
        try {
            val leases = FileLeases(null) { File(folder, "store") }
            val store = store()
            repeat(READS) {
                store.load("entry")?.let { assertArrayEquals(value, it) }
                leases.read("lease")?.let { assertArrayEquals(value, it) }
            }
        } finally {
            isOver.set(true)
            other.join()
        }
    }

    private companion object {
        const val READS = 5_000
    }
}

private fun storeIn(
    folder: File,
    beforeNewKey: () -> Unit,
    pause: (Long) -> Unit = Thread::sleep,
): EncryptedFileStore {
    val vault = RetryingKeyVault(SharedVault(File(folder, "keys"), beforeNewKey))
    return EncryptedFileStore(vault, DesktopDisk(), folder.path, lock = StoreLock(pause)) { File(folder, "store") }
}

/** Keys in files, which the processes share as they share the Keystore. Nothing protects these keys. */
private class SharedVault(
    private val folder: File,
    private val beforeNewKey: () -> Unit,
) : KeyVault {
    override fun find(alias: String): SecretKey? = File(folder, alias).contentOrNull()?.let { SecretKeySpec(it, "AES") }

    override fun create(alias: String): SecretKey {
        beforeNewKey()
        folder.mkdirs()
        val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
        File(folder, alias).writeBytes(key.encoded)
        return key
    }
}

/** A program that saves its first entry. When it has chosen the name of its key, it waits for input, then goes on. */
internal object FirstSave {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val waiting = {
            println("creating")
            System.`in`.read()
            Unit
        }
        storeIn(File(arguments.single()), waiting).save("other", "tokens of a user".toByteArray())
    }
}
