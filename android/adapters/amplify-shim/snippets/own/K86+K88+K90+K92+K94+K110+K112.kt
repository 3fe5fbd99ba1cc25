for (factor in listOf(AuthFactorType.SMS_OTP, AuthFactorType.EMAIL_OTP, AuthFactorType.WEB_AUTHN)) {
    val options = AWSCognitoAuthSignInOptions.builder()
        .authFlowType(AuthFlowType.USER_AUTH)
        .callingActivity(callingActivity)
        .preferredFirstFactor(factor)
        .build()
    Amplify.Auth.signIn(
        username,
        null,
        options,
        { result: AuthSignInResult ->
            if (result.nextStep.signInStep == AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP) Log.i("App", "ask for the code")
        },
        { error: AuthException -> Log.e("App", error.toString()) }
    )
}
for (factor in listOf(AuthFactorType.PASSWORD, AuthFactorType.PASSWORD_SRP)) {
    val options = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).preferredFirstFactor(factor).build()
    Amplify.Auth.signIn(username, password, options, { Log.i("App", "${it.nextStep}") }, { Log.e("App", "refused", it) })
}
val choice: AuthSignInOptions = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build()
Amplify.Auth.signIn("ana", null, choice, { Log.i("App", "one of ${it.nextStep.availableFactors}") }, { Log.e("App", "refused", it) })
Amplify.Auth.confirmSignIn("123456", { result: AuthSignInResult? -> }, { error: AuthException -> Log.e("App", "$error") })
val confirmation = AWSCognitoAuthConfirmSignInOptions.builder().callingActivity(activity).build()
Amplify.Auth.confirmSignIn(
    AuthFactorType.WEB_AUTHN.challengeResponse,
    confirmation,
    { result -> Log.i("App", "next: ${result.nextStep}") },
    { error -> Log.e("App", "refused", error) }
)
