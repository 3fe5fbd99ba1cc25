package dev.cognitoauth.testing

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionResult
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthUser
import dev.cognitoauth.InvalidStateException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.StorageException
import dev.cognitoauth.UserPoolTokens
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.flow.update
import java.util.concurrent.CopyOnWriteArrayList

/** The session of a [FakeAuth]: its state, its events and the calls that it got. */
internal class FakeSession(
    start: AuthSessionState,
) {
    /** @property changes how often the state was set */
    private data class Snapshot(
        val state: AuthSessionState,
        val changes: Int = 0,
        val isClosed: Boolean = false,
    )

    private val snapshots = MutableStateFlow(Snapshot(start))

    // Null ends the flow.
    private val sent = MutableSharedFlow<AuthEvent?>(extraBufferCapacity = Int.MAX_VALUE)

    val calls = CopyOnWriteArrayList<RecordedCall>()
    val unscripted = CopyOnWriteArrayList<RecordedCall>()

    /** The name of the user who signs up or in. */
    @Volatile
    var username = "user"

    val states: Flow<AuthSessionState> = snapshots.takeWhile { !it.isClosed }.map { it.state }.distinctUntilChanged()

    // The check comes after the subscription. So a close in between ends the flow too.
    val events: Flow<AuthEvent> =
        sent
            .onSubscription { if (isClosed) emit(null) }
            .takeWhile { it != null }
            .filterNotNull()

    val isClosed: Boolean get() = snapshots.value.isClosed

    var state: AuthSessionState
        get() = snapshots.value.state
        set(value) {
            snapshots.update { if (it.isClosed) it else Snapshot(value, it.changes + 1) }
        }

    fun emit(event: AuthEvent) {
        sent.tryEmit(event)
    }

    fun close() {
        snapshots.update { it.copy(isClosed = true) }
        sent.tryEmit(null)
    }

    fun begin(call: RecordedCall) {
        calls += call
        if (call is RecordedCall.ConfirmSignIn) username = awaiting()?.username ?: username
        if (isClosed) throw InvalidStateException(AuthErrorCode.CLOSED, details("This instance was closed."))
    }

    fun miss(call: RecordedCall) {
        unscripted += call
    }

    /** Runs the work. If the work succeeds and has not set the state itself, calls `change` with the result. */
    suspend fun <T> following(
        work: suspend () -> T,
        change: (T) -> Unit,
    ): T {
        val before = snapshots.value.changes
        val result = work()
        if (snapshots.value.changes == before) change(result)
        return result
    }

    /** Takes over what a step of a sign-in has changed. */
    fun follow(result: AuthSignInResult) {
        when {
            result.isSignedIn -> {
                state = AuthSessionState.SignedIn(userNamed(username))
                emit(AuthEvent.SIGNED_IN)
            }
            isChallenge(result.nextStep) ->
                state = AuthSessionState.AwaitingChallenge(AuthPendingSignIn(username, result.nextStep))
            // The other steps end the sign-in, as with the library.
            awaiting() != null -> state = AuthSessionState.SignedOut()
        }
    }

    private fun awaiting(): AuthPendingSignIn? = (state as? AuthSessionState.AwaitingChallenge)?.pendingSignIn

    /** Signs out. If a user was signed in, reports the event. */
    fun end(event: AuthEvent) {
        val wasSignedIn = state is AuthSessionState.SignedIn
        state = AuthSessionState.SignedOut()
        if (wasSignedIn) emit(event)
    }

    fun readState(): AuthSessionState {
        val now = state
        if (now is AuthSessionState.Unavailable) throw StorageException(now.code, details("The store can't be read."))
        return now
    }

    fun user(): AuthUser =
        (readState() as? AuthSessionState.SignedIn)?.user
            ?: throw SignedOutException(details = details("Nobody is signed in."))

    fun pending(): AuthPendingSignIn? = (readState() as? AuthSessionState.AwaitingChallenge)?.pendingSignIn

    fun session(): AuthSession =
        when (val now = readState()) {
            is AuthSessionState.SignedIn -> AuthSession(true, now.user.userId, TOKENS)
            is AuthSessionState.Guest ->
                AuthSession(false, identityIdResult = AuthSessionResult.success(now.identityId))
            is AuthSessionState.Federated ->
                AuthSession(
                    true,
                    userPoolError =
                        InvalidStateException(
                            AuthErrorCode.FEDERATED_TO_IDENTITY_POOL,
                            details("A federated login has no user and no tokens."),
                        ),
                    identityIdResult = AuthSessionResult.success(now.identityId),
                )
            else -> AuthSession(false)
        }

    private fun isChallenge(step: AuthSignInStep) =
        step !is AuthSignInStep.Done && step !is AuthSignInStep.ConfirmSignUp && step !is AuthSignInStep.ResetPassword

    private fun details(description: String) = AuthException.Details(description = description)

    companion object {
        fun userNamed(name: String) = AuthUser(name, "id-of-$name")

        private val TOKENS = UserPoolTokens("fake-id-token", "fake-access-token", "fake-refresh-token", Long.MAX_VALUE)
    }
}
