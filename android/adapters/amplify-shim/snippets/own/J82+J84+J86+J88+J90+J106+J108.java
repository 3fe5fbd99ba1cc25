for (AuthFactorType factor : AuthFactorType.values()) {
    AWSCognitoAuthSignInOptions options = AWSCognitoAuthSignInOptions.builder()
        .authFlowType(AuthFlowType.USER_AUTH)
        .callingActivity(callingActivity)
        .preferredFirstFactor(factor)
        .build();
    Amplify.Auth.signIn(
        username,
        null,
        options,
        result -> {
            if (result.getNextStep().getSignInStep() == AuthSignInStep.CONFIRM_SIGN_IN_WITH_OTP) Log.i("App", "ask for the code");
        },
        error -> Log.e("App", error.toString())
    );
}
AuthSignInOptions choice = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build();
Amplify.Auth.signIn(
    username,
    password,
    choice,
    result -> Log.i("App", "one of " + result.getNextStep().getAvailableFactors()),
    error -> Log.e("App", "refused", error)
);
AuthConfirmSignInOptions confirmation = AWSCognitoAuthConfirmSignInOptions.builder().callingActivity(activity).build();
Amplify.Auth.confirmSignIn(
    AuthFactorType.WEB_AUTHN.getChallengeResponse(),
    confirmation,
    result -> Log.i("App", "code at " + result.getNextStep().getCodeDeliveryDetails()),
    error -> Log.e("App", "refused", error)
);
