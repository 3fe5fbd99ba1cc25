Amplify.Auth.fetchAuthSession(
    result -> {
        AWSCognitoAuthSession session = (AWSCognitoAuthSession) result;
        switch (session.getIdentityIdResult().getType()) {
            case SUCCESS:
                Log.i("App", "identity " + session.getIdentityIdResult().getValue());
                break;
            case FAILURE:
                Log.i("App", "no identity: " + session.getIdentityIdResult().getError().toString());
        }
    },
    error -> Log.e("App", error.toString())
);
AuthFetchSessionOptions options = AuthFetchSessionOptions.builder().forceRefresh(true).build();
Amplify.Auth.fetchAuthSession(options, session -> Log.i("App", "" + session.isSignedIn()), error -> Log.e("App", "" + error));
