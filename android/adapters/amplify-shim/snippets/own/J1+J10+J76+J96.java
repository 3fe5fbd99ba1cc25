ArrayList<AuthUserAttribute> contact = new ArrayList<>();
contact.add(new AuthUserAttribute(AuthUserAttributeKey.email(), "ana@example.com"));
contact.add(new AuthUserAttribute(AuthUserAttributeKey.phoneNumber(), "+4915123456789"));
Amplify.Auth.signUp(
    "ana",
    "Password-123",
    AuthSignUpOptions.builder().userAttributes(contact).build(),
    result -> Log.i("App", result.toString()),
    error -> Log.e("App", error.toString())
);
AuthSignUpOptions single = AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), "ana@example.com").build();
Amplify.Auth.signUp("ana", "Password-123", single, result -> Log.i("App", "" + result), error -> Log.e("App", "no", error));
