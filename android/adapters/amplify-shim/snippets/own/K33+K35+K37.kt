Amplify.Auth.associateWebAuthnCredential(
    activity,
    { Log.i("App", "registered") },
    { error -> Log.e("App", "not registered", error) }
)
Amplify.Auth.listWebAuthnCredentials(
    { result ->
        result.credentials.forEach {
            Log.i("App", "${it.credentialId} ${it.friendlyName} ${it.relyingPartyId} ${it.createdAt}")
        }
    },
    { error -> Log.e("App", "no list", error) }
)
Amplify.Auth.deleteWebAuthnCredential(
    credentialId,
    { Log.i("App", "removed") },
    { error -> Log.e("App", "not removed", error) }
)
