package dev.cognitoauth.android

import android.content.Context
import android.hardware.biometrics.BiometricManager.Authenticators
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import java.util.concurrent.Executor

/** Android's own prompt, from Android 9 on. */
internal class PlatformUserPresencePrompt(
    private val context: Context,
    private val title: String,
) : UserPresencePrompt {
    @ChecksApiLevel
    override fun ask(reply: UserPresenceReply) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return reply.fail(UserPresenceFailure.UNSUPPORTED)
        val here = Executor { it.run() }
        val builder = BiometricPrompt.Builder(context).setTitle(title)
        when {
            Build.VERSION.SDK_INT < Build.VERSION_CODES.Q ->
                builder.setNegativeButton(context.getString(android.R.string.cancel), here) { _, _ ->
                    reply.fail(UserPresenceFailure.CANCELLED)
                }
            Build.VERSION.SDK_INT < Build.VERSION_CODES.R ->
                @Suppress("DEPRECATION")
                builder.setDeviceCredentialAllowed(true)
            else ->
                builder.setAllowedAuthenticators(Authenticators.BIOMETRIC_STRONG or Authenticators.DEVICE_CREDENTIAL)
        }
        try {
            builder.build().authenticate(CancellationSignal(), here, PromptAnswer(reply))
        } catch (_: SecurityException) {
            reply.fail(UserPresenceFailure.MISCONFIGURED)
        }
    }
}

/**
 * Reports how the prompt ended. A finger that is not recognised does not end it: the prompt stays, and the user tries
 * again.
 */
@ChecksApiLevel
private class PromptAnswer(
    private val reply: UserPresenceReply,
) : BiometricPrompt.AuthenticationCallback() {
    override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult?) = reply.succeed()

    override fun onAuthenticationError(
        errorCode: Int,
        errString: CharSequence?,
    ) = reply.fail(userPresenceFailure(errorCode))
}
