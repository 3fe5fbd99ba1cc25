try {
    Amplify.Auth.confirmSignUp("ana", "123456", { result -> Log.i("App", "confirmed: ${result.isSignUpComplete}") }) { error ->
        Log.e("App", "not confirmed: $error")
    }
} catch (error: Exception) {
    Log.e("App", "not called: $error")
}
Amplify.Auth.confirmSignUp(
    "ana", "123456",
    { if (it.isSignUpComplete) Log.i("App", "confirmed") else Log.i("App", "${it.nextStep}") },
    { Log.e("App", "not confirmed", it) }
)
