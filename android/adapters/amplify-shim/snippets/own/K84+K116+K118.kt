Amplify.Auth.signInWithWebUI(
    this,
    { Log.i("App", "signed in: $it") },
    { Log.e("App", "refused", it) }
)
Amplify.Auth.signInWithSocialWebUI(
    AuthProvider.google(),
    this,
    { Log.i("App", "signed in: $it") },
    { Log.e("App", "refused", it) }
)
val options = AWSCognitoAuthWebUISignInOptions.builder()
    .nonce("random")
    .language("de")
    .loginHint("ana")
    .prompt(AuthWebUIPrompt.LOGIN, AuthWebUIPrompt.SELECT_ACCOUNT)
    .resource("https://api.example.com")
    .build()
Amplify.Auth.signInWithWebUI(this, options, { result -> Log.i("App", "$result") }, { error -> Log.e("App", "$error") })
