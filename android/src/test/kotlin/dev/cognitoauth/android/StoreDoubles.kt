package dev.cognitoauth.android

import android.security.keystore.UserNotAuthenticatedException
import java.io.File
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption
import java.security.PrivateKey
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** A stand-in for the Android Keystore: keys of the JVM, in memory. */
internal class MemoryVault : KeyVault {
    val keys = mutableMapOf<String, SecretKey>()
    val privateKeys = mutableMapOf<String, PrivateKey>()
    var failures = ArrayDeque<Exception>()

    /** How often a key was looked up. */
    var uses = 0

    /** Exceptions for the keys that are found next: each key takes one, and using the key throws it. */
    var refusals = ArrayDeque<Exception>()

    /** Whether the keys that are made from now on need user presence. */
    var wantsUserPresence = false

    /** Whether the user has answered a prompt recently enough to use these keys. */
    var isPresent = false
    private val guarded = mutableSetOf<String>()

    override fun find(alias: String): SecretKey? {
        uses++
        failures.removeFirstOrNull()?.let { throw it }
        return keys[alias]?.let { key -> refusals.removeFirstOrNull()?.let { RefusingKey(key, it) } ?: usable(alias) }
    }

    private fun usable(alias: String): SecretKey {
        val key = keys.getValue(alias)
        return if (alias in guarded && !isPresent) RefusingKey(key, UserNotAuthenticatedException()) else key
    }

    override fun findPrivate(alias: String): PrivateKey? {
        failures.removeFirstOrNull()?.let { throw it }
        return privateKeys[alias]
    }

    override fun create(alias: String): SecretKey {
        failures.removeFirstOrNull()?.let { throw it }
        val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
        keys[alias] = key
        if (wantsUserPresence) guarded += alias
        return usable(alias)
    }
}

/** A key that makes `Cipher.init` fail, as a key of the Keystore can. */
private class RefusingKey(
    key: SecretKey,
    private val refusal: Exception,
) : SecretKey by key {
    override fun getFormat(): String = throw refusal
}

/** The files of a store's folder that can hold an entry. */
internal fun filesOf(folder: File): List<File> = checkNotNull(folder.listFiles()).filter { it.name != StoreLock.NAME }

internal class DesktopDisk : Disk {
    var locked = false
    var free = Long.MAX_VALUE
    var syncs = 0

    override fun isLocked(): Boolean = locked

    override fun freeBytes(folder: File): Long = free

    override fun sync(folder: File) {
        FileChannel.open(folder.toPath(), StandardOpenOption.READ).use { it.force(true) }
        syncs++
    }
}
