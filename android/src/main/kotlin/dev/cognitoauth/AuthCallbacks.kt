package dev.cognitoauth

import java.util.concurrent.Executor

/**
 * The calls of [Auth] with callbacks, for Java and for Kotlin without coroutines.
 *
 * Of the two callbacks one is called, once, on the executor that the [Auth] was made with; none if the executor refuses
 * it, which the log is told. What a call does, takes and answers is said at the call of the same name that suspends.
 */
abstract class AuthCallbacks internal constructor(
    executor: Executor,
) : AuthAccountCallbacks(executor) {
    /** Registers a user (SignUp). */
    fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.signUp(username, password, options) }

    /** Confirms a sign-up with the code (ConfirmSignUp). */
    fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmSignUp(username, confirmationCode, options) }

    /** Confirms a sign-up with the code (ConfirmSignUp). */
    fun confirmSignUp(
        username: String,
        confirmationCode: String,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmSignUp(username, confirmationCode) }

    /** Sends a new sign-up code (ResendConfirmationCode). */
    fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resendSignUpCode(username, options) }

    /** Sends a new sign-up code (ResendConfirmationCode). */
    fun resendSignUpCode(
        username: String,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resendSignUpCode(username) }

    /** Signs a user in (InitiateAuth, RespondToAuthChallenge). */
    fun signIn(
        username: String,
        password: String?,
        options: AuthSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.signIn(username, password, options) }

    /** Signs a user in (InitiateAuth, RespondToAuthChallenge). */
    fun signIn(
        username: String,
        password: String?,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.signIn(username, password) }

    /** Signs in the user whose sign-up was just confirmed, without a password. */
    fun autoSignIn(
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.autoSignIn() }

    /** Answers the open question of the sign-in under way (RespondToAuthChallenge). */
    fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmSignIn(challengeResponse, options) }

    /** Answers the open question of the sign-in under way (RespondToAuthChallenge). */
    fun confirmSignIn(
        challengeResponse: String,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmSignIn(challengeResponse) }

    /** The session, with tokens that are valid now. */
    fun fetchAuthSession(
        options: AuthFetchSessionOptions,
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchAuthSession(options) }

    /** The session, with tokens that are valid now. */
    fun fetchAuthSession(
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchAuthSession() }

    /** The signed-in user, from the stored session: no request is made. */
    fun getCurrentUser(
        onSuccess: Consumer<AuthUser>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.getCurrentUser() }

    /** Signs the user out, here or everywhere. It never fails: the result says what could not be done. */
    fun signOut(
        options: AuthSignOutOptions,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall = call(onComplete, { onComplete.accept(AuthSignOutResult.Failed(it)) }) { auth.signOut(options) }

    /** Signs the user out here. It never fails: the result says what could not be done. */
    fun signOut(onComplete: Consumer<AuthSignOutResult>): AuthCall = signOut(AuthSignOutOptions.defaults(), onComplete)

    /** Calls [listener] on the executor, event by event, from now until the subscription is cancelled. */
    fun subscribe(listener: Consumer<AuthEvent>): AuthSubscription {
        val end = auth.core.listen { event -> hand { listener.accept(event) } }
        return AuthSubscription { end() }
    }
}
