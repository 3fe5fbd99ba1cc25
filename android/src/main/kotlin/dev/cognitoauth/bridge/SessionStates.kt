package dev.cognitoauth.bridge

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthSessionEnd
import dev.cognitoauth.AuthSessionEndReason
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.ffi.PendingSignIn
import dev.cognitoauth.ffi.SessionEnd
import dev.cognitoauth.ffi.SessionState
import dev.cognitoauth.ffi.SessionStateObserver
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flow

/** The state now, and each change until the core has shut down. Each collector has its own observer in the core. */
internal fun sessionStates(core: Core): Flow<AuthSessionState> =
    flow {
        // Another thread makes the core, which takes a moment. Until then, the collector has this state.
        emit(core.sessionState())
        Observation().use { observation ->
            val failure = observation.begin(core)
            // A core that can't be made has no other state. A closed core has reported its last state already.
            if (failure != null && failure != AuthErrorCode.CLOSED) emit(AuthSessionState.Unavailable(failure))
            var state = observation.current()
            while (state != null) {
                emit(state)
                state = observation.next()
            }
        }
    }.distinctUntilChanged()

/** What one collector observes. It frees the core's observer, even if the collector is cancelled during [begin]. */
private class Observation : AutoCloseable {
    private var observer: SessionStateObserver? = null

    /** Makes the observer. Returns the error's code if that fails. */
    suspend fun begin(core: Core): AuthErrorCode? =
        try {
            core.call { observer = it.observeSessionState() }
            null
        } catch (exception: AuthException) {
            exception.code
        }

    fun current(): AuthSessionState? = observer?.current()?.toPublic()

    /** The next state. Null once the core has shut down. */
    suspend fun next(): AuthSessionState? =
        try {
            publicErrors { observer?.changed() }?.toPublic()
        } catch (_: AuthException) {
            null
        }

    override fun close() {
        observer?.close()
    }
}

internal fun SessionState.toPublic(): AuthSessionState =
    when (this) {
        SessionState.Loading -> AuthSessionState.Loading
        is SessionState.SignedOut -> AuthSessionState.SignedOut(ended?.toPublic())
        is SessionState.AwaitingChallenge -> AuthSessionState.AwaitingChallenge(v1.toPublic())
        is SessionState.SignedIn -> AuthSessionState.SignedIn(v1.toPublic())
        is SessionState.Guest -> AuthSessionState.Guest(identityId)
        is SessionState.Federated -> AuthSessionState.Federated(identityId)
        is SessionState.Unavailable -> AuthSessionState.Unavailable(code.toPublic())
    }

internal fun PendingSignIn.toPublic() = AuthPendingSignIn(username = username, nextStep = nextStep.toPublic())

private fun SessionEnd.toPublic() =
    AuthSessionEnd(reason = AuthSessionEndReason.valueOf(reason.name), username = username)
