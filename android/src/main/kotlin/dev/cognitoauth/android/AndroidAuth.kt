package dev.cognitoauth.android

import android.content.Context
import android.os.Handler
import android.os.Looper
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import java.io.File
import java.util.concurrent.Executor

/** Makes an [Auth] for an Android app. */
public object AndroidAuth {
    /**
     * An [Auth] with Android's parts. HTTP goes through `HttpURLConnection`. The session is in a file of the app that
     * is not backed up, encrypted under a key of the Android Keystore. Passkeys are the platform's, from Android 14 on.
     * Callbacks come on the main thread. The builder can replace each part.
     */
    @JvmStatic
    public fun builder(
        context: Context,
        configuration: AuthConfiguration,
    ): Auth.Builder {
        val app = context.applicationContext ?: context
        val store =
            EncryptedFileStore(RetryingKeyVault(AndroidKeyVault()), AndroidDisk(app)) {
                File(app.noBackupFilesDir, "dev.cognitoauth")
            }
        return Auth
            .builder(configuration, store)
            .httpTransport(HttpUrlConnectionTransport(TrafficStatsTagger()))
            .passkeyAuthenticator(PlatformPasskeys())
            .callbackExecutor(MainThread())
    }
}

private class MainThread : Executor {
    private val handler = Handler(Looper.getMainLooper())

    override fun execute(command: Runnable) {
        handler.post(command)
    }
}
