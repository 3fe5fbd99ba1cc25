try {
    val next = Amplify.Auth.signIn("ana", "Password-123").nextStep
    when (next.signInStep) {
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_SMS_MFA_CODE,
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP -> Log.i("App", "code at ${next.codeDeliveryDetails?.destination}")
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE,
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_NEW_PASSWORD -> Log.i("App", "parameters ${next.additionalInfo}")
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_PASSWORD -> Log.i("App", "password")
        AuthSignInStep.CONFIRM_SIGN_IN_WITH_TOTP_CODE -> Log.i("App", "code of the app")
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_EMAIL_MFA_SETUP -> Log.i("App", "address")
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION -> Log.i("App", "one of ${next.availableFactors}")
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SELECTION,
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION -> Log.i("App", "one of ${next.allowedMFATypes}")
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_TOTP_SETUP -> Log.i("App", "secret ${next.totpSetupDetails?.sharedSecret}")
        AuthSignInStep.RESET_PASSWORD, AuthSignInStep.CONFIRM_SIGN_UP -> Log.i("App", "something else first")
        AuthSignInStep.DONE -> Log.i("App", "signed in")
    }
} catch (error: Exception) {
    when (error) {
        is UserNotConfirmedException -> Log.e("App", "confirm first", error)
        is PasswordResetRequiredException -> Log.e("App", "reset first", error)
        else -> Log.e("App", "refused: $error")
    }
}
