if (Amplify.Auth.getPlugin("awsCognitoAuthPlugin") is AWSCognitoAuthPlugin) {
    val plugin = Amplify.Auth.getPlugin("awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin
    plugin?.updateMFAPreference(
        MFAPreference.DISABLED,
        MFAPreference.PREFERRED,
        MFAPreference.ENABLED,
        { Log.i("App", "stored") },
        { error: AuthException? -> Log.e("App", "not stored", error) }
    )
}
val plugin = Amplify.Auth.getPlugin("awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin
plugin?.updateMFAPreference(MFAPreference.DISABLED, MFAPreference.PREFERRED, null, { Log.d("App", "stored") }, { Log.e("App", "no", it) })
plugin?.fetchMFAPreference(
    { Log.d("App", "${it.enabled}, above all ${it.preferred}") },
    { Log.e("App", "not fetched", it) }
)
