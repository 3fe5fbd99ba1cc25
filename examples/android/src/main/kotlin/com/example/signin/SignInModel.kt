package com.example.signin

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUserAttributeKey
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * The app's logic: which screen to show, and what its buttons do. The session's state decides which screen is shown.
 * While nobody is signed in, the user chooses among the forms.
 *
 * @param scope where the calls run; it lives as long as the app
 */
class SignInModel(
    private val auth: Auth,
    private val scope: CoroutineScope,
) {
    private val form = MutableStateFlow(Shown(Screen.SignIn()))

    /** What to show now. */
    val shown: StateFlow<Shown> =
        auth.sessionStates
            .onEach(::tellWhyTheSessionEnded)
            .combine(form) { state, form -> form.copy(screen = screenFor(state, form.screen)) }
            .stateIn(scope, SharingStarted.Eagerly, Shown(screenFor(auth.currentSessionState, Screen.SignIn())))

    fun showSignIn() = show(Screen.SignIn())

    fun showSignUp() = show(Screen.SignUp)

    fun signUp(
        username: String,
        email: String,
        password: String,
    ) = run {
        val options = AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), email).build()
        goOn(username, auth.signUp(username, password, options))
    }

    fun confirmSignUp(
        username: String,
        code: String,
    ) = run { goOn(username, auth.confirmSignUp(username, code)) }

    fun signIn(
        username: String,
        password: String,
    ) = run {
        when (auth.signIn(username, password).nextStep) {
            is AuthSignInStep.ConfirmSignUp -> {
                auth.resendSignUpCode(username)
                show(Screen.ConfirmSignUp(username))
            }
            is AuthSignInStep.ResetPassword -> show(Screen.SignIn(username), "This app can't reset a password.")
            // The session's state has changed, and with it the screen.
            else -> show(Screen.SignIn(username))
        }
    }

    fun enterCode(code: String) = run { auth.confirmSignIn(code) }

    fun signOut() =
        run {
            val result = auth.signOut()
            if (result is AuthSignOutResult.Failed) throw result.exception
            show(Screen.SignIn())
        }

    /** Reads the store once more. */
    fun tryAgain() = run { auth.sessionState() }

    private suspend fun goOn(
        username: String,
        result: AuthSignUpResult,
    ) {
        when (result.nextStep) {
            is AuthSignUpStep.ConfirmUser -> show(Screen.ConfirmSignUp(username))
            is AuthSignUpStep.CompleteAutoSignIn -> auth.autoSignIn()
            else -> show(Screen.SignIn(username))
        }
    }

    private fun tellWhyTheSessionEnded(state: AuthSessionState) {
        val ended = (state as? AuthSessionState.SignedOut)?.ended ?: return
        show(Screen.SignIn(ended.username), "Your session has ended. Sign in again.")
    }

    private fun show(
        screen: Screen,
        message: String? = null,
    ) = form.update { it.copy(screen = screen, message = message) }

    /** Makes the calls of one button. While they run, the buttons have no effect. */
    private fun run(work: suspend () -> Unit) {
        if (form.value.isBusy) return
        form.update { it.copy(isBusy = true, message = null) }
        scope.launch {
            try {
                work()
            } catch (exception: AuthException) {
                form.update { it.copy(message = messageFor(exception)) }
            } finally {
                form.update { it.copy(isBusy = false) }
            }
        }
    }
}
