val contact = listOf(AuthUserAttribute(AuthUserAttributeKey.phoneNumber(), "+4915123456789"))
var result = Amplify.Auth.signUp("ana", null, AuthSignUpOptions.builder().userAttributes(contact).build())
if (result.nextStep.signUpStep == AuthSignUpStep.CONFIRM_SIGN_UP_STEP) {
    val details = result.nextStep.codeDeliveryDetails
    Log.i("App", "code by ${details?.deliveryMedium} at " + "${details?.destination}")
}
result = Amplify.Auth.confirmSignUp("ana", "123456")
if (result.nextStep.signUpStep == AuthSignUpStep.DONE) Log.i("App", "confirmed")
