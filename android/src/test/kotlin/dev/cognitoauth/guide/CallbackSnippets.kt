package dev.cognitoauth.guide

import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUserAttributeKey

/** The steps of Amplify's "Sign in" guide in Kotlin with callbacks, with this library. The values are parameters. */
object CallbackSnippets {
    /** Register a user. */
    fun signUp(
        username: String,
        password: String,
        email: String,
    ) {
        val options =
            AuthSignUpOptions
                .builder()
                .userAttribute(AuthUserAttributeKey.email(), email)
                .build()
        Amplify.Auth.signUp(
            username,
            password,
            options,
            { Log.i("AuthQuickStart", "Sign up succeeded: $it") },
            { Log.e("AuthQuickStart", "Sign up failed", it) },
        )
    }

    /** Confirm the user. */
    fun confirmSignUp(
        username: String,
        code: String,
    ) {
        Amplify.Auth.confirmSignUp(
            username,
            code,
            { result ->
                if (result.isSignUpComplete) {
                    Log.i("AuthQuickstart", "Confirm signUp succeeded")
                } else {
                    Log.i("AuthQuickstart", "Confirm sign up not complete")
                }
            },
            { Log.e("AuthQuickstart", "Failed to confirm sign up", it) },
        )
    }

    /** Sign in. */
    fun signIn(
        username: String,
        password: String,
    ) {
        Amplify.Auth.signIn(
            username,
            password,
            { result ->
                if (result.isSignedIn) {
                    Log.i("AuthQuickstart", "Sign in succeeded")
                } else {
                    Log.i("AuthQuickstart", "Sign in not complete")
                }
            },
            { Log.e("AuthQuickstart", "Failed to sign in", it) },
        )
    }
}
