package dev.cognitoauth.guide

import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUserAttributeKey

/** The steps of Amplify's "Sign in" guide in Kotlin with coroutines, with this library. The values are parameters. */
object CoroutineSnippets {
    /** Register a user. */
    suspend fun signUp(
        username: String,
        password: String,
        email: String,
    ) {
        val options =
            AuthSignUpOptions
                .builder()
                .userAttribute(AuthUserAttributeKey.email(), email)
                .build()
        try {
            val result = Amplify.Auth.signUp(username, password, options)
            Log.i("AuthQuickStart", "Result: $result")
        } catch (error: AuthException) {
            Log.e("AuthQuickStart", "Sign up failed", error)
        }
    }

    /** Confirm the user. */
    suspend fun confirmSignUp(
        username: String,
        code: String,
    ) {
        try {
            val result = Amplify.Auth.confirmSignUp(username, code)
            if (result.isSignUpComplete) {
                Log.i("AuthQuickstart", "Confirm signUp succeeded")
            } else {
                Log.i("AuthQuickstart", "Confirm sign up not complete")
            }
        } catch (error: AuthException) {
            Log.e("AuthQuickstart", "Failed to confirm signup", error)
        }
    }

    /** Sign in. */
    suspend fun signIn(
        username: String,
        password: String,
    ) {
        try {
            val result = Amplify.Auth.signIn(username, password)
            if (result.isSignedIn) {
                Log.i("AuthQuickstart", "Sign in succeeded")
            } else {
                Log.e("AuthQuickstart", "Sign in not complete")
            }
        } catch (error: AuthException) {
            Log.e("AuthQuickstart", "Sign in failed", error)
        }
    }

    /** Sign in with a code in place of a password. */
    suspend fun signInWithoutPassword(username: String) {
        val options = AuthSignInOptions.builder().preferredFirstFactor(AuthFactorType.EMAIL_OTP).build()
        val step = Amplify.Auth.signIn(username, options = options).nextStep
        if (step is AuthSignInStep.ConfirmSignInWithOTP) {
            Log.i("AuthQuickstart", "Code sent by ${step.codeDeliveryDetails.deliveryMedium}")
        }
    }
}
