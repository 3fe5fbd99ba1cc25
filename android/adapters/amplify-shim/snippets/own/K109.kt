suspend fun confirm(username: String, code: String) {
    val result = Amplify.Auth.confirmSignUp(username, code)
    if (result.nextStep.signUpStep == AuthSignUpStep.COMPLETE_AUTO_SIGN_IN) {
        Log.i("App", "signed in: ${Amplify.Auth.autoSignIn().isSignedIn}")
    }
}
