try {
    val result = Amplify.Auth.confirmSignIn("123456")
    if (result.isSignedIn) Log.i("App", "signed in") else Log.i("App", "next: ${result.nextStep}")
} catch (error: AuthException) {
    Log.e("App", "refused", error)
} catch (error: Exception) {
    Log.e("App", "not called: $error")
}
