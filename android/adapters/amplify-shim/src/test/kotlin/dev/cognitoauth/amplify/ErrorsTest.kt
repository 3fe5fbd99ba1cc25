package dev.cognitoauth.amplify

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException.Details
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test

private typealias Ours = dev.cognitoauth.AuthException

/** The library's exceptions as Amplify's. */
class ErrorsTest {
    private val details = Details("It failed.", "Try again.")

    private fun classOf(ours: Ours) = ours.toAmplify().javaClass

    private fun classOf(code: AuthErrorCode) = classOf(dev.cognitoauth.ServiceException(code))

    @Test
    fun aCodeBecomesAmplifysExceptionForThatCode() {
        val expected =
            mapOf(
                AuthErrorCode.ALREADY_SIGNED_IN to SignedInException::class,
                AuthErrorCode.BROWSER_CANCELLED to UserCancelledException::class,
                AuthErrorCode.CODE_MISMATCH to CodeMismatchException::class,
                AuthErrorCode.EXPIRED_CODE to CodeExpiredException::class,
                AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED to InvalidAccountTypeException::class,
                AuthErrorCode.OAUTH_NOT_CONFIGURED to InvalidOauthConfigurationException::class,
                AuthErrorCode.PASSKEY_CANCELLED to UserCancelledException::class,
                AuthErrorCode.PASSKEY_NOT_FOUND to WebAuthnFailedException::class,
                AuthErrorCode.TOO_MANY_FAILED_ATTEMPTS to FailedAttemptsLimitExceededException::class,
                AuthErrorCode.USER_POOL_NOT_CONFIGURED to InvalidUserPoolConfigurationException::class,
                AuthErrorCode.WEB_AUTHN_RELYING_PARTY_MISMATCH to WebAuthnRpMismatchException::class,
            )
        for ((code, type) in expected) assertEquals(type.java, classOf(code), code.name)
    }

    @Test
    fun aCodeBecomesTheServiceExceptionOfTheSameName() {
        // For example, CODE_MISMATCH becomes a CodeMismatchException. Codes without a class of their name are left out.
        for (code in AuthErrorCode.entries) {
            val words = code.name.lowercase().split('_')
            val name =
                "dev.cognitoauth.amplify." + words.joinToString("") { it.replaceFirstChar(Char::uppercase) } +
                    "Exception"
            val type = runCatching { Class.forName(name) }.getOrNull() ?: continue
            if (!ServiceException::class.java.isAssignableFrom(type)) continue
            assertEquals(type, classOf(code), code.name)
        }
    }

    @Test
    fun forACodeUnknownToAmplifyTheClassOfTheErrorDecides() {
        val code = AuthErrorCode.SERVER_ERROR
        val expected =
            mapOf(
                dev.cognitoauth.ConfigurationException(code) to ConfigurationException::class,
                dev.cognitoauth.InvalidStateException(code) to InvalidStateException::class,
                dev.cognitoauth.NotAuthorizedException(code) to NotAuthorizedException::class,
                dev.cognitoauth.ServiceException(code) to ServiceException::class,
                dev.cognitoauth.SessionExpiredException(code) to SessionExpiredException::class,
                dev.cognitoauth.SignedOutException(code) to SignedOutException::class,
                dev.cognitoauth.ValidationException(code) to ValidationException::class,
                dev.cognitoauth.NetworkException(code) to UnknownException::class,
                dev.cognitoauth.StorageException(code) to UnknownException::class,
                dev.cognitoauth.TimedOutException(code) to UnknownException::class,
                dev.cognitoauth.AuthCancelledException(code) to UnknownException::class,
                dev.cognitoauth.InternalException(code) to UnknownException::class,
            )
        for ((ours, type) in expected) assertEquals(type.java, classOf(ours))
    }

    @Test
    fun theLibrarysExceptionIsTheCauseAndGivesTheTexts() {
        for (code in AuthErrorCode.entries) {
            val ours = dev.cognitoauth.ServiceException(code, details)
            val exception = ours.toAmplify()
            assertSame(ours, exception.cause, code.name)
            assertEquals("It failed.", exception.message, code.name)
            assertEquals("Try again.", exception.recoverySuggestion, code.name)
        }
    }

    @Test
    fun anAppsTestCanMakeExceptions() {
        assertEquals("The call failed.", UserNotConfirmedException(null).message)
        assertEquals("Again.", AuthException("It failed.", "Again.").recoverySuggestion)
        assertEquals("Again.", AmplifyException("It failed.", "Again.").recoverySuggestion)
    }
}
