package dev.cognitoauth

import dev.cognitoauth.ffi.countLiveObjects
import dev.cognitoauth.ffi.uniffiContinuationHandleMap
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.util.concurrent.Executors

/**
 * Checks that many calls and many observers leave no object in the library. The library itself counts its own objects
 * that Kotlin code holds, the running calls, and the Kotlin objects that the library holds.
 */
class LeaksTest {
    private val store = MemoryStore()
    private val auth = authOf(store = store)

    /** A transport that never responds. */
    private class Silent : HttpTransport {
        val started = Channel<Long>(Channel.UNLIMITED)

        override fun start(
            request: HttpRequest,
            reply: HttpReply,
        ) {
            started.trySend(request.id)
        }

        override fun cancel(id: Long) = Unit
    }

    @Test
    fun theCountOfLiveObjectsIncludesOpenInstancesAndObservers() =
        runBlocking {
            val before = objects()
            // The count can fall meanwhile, because instances of earlier tests are freed. So this test makes one more
            // instance than there are now.
            val held = List(before.getValue("Instance").toInt() + 1) { authOf(store = store) }
            val collectors = held.map { launch(Dispatchers.Default) { it.sessionStates.collect {} } }
            withTimeout(30_000) {
                while (!moreThan(before).keys.containsAll(listOf("Instance", "StateObserver"))) delay(10)
            }
            collectors.forEach { it.cancel() }
        }

    @Test
    fun tenThousandCallsLeaveNoObjectBehind() =
        runBlocking {
            val user = User().signIn(auth)
            val silent = Silent()
            val waiting = authOf(transport = silent)
            waiting.fetchAuthSession()
            noMoreThan(objects()) {
                repeat(CALLS / 4) {
                    assertTrue(auth.fetchAuthSession().isSignedIn)
                    assertEquals(user.username, auth.getCurrentUser().username)
                    assertThrows<AuthException> { auth.signIn(user.username, user.password) }
                    val cancelled = launch(Dispatchers.Default) { waiting.resetPassword(user.username) }
                    withTimeout(30_000) { silent.started.receive() }
                    cancelled.cancel()
                    withTimeout(30_000) { cancelled.join() }
                }
            }
        }

    @Test
    fun aThousandObserversAndListenersLeaveNoObjectBehind() =
        runBlocking {
            User().signIn(auth)
            val executor = Executors.newSingleThreadExecutor()
            val listened = authOf(store = store) { callbackExecutor(executor) }
            val signedIn = auth.sessionState()
            listened.sessionState()
            noMoreThan(objects()) {
                repeat(OBSERVERS / 4) {
                    assertEquals(signedIn, auth.sessionStates.first())
                    val collector =
                        launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { auth.events.collect {} }
                    val heard = Channel<AuthSessionState>(Channel.UNLIMITED)
                    val states = listened.observeSessionState { heard.trySend(it) }
                    val events = listened.subscribe { }
                    assertEquals(signedIn, withTimeout(30_000) { heard.receive() })
                    collector.cancel()
                    states.cancel()
                    events.cancel()
                    withTimeout(30_000) { collector.join() }
                }
            }
            executor.shutdown()
        }

    @Test
    fun openingAndClosingInstancesLeavesNoObjectBehind() =
        runBlocking {
            User().signIn(auth)
            noMoreThan(objects()) {
                repeat(200) {
                    val another = authOf(store = store)
                    assertTrue(another.fetchAuthSession().isSignedIn)
                    another.close()
                }
            }
        }

    /** Runs [work], and waits until every kind has at most as many objects as [before]. */
    private suspend fun noMoreThan(
        before: Map<String, ULong>,
        work: suspend () -> Unit,
    ) {
        work()
        withTimeoutOrNull(30_000) {
            while (moreThan(before).isNotEmpty()) {
                // Some objects are freed only when the JVM collects its garbage.
                System.gc()
                delay(20)
            }
        }
        assertEquals(emptyMap<String, ULong>(), moreThan(before))
        assertEquals(0, uniffiContinuationHandleMap.size, "calls that Kotlin still waits for")
    }

    private fun moreThan(before: Map<String, ULong>) = objects().filter { it.value > before.getValue(it.key) }

    private fun objects(): Map<String, ULong> = countLiveObjects()

    private companion object {
        const val CALLS = 10_000
        const val OBSERVERS = 1000
    }
}
