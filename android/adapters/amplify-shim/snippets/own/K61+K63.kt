val options = AuthFetchSessionOptions.builder().forceRefresh(true).build()
try {
    val session = Amplify.Auth.fetchAuthSession(options) as AWSCognitoAuthSession
    when (session.identityIdResult.type) {
        AuthSessionResult.Type.SUCCESS -> Log.i("App", "identity ${session.identityIdResult.value}")
        AuthSessionResult.Type.FAILURE -> Log.i("App", "no identity: ${session.identityIdResult.error}")
    }
    Log.i("App", session.userPoolTokensResult.value?.accessToken.orEmpty())
} catch (error: AuthException) {
    Log.e("App", "no session", error)
}
