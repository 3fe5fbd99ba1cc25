try {
    Amplify.Auth.associateWebAuthnCredential(activity)
    Amplify.Auth.listWebAuthnCredentials().credentials.forEach {
        Log.i("App", "${it.credentialId} ${it.friendlyName} ${it.relyingPartyId} ${it.createdAt}")
    }
    Amplify.Auth.deleteWebAuthnCredential(credentialId)
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
