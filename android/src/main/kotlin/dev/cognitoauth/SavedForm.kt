package dev.cognitoauth

import java.io.Serializable

/**
 * What Java's serialization writes in place of a step. The step and each of its parts have names, so that a later
 * version of the library can read them. Swift's saved steps have the same form: a test in each language compares the
 * form with `conformance/saved-steps.json`. The form contains no secret.
 *
 * A form that this version can't read becomes null. An exception here would end the app while Android restores a
 * screen.
 */
internal class SavedForm(
    private val kind: String,
    val parts: HashMap<String, Serializable>,
) : Serializable {
    private fun readResolve(): Any? =
        try {
            when (kind) {
                SIGN_IN -> signInStep(FormReader(parts))
                SIGN_UP -> signUpStep(FormReader(parts))
                RESET_PASSWORD -> resetPasswordStep(FormReader(parts))
                PENDING_SIGN_IN -> pendingSignIn(FormReader(parts))
                DELIVERY -> deliveryDetails(FormReader(parts))
                else -> null
            }
        } catch (_: UnreadableFormException) {
            null
        }

    internal companion object {
        private const val serialVersionUID = 1L

        const val SIGN_IN = "signIn"
        const val SIGN_UP = "signUp"
        const val RESET_PASSWORD = "resetPassword"
        const val PENDING_SIGN_IN = "pendingSignIn"
        const val DELIVERY = "deliveryDetails"
    }
}

/** Thrown if a form has a step that this version does not know, or lacks a part that its step needs. */
private class UnreadableFormException : Exception()

/** Makes the parts of a form. A part without a value is absent. */
private class FormWriter {
    val parts = HashMap<String, Serializable>()

    fun text(
        name: String,
        value: String?,
    ) = apply { if (value != null) parts[name] = value }

    fun texts(
        name: String,
        values: Collection<String>,
    ) = apply { parts[name] = ArrayList(values) }

    fun info(values: Map<String, String>) = apply { if (values.isNotEmpty()) parts["additionalInfo"] = HashMap(values) }

    fun details(details: AuthCodeDeliveryDetails?) =
        apply { if (details != null) parts["deliveryDetails"] = details.parts() }

    fun form(
        name: String,
        form: HashMap<String, Serializable>,
    ) = apply { parts[name] = form }
}

private class FormReader(
    private val parts: Map<*, *>,
) {
    fun has(name: String): Boolean = name in parts

    fun text(name: String): String = parts[name] as? String ?: throw UnreadableFormException()

    fun textOrNull(name: String): String? = if (has(name)) text(name) else null

    fun texts(name: String): List<String> =
        (parts[name] as? List<*> ?: throw UnreadableFormException()).map {
            it as? String ?: throw UnreadableFormException()
        }

    fun form(name: String): FormReader = FormReader(parts[name] as? Map<*, *> ?: throw UnreadableFormException())

    fun info(): Map<String, String> {
        if (!has("additionalInfo")) return emptyMap()
        val info = form("additionalInfo")
        return info.parts.keys.associate { it.toString() to info.text(it.toString()) }
    }

    fun details(): AuthCodeDeliveryDetails = deliveryDetails(form("deliveryDetails"))

    fun mfaTypes(): Set<MFAType> =
        texts("allowedMFATypes").map { known(it, MFAType.entries, MFAType::challengeResponse) }.toSet()

    fun firstFactors(): Set<AuthFactorType> =
        texts("availableFactors").map { known(it, AuthFactorType.entries, AuthFactorType::challengeResponse) }.toSet()

    private fun <T> known(
        name: String,
        values: List<T>,
        nameOf: (T) -> String,
    ): T = values.find { nameOf(it) == name } ?: throw UnreadableFormException()
}

internal fun AuthSignInStep.saved() = SavedForm(SavedForm.SIGN_IN, parts())

private fun AuthSignInStep.parts(): HashMap<String, Serializable> {
    val form = FormWriter().text("step", name())
    form.details(codeDeliveryDetails).info(additionalInfo)
    // The shared secret is not saved.
    form.text("username", totpSetupDetails?.username)
    when (this) {
        is AuthSignInStep.ConfirmSignInWithNewPassword ->
            if (requiredAttributes.isNotEmpty()) {
                form.texts(
                    "requiredAttributes",
                    requiredAttributes.map { it.keyString },
                )
            }
        is AuthSignInStep.ContinueSignInWithMFASelection, is AuthSignInStep.ContinueSignInWithMFASetupSelection ->
            form.texts("allowedMFATypes", allowedMFATypes.map(MFAType::challengeResponse).sorted())
        is AuthSignInStep.ContinueSignInWithFirstFactorSelection ->
            form.texts("availableFactors", availableFactors.map(AuthFactorType::challengeResponse).sorted())
        else -> Unit
    }
    return form.parts
}

private fun AuthSignInStep.name(): String =
    when (this) {
        is AuthSignInStep.ConfirmSignInWithSMSMFACode -> "confirmSignInWithSMSMFACode"
        is AuthSignInStep.ConfirmSignInWithCustomChallenge -> "confirmSignInWithCustomChallenge"
        is AuthSignInStep.ConfirmSignInWithNewPassword -> "confirmSignInWithNewPassword"
        AuthSignInStep.ConfirmSignInWithPassword -> "confirmSignInWithPassword"
        AuthSignInStep.ConfirmSignInWithTOTPCode -> "confirmSignInWithTOTPCode"
        is AuthSignInStep.ConfirmSignInWithOTP -> "confirmSignInWithOTP"
        is AuthSignInStep.ContinueSignInWithTOTPSetup -> "continueSignInWithTOTPSetup"
        is AuthSignInStep.ContinueSignInWithMFASelection -> "continueSignInWithMFASelection"
        AuthSignInStep.ContinueSignInWithEmailMFASetup -> "continueSignInWithEmailMFASetup"
        is AuthSignInStep.ContinueSignInWithMFASetupSelection -> "continueSignInWithMFASetupSelection"
        is AuthSignInStep.ContinueSignInWithFirstFactorSelection -> "continueSignInWithFirstFactorSelection"
        is AuthSignInStep.ResetPassword -> "resetPassword"
        is AuthSignInStep.ConfirmSignUp -> "confirmSignUp"
        AuthSignInStep.Done -> "done"
    }

private fun signInStep(form: FormReader): AuthSignInStep =
    when (form.text("step")) {
        "confirmSignInWithSMSMFACode" -> AuthSignInStep.ConfirmSignInWithSMSMFACode(form.details(), form.info())
        "confirmSignInWithCustomChallenge" -> AuthSignInStep.ConfirmSignInWithCustomChallenge(form.info())
        "confirmSignInWithNewPassword" -> newPassword(form)
        "confirmSignInWithPassword" -> AuthSignInStep.ConfirmSignInWithPassword
        "confirmSignInWithTOTPCode" -> AuthSignInStep.ConfirmSignInWithTOTPCode
        "confirmSignInWithOTP" -> AuthSignInStep.ConfirmSignInWithOTP(form.details())
        "continueSignInWithTOTPSetup" ->
            AuthSignInStep.ContinueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret = "", form.text("username")))
        "continueSignInWithMFASelection" -> AuthSignInStep.ContinueSignInWithMFASelection(form.mfaTypes())
        "continueSignInWithEmailMFASetup" -> AuthSignInStep.ContinueSignInWithEmailMFASetup
        "continueSignInWithMFASetupSelection" -> AuthSignInStep.ContinueSignInWithMFASetupSelection(form.mfaTypes())
        "continueSignInWithFirstFactorSelection" ->
            AuthSignInStep.ContinueSignInWithFirstFactorSelection(form.firstFactors())
        "resetPassword" -> AuthSignInStep.ResetPassword(form.info())
        "confirmSignUp" -> AuthSignInStep.ConfirmSignUp(form.info())
        "done" -> AuthSignInStep.Done
        else -> throw UnreadableFormException()
    }

private fun newPassword(form: FormReader): AuthSignInStep {
    val required = if (form.has("requiredAttributes")) form.texts("requiredAttributes") else emptyList()
    return AuthSignInStep.ConfirmSignInWithNewPassword(form.info(), required.map(AuthUserAttributeKey::fromKeyString))
}

internal fun AuthPendingSignIn.saved() =
    SavedForm(
        SavedForm.PENDING_SIGN_IN,
        FormWriter().text("username", username).form("nextStep", nextStep.parts()).parts,
    )

private fun pendingSignIn(form: FormReader) =
    AuthPendingSignIn(form.text("username"), signInStep(form.form("nextStep")))

internal fun AuthSignUpStep.saved(): SavedForm {
    val form = FormWriter()
    when (this) {
        is AuthSignUpStep.ConfirmUser ->
            form
                .text("step", "confirmUser")
                .details(codeDeliveryDetails)
                .info(additionalInfo)
                .text("userId", userId)
        // The session is not saved, because it can sign the user in.
        is AuthSignUpStep.CompleteAutoSignIn -> form.text("step", "completeAutoSignIn")
        AuthSignUpStep.Done -> form.text("step", "done")
    }
    return SavedForm(SavedForm.SIGN_UP, form.parts)
}

private fun signUpStep(form: FormReader): AuthSignUpStep =
    when (form.text("step")) {
        "confirmUser" ->
            AuthSignUpStep.ConfirmUser(
                if (form.has("deliveryDetails")) form.details() else null,
                form.info(),
                form.textOrNull("userId"),
            )
        "completeAutoSignIn" -> AuthSignUpStep.CompleteAutoSignIn("")
        "done" -> AuthSignUpStep.Done
        else -> throw UnreadableFormException()
    }

internal fun AuthResetPasswordStep.saved(): SavedForm {
    val form = FormWriter()
    when (this) {
        is AuthResetPasswordStep.ConfirmResetPasswordWithCode ->
            form.text("step", "confirmResetPasswordWithCode").details(codeDeliveryDetails).info(additionalInfo)
        AuthResetPasswordStep.Done -> form.text("step", "done")
    }
    return SavedForm(SavedForm.RESET_PASSWORD, form.parts)
}

private fun resetPasswordStep(form: FormReader): AuthResetPasswordStep =
    when (form.text("step")) {
        "confirmResetPasswordWithCode" ->
            AuthResetPasswordStep.ConfirmResetPasswordWithCode(form.details(), form.info())
        "done" -> AuthResetPasswordStep.Done
        else -> throw UnreadableFormException()
    }

internal fun AuthCodeDeliveryDetails.saved() = SavedForm(SavedForm.DELIVERY, parts())

private fun AuthCodeDeliveryDetails.parts(): HashMap<String, Serializable> {
    val form = FormWriter()
    when (deliveryMedium) {
        DeliveryMedium.Email -> form.text("medium", "email")
        DeliveryMedium.Sms -> form.text("medium", "sms")
        is DeliveryMedium.Unknown -> form.text("medium", "unknown").text("mediumName", deliveryMedium.name)
    }
    return form.text("destination", destination).text("attributeKey", attributeKey?.keyString).parts
}

private fun deliveryDetails(form: FormReader): AuthCodeDeliveryDetails {
    val medium =
        when (form.text("medium")) {
            "email" -> DeliveryMedium.Email
            "sms" -> DeliveryMedium.Sms
            "unknown" -> DeliveryMedium.Unknown(form.text("mediumName"))
            else -> throw UnreadableFormException()
        }
    val key = form.textOrNull("attributeKey")?.let(AuthUserAttributeKey::fromKeyString)
    return AuthCodeDeliveryDetails(medium, form.text("destination"), key)
}
