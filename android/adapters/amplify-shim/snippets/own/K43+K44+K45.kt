val options = FederateToIdentityPoolOptions.builder().developerProvidedIdentityId("region:id").build()
(Amplify.Auth.getPlugin("awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin)?.let { plugin ->
    plugin.federateToIdentityPool(
        "token",
        AuthProvider.google(),
        { Log.i("App", "credentials of ${it.credentials.accessKeyId}") },
        { Log.e("App", "refused", it) }
    )
    plugin.federateToIdentityPool("token", AuthProvider.google(), options, { Log.i("App", it.identityId) }, { Log.e("App", "refused", it) })
    plugin.clearFederationToIdentityPool(
        { Log.i("App", "ended") },
        { Log.e("App", "not ended", it) }
    )
}
