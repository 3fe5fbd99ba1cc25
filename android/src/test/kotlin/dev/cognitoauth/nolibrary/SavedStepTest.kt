package dev.cognitoauth.nolibrary

import android.os.Bundle
import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthResetPasswordStep
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.MFAType
import dev.cognitoauth.SavedForm
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.saved
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import java.io.File
import java.io.Serializable

/** Steps that an app saves with its screen, in the form of `conformance/saved-steps.json`. */
@Tag("no-library")
class SavedStepTest {
    private val info = mapOf("hint" to "blue")
    private val byEmail = AuthCodeDeliveryDetails(DeliveryMedium.Email, "a***@e***")
    private val bySms = AuthCodeDeliveryDetails(DeliveryMedium.Sms, "+*******1234")

    /** The steps of a sign-in in the order of the file. */
    private val signIn =
        listOf(
            AuthSignInStep.ConfirmSignInWithSMSMFACode(
                bySms.copy(attributeKey = AuthUserAttributeKey.phoneNumber()),
                info,
            ),
            AuthSignInStep.ConfirmSignInWithCustomChallenge(info),
            AuthSignInStep.ConfirmSignInWithCustomChallenge(),
            AuthSignInStep.ConfirmSignInWithNewPassword(
                info,
                listOf(AuthUserAttributeKey.email(), AuthUserAttributeKey.custom("team")),
            ),
            AuthSignInStep.ConfirmSignInWithPassword,
            AuthSignInStep.ConfirmSignInWithTOTPCode,
            AuthSignInStep.ConfirmSignInWithOTP(byEmail),
            AuthSignInStep.ConfirmSignInWithOTP(AuthCodeDeliveryDetails(DeliveryMedium.Unknown("PIGEON"), "")),
            AuthSignInStep.ContinueSignInWithTOTPSetup(TOTPSetupDetails(SECRET, "ann")),
            AuthSignInStep.ContinueSignInWithMFASelection(setOf(MFAType.TOTP, MFAType.SMS)),
            AuthSignInStep.ContinueSignInWithEmailMFASetup,
            AuthSignInStep.ContinueSignInWithMFASetupSelection(setOf(MFAType.EMAIL)),
            AuthSignInStep.ContinueSignInWithFirstFactorSelection(
                setOf(AuthFactorType.WEB_AUTHN, AuthFactorType.PASSWORD_SRP),
            ),
            AuthSignInStep.ResetPassword(),
            AuthSignInStep.ConfirmSignUp(),
            AuthSignInStep.Done,
        )

    private val signUp =
        listOf(
            AuthSignUpStep.ConfirmUser(byEmail.copy(attributeKey = AuthUserAttributeKey.email()), userId = "the-id"),
            AuthSignUpStep.ConfirmUser(),
            AuthSignUpStep.CompleteAutoSignIn(SECRET),
            AuthSignUpStep.Done,
        )

    private val resetPassword =
        listOf(AuthResetPasswordStep.ConfirmResetPasswordWithCode(bySms), AuthResetPasswordStep.Done)

    private val pending =
        AuthPendingSignIn(
            "ann",
            AuthSignInStep.ConfirmSignInWithNewPassword(requiredAttributes = listOf(AuthUserAttributeKey.email())),
        )

    private val all: List<Serializable> = signIn + signUp + resetPassword + pending

    @Test
    fun everyStepHasTheSameSavedFormAsInSwift() {
        val forms =
            mapOf(
                "signIn" to signIn.map { it.saved() },
                "signUp" to signUp.map { it.saved() },
                "resetPassword" to resetPassword.map { it.saved() },
                "pendingSignIn" to listOf(pending.saved()),
            )
        val file = Json.parseToJsonElement(File(System.getProperty("conformance.folder"), FILE).readText()).jsonObject
        assertEquals(file.keys, forms.keys)
        forms.forEach { (kind, saved) -> assertEquals(file[kind], JsonArray(saved.map { json(it.parts) }), kind) }
    }

    @Test
    fun aSavedStepIsReadBackUnchangedApartFromItsSecret() {
        for (step in all) {
            val expected =
                when (step) {
                    is AuthSignInStep.ContinueSignInWithTOTPSetup ->
                        AuthSignInStep.ContinueSignInWithTOTPSetup(TOTPSetupDetails("", "ann"))
                    is AuthSignUpStep.CompleteAutoSignIn -> AuthSignUpStep.CompleteAutoSignIn("")
                    else -> step
                }
            assertEquals(expected, inTheNextProcess(step))
        }
        assertEquals(byEmail, inTheNextProcess(byEmail))
    }

    @Test
    fun everySampleOfAStepCanBeSaved() {
        for (type in listOf(AuthSignInStep::class, AuthSignUpStep::class, AuthResetPasswordStep::class)) {
            val samples = Samples.of(type.java)
            assertTrue(samples.isNotEmpty())
            samples.forEach { assertEquals(it.javaClass, inTheNextProcess(it as Serializable)?.javaClass) }
        }
    }

    @Test
    fun noSavedStepHasASecret() {
        for (step in all + AuthPendingSignIn("ann", signIn.first { it.totpSetupDetails != null })) {
            val written = String(bundle(step).parcel(), Charsets.ISO_8859_1)
            assertFalse(SECRET in written, step.javaClass.name)
            assertTrue("SavedForm" in written)
        }
    }

    @Test
    fun aStepThatThisVersionCannotReadIsNull() {
        val unreadable =
            listOf<HashMap<String, Serializable>>(
                hashMapOf("step" to "confirmSignInWithHandwriting"),
                hashMapOf(),
                hashMapOf("step" to "confirmSignInWithOTP"),
                hashMapOf("step" to "confirmSignInWithOTP", "deliveryDetails" to "no details"),
                hashMapOf("step" to "confirmSignInWithOTP", "deliveryDetails" to hashMapOf("medium" to "pigeon")),
                hashMapOf("step" to "continueSignInWithMFASelection", "allowedMFATypes" to arrayListOf("HANDWRITING")),
                hashMapOf("step" to "continueSignInWithTOTPSetup"),
                hashMapOf("step" to 1),
            )
        unreadable.forEach { assertNull(inTheNextProcess(SavedForm(SavedForm.SIGN_IN, it)), "$it") }
        assertNull(inTheNextProcess(SavedForm("a kind of a later version", hashMapOf("step" to "done"))))
        val later = hashMapOf<String, Serializable>("step" to "done", "a part of a later version" to 1)
        assertEquals(AuthSignInStep.Done, inTheNextProcess(SavedForm(SavedForm.SIGN_IN, later)))
    }

    private fun bundle(value: Serializable) = Bundle().apply { putSerializable("step", value) }

    /** What a screen gets back after the system has ended the app's process. */
    private fun inTheNextProcess(value: Serializable): Serializable? =
        Bundle.fromParcel(bundle(value).parcel()).getSerializable("step")

    private fun json(value: Any?): JsonElement =
        when (value) {
            is Map<*, *> -> JsonObject(value.entries.associate { (name, part) -> "$name" to json(part) })
            is List<*> -> JsonArray(value.map(::json))
            else -> JsonPrimitive(value as String)
        }

    private companion object {
        const val SECRET = "a-secret-value"
        const val FILE = "saved-steps.json"
    }
}
