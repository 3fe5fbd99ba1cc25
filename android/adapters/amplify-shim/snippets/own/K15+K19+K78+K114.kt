for (flow in listOf(AuthFlowType.CUSTOM_AUTH_WITHOUT_SRP, AuthFlowType.CUSTOM_AUTH_WITH_SRP, AuthFlowType.USER_PASSWORD_AUTH)) {
    val options = AWSCognitoAuthSignInOptions.builder().authFlowType(flow).build()
    Amplify.Auth.signIn(
        "ana",
        "Password-123",
        options,
        { result -> if (result.isSignedIn) Log.i("App", "signed in") else Log.i("App", "next: ${result.nextStep}") },
        { error -> Log.e("App", "refused", error) }
    )
}
Amplify.Auth.signIn("ana", "Password-123",
    { result -> Log.i("App", if (result.isSignedIn) "signed in" else "not yet") },
    { Log.e("App", "refused", it) }
)
