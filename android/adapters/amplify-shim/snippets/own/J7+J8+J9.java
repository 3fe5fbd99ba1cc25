if (Amplify.Auth.getPlugin("awsCognitoAuthPlugin") instanceof AWSCognitoAuthPlugin) {
    AWSCognitoAuthPlugin plugin = (AWSCognitoAuthPlugin) Amplify.Auth.getPlugin("awsCognitoAuthPlugin");
    plugin.updateMFAPreference(
        MFAPreference.DISABLED,
        MFAPreference.PREFERRED,
        MFAPreference.ENABLED,
        () -> Log.i("App", "stored"),
        error -> Log.e("App", "not stored", error)
    );
    plugin.updateMFAPreference(MFAPreference.DISABLED, MFAPreference.PREFERRED, null, () -> {}, error -> Log.e("App", "no", error));
    plugin.fetchMFAPreference(
        preference -> Log.i("App", preference.getEnabled() + ", above all " + preference.getPreferred()),
        error -> Log.e("App", "not fetched", error)
    );
}
