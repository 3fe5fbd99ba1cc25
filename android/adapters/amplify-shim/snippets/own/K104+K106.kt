val contact = listOf(AuthUserAttribute(AuthUserAttributeKey.email(), "ana@example.com"))
Amplify.Auth.signUp(
    "ana",
    null,
    AuthSignUpOptions.builder().userAttributes(contact).build(),
    { result ->
        if (result.nextStep.signUpStep == AuthSignUpStep.CONFIRM_SIGN_UP_STEP) {
            val details = result.nextStep.codeDeliveryDetails
            Log.i("App", "code by ${details?.deliveryMedium} at " + "${details?.destination}")
        }
    },
    { Log.e("App", "not registered", it) }
)
Amplify.Auth.confirmSignUp(
    "ana",
    "123456",
    { if (it.nextStep.signUpStep == AuthSignUpStep.DONE) Log.i("App", "confirmed") },
    { Log.e("App", "not confirmed", it) }
)
