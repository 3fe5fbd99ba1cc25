package dev.cognitoauth.nolibrary

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.MFAType
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.ValidationException
import dev.cognitoauth.ffi.userAttributeName
import dev.cognitoauth.support.ApiDump
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey

/** Apps make, print and compare values in their unit tests and previews, where there is no native library. */
@Tag("no-library")
class ValueTypesTest {
    /**
     * The types whose instances are values: no interfaces, and none of the types that only make values (builders,
     * companions, exception details).
     */
    private val values =
        (ApiDump.classes - Samples.actors).filterNot {
            it.isInterface || it.simpleName in setOf("Builder", "Companion", "Details")
        }

    @Test
    fun theNativeLibraryIsAbsent() {
        assertThrows<LinkageError> { userAttributeName(BridgeKey.Email) }
    }

    @Test
    fun aPrintedExceptionNamesTheField() {
        val details = AuthException.Details("It is empty.", "Pass a value.", field = "username")
        val printed = ValidationException(AuthErrorCode.EMPTY_ARGUMENT, details).toString()
        assertEquals("ValidationException(EMPTY_ARGUMENT, username): It is empty. Pass a value.", printed)
    }

    @Test
    fun theApiDumpListsTheTypesOfValues() {
        assertTrue(Auth::class.java in ApiDump.classes)
        assertTrue(values.size > 60, "only ${values.size} types of values")
    }

    @TestFactory
    fun everyValueIsMadePrintedAndCompared(): List<DynamicTest> =
        values.map { type ->
            dynamicTest(type.name) {
                val (samples, others) = Samples.of(type) to Samples.of(type)
                samples.zip(others).forEach { (sample, other) -> printAndCompare(sample, other) }
            }
        }

    private fun printAndCompare(
        sample: Any,
        other: Any,
    ) {
        assertTrue(sample.toString().isNotEmpty())
        assertFalse("@" in sample.toString(), "$sample prints Java's default text")
        if (sample is Throwable) return
        assertEquals(sample, other)
        assertEquals(sample.hashCode(), other.hashCode())
        assertNotEquals(sample, Any())
    }

    @Test
    fun anAttributeKeyPrintsItsNameAndIsTheSameWithAndWithoutItsPrefix() {
        assertEquals("email", "${AuthUserAttributeKey.email()}")
        assertEquals(AuthUserAttributeKey.custom("team"), AuthUserAttributeKey.custom("custom:team"))
        assertEquals(AuthUserAttributeKey.custom("team"), AuthUserAttributeKey.fromKeyString("team"))
        assertNotEquals(AuthUserAttributeKey.custom("email"), AuthUserAttributeKey.email())
        val attribute = AuthUserAttribute(AuthUserAttributeKey.email(), "ana@example.com")
        assertEquals("AuthUserAttribute(key=email)", attribute.toString())
    }

    @Test
    fun aChallengeResponseAndASetupUriNeedNoNativeLibrary() {
        assertEquals("TOTP", MFAType.TOTP.challengeResponse)
        val uri = TOTPSetupDetails(sharedSecret = "JBSWY3DP", username = "ana").getSetupURI("My App")
        assertEquals("otpauth://totp/My%20App:ana?secret=JBSWY3DP&issuer=My%20App", uri)
    }
}
