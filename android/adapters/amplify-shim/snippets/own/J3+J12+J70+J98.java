try {
    Amplify.Auth.confirmSignUp(
        "ana",
        "123456",
        result -> Log.i("App", result.isSignUpComplete() ? "confirmed" : "not yet"),
        error -> Log.e("App", "not confirmed: " + error)
    );
} catch (Exception error) {
    Log.e("App", "not called: " + error);
}
