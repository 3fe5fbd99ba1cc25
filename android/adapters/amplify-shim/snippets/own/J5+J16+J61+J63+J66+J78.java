try {
    Amplify.Auth.confirmSignIn(
        "123456",
        result -> {
            if (result.isSignedIn()) Log.i("App", "signed in");
            else Log.i("App", "next: " + result.getNextStep());
        },
        error -> Log.e("App", "refused", error)
    );
} catch (Exception error) {
    Log.e("App", "not called: " + error);
}
