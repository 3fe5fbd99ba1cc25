try {
    Amplify.Auth.confirmSignIn("123456", { result ->
        if (result.isSignedIn) Log.i("App", "signed in") else Log.i("App", "next: ${result.nextStep}")
    }) { error -> Log.e("App", "refused: $error") }
} catch (error: Exception) {
    Log.e("App", "not called: $error")
}
Amplify.Auth.confirmSignIn("123456",
    { Log.i("App", "answered: $it") },
    { Log.e("App", "refused", it) }
)
