package dev.cognitoauth.guide;

import dev.cognitoauth.AuthSignUpOptions;
import dev.cognitoauth.AuthUserAttributeKey;

/** The steps of Amplify's "Sign in" guide in Java, with this library. The values are parameters. */
public final class JavaSnippets {
    private JavaSnippets() {}

    /** Register a user. */
    public static void signUp(String username, String password, String email) {
        Amplify.Auth.signUp(
            username,
            password,
            AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), email).build(),
            result -> Log.i("AuthQuickStart", "Result: " + result.toString()),
            error -> Log.e("AuthQuickStart", "Sign up failed", error)
        );
    }

    /** Confirm the user. */
    public static void confirmSignUp(String username, String code) {
        Amplify.Auth.confirmSignUp(
            username,
            code,
            result -> Log.i("AuthQuickstart", result.isSignUpComplete() ? "Confirm signUp succeeded" : "Confirm sign up not complete"),
            error -> Log.e("AuthQuickstart", error.toString())
        );
    }

    /** Sign in. */
    public static void signIn(String username, String password) {
        Amplify.Auth.signIn(
            username,
            password,
            result -> Log.i("AuthQuickstart", result.isSignedIn() ? "Sign in succeeded" : "Sign in not complete"),
            error -> Log.e("AuthQuickstart", error.toString())
        );
    }

    /** Sign in as in the guide of 2020. */
    public static void signInAsIn2020(String username, String password) {
        Amplify.Auth.signIn(
            username,
            password,
            result -> Log.i("AuthQuickstart", result.isSignInComplete() ? "Sign in succeeded" : "Sign in not complete"),
            error -> Log.e("AuthQuickstart", error.toString())
        );
    }
}
