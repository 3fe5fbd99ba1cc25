package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.startPool
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import kotlin.system.exitProcess

/**
 * Plays the README's guide against a local pool: `Quickstart [ENDPOINT]`. Without an endpoint it starts the pool's
 * program, whose path is in `COGNITO_LOCAL_POOL`. The codes come from the pool's inbox.
 */
fun main(arguments: Array<String>) {
    val process = if (arguments.isEmpty()) startPool() else null
    val pool = LocalPool(process?.endpoint ?: arguments[0])
    val succeeded =
        try {
            runBlocking { Quickstart(pool).play() }
            true
        } catch (exception: AuthException) {
            System.err.println("Quickstart: ${exception.message} ${exception.recoverySuggestion}")
            false
        } catch (exception: IllegalStateException) {
            System.err.println("Quickstart: ${exception.message}")
            false
        }
    process?.close()
    exitProcess(if (succeeded) 0 else 1)
}

/** The steps of the guide, as an app takes them. */
private class Quickstart(
    private val pool: LocalPool,
) {
    private val auth = Auth.builder(pool.configuration().build(), MemoryStore()).build()
    private val user = User()

    suspend fun play() {
        register()
        confirm()
        signIn()
        signInWithMFA()
    }

    private suspend fun register() {
        val options =
            AuthSignUpOptions
                .builder()
                .userAttribute(AuthUserAttributeKey.email(), user.email)
                .userAttribute(AuthUserAttributeKey.phoneNumber(), user.phoneNumber)
                .build()
        val result = auth.signUp(user.username, user.password, options)
        when (val step = result.nextStep) {
            is AuthSignUpStep.ConfirmUser ->
                println("Delivery details ${step.codeDeliveryDetails} for userId: ${step.userId}")
            is AuthSignUpStep.CompleteAutoSignIn, AuthSignUpStep.Done -> println("SignUp Complete")
        }
    }

    private suspend fun confirm() {
        val result = auth.confirmSignUp(user.username, pool.newestCode(user.username))
        check(result.isSignUpComplete) { "Confirm sign up not complete" }
        println("Confirm signUp succeeded")
    }

    private suspend fun signIn() {
        val result = auth.signIn(user.username, user.password)
        check(result.isSignedIn) { "Sign in not complete" }
        println("Sign in succeeded")
        println("Signed in as ${auth.getCurrentUser().username}")
    }

    /** Turns a second factor on, and signs the user in with it. */
    private suspend fun signInWithMFA() {
        pool.requireSecondFactor(user.username)
        auth.signOut()
        val result = auth.signIn(user.username, user.password)
        val step = result.nextStep
        check(step is AuthSignInStep.ConfirmSignInWithSMSMFACode) { "Sign in not complete" }
        println("SMS code sent to ${step.codeDeliveryDetails.destination}")
        val confirmed = auth.confirmSignIn(pool.newestCode(user.username))
        check(confirmed.isSignedIn) { "Sign in not complete" }
        println("Sign in with MFA succeeded")
    }
}
