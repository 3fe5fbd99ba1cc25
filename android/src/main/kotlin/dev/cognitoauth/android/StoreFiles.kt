package dev.cognitoauth.android

import java.io.File
import java.io.FileNotFoundException
import java.io.RandomAccessFile
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException

/**
 * The file's bytes, or null if there is no such file. Another process can remove the file, or write it, at any time.
 */
internal fun File.contentOrNull(): ByteArray? {
    repeat(READS) {
        try {
            return readBytes()
        } catch (_: FileNotFoundException) {
            // The exception is also thrown for a file that can't be opened.
            if (!exists()) return null
        }
    }
    return readBytes()
}

private const val READS = 10

/**
 * Lets the app's processes take turns to change a folder's entries. The system releases the lock when its process ends.
 * The lock does not exclude the threads of one process.
 *
 * @param pause waits before the next try to get the lock
 */
internal class StoreLock(
    private val pause: (milliseconds: Long) -> Unit = Thread::sleep,
) {
    /**
     * The result of [work]. If another process keeps the lock for five seconds, [work] runs without it: the system can
     * have suspended that process, and a sign-out must not wait for it. The core expects that process to write late.
     */
    fun <T> holding(
        folder: File,
        work: () -> T,
    ): T =
        // Closing the file releases the lock.
        RandomAccessFile(File(folder, NAME), "rw").use { file ->
            var tries = 1
            while (file.channel.tryLockOrNull() == null && tries++ < TRIES) pause(PAUSE_MILLISECONDS)
            work()
        }

    private fun FileChannel.tryLockOrNull(): FileLock? =
        try {
            tryLock()
        } catch (_: OverlappingFileLockException) {
            // Another class loader's copy of the library holds the lock. The copy is treated as another process.
            null
        }

    internal companion object {
        /** The file that is locked. It is never deleted, and holds nothing. */
        const val NAME = "store.lock"
        private const val PAUSE_MILLISECONDS = 10L
        private const val TRIES = 500
    }
}
