package dev.cognitoauth.android

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.RandomAccessFile
import java.net.URLClassLoader
import kotlin.concurrent.thread

class FileLeasesTest {
    @TempDir
    lateinit var folder: File

    private val leases by lazy { FileLeases("app") { File(folder, "store") } }

    private fun bytes(text: String) = text.toByteArray()

    @Test
    fun aSwapReplacesALeaseOnlyIfTheStoredLeaseIsTheExpectedOne() {
        assertNull(leases.read("session"))
        assertFalse(leases.swap("session", bytes("first"), bytes("second")))
        assertTrue(leases.swap("session", null, bytes("first")))
        assertFalse(leases.swap("session", null, bytes("second")))
        assertFalse(leases.swap("session", bytes("other"), bytes("second")))
        assertTrue(leases.swap("session", bytes("first"), bytes("second")))
        assertArrayEquals(bytes("second"), leases.read("session"))
        assertNull(leases.read("identity"))
    }

    /** The test takes the lock, so FileLeases treats it as the lock of another process. */
    @Test
    fun aSwapFailsWithoutWaitingWhileAnotherProcessSwaps() {
        assertTrue(leases.swap("session", null, bytes("first")))
        val lock = File(folder, "store").listFiles().orEmpty().single { it.name.endsWith(".lock") }
        RandomAccessFile(lock, "rw").use {
            it.channel.lock()
            assertFalse(leases.swap("session", bytes("first"), bytes("second")))
        }
        assertTrue(leases.swap("session", bytes("first"), bytes("second")))
    }

    /** Each thread adds to the same number. If a change were lost, the sum would be too small. */
    @Test
    fun twoProcessesWithTwoThreadsEachLoseNoChange() {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val processes =
            List(2) {
                ProcessBuilder(java, "-cp", classes, LeaseCounter::class.java.name, folder.path)
                    .redirectErrorStream(true)
                    .start()
            }
        for (process in processes) {
            val output = process.inputStream.readBytes().decodeToString()
            assertEquals(0, process.waitFor(), output)
        }
        val sum = FileLeases(null) { folder }.read("sum")!!.decodeToString()
        assertEquals(2 * LeaseCounter.THREADS * LeaseCounter.CHANGES, sum.toInt())
    }

    /** Two class loaders stand for two copies of the library in one process. */
    @Test
    fun twoCopiesOfTheLibraryInOneProcessLoseNoChange() {
        val ours = listOf(FileLeases::class.java, LeaseCounter::class.java)
        val locations = ours.map { it.protectionDomain.codeSource.location }.toTypedArray()
        val parent = OnlyOthers(javaClass.classLoader, ours.map { it.name })
        val copies = List(2) { URLClassLoader(locations, parent).loadClass(LeaseCounter::class.java.name) }
        assertEquals(3, (copies + LeaseCounter::class.java).toSet().size)
        val running =
            copies.map { copy ->
                thread {
                    copy
                        .getDeclaredMethod("main", Array<String>::class.java)
                        .invoke(null, arrayOf(folder.path))
                }
            }
        running.forEach { it.join(60_000) }
        val sum = FileLeases(null) { folder }.read("sum")!!.decodeToString()
        assertEquals(2 * LeaseCounter.THREADS * LeaseCounter.CHANGES, sum.toInt())
    }
}

/** Hides some classes, and their nested classes, from the class loaders below it. */
private class OnlyOthers(
    private val parent: ClassLoader,
    private val hidden: List<String>,
) : ClassLoader(null) {
    override fun findClass(name: String): Class<*> {
        if (hidden.any { name == it || name.startsWith("$it\$") }) throw ClassNotFoundException(name)
        return parent.loadClass(name)
    }
}

/** A program that adds to the number in a lease. */
internal object LeaseCounter {
    const val THREADS = 2
    const val CHANGES = 200

    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = File(arguments.single())
        val threads = List(THREADS) { thread { repeat(CHANGES) { add(FileLeases(null) { folder }) } } }
        threads.forEach(Thread::join)
    }

    private fun add(leases: FileLeases) {
        while (true) {
            val stored = leases.read("sum")
            val sum = (stored?.decodeToString()?.toInt() ?: 0) + 1
            if (leases.swap("sum", stored, sum.toString().toByteArray())) return
            Thread.yield()
        }
    }
}
