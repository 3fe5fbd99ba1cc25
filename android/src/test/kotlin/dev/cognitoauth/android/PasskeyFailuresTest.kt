package dev.cognitoauth.android

import dev.cognitoauth.PasskeyFailure
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class PasskeyFailuresTest {
    @Test
    fun theTypeOfAPlatformErrorDecidesThePasskeyFailure() {
        val create = "android.credentials.CreateCredentialException."
        val get = "android.credentials.GetCredentialException."
        val registered = "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials."
        val signedIn = "androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials."
        val expected =
            mapOf(
                create + "TYPE_USER_CANCELED" to PasskeyFailure.CANCELLED,
                create + "TYPE_NO_CREATE_OPTIONS" to PasskeyFailure.UNSUPPORTED,
                create + "TYPE_INTERRUPTED" to PasskeyFailure.OTHER,
                get + "TYPE_USER_CANCELED" to PasskeyFailure.CANCELLED,
                get + "TYPE_NO_CREDENTIAL" to PasskeyFailure.NO_CREDENTIAL,
                get + "TYPE_UNKNOWN" to PasskeyFailure.OTHER,
                registered + "TYPE_INVALID_STATE_ERROR" to PasskeyFailure.ALREADY_REGISTERED,
                registered + "TYPE_NOT_ALLOWED_ERROR" to PasskeyFailure.CANCELLED,
                signedIn + "TYPE_SECURITY_ERROR" to PasskeyFailure.DOMAIN_MISMATCH,
            )
        assertEquals(expected, expected.mapValues { passkeyFailure(it.key) })
    }
}
