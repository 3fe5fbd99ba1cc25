try {
    Amplify.Auth.resetPassword("ana", result -> Log.i("App", result.toString()), error -> Log.e("App", "no code: " + error));
} catch (Exception error) {
    Log.e("App", "not called: " + error);
}
Amplify.Auth.confirmResetPassword(
    "ana",
    "New-password-1",
    "123456",
    () -> Log.i("App", "replaced"),
    error -> Log.e("App", error.toString())
);
Amplify.Auth.updatePassword(
    "New-password-1",
    "Newer-password-1",
    () -> Log.i("App", "changed"),
    error -> Log.e("App", error.toString())
);
