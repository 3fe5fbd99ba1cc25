package dev.cognitoauth.amplify.sample

import android.content.Context
import dev.cognitoauth.amplify.AWSCognitoAuthPlugin
import dev.cognitoauth.amplify.AWSCognitoAuthSession
import dev.cognitoauth.amplify.AWSCognitoAuthSignOutResult
import dev.cognitoauth.amplify.AmplifyException
import dev.cognitoauth.amplify.AmplifyOutputs
import dev.cognitoauth.amplify.AuthException
import dev.cognitoauth.amplify.AuthSignInStep
import dev.cognitoauth.amplify.AuthSignUpOptions
import dev.cognitoauth.amplify.AuthSignUpStep
import dev.cognitoauth.amplify.AuthUserAttributeKey
import dev.cognitoauth.amplify.kotlin.Amplify

/** An app written for Amplify's facade with suspending functions. For Amplify itself, only the imports would change. */
class CoroutineApp(
    private val show: (String) -> Unit,
) {
    /** Adds the plugin and configures Amplify, when the app starts. */
    fun start(
        context: Context,
        outputs: AmplifyOutputs,
        plugin: AWSCognitoAuthPlugin,
    ) {
        try {
            Amplify.addPlugin(plugin)
            Amplify.configure(outputs, context)
            show("configured")
        } catch (error: AmplifyException) {
            show("not configured: ${error.recoverySuggestion}")
        }
    }

    /** Registers the user. */
    suspend fun register(
        username: String,
        password: String,
        email: String,
    ) {
        val options = AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), email).build()
        try {
            val next = Amplify.Auth.signUp(username, password, options).nextStep
            if (next.signUpStep == AuthSignUpStep.CONFIRM_SIGN_UP_STEP) {
                val details = next.codeDeliveryDetails
                show("code by ${details?.deliveryMedium} for ${details?.attributeName}")
            }
        } catch (error: AuthException) {
            show("not registered: ${error.javaClass.simpleName}")
        }
    }

    /** Confirms the sign-up. */
    suspend fun confirm(
        username: String,
        code: String,
    ) {
        try {
            show("confirmed: ${Amplify.Auth.confirmSignUp(username, code).isSignUpComplete}")
        } catch (error: AuthException) {
            show("not confirmed: ${error.javaClass.simpleName}")
        }
    }

    /** Signs the user in. */
    suspend fun signIn(
        username: String,
        password: String,
    ) {
        try {
            val result = Amplify.Auth.signIn(username, password)
            when (result.nextStep.signInStep) {
                AuthSignInStep.DONE -> show("signed in: ${result.isSignedIn}")
                else -> show("next: ${result.nextStep.signInStep}")
            }
        } catch (error: AuthException) {
            show("not signed in: ${error.javaClass.simpleName}")
        }
    }

    /** Shows whether the session is the user's, and which parts it has. */
    suspend fun showSession() {
        try {
            val session = Amplify.Auth.fetchAuthSession() as AWSCognitoAuthSession
            val user = Amplify.Auth.getCurrentUser()
            show("session of the user: ${session.userSubResult.value == user.userId}")
            show("token: ${session.userPoolTokensResult.type}, identity: ${session.identityIdResult.type}")
        } catch (error: AuthException) {
            show("no session: ${error.javaClass.simpleName}")
        }
    }

    /** Signs the user out. */
    suspend fun signOut() {
        when (val result = Amplify.Auth.signOut()) {
            is AWSCognitoAuthSignOutResult.CompleteSignOut -> show("signed out")
            is AWSCognitoAuthSignOutResult.PartialSignOut -> show("signed out here")
            is AWSCognitoAuthSignOutResult.FailedSignOut -> show("not signed out: ${result.exception}")
        }
    }
}
