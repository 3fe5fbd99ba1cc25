package dev.cognitoauth.android

import android.app.Application
import android.content.Context
import android.net.TrafficStats
import android.os.Build
import android.os.UserManager
import android.security.NetworkSecurityPolicy
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.system.ErrnoException
import android.system.Os
import android.system.OsConstants
import java.io.File
import java.io.IOException
import java.security.Key
import java.security.KeyStore
import java.security.PrivateKey
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

// This file only calls the platform. The decisions are in the classes that take these parts.

/**
 * The Android Keystore. A background refresh has to work on any device, so a key does not need StrongBox. It needs user
 * authentication only if the app asks for that.
 *
 * @param userPresenceSeconds how long a key can be used after the user has shown that they are present; null if it can
 * always be used
 */
internal class AndroidKeyVault(
    private val userPresenceSeconds: Int? = null,
) : KeyVault {
    override fun find(alias: String): SecretKey? = key(alias) as? SecretKey

    override fun findPrivate(alias: String): PrivateKey? = key(alias) as? PrivateKey

    private fun key(alias: String): Key? =
        KeyStore.getInstance(PROVIDER).run {
            load(null)
            getKey(alias, null)
        }

    override fun create(alias: String): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val specification =
            KeyGenParameterSpec
                .Builder(alias, purposes)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setKeySize(KEY_BITS)
                .apply { if (userPresenceSeconds != null) requireUserPresence(userPresenceSeconds) }
                .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).run {
            init(specification)
            generateKey()
        }
    }

    /**
     * Lets the key be used only after the user has shown a face, a finger or the screen lock. The key stays valid if
     * the user adds a finger, and becomes invalid if the user removes the screen lock.
     */
    @ChecksApiLevel
    private fun KeyGenParameterSpec.Builder.requireUserPresence(seconds: Int) {
        setUserAuthenticationRequired(true)
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
            @Suppress("DEPRECATION")
            setUserAuthenticationValidityDurationSeconds(seconds)
        } else {
            val kinds = KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL
            setUserAuthenticationParameters(seconds, kinds)
        }
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val KEY_BITS = 256
    }
}

internal class AndroidDisk(
    private val context: Context,
) : Disk {
    @ChecksApiLevel
    override fun isLocked(): Boolean {
        // On Android 6, no part of an app runs before the first unlock.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.N) return false
        val users = context.getSystemService(Context.USER_SERVICE) as UserManager?
        return users != null && !users.isUserUnlocked
    }

    override fun freeBytes(folder: File): Long = folder.usableSpace

    override fun sync(folder: File) {
        try {
            val descriptor = Os.open(folder.path, OsConstants.O_RDONLY, 0)
            try {
                Os.fsync(descriptor)
            } finally {
                Os.close(descriptor)
            }
        } catch (error: ErrnoException) {
            throw IOException(error)
        }
    }
}

internal class AndroidAppFiles(
    private val context: Context,
) : AppFiles {
    override val noBackupFolder: File get() = context.noBackupFilesDir

    override val preferencesFolder: File get() = File(context.applicationInfo.dataDir, "shared_prefs")

    override fun preferences(file: String): Map<String, *> = open(file).all

    override fun remove(
        file: String,
        keys: Set<String>,
    ): Boolean {
        val editor = open(file).edit()
        keys.forEach(editor::remove)
        return editor.commit()
    }

    private fun open(file: String) = context.getSharedPreferences(file, Context.MODE_PRIVATE)
}

/** The name of this process; null before Android 9. Android runs only one process of a name at a time. */
@ChecksApiLevel
internal fun processName(): String? =
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) null else Application.getProcessName()

/** Whether the app's Network Security Config lets it send plain http to a host. */
internal fun interface CleartextPolicy {
    fun permits(host: String): Boolean
}

/**
 * Android's own policy. On a JVM without Android's classes, and with the stubs of an app's unit tests, which throw, it
 * permits plain http: the core has checked the endpoint before.
 */
internal object PlatformCleartextPolicy : CleartextPolicy {
    @ChecksApiLevel
    override fun permits(host: String): Boolean =
        try {
            val policy = NetworkSecurityPolicy.getInstance()
            // Android 6 has no policy for a single host.
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.N) {
                policy.isCleartextTrafficPermitted
            } else {
                policy.isCleartextTrafficPermitted(host)
            }
        } catch (_: LinkageError) {
            true
        } catch (_: RuntimeException) {
            true
        }
}

/** Marks the sockets in the device's statistics; without a mark, StrictMode complains. */
internal class TrafficStatsTagger : SocketTagger {
    override fun begin() = TrafficStats.setThreadStatsTag(TAG)

    override fun end() = TrafficStats.clearThreadStatsTag()

    private companion object {
        /** "Auth", in ASCII. */
        const val TAG = 0x41757468
    }
}

/**
 * Tells the build's check for Android 6 to skip this function or class. The function, or the code that makes an
 * instance of the class, checks the API level before it calls what Android 6 lacks.
 */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.FUNCTION, AnnotationTarget.CLASS)
internal annotation class ChecksApiLevel
