val contact = mapOf(
    AuthUserAttributeKey.email() to "ana@example.com",
    AuthUserAttributeKey.phoneNumber() to "+4915123456789"
)
val several = AuthSignUpOptions.builder()
    .userAttributes(contact.map { (key, value) -> AuthUserAttribute(key, value) })
    .build()
Amplify.Auth.signUp("ana", "Password-123", several,
    { Log.i("App", "registered: $it") },
    { Log.e("App", "not registered", it) }
)
val single = AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), "ana@example.com").build()
Amplify.Auth.signUp("ana", "Password-123", single, { Log.i("App", "$it") }) { error -> Log.e("App", "$error") }
