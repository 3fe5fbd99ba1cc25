package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.Totp
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class MFATest {
    private val pool = LocalPool.shared
    private val auth = authOf()

    @Test
    fun anAuthenticatorAppIsSetUpAndTheNextSignInAsksForItsCode() =
        runBlocking {
            val user = User().signIn(auth)
            val details = auth.setUpTOTP()
            assertEquals(user.username, details.username)
            val app = Totp(details.sharedSecret)
            val exception =
                assertThrows<NotAuthorizedException> { runBlocking { auth.verifyTOTPSetup(app.wrongCode()) } }
            assertEquals(AuthErrorCode.ENABLE_SOFTWARE_TOKEN_MFA, exception.code)
            val named = AuthVerifyTOTPSetupOptions.builder().friendlyDeviceName("Ana's phone").build()
            auth.verifyTOTPSetup(app.code(), named)

            auth.updateMFAPreference(totp = MFAPreference.PREFERRED)
            assertEquals(UserMFAPreference(setOf(MFAType.TOTP), MFAType.TOTP), auth.fetchMFAPreference())
            auth.signOut()
            val asked = auth.signIn(user.username, user.password)
            assertEquals(AuthSignInStep.ConfirmSignInWithTOTPCode, asked.nextStep)
            assertTrue(auth.confirmSignIn(app.code()).isSignedIn)

            auth.updateMFAPreference(totp = MFAPreference.DISABLED)
            assertEquals(UserMFAPreference(emptySet(), null), auth.fetchMFAPreference())
        }

    @Test
    fun onlyOneFactorCanBePreferred() =
        runBlocking {
            User().signIn(auth)
            val exception =
                assertThrows<ValidationException> {
                    runBlocking {
                        auth.updateMFAPreference(sms = MFAPreference.PREFERRED, email = MFAPreference.PREFERRED)
                    }
                }
            assertEquals(AuthErrorCode.MALFORMED_ARGUMENT, exception.code)
        }

    @Test
    fun ifThePoolRequiresASecondFactorAnAuthenticatorAppIsSetUpDuringTheSignIn() =
        runBlocking {
            val strict = pool.another()
            val auth = authOf(strict)
            val user = User().register(auth, strict)
            strict.requireSecondFactors("SoftwareTokenMfaConfiguration")

            val asked = auth.signIn(user.username, user.password)
            val step = assertInstanceOf(AuthSignInStep.ContinueSignInWithTOTPSetup::class.java, asked.nextStep)
            assertEquals(user.username, step.totpSetupDetails.username)
            val app = Totp(step.totpSetupDetails.sharedSecret)
            val exception =
                assertThrows<NotAuthorizedException> { runBlocking { auth.confirmSignIn(app.wrongCode()) } }
            assertEquals(AuthErrorCode.ENABLE_SOFTWARE_TOKEN_MFA, exception.code)
            val named = AuthConfirmSignInOptions.builder().friendlyDeviceName("Ana's phone").build()
            assertTrue(auth.confirmSignIn(app.code(), named).isSignedIn)
        }

    @Test
    fun duringTheSignInTheUserChoosesWhichFactorToSetUp() =
        runBlocking {
            val strict = pool.another()
            val user = User()
            strict.administer("AdminCreateUser", user.username) { put("MessageAction", "SUPPRESS") }
            strict.administer("AdminSetUserPassword", user.username) {
                put("Password", user.password)
                put("Permanent", true)
            }
            strict.requireSecondFactors("EmailMfaConfiguration", "SoftwareTokenMfaConfiguration")

            val auth = authOf(strict)
            val asked = auth.signIn(user.username, user.password)
            assertInstanceOf(AuthSignInStep.ContinueSignInWithMFASetupSelection::class.java, asked.nextStep)
            assertEquals(setOf(MFAType.TOTP, MFAType.EMAIL), asked.nextStep.allowedMFATypes)
            val chosen = auth.confirmSignIn(MFAType.EMAIL.challengeResponse)
            assertEquals(AuthSignInStep.ContinueSignInWithEmailMFASetup, chosen.nextStep)
            val sent = auth.confirmSignIn(user.email)
            assertInstanceOf(AuthSignInStep.ConfirmSignInWithOTP::class.java, sent.nextStep)
            assertTrue(auth.confirmSignIn(strict.newestCode(user.username)).isSignedIn)
        }

    @Test
    fun theSetupUriContainsTheAppTheUserAndTheSecret() {
        val details = TOTPSetupDetails("JBSWY3DPEHPK3PXP", "ana@example.com")
        assertEquals(
            "otpauth://totp/My%20App:ana%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=My%20App",
            details.getSetupURI("My App"),
        )
        assertTrue("My%20App:Ana?" in details.getSetupURI("My App", "Ana"))
        val exception = assertThrows<ValidationException> { details.getSetupURI("") }
        assertEquals("app_name", exception.field)
    }
}
