package dev.cognitoauth.amplify

import dev.cognitoauth.AuthErrorCode

// The library's results as Amplify's.

internal fun dev.cognitoauth.AuthSignUpResult.toAmplify(): AuthSignUpResult {
    val step =
        when (nextStep) {
            is dev.cognitoauth.AuthSignUpStep.ConfirmUser -> AuthSignUpStep.CONFIRM_SIGN_UP_STEP
            is dev.cognitoauth.AuthSignUpStep.CompleteAutoSignIn -> AuthSignUpStep.COMPLETE_AUTO_SIGN_IN
            is dev.cognitoauth.AuthSignUpStep.Done -> AuthSignUpStep.DONE
        }
    val next = AuthNextSignUpStep(step, nextStep.additionalInfo, nextStep.codeDeliveryDetails?.toAmplify())
    return AuthSignUpResult(isSignUpComplete, next, userId)
}

/**
 * As in Amplify, a sign-in throws if the user first has to confirm the sign-up or reset the password. Amplify's
 * enum also has a step for each of the two cases, but no call returns these steps.
 */
internal fun dev.cognitoauth.AuthSignInResult.toAmplify(): AuthSignInResult {
    when (nextStep) {
        is dev.cognitoauth.AuthSignInStep.ConfirmSignUp ->
            throw first(AuthErrorCode.USER_NOT_CONFIRMED, "The sign-up is not confirmed.", "Call confirmSignUp first.")
        is dev.cognitoauth.AuthSignInStep.ResetPassword ->
            throw first(
                AuthErrorCode.PASSWORD_RESET_REQUIRED,
                "The password has to be reset.",
                "Call resetPassword first.",
            )
        else -> Unit
    }
    return AuthSignInResult(
        isSignedIn,
        AuthNextSignInStep(
            nextStep.toAmplify(),
            nextStep.additionalInfo,
            nextStep.codeDeliveryDetails?.toAmplify(),
            nextStep.totpSetupDetails?.toAmplify(),
            nextStep.allowedMFATypes.ifEmpty { null },
            nextStep.availableFactors.ifEmpty { null },
        ),
    )
}

private fun first(
    code: AuthErrorCode,
    description: String,
    suggestion: String,
) = dev.cognitoauth.ServiceException(code, dev.cognitoauth.AuthException.Details(description, suggestion))

private fun dev.cognitoauth.AuthSignInStep.toAmplify(): AuthSignInStep =
    when (this) {
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithSMSMFACode ->
            AuthSignInStep.CONFIRM_SIGN_IN_WITH_SMS_MFA_CODE
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithCustomChallenge ->
            AuthSignInStep.CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithNewPassword ->
            AuthSignInStep.CONFIRM_SIGN_IN_WITH_NEW_PASSWORD
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithOTP -> AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithPassword -> AuthSignInStep.CONFIRM_SIGN_IN_WITH_PASSWORD
        is dev.cognitoauth.AuthSignInStep.ConfirmSignInWithTOTPCode -> AuthSignInStep.CONFIRM_SIGN_IN_WITH_TOTP_CODE
        is dev.cognitoauth.AuthSignInStep.ContinueSignInWithEmailMFASetup ->
            AuthSignInStep.CONTINUE_SIGN_IN_WITH_EMAIL_MFA_SETUP
        is dev.cognitoauth.AuthSignInStep.ContinueSignInWithFirstFactorSelection ->
            AuthSignInStep.CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION
        is dev.cognitoauth.AuthSignInStep.ContinueSignInWithMFASelection ->
            AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SELECTION
        is dev.cognitoauth.AuthSignInStep.ContinueSignInWithMFASetupSelection ->
            AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION
        is dev.cognitoauth.AuthSignInStep.ContinueSignInWithTOTPSetup ->
            AuthSignInStep.CONTINUE_SIGN_IN_WITH_TOTP_SETUP
        is dev.cognitoauth.AuthSignInStep.ResetPassword -> AuthSignInStep.RESET_PASSWORD
        is dev.cognitoauth.AuthSignInStep.ConfirmSignUp -> AuthSignInStep.CONFIRM_SIGN_UP
        is dev.cognitoauth.AuthSignInStep.Done -> AuthSignInStep.DONE
    }

internal fun dev.cognitoauth.AuthResetPasswordResult.toAmplify(): AuthResetPasswordResult {
    val step =
        when (nextStep) {
            is dev.cognitoauth.AuthResetPasswordStep.ConfirmResetPasswordWithCode ->
                AuthResetPasswordStep.CONFIRM_RESET_PASSWORD_WITH_CODE
            is dev.cognitoauth.AuthResetPasswordStep.Done -> AuthResetPasswordStep.DONE
        }
    val next = AuthNextResetPasswordStep(step, nextStep.additionalInfo, nextStep.codeDeliveryDetails?.toAmplify())
    return AuthResetPasswordResult(isPasswordReset, next)
}

internal fun dev.cognitoauth.AuthUpdateAttributeResult.toAmplify(): AuthUpdateAttributeResult {
    val step =
        when (nextStep) {
            is dev.cognitoauth.AuthUpdateAttributeStep.ConfirmAttributeWithCode ->
                AuthUpdateAttributeStep.CONFIRM_ATTRIBUTE_WITH_CODE
            is dev.cognitoauth.AuthUpdateAttributeStep.Done -> AuthUpdateAttributeStep.DONE
        }
    val next = AuthNextUpdateAttributeStep(step, nextStep.additionalInfo, nextStep.codeDeliveryDetails?.toAmplify())
    return AuthUpdateAttributeResult(isUpdated, next)
}

internal fun dev.cognitoauth.AuthCodeDeliveryDetails.toAmplify(): AuthCodeDeliveryDetails {
    val medium =
        when (deliveryMedium) {
            is dev.cognitoauth.DeliveryMedium.Email -> AuthCodeDeliveryDetails.DeliveryMedium.EMAIL
            is dev.cognitoauth.DeliveryMedium.Sms -> AuthCodeDeliveryDetails.DeliveryMedium.SMS
            is dev.cognitoauth.DeliveryMedium.Unknown -> AuthCodeDeliveryDetails.DeliveryMedium.UNKNOWN
        }
    return AuthCodeDeliveryDetails(destination, medium, attributeKey?.keyString)
}

internal fun dev.cognitoauth.TOTPSetupDetails.toAmplify(): TOTPSetupDetails = TOTPSetupDetails(sharedSecret, username)

internal fun dev.cognitoauth.AuthSession.toAmplify(): AWSCognitoAuthSession =
    AWSCognitoAuthSession(
        isSignedIn,
        identityIdResult.toAmplify(),
        awsCredentialsResult.toAmplify(),
        userSubResult.toAmplify(),
        userPoolTokensResult.toAmplify(),
    )

private fun <T : Any> dev.cognitoauth.AuthSessionResult<T>.toAmplify(): AuthSessionResult<T> =
    error?.let { AuthSessionResult.failure(it.toAmplify()) } ?: AuthSessionResult.success(getOrThrow())

internal fun dev.cognitoauth.AuthSignOutResult.toAmplify(): AWSCognitoAuthSignOutResult =
    when (this) {
        is dev.cognitoauth.AuthSignOutResult.Complete -> AWSCognitoAuthSignOutResult.CompleteSignOut
        is dev.cognitoauth.AuthSignOutResult.Partial ->
            AWSCognitoAuthSignOutResult.PartialSignOut(
                hostedUIError?.let { HostedUIError(HostedUISignOutException(it)) },
                globalSignOutError?.let { GlobalSignOutError(GlobalSignOutException(it)) },
                revokeTokenError?.let { RevokeTokenError(RevokeTokenException(it)) },
            )
        is dev.cognitoauth.AuthSignOutResult.Failed -> AWSCognitoAuthSignOutResult.FailedSignOut(exception.toAmplify())
    }
