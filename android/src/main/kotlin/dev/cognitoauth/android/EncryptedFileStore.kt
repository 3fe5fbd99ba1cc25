package dev.cognitoauth.android

import android.security.keystore.UserNotAuthenticatedException
import dev.cognitoauth.SecureStore
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.MessageDigest
import java.security.ProviderException

/**
 * One file for each entry, encrypted with AES-GCM under a key that never leaves the [vault].
 *
 * A file is replaced as a whole and is on the disk before [save] returns. An entry that is damaged, or whose key is
 * gone, stays unreadable until the next [save], which quarantines the old file. A lost key is replaced by another.
 *
 * Each [load] reads the file, because another process can have replaced it. It decrypts the file only if the file has
 * changed, or if its decrypted entry is not in memory. The app's processes take turns to change entries. Otherwise two
 * of them could make a key of the same name: the second key would replace the first, and nothing could decrypt what was
 * encrypted with the first.
 *
 * @param identity the name of the folder
 * @param keys what the aliases of this store's keys begin with. An entry under another key is readable, and gets one of
 *   these keys at its next [save].
 * @param keepsOpened whether the entries that were decrypted last stay in memory; false if the keys need user presence
 * @param gate asks the user if a key needs user presence. Meanwhile, other stores and other processes go on
 * @param folder returns the folder of the files; called only when the folder is needed, because it can access the disk
 */
internal class EncryptedFileStore(
    private val vault: RetryingKeyVault,
    private val disk: Disk,
    override val identity: String,
    private val keys: String = "dev.cognitoauth",
    private val keepsOpened: Boolean = true,
    private val gate: UserPresenceGate = UserPresenceGate(prompt = null),
    private val lock: StoreLock = StoreLock(),
    private val folder: () -> File,
) : SecureStore {
    private val opened = OpenedEntries()

    override fun load(key: String): ByteArray? =
        guarded {
            val sealed = fileOf(key).contentOrNull()
            if (sealed == null) {
                opened.forget(key)
                return@guarded null
            }
            opened.find(key, sealed) ?: openAnew(sealed, key)
        }

    override fun save(
        key: String,
        value: ByteArray,
    ) = changing {
        opened.forget(key)
        val file = fileOf(key)
        if (file.exists() && !isReadable(file, key)) replace(file, File(file.path + QUARANTINED))
        val sealed = seal(key, value)
        if (disk.freeBytes(file.parentFile!!) < sealed.size + SPARE_BYTES) throw SecureStoreException(Reason.FULL)
        write(file, sealed)
    }

    override fun delete(key: String) =
        changing {
            opened.forget(key)
            val file = fileOf(key)
            // The quarantined and the unfinished file are deleted too: they can hold tokens. The entry is deleted last,
            // so it is still there if one of the other files can't be deleted.
            val files = listOf(QUARANTINED, UNFINISHED).map { File(file.path + it) } + file
            val present = files.filter(File::exists)
            if (!present.all { it.delete() || !it.exists() }) throw SecureStoreException(Reason.UNAVAILABLE)
            if (present.isNotEmpty()) disk.sync(file.parentFile!!)
        }

    /**
     * One call at a time in the whole process: two instances can share the folder, and all share the vault. Other calls
     * go on during a prompt: it comes between two tries of [work], so [work] can run several times.
     */
    private fun <T> guarded(work: () -> T): T =
        storeErrors(disk) { gate.through { synchronized(EncryptedFileStore, work) } }

    /** One change at a time in all of the app's processes. */
    private fun <T> changing(work: () -> T): T = guarded { lock.holding(existingFolder(), work) }

    private fun fileOf(key: String): File = File(existingFolder(), fileNameOf(key) + ENTRY)

    private fun existingFolder(): File {
        val folder = folder()
        if (!folder.isDirectory && !folder.mkdirs() && !folder.isDirectory) throw IOException("no folder")
        return folder
    }

    private fun openAnew(
        sealed: ByteArray,
        key: String,
    ): ByteArray {
        opened.forget(key)
        return open(sealed, key).also { if (keepsOpened) opened.keep(key, sealed, it) }
    }

    private fun open(
        sealed: ByteArray,
        key: String,
    ): ByteArray {
        val record = SealedRecord.parse(sealed) ?: throw SecureStoreException(Reason.CORRUPT)
        return vault.withKey(record.alias) { record.open(it, key) } ?: throw SecureStoreException(Reason.CORRUPT)
    }

    private fun isReadable(
        file: File,
        key: String,
    ): Boolean =
        try {
            open(file.readBytes(), key)
            true
        } catch (_: KeyLostException) {
            false
        } catch (error: SecureStoreException) {
            if (error.reason != Reason.CORRUPT) throw error
            false
        }

    private fun seal(
        key: String,
        value: ByteArray,
    ): ByteArray {
        val alias = aliasInUse()
        if (alias != null) {
            try {
                return vault.withKey(alias) { SealedRecord.seal(alias, it, key, value) }
            } catch (_: KeyLostException) {
                // Another key takes the place of the lost one.
            }
        }
        val fresh = nextAlias(alias)
        return vault.withNewKey(fresh) { SealedRecord.seal(fresh, it, key, value) }
    }

    /**
     * The newest of this store's aliases in all files. Quarantined files count too, so that the alias of a lost key is
     * never used again.
     */
    private fun aliasInUse(): String? =
        folder()
            .listFiles()
            .orEmpty()
            .filter { it.name.endsWith(ENTRY) || it.name.endsWith(QUARANTINED) }
            .mapNotNull { file -> file.contentOrNull()?.let(SealedRecord::parse)?.alias }
            .filter { it.substringBeforeLast('.') == keys }
            .maxByOrNull(::numberOf)

    private fun nextAlias(alias: String?): String = "$keys.${(alias?.let(::numberOf) ?: 0) + 1}"

    private fun numberOf(alias: String): Int = alias.substringAfterLast('.').toIntOrNull() ?: 0

    private fun write(
        file: File,
        bytes: ByteArray,
    ) {
        val unfinished = File(file.path + UNFINISHED)
        // A process that was suspended in the middle of a write goes on in the deleted file, not in the new one.
        unfinished.delete()
        FileOutputStream(unfinished).use {
            it.write(bytes)
            it.fd.sync()
        }
        replace(unfinished, file)
    }

    private fun replace(
        from: File,
        to: File,
    ) {
        if (!from.renameTo(to)) throw IOException("the file can't be replaced")
        disk.sync(to.parentFile!!)
    }

    private companion object {
        const val ENTRY = ".entry"
        const val QUARANTINED = ".quarantined"
        const val UNFINISHED = ".unfinished"

        /** In bytes: space that the file system itself can need. */
        const val SPARE_BYTES = 64 * 1024L
    }
}

/** Runs [work] if the disk is not locked. What [work] throws becomes an error of a store. */
internal inline fun <T> storeErrors(
    disk: Disk,
    work: () -> T,
): T {
    if (disk.isLocked()) throw SecureStoreException(Reason.LOCKED)
    return try {
        work()
    } catch (error: KeyLostException) {
        throw SecureStoreException(Reason.UNRECOVERABLE, error)
    } catch (error: UserNotAuthenticatedException) {
        // Nothing asks the user here.
        throw SecureStoreException(Reason.LOCKED, error)
    } catch (error: IOException) {
        throw SecureStoreException(Reason.UNAVAILABLE, error)
    } catch (error: GeneralSecurityException) {
        throw SecureStoreException(Reason.UNAVAILABLE, error)
    } catch (error: ProviderException) {
        throw SecureStoreException(Reason.UNAVAILABLE, error)
    }
}

/** In bytes. A key of this size, in hexadecimal and with two endings, fits into the 255 bytes of a file name. */
private const val LONGEST_KEY = 100

/**
 * The key in hexadecimal, which is a valid file name. A key that is too long for a file name is replaced by its digest.
 */
internal fun fileNameOf(key: String): String {
    val bytes = key.toByteArray()
    val name = if (bytes.size <= LONGEST_KEY) bytes else MessageDigest.getInstance("SHA-256").digest(bytes)
    return name.joinToString("") { "%02x".format(it) }
}

/** The device's disk, as far as a store needs it. */
internal interface Disk {
    /** Whether the app's files can't be read yet, because nobody has unlocked the device since it started. */
    fun isLocked(): Boolean

    /** How much room is left, in bytes. */
    fun freeBytes(folder: File): Long

    /** Makes the names in a folder durable. */
    fun sync(folder: File)
}
