try {
    Amplify.Auth.getCurrentUser(user -> Log.i("App", "user " + user), error -> Log.e("App", "nobody: " + error));
} catch (Exception error) {
    Log.e("App", "not called: " + error);
}
Amplify.Auth.fetchUserAttributes(
    list -> Log.i("App", "attributes " + list.toString()),
    error -> Log.e("App", "no attributes", error)
);
AuthUserAttribute email = new AuthUserAttribute(AuthUserAttributeKey.email(), "ben@example.com");
Amplify.Auth.updateUserAttribute(email,
    result -> Log.i("App", "changed: " + result.getNextStep().getUpdateAttributeStep()),
    error -> Log.e("App", "not changed", error)
);
Amplify.Auth.updateUserAttributes(
    attributes,
    result -> Log.i("App", "changed: " + result.toString()),
    error -> Log.e("App", "not changed", error)
);
Amplify.Auth.resendUserAttributeConfirmationCode(AuthUserAttributeKey.email(),
    details -> Log.i("App", "code sent: " + details.getDestination()),
    error -> Log.e("App", "no code", error)
);
Amplify.Auth.confirmUserAttribute(AuthUserAttributeKey.email(), "123456",
    () -> Log.i("App", "confirmed"),
    error -> Log.e("App", "not confirmed", error)
);
Amplify.Auth.deleteUser(
    () -> Log.i("App", "deleted"),
    error -> Log.e("App", "not deleted " + error.toString())
);
