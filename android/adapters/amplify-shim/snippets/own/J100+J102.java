ArrayList<AuthUserAttribute> contact = new ArrayList<>();
contact.add(new AuthUserAttribute(AuthUserAttributeKey.email(), "ana@example.com"));
Amplify.Auth.signUp(
    "ana",
    null,
    AuthSignUpOptions.builder().userAttributes(contact).build(),
    result -> {
        if (result.getNextStep().getSignUpStep() == AuthSignUpStep.CONFIRM_SIGN_UP_STEP) {
            Log.i("App", "code by " + result.getNextStep().getCodeDeliveryDetails().getDeliveryMedium());
            Log.i("App", "code at " + result.getNextStep().getCodeDeliveryDetails().getDestination());
        }
    },
    error -> Log.e("App", error.toString())
);
