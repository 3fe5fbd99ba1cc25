Amplify.Auth.getCurrentUser({ Log.i("App", "user $it") }, { Log.e("App", "nobody: $it") })
Amplify.Auth.fetchUserAttributes(
    { Log.i("App", "attributes $it") },
    { Log.e("App", "no attributes", it) }
)
Amplify.Auth.updateUserAttribute(
    AuthUserAttribute(AuthUserAttributeKey.email(), "ben@example.com"),
    { Log.i("App", "changed: ${it.nextStep.updateAttributeStep}") },
    { Log.e("App", "not changed", it) }
)
Amplify.Auth.updateUserAttributes(
    attributes,
    { Log.i("App", "changed: $it") },
    { Log.e("App", "not changed", it) }
)
Amplify.Auth.resendUserAttributeConfirmationCode(
    AuthUserAttributeKey.email(),
    { Log.i("App", "code sent: ${it.destination}") },
    { Log.e("App", "no code", it) }
)
Amplify.Auth.confirmUserAttribute(AuthUserAttributeKey.email(), "123456",
    { Log.i("App", "confirmed") },
    { Log.e("App", "not confirmed", it) }
)
Amplify.Auth.deleteUser(
    { Log.i("App", "deleted") },
    { Log.e("App", "not deleted", it) }
)
