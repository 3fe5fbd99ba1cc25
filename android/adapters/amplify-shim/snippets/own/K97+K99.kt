val options = AuthSignOutOptions.builder().globalSignOut(true).build()
for (result in listOf(Amplify.Auth.signOut(), Amplify.Auth.signOut(options))) {
    when (result) {
        is AWSCognitoAuthSignOutResult.CompleteSignOut -> Log.i("App", "signed out")
        is AWSCognitoAuthSignOutResult.PartialSignOut -> {
            result.hostedUIError?.let { Log.e("App", "the browser", it.exception) }
            result.globalSignOutError?.let { Log.e("App", "other devices", it.exception) }
            result.revokeTokenError?.let { Log.e("App", "the token", it.exception) }
        }
        is AWSCognitoAuthSignOutResult.FailedSignOut -> Log.e("App", "still here", result.exception)
    }
}
