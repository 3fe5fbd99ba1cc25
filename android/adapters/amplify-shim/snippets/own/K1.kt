suspend fun signIn(username: String, password: String) {
    try {
        askFor(Amplify.Auth.signIn(username, password).nextStep)
    } catch (error: AuthException) {
        Log.e("App", "refused", error)
    }
}

fun askFor(step: AuthNextSignInStep) {
    when (step.signInStep) {
        AuthSignInStep.CONTINUE_SIGN_IN_WITH_MFA_SELECTION -> offer(step.allowedMFATypes)
        else -> Log.i("App", "$step")
    }
}

fun offer(types: Set<MFAType>?) {
    types?.forEach { Log.i("App", it.challengeResponse) }
}
