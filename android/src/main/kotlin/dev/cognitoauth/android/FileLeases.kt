package dev.cognitoauth.android

import dev.cognitoauth.LeaseStore
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.channels.OverlappingFileLockException

/**
 * One file for each lease, in the folder of the session.
 *
 * A file lock protects each change from other processes. It is held only while the lease is compared and replaced, and
 * the system releases it when the process ends. A file lock does not exclude other threads of the same process, so a
 * monitor does that.
 *
 * @param folder returns the folder of the files; called only when the folder is needed, because it can access the disk
 */
internal class FileLeases(
    override val process: String?,
    private val folder: () -> File,
) : LeaseStore {
    override fun read(name: String): ByteArray? = fileOf(name, LEASE).contentOrNull()

    override fun swap(
        name: String,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean =
        synchronized(FileLeases) {
            RandomAccessFile(fileOf(name, LOCK), "rw").use { file ->
                val lock =
                    try {
                        file.channel.tryLock()
                    } catch (_: OverlappingFileLockException) {
                        // Another class loader's copy of this class holds the lock. The copy is treated as another
                        // process.
                        null
                    }
                lock != null && replace(fileOf(name, LEASE), expected, lease)
            }
        }

    private fun replace(
        file: File,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean {
        if (!file.contentOrNull().contentEquals(expected)) return false
        // A reader sees the former lease or the new one, never a part. The file is not synced, because a lease need not
        // survive a restart of the device.
        val unfinished = File(file.path + UNFINISHED)
        FileOutputStream(unfinished).use { it.write(lease) }
        if (!unfinished.renameTo(file)) throw IOException("the lease can't be replaced")
        return true
    }

    private fun fileOf(
        name: String,
        ending: String,
    ): File {
        val folder = folder()
        if (!folder.isDirectory && !folder.mkdirs() && !folder.isDirectory) throw IOException("no folder")
        return File(folder, fileNameOf(name) + ending)
    }

    private companion object {
        const val LEASE = ".lease"
        const val LOCK = ".lock"
        const val UNFINISHED = ".unfinished"
    }
}
