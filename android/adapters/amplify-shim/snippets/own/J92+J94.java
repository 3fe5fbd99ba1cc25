Amplify.Auth.signOut(result -> {
    if (result instanceof AWSCognitoAuthSignOutResult.CompleteSignOut) {
        Log.i("App", "signed out");
    } else if (result instanceof AWSCognitoAuthSignOutResult.PartialSignOut) {
        AWSCognitoAuthSignOutResult.PartialSignOut partial = (AWSCognitoAuthSignOutResult.PartialSignOut) result;
        HostedUIError browser = partial.getHostedUIError();
        if (browser != null) Log.e("App", "the browser", browser.getException());
        GlobalSignOutError others = partial.getGlobalSignOutError();
        if (others != null) Log.e("App", "other devices", others.getException());
        RevokeTokenError token = partial.getRevokeTokenError();
        if (token != null) Log.e("App", "the token", token.getException());
    } else if (result instanceof AWSCognitoAuthSignOutResult.FailedSignOut) {
        Log.e("App", "still here", ((AWSCognitoAuthSignOutResult.FailedSignOut) result).getException());
    }
});
AuthSignOutOptions options = AuthSignOutOptions.builder().globalSignOut(true).build();
Amplify.Auth.signOut(options, result -> Log.i("App", "" + (result instanceof AWSCognitoAuthSignOutResult.CompleteSignOut)));
