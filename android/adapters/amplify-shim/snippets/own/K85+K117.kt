try {
    Log.i("App", "signed in: ${Amplify.Auth.signInWithWebUI(this)}")
    Log.i("App", "signed in: ${Amplify.Auth.signInWithSocialWebUI(AuthProvider.google(), this)}")
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
