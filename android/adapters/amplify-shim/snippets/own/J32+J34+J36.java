Amplify.Auth.associateWebAuthnCredential(
    activity,
    () -> Log.i("App", "registered"),
    error -> Log.e("App", "not registered", error)
);
Amplify.Auth.listWebAuthnCredentials(
    result -> result.getCredentials().forEach(credential -> {
        Log.i("App", credential.getCredentialId() + " " + credential.getFriendlyName());
        Log.i("App", credential.getRelyingPartyId() + " " + credential.getCreatedAt());
    }),
    error -> Log.e("App", "no list", error)
);
Amplify.Auth.deleteWebAuthnCredential(
    credentialId,
    () -> Log.i("App", "removed"),
    error -> Log.e("App", "not removed", error)
);
