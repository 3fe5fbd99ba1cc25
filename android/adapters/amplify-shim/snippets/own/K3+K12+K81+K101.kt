val contact = mapOf(
    AuthUserAttributeKey.email() to "ana@example.com",
    AuthUserAttributeKey.phoneNumber() to "+4915123456789"
)
val several = AuthSignUpOptions.builder()
    .userAttributes(contact.map { (key, value) -> AuthUserAttribute(key, value) })
    .build()
val single = AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), "ana@example.com").build()
try {
    Log.i("App", "registered: ${Amplify.Auth.signUp("ana", "Password-123", several)}")
    Log.i("App", "registered: ${Amplify.Auth.signUp("ana", "Password-123", single)}")
} catch (error: AuthException) {
    Log.e("App", "not registered", error)
}
