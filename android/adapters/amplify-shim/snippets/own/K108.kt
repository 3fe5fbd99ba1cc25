fun confirm(username: String, code: String) {
    Amplify.Auth.confirmSignUp(
        username,
        code,
        { if (it.nextStep.signUpStep == AuthSignUpStep.COMPLETE_AUTO_SIGN_IN) signInAtOnce() },
        { Log.e("App", "not confirmed", it) }
    )
}

fun signInAtOnce() {
    Amplify.Auth.autoSignIn({ result -> Log.i("App", "$result") }, { Log.e("App", "refused", it) })
}
