Amplify.Auth.fetchAuthSession(
    {
        val identity = (it as AWSCognitoAuthSession).identityIdResult
        when (identity.type) {
            AuthSessionResult.Type.SUCCESS -> Log.i("App", "identity ${identity.value}")
            AuthSessionResult.Type.FAILURE -> Log.w("App", "no identity", identity.error)
        }
    },
    { Log.e("App", "no session", it) }
)
val options = AuthFetchSessionOptions.builder().forceRefresh(true).build()
Amplify.Auth.fetchAuthSession(options, { Log.i("App", "signed in: ${it.isSignedIn}") }, { Log.e("App", "no session", it) })
