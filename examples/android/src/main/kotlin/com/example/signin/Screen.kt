package com.example.signin

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthErrorReason
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.NetworkException

/** What the app shows. */
sealed interface Screen {
    /** The store was not read yet. */
    data object Loading : Screen

    /** The fields for a user name and a password. */
    data class SignIn(
        val username: String = "",
    ) : Screen

    /** The fields for a new user. */
    data object SignUp : Screen

    /** The field for the code that confirms a sign-up. */
    data class ConfirmSignUp(
        val username: String,
    ) : Screen

    /** The field for the code of a second factor; [sentTo] is null for an authenticator app. */
    data class EnterCode(
        val sentTo: String?,
    ) : Screen

    /** A challenge that this app has no screen for. */
    data object Unsupported : Screen

    /** What a signed-in user sees. */
    data class SignedIn(
        val username: String,
    ) : Screen

    /** The store can't be read now. A user may be signed in, so this is not the sign-in. */
    data object TryAgain : Screen
}

/** A screen, whether a call runs, and what to tell the user. */
data class Shown(
    val screen: Screen,
    val isBusy: Boolean = false,
    val message: String? = null,
)

/** The screen for a state. While nobody is signed in, it is [form]. */
fun screenFor(
    state: AuthSessionState,
    form: Screen,
): Screen =
    when (state) {
        AuthSessionState.Loading -> Screen.Loading
        is AuthSessionState.SignedIn -> Screen.SignedIn(state.user.username)
        is AuthSessionState.AwaitingChallenge -> screenFor(state.pendingSignIn.nextStep)
        is AuthSessionState.Unavailable -> Screen.TryAgain
        else -> form
    }

private fun screenFor(step: AuthSignInStep): Screen =
    when (step) {
        is AuthSignInStep.ConfirmSignInWithSMSMFACode, is AuthSignInStep.ConfirmSignInWithOTP ->
            Screen.EnterCode(step.codeDeliveryDetails?.destination)
        is AuthSignInStep.ConfirmSignInWithTOTPCode -> Screen.EnterCode(sentTo = null)
        else -> Screen.Unsupported
    }

/** What to tell the user about a failed call. */
fun messageFor(exception: AuthException): String =
    when {
        exception.code == AuthErrorCode.CODE_MISMATCH -> "This code is wrong. Try again."
        isWrongNameOrPassword(exception) -> "The user name or the password is wrong."
        exception is NetworkException -> "There is no connection. Try again."
        else -> exception.message ?: exception.code.name
    }

private fun isWrongNameOrPassword(exception: AuthException): Boolean =
    exception.reason == AuthErrorReason.WRONG_USERNAME_OR_PASSWORD || exception.code == AuthErrorCode.USER_NOT_FOUND
