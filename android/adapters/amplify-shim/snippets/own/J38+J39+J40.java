FederateToIdentityPoolOptions options = FederateToIdentityPoolOptions.builder().developerProvidedIdentityId("region:id").build();
if (Amplify.Auth.getPlugin("awsCognitoAuthPlugin") instanceof AWSCognitoAuthPlugin) {
    AWSCognitoAuthPlugin plugin = (AWSCognitoAuthPlugin) Amplify.Auth.getPlugin("awsCognitoAuthPlugin");
    plugin.federateToIdentityPool(
        "token",
        AuthProvider.google(),
        result -> Log.i("App", "credentials of " + result.getCredentials().getAccessKeyId()),
        error -> Log.e("App", "refused", error)
    );
    plugin.federateToIdentityPool(
        "token",
        AuthProvider.google(),
        options,
        result -> Log.i("App", result.getIdentityId()),
        error -> Log.e("App", "refused", error)
    );
    plugin.clearFederationToIdentityPool(() -> Log.i("App", "ended"), error -> Log.e("App", "not ended", error));
}
