try {
    val result = Amplify.Auth.confirmSignUp("ana", "123456")
    if (result.isSignUpComplete) Log.i("App", "confirmed")
} catch (error: AuthException) {
    Log.e("App", "not confirmed", error)
} catch (error: Exception) {
    Log.e("App", "not called: $error")
}
