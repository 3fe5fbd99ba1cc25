val flows = listOf(AuthFlowType.CUSTOM_AUTH_WITHOUT_SRP, AuthFlowType.CUSTOM_AUTH_WITH_SRP, AuthFlowType.USER_PASSWORD_AUTH)
try {
    for (flow in flows) {
        val options = AWSCognitoAuthSignInOptions.builder().authFlowType(flow).build()
        val result = Amplify.Auth.signIn(username = "ana", password = "Password-123", options = options)
        Log.i("App", "next: ${result.nextStep}")
    }
    if (Amplify.Auth.signIn("ana", "Password-123").isSignedIn) Log.i("App", "signed in")
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
