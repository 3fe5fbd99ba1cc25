private void confirm(String username, String code) {
    Amplify.Auth.confirmSignUp(
        username,
        code,
        result -> {
            if (result.getNextStep().getSignUpStep() == AuthSignUpStep.COMPLETE_AUTO_SIGN_IN) signInAtOnce();
        },
        error -> Log.e("App", error.toString())
    );
}

private void signInAtOnce() {
    Amplify.Auth.autoSignIn(result -> Log.i("App", "" + result), error -> Log.e("App", error.toString()));
}
