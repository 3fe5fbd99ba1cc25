package dev.cognitoauth.amplify.sample

import dev.cognitoauth.amplify.AWSCognitoAuthSession
import dev.cognitoauth.amplify.AWSCognitoAuthSignInOptions
import dev.cognitoauth.amplify.AWSCognitoAuthSignOutResult
import dev.cognitoauth.amplify.Amplify
import dev.cognitoauth.amplify.AuthChannelEventName
import dev.cognitoauth.amplify.AuthFlowType
import dev.cognitoauth.amplify.AuthSignOutOptions
import dev.cognitoauth.amplify.AuthSignUpOptions
import dev.cognitoauth.amplify.AuthUserAttribute
import dev.cognitoauth.amplify.AuthUserAttributeKey
import dev.cognitoauth.amplify.HubChannel
import dev.cognitoauth.amplify.InitializationStatus
import dev.cognitoauth.amplify.SubscriptionToken
import dev.cognitoauth.amplify.UserNotConfirmedException

/** An app written for Amplify's calls with callbacks. For Amplify itself, only the imports would change. */
class CallbackApp(
    private val show: (String) -> Unit,
) {
    /** Shows the events. */
    fun listen(): SubscriptionToken =
        Amplify.Hub.subscribe(HubChannel.AUTH) { event ->
            when (event.name) {
                InitializationStatus.SUCCEEDED.name -> show("event: ready")
                AuthChannelEventName.SIGNED_IN.name -> show("event: in")
                AuthChannelEventName.SIGNED_OUT.name -> show("event: out")
                else -> show("event: ${event.name}")
            }
        }

    /** Registers the user. */
    fun register(
        username: String,
        password: String,
        email: String,
    ) {
        val contact = mapOf(AuthUserAttributeKey.email() to email)
        val options =
            AuthSignUpOptions.builder().userAttributes(contact.map { AuthUserAttribute(it.key, it.value) }).build()
        Amplify.Auth.signUp(
            username,
            password,
            options,
            { show("next: ${it.nextStep.signUpStep}") },
            { show("not registered: ${it.javaClass.simpleName}") },
        )
    }

    /** Confirms the sign-up. */
    fun confirm(
        username: String,
        code: String,
    ) {
        Amplify.Auth.confirmSignUp(
            username,
            code,
            { show("confirmed: ${it.isSignUpComplete}") },
            { show("not confirmed: ${it.javaClass.simpleName}") },
        )
    }

    /** Signs the user in. */
    fun signIn(
        username: String,
        password: String,
    ) {
        val options = AWSCognitoAuthSignInOptions.builder().authFlowType(AuthFlowType.USER_SRP_AUTH).build()
        Amplify.Auth.signIn(username, password, options, { show("signed in: ${it.isSignedIn}") }) { error ->
            when (error) {
                is UserNotConfirmedException -> show("confirm first")
                else -> show("not signed in: ${error.javaClass.simpleName}")
            }
        }
    }

    /** Shows whether there is a token. */
    fun showSession() {
        Amplify.Auth.fetchAuthSession(
            { show("with a token: ${(it as AWSCognitoAuthSession).accessToken != null}") },
            { show("no session: ${it.javaClass.simpleName}") },
        )
    }

    /** Signs the user out everywhere. */
    fun signOut() {
        Amplify.Auth.signOut(AuthSignOutOptions.builder().globalSignOut(true).build()) { result ->
            show(if (result is AWSCognitoAuthSignOutResult.CompleteSignOut) "signed out" else "not signed out")
        }
    }
}
