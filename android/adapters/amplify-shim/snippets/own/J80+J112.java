Amplify.Auth.signInWithWebUI(
    this,
    result -> Log.i("App", result.toString()),
    error -> Log.e("App", error.toString())
);
Amplify.Auth.signInWithSocialWebUI(
    AuthProvider.google(),
    this,
    result -> Log.i("App", result.toString()),
    error -> Log.e("App", error.toString())
);
