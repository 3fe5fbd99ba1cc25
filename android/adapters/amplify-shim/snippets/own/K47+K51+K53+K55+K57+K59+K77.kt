try {
    Log.i("App", "user ${Amplify.Auth.getCurrentUser()}")
    Log.i("App", "attributes ${Amplify.Auth.fetchUserAttributes()}")
    val email = AuthUserAttribute(AuthUserAttributeKey.email(), "ben@example.com")
    Log.i("App", "changed: ${Amplify.Auth.updateUserAttribute(email)}")
    Log.i("App", "changed: ${Amplify.Auth.updateUserAttributes(attributes)}")
    Log.i("App", "code sent: ${Amplify.Auth.resendUserAttributeConfirmationCode(AuthUserAttributeKey.email())}")
    Amplify.Auth.confirmUserAttribute(AuthUserAttributeKey.email(), "123456")
    Amplify.Auth.deleteUser()
} catch (error: AuthException) {
    Log.e("App", "refused", error)
}
