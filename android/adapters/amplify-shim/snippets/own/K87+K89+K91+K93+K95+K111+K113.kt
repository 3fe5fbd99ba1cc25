for (factor in AuthFactorType.values()) {
    val options = AWSCognitoAuthSignInOptions.builder()
        .authFlowType(AuthFlowType.USER_AUTH)
        .callingActivity(callingActivity)
        .preferredFirstFactor(factor)
        .build()
    val result = Amplify.Auth.signIn(username = username, password = null, options = options)
    if (result.nextStep.signInStep == AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP) Log.i("App", "ask for the code")
}
val choice: AuthSignInOptions = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build()
val result = Amplify.Auth.signIn(username = "ana", password = password, options = choice)
Log.i("App", "one of ${result.nextStep.availableFactors}")
try {
    val confirmation = AWSCognitoAuthConfirmSignInOptions.builder().callingActivity(activity).build()
    val answer = AuthFactorType.WEB_AUTHN.challengeResponse
    Log.i("App", "${Amplify.Auth.confirmSignIn(challengeResponse = answer, options = confirmation)}")
    Log.i("App", "${Amplify.Auth.confirmSignIn(challengeResponse = "123456").nextStep.signInStep}")
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
