package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.wrong
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Sign-ins in which the user chooses the first factor, and sign-ins without a password. */
class FirstFactorsTest {
    private val pool = LocalPool.shared
    private val auth = authOf()

    @Test
    fun theUserChoosesOneOfTheAvailableFactors() =
        runBlocking {
            val user = User().register(auth)
            val asked = auth.signIn(user.username, null, flow(AuthFlowType.USER_AUTH))
            val step =
                assertInstanceOf(
                    AuthSignInStep.ContinueSignInWithFirstFactorSelection::class.java,
                    asked.nextStep,
                )
            val passwords = setOf(AuthFactorType.PASSWORD, AuthFactorType.PASSWORD_SRP)
            assertEquals(passwords + AuthFactorType.SMS_OTP, step.availableFactors)

            val exception =
                assertThrows<ValidationException> {
                    runBlocking { auth.confirmSignIn(AuthFactorType.WEB_AUTHN.challengeResponse) }
                }
            assertEquals(AuthErrorCode.MALFORMED_ARGUMENT, exception.code)
            val chosen = auth.confirmSignIn(AuthFactorType.PASSWORD_SRP.challengeResponse)
            assertEquals(AuthSignInStep.ConfirmSignInWithPassword, chosen.nextStep)
            assertTrue(auth.confirmSignIn(user.password).isSignedIn)
        }

    @Test
    fun aSignInThatPrefersACodeByEmailIsCompletedWithTheCode() =
        runBlocking {
            val user = User().register(auth)
            pool.verifyEmail(user.username)
            val preferred = AuthSignInOptions.builder().preferredFirstFactor(AuthFactorType.EMAIL_OTP).build()
            assertEquals(AuthFlowType.userAuth(AuthFactorType.EMAIL_OTP), preferred.authFlowType)
            val asked = auth.signIn(user.username, null, preferred)
            val step = assertInstanceOf(AuthSignInStep.ConfirmSignInWithOTP::class.java, asked.nextStep)
            assertEquals(DeliveryMedium.Email, step.codeDeliveryDetails.deliveryMedium)

            val code = pool.newestCode(user.username)
            val exception = assertThrows<NotAuthorizedException> { runBlocking { auth.confirmSignIn(wrong(code)) } }
            assertEquals(AuthErrorCode.CODE_MISMATCH, exception.code)
            assertTrue(auth.confirmSignIn(code).isSignedIn)
        }

    @Test
    fun aSignInThatPrefersACodeByTextMessageIsCompletedWithTheCode() =
        runBlocking {
            val user = User().register(auth)
            val asked = auth.signIn(user.username, null, flow(AuthFlowType.userAuth(AuthFactorType.SMS_OTP)))
            assertEquals(DeliveryMedium.Sms, asked.nextStep.codeDeliveryDetails?.deliveryMedium)
            assertTrue(auth.confirmSignIn(pool.newestCode(user.username)).isSignedIn)
        }

    @Test
    fun aSignInThatPrefersThePasswordIsCompletedInOneCall() =
        runBlocking {
            val user = User().register(auth)
            val preferred = flow(AuthFlowType.userAuth(AuthFactorType.PASSWORD_SRP))
            assertTrue(auth.signIn(user.username, user.password, preferred).isSignedIn)
        }

    @Test
    fun aUserWithoutAPasswordSignsUpAndIsSignedIn() =
        runBlocking {
            val user = User()
            val options =
                AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), user.email).build()
            auth.signUp(user.username, null, options)
            val confirmed = auth.confirmSignUp(user.username, pool.newestCode(user.username))
            assertTrue(confirmed.isSignUpComplete)
            assertInstanceOf(AuthSignUpStep.CompleteAutoSignIn::class.java, confirmed.nextStep)
            assertTrue(auth.autoSignIn().isSignedIn)
            assertEquals(user.username, auth.getCurrentUser().username)

            // The first password needs no old one.
            auth.updatePassword(null, user.password)
            assertTrue(authOf().signIn(user.username, user.password).isSignedIn)
        }

    @Test
    fun anAutoSignInNeedsAConfirmedSignUp() =
        runBlocking {
            val exception = assertThrows<InvalidStateException> { runBlocking { auth.autoSignIn() } }
            assertEquals(AuthErrorCode.NO_PENDING_AUTO_SIGN_IN, exception.code)
        }

    @Test
    fun theFactorsOfASignedInUserAreListed() =
        runBlocking {
            val user = User().signIn(auth)
            pool.requireSecondFactor(user.username, "SMSMfaSettings")
            val factors = auth.fetchUserAuthFactors()
            assertEquals(user.username, factors.username)
            assertTrue(AuthFactorType.PASSWORD in factors.firstFactors)
            assertEquals(setOf(MFAType.SMS) to MFAType.SMS, factors.enabledMFATypes to factors.preferredMFAType)
            auth.signOut()
            val exception = assertThrows<SignedOutException> { runBlocking { auth.fetchUserAuthFactors() } }
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, exception.code)
        }

    private fun flow(flow: AuthFlowType) = AuthSignInOptions.builder().authFlowType(flow).build()
}
