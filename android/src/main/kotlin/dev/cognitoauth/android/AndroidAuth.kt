package dev.cognitoauth.android

import android.content.Context
import android.content.res.Resources
import android.os.Handler
import android.os.Looper
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.FormerLibrary
import dev.cognitoauth.unreadableConfiguration
import java.io.File
import java.util.concurrent.Executor

/** Makes an [Auth] for an Android app. */
public object AndroidAuth {
    /**
     * The configuration in a raw resource, such as `R.raw.amplify_outputs`, `R.raw.amplifyconfiguration` or
     * `R.raw.awsconfiguration`, up to 1 MiB. The resource is read before this call returns, as by
     * [AuthConfiguration.fromStream].
     *
     * @param entry the name of the entries to take, if an `amplifyconfiguration` or an `awsconfiguration` has several
     *   user pools
     * @throws ConfigurationException if the resource is not there or can't be read, with the code
     *   [dev.cognitoauth.AuthErrorCode.UNREADABLE_CONFIGURATION]
     */
    @JvmStatic
    @JvmOverloads
    @Throws(ConfigurationException::class)
    public fun configuration(
        context: Context,
        resource: Int,
        entry: String? = null,
    ): AuthConfiguration {
        val stream =
            try {
                context.resources.openRawResource(resource)
            } catch (_: Resources.NotFoundException) {
                throw unreadableConfiguration()
            }
        return stream.use { AuthConfiguration.fromStream(it, entry) }
    }

    /**
     * A builder of an [Auth] with Android's parts. Each part can be replaced:
     *
     * - HTTP by `HttpURLConnection`
     * - the session in a file of the app's own, encrypted with a key of the Android Keystore, and not backed up;
     *   several processes of the app can use it
     * - leases beside that file, so that these processes take turns to refresh
     * - the platform's passkeys, from Android 14 on
     * - callbacks on the main thread
     *
     * @param userPresence asks for the user's face, finger or screen lock before the session is read or changed. A
     *   session that was stored without this protection gets it at its next change, such as a refresh. Once an app has
     *   passed this argument, it always has to pass it: the session stays encrypted with the protected key.
     */
    @JvmStatic
    @JvmOverloads
    public fun builder(
        context: Context,
        configuration: AuthConfiguration,
        userPresence: UserPresence? = null,
    ): Auth.Builder {
        val app = context.applicationContext ?: context
        val gate = UserPresenceGate(userPresence?.prompt?.invoke(app))
        val vault = RetryingKeyVault(AndroidKeyVault(userPresence?.validitySeconds))
        val keys = if (userPresence == null) KEYS else GUARDED_KEYS
        val store =
            EncryptedFileStore(
                vault,
                AndroidDisk(app),
                "noBackupFilesDir/$FOLDER",
                keys,
                keepsOpened = userPresence == null,
                gate = gate,
            ) { File(app.noBackupFilesDir, FOLDER) }
        return Auth
            .builder(configuration, store)
            .leaseStore(FileLeases(processName()) { File(app.noBackupFilesDir, FOLDER) })
            .httpTransport(HttpUrlConnectionTransport(TrafficStatsTagger()))
            .passkeyAuthenticator(PlatformPasskeys())
            .callbackExecutor(MainThread())
    }

    /**
     * What Amplify for Android, or AWSMobileClient, has stored in this app, for [Auth.Builder.movingFrom]:
     *
     * `AndroidAuth.builder(context, configuration).movingFrom(AndroidAuth.formerLibrary(context)).build()`
     *
     * This call reads nothing yet. The former library must not run in the app any more: Amplify deletes what it can't
     * read, and two libraries with one refresh token end each other's session if the user pool rotates the token.
     *
     * @param defersRefresh whether this library never refreshes a session that it has taken over: see
     *   [FormerLibrary.defersRefresh]
     */
    @JvmStatic
    @JvmOverloads
    public fun formerLibrary(
        context: Context,
        defersRefresh: Boolean = false,
    ): FormerLibrary {
        val app = context.applicationContext ?: context
        val vault = RetryingKeyVault(AndroidKeyVault())
        return FormerLibrary(FormerStorage(vault, AndroidDisk(app), AndroidAppFiles(app)), defersRefresh)
    }
}

private const val FOLDER = "dev.cognitoauth"

// What the aliases of the Keystore's keys begin with.
private const val KEYS = "dev.cognitoauth"
private const val GUARDED_KEYS = "dev.cognitoauth.guarded"

private class MainThread : Executor {
    private val handler = Handler(Looper.getMainLooper())

    override fun execute(command: Runnable) {
        handler.post(command)
    }
}
