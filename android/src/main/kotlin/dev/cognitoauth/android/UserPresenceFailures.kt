package dev.cognitoauth.android

/**
 * The failure for an error of the platform's prompt. The numbers are those of
 * `android.hardware.biometrics.BiometricPrompt`; Jetpack's prompt has the same.
 */
internal fun userPresenceFailure(error: Int): UserPresenceFailure =
    when (error) {
        TIMEOUT, USER_CANCELED, NEGATIVE_BUTTON -> UserPresenceFailure.CANCELLED
        UNABLE_TO_PROCESS, LOCKOUT, LOCKOUT_PERMANENT -> UserPresenceFailure.REFUSED
        // The system has closed the prompt: another app came to the front, or the device was locked.
        CANCELED -> UserPresenceFailure.NOT_SHOWN
        NO_BIOMETRICS, HARDWARE_NOT_PRESENT, NO_DEVICE_CREDENTIAL, SECURITY_UPDATE_REQUIRED ->
            UserPresenceFailure.UNSUPPORTED
        else -> UserPresenceFailure.OTHER
    }

private const val UNABLE_TO_PROCESS = 2
private const val TIMEOUT = 3
private const val CANCELED = 5
private const val LOCKOUT = 7
private const val LOCKOUT_PERMANENT = 9
private const val USER_CANCELED = 10
private const val NO_BIOMETRICS = 11
private const val HARDWARE_NOT_PRESENT = 12
private const val NEGATIVE_BUTTON = 13
private const val NO_DEVICE_CREDENTIAL = 14
private const val SECURITY_UPDATE_REQUIRED = 15
