package dev.cognitoauth

import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class CancelTest {
    private val pool = LocalPool.shared

    /** A transport that says when a request starts, and when the core cancels the request. */
    private class Witness : HttpTransport {
        private val platform = HttpUrlConnectionTransport()
        val started = CompletableDeferred<Long>()
        val cancelled = CompletableDeferred<Long>()

        override fun start(
            request: HttpRequest,
            reply: HttpReply,
        ) {
            platform.start(request, reply)
            started.complete(request.id)
        }

        override fun cancel(id: Long) {
            platform.cancel(id)
            cancelled.complete(id)
        }
    }

    @AfterEach
    fun noFaults() = pool.clearFaults()

    @Test
    fun cancellingACoroutineEndsTheCallLongBeforeTheSlowResponse() =
        runBlocking {
            val user = User().register(authOf())
            val witness = Witness()
            val auth = authOf(transport = witness)
            pool.delay("InitiateAuth", DELAY_MILLISECONDS)

            val call = async(Dispatchers.Default) { auth.signIn(user.username, user.password) }
            val request = withTimeout(30_000) { witness.started.await() }
            call.cancel()
            val result = withTimeout(DELAY_MILLISECONDS / 2) { runCatching { call.await() } }
            assertTrue(result.exceptionOrNull() is CancellationException)
            assertEquals(request, withTimeout(DELAY_MILLISECONDS / 2) { witness.cancelled.await() })
        }

    @Test
    fun cancellingACallWithCallbacksRunsItsErrorCallback() =
        runBlocking {
            val user = User().register(authOf())
            val witness = Witness()
            val auth = authOf(transport = witness)
            pool.delay("InitiateAuth", DELAY_MILLISECONDS)

            val errors = CompletableDeferred<AuthException>()
            val call =
                auth.signIn(
                    user.username,
                    user.password,
                    { errors.completeExceptionally(AssertionError("signed in")) },
                    { errors.complete(it) },
                )
            withTimeout(30_000) { witness.started.await() }
            call.cancel()
            val exception = withTimeout(DELAY_MILLISECONDS / 2) { errors.await() }
            assertEquals(AuthErrorCode.CANCELLED, exception.code)
            assertTrue(exception is AuthCancelledException)
        }

    @Test
    fun aCallThatIsCancelledImmediatelyAlsoRunsItsErrorCallback() =
        runBlocking {
            val silent =
                object : HttpTransport {
                    override fun start(
                        request: HttpRequest,
                        reply: HttpReply,
                    ) = Unit

                    override fun cancel(id: Long) = Unit
                }
            val errors = CompletableDeferred<AuthException>()
            authOf(transport = silent)
                .signIn("ana", "Password-123", { error("signed in") }, { errors.complete(it) })
                .cancel()
            assertTrue(withTimeout(DELAY_MILLISECONDS / 2) { errors.await() } is AuthCancelledException)
        }

    @Test
    fun aSupersededSignInThrowsAnErrorAndDoesNotCancelItsCoroutine() =
        runBlocking {
            val user = User().register(authOf())
            val takers: List<suspend (Auth) -> Unit> =
                listOf({ it.signIn(user.username, user.password) }, { it.signOut() })
            for (take in takers) {
                val witness = Witness()
                val auth = authOf(transport = witness)
                pool.delay("InitiateAuth", DELAY_MILLISECONDS)
                val overtaken = async(Dispatchers.Default) { runCatching { auth.signIn(user.username, user.password) } }
                withTimeout(30_000) { witness.started.await() }
                pool.clearFaults()
                take(auth)
                val exception = withTimeout(DELAY_MILLISECONDS / 2) { overtaken.await() }.exceptionOrNull()
                assertEquals(AuthErrorCode.CANCELLED, (exception as AuthCancelledException).code)
            }
        }

    private companion object {
        const val DELAY_MILLISECONDS = 10_000L
    }
}
