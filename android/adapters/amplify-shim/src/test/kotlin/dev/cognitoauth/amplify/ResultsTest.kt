package dev.cognitoauth.amplify

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithCustomChallenge
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithNewPassword
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithOTP
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithPassword
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithSMSMFACode
import dev.cognitoauth.AuthSignInStep.ConfirmSignInWithTOTPCode
import dev.cognitoauth.AuthSignInStep.ContinueSignInWithEmailMFASetup
import dev.cognitoauth.AuthSignInStep.ContinueSignInWithFirstFactorSelection
import dev.cognitoauth.AuthSignInStep.ContinueSignInWithMFASelection
import dev.cognitoauth.AuthSignInStep.ContinueSignInWithMFASetupSelection
import dev.cognitoauth.AuthSignInStep.ContinueSignInWithTOTPSetup
import dev.cognitoauth.DeliveryMedium
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import dev.cognitoauth.AuthCodeDeliveryDetails as OurDetails
import dev.cognitoauth.AuthSession as OurSession
import dev.cognitoauth.AuthSignInStep as OurStep
import dev.cognitoauth.AuthSignOutResult as OurSignOut
import dev.cognitoauth.AuthSignUpResult as OurSignUp

/** The library's results as Amplify's. */
class ResultsTest {
    private val details = OurDetails(DeliveryMedium.Sms, "+*1", AuthUserAttributeKey.phoneNumber())
    private val info = mapOf("name" to "private")

    private fun mapped(step: OurStep) =
        dev.cognitoauth
            .AuthSignInResult(false, step)
            .toAmplify()
            .nextStep

    @Test
    fun everySignInStepBecomesAmplifysStep() {
        val totp = dev.cognitoauth.TOTPSetupDetails("SECRET", "ana")
        val steps =
            listOf(
                ConfirmSignInWithSMSMFACode(details, info) to AuthSignInStep.CONFIRM_SIGN_IN_WITH_SMS_MFA_CODE,
                ConfirmSignInWithCustomChallenge(info) to AuthSignInStep.CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE,
                ConfirmSignInWithNewPassword(info) to AuthSignInStep.CONFIRM_SIGN_IN_WITH_NEW_PASSWORD,
                ConfirmSignInWithOTP(details) to AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP,
                ConfirmSignInWithPassword to AuthSignInStep.CONFIRM_SIGN_IN_WITH_PASSWORD,
                ConfirmSignInWithTOTPCode to AuthSignInStep.CONFIRM_SIGN_IN_WITH_TOTP_CODE,
                ContinueSignInWithEmailMFASetup to AuthSignInStep.CONTINUE_SIGN_IN_WITH_EMAIL_MFA_SETUP,
                ContinueSignInWithFirstFactorSelection(setOf(AuthFactorType.PASSWORD)) to
                    AuthSignInStep.CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION,
                ContinueSignInWithMFASelection(
                    setOf(MFAType.SMS),
                ) to AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SELECTION,
                ContinueSignInWithMFASetupSelection(setOf(MFAType.SMS)) to
                    AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION,
                ContinueSignInWithTOTPSetup(totp) to AuthSignInStep.CONTINUE_SIGN_IN_WITH_TOTP_SETUP,
                OurStep.Done to AuthSignInStep.DONE,
            )
        val thrown = setOf(AuthSignInStep.CONFIRM_SIGN_UP, AuthSignInStep.RESET_PASSWORD)
        assertEquals(AuthSignInStep.entries.toSet() - thrown, steps.map { it.second }.toSet())
        for ((ours, name) in steps) {
            val next = mapped(ours)
            assertEquals(name, next.signInStep)
            assertEquals(ours.additionalInfo, next.additionalInfo)
            assertEquals(ours.codeDeliveryDetails?.destination, next.codeDeliveryDetails?.destination)
            assertEquals(ours.allowedMFATypes, next.allowedMFATypes.orEmpty())
            assertEquals(ours.availableFactors, next.availableFactors.orEmpty())
            assertEquals(ours.totpSetupDetails?.sharedSecret, next.totpSetupDetails?.sharedSecret)
            assertFalse("private" in "$next" || "SECRET" in "$next", "$next")
        }
    }

    @Test
    fun aSignInThatNeedsAConfirmationOrAPasswordResetThrows() {
        val results = listOf(OurStep.ConfirmSignUp(), OurStep.ResetPassword())
        val codes =
            results.map { step ->
                assertThrows<dev.cognitoauth.ServiceException> {
                    mapped(step)
                }.also { assertTrue(it.recoverySuggestion.isNotEmpty()) }.code
            }
        assertEquals(listOf(AuthErrorCode.USER_NOT_CONFIRMED, AuthErrorCode.PASSWORD_RESET_REQUIRED), codes)
    }

    @Test
    fun theStepsOfASignUpAResetAndAnUpdateBecomeAmplifysSteps() {
        val steps =
            listOf(
                dev.cognitoauth.AuthSignUpStep.ConfirmUser(details),
                dev.cognitoauth.AuthSignUpStep.CompleteAutoSignIn("s"),
                dev.cognitoauth.AuthSignUpStep.Done,
            )
        assertEquals(AuthSignUpStep.entries, steps.map { OurSignUp(false, it).toAmplify().nextStep.signUpStep })
        val signUp = OurSignUp(true, steps[0], "id").toAmplify()
        val phone = AuthCodeDeliveryDetails("+*1", AuthCodeDeliveryDetails.DeliveryMedium.SMS, "phone_number")
        assertEquals(
            AuthSignUpResult(true, AuthNextSignUpStep(AuthSignUpStep.CONFIRM_SIGN_UP_STEP, emptyMap(), phone), "id"),
            signUp,
        )

        val resets =
            listOf(
                dev.cognitoauth.AuthResetPasswordStep.ConfirmResetPasswordWithCode(details),
                dev.cognitoauth.AuthResetPasswordStep.Done,
            ).map {
                dev.cognitoauth
                    .AuthResetPasswordResult(false, it)
                    .toAmplify()
                    .nextStep
            }
        assertEquals(AuthResetPasswordStep.entries, resets.map { it.resetPasswordStep })
        assertEquals(listOf(phone, null), resets.map { it.codeDeliveryDetails })

        val updates =
            listOf(
                dev.cognitoauth.AuthUpdateAttributeStep.ConfirmAttributeWithCode(details),
                dev.cognitoauth.AuthUpdateAttributeStep.Done,
            ).map { dev.cognitoauth.AuthUpdateAttributeResult(true, it).toAmplify() }
        assertEquals(AuthUpdateAttributeStep.entries, updates.map { it.nextStep.updateAttributeStep })
        assertTrue(updates.all { it.isUpdated })
    }

    @Test
    fun everyDeliveryMediumBecomesAmplifysMedium() {
        val media = listOf(DeliveryMedium.Email, DeliveryMedium.Sms, DeliveryMedium.Unknown("PIGEON"))
        val mapped = media.map { OurDetails(it, "").toAmplify() }
        assertEquals(AuthCodeDeliveryDetails.DeliveryMedium.entries, mapped.map { it.deliveryMedium })
        assertNull(mapped[0].attributeName)
    }

    @Test
    fun eachPartOfASessionHasItsValueOrItsError() {
        val session = OurSession(isSignedIn = true, userSub = "sub").toAmplify()
        assertTrue(session.isSignedIn)
        assertEquals("sub", session.userSubResult.value)
        assertEquals(AuthSessionResult.Type.SUCCESS, session.userSubResult.type)
        assertEquals(AuthSessionResult.Type.FAILURE, session.identityIdResult.type)
        assertEquals(InvalidAccountTypeException::class.java, session.identityIdResult.error?.javaClass)
        assertEquals(SignedOutException::class.java, session.userPoolTokensResult.error?.javaClass)
        assertNull(session.accessToken)
    }

    @Test
    fun theTokensArePassedOnAndNotPrinted() {
        val tokens = dev.cognitoauth.UserPoolTokens("ID", "ACCESS", "REFRESH", 1)
        val session = OurSession(isSignedIn = true, userSub = "sub", tokens = tokens).toAmplify()
        assertEquals("ACCESS", session.accessToken)
        assertSame(tokens, session.userPoolTokensResult.value)
        for (secret in listOf("ID=", "ACCESS", "REFRESH")) assertFalse(secret in "$session", "$session")
    }

    @Test
    fun aSignOutSaysWhatFailed() {
        val error = dev.cognitoauth.NetworkException()
        assertSame(AWSCognitoAuthSignOutResult.CompleteSignOut, OurSignOut.Complete.toAmplify())
        val partial =
            OurSignOut
                .Partial(
                    globalSignOutError = error,
                ).toAmplify() as AWSCognitoAuthSignOutResult.PartialSignOut
        assertSame(error, partial.globalSignOutError?.exception?.cause)
        assertEquals(listOf(null, null), listOf(partial.hostedUIError, partial.revokeTokenError))
        assertTrue(partial.signedOutLocally)
        val failed = OurSignOut.Failed(error).toAmplify() as AWSCognitoAuthSignOutResult.FailedSignOut
        assertEquals(UnknownException::class.java, failed.exception.javaClass)
        assertFalse(failed.signedOutLocally)
    }
}
