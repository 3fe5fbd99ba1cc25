AWSCognitoAuthSignInOptions custom = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.CUSTOM_AUTH_WITHOUT_SRP).build();
AuthSignInOptions plain = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_PASSWORD_AUTH).build();
Amplify.Auth.signIn(
    "ana",
    "Password-123",
    custom,
    result -> Log.i("App", result.isSignedIn() ? "signed in" : "not yet"),
    error -> Log.e("App", error.toString())
);
Amplify.Auth.signIn("ana", "Password-123", plain, result -> Log.i("App", "" + result), error -> Log.e("App", "refused", error));
Amplify.Auth.signIn("ana", "Password-123", result -> Log.i("App", "" + result), error -> Log.e("App", error.toString()));
