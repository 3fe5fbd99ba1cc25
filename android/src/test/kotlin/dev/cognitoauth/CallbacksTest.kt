package dev.cognitoauth

import dev.cognitoauth.support.Uncaught
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

class CallbacksTest {
    @Test
    fun callbacksRunOnTheAppsExecutor() {
        val executor = Executors.newSingleThreadExecutor { Thread(it, "the app's own") }
        val auth = authOf { callbackExecutor(executor) }
        val succeeded = threadOf { done -> auth.fetchAuthSession({ done() }, { error("no session: $it") }) }
        val failed = threadOf { done -> auth.getCurrentUser({ error("a user: $it") }, { done() }) }
        val signedOut = threadOf { done -> auth.signOut { done() } }
        assertEquals(List(3) { "the app's own" }, listOf(succeeded, failed, signedOut).map { it.name })
        executor.shutdown()
    }

    @Test
    fun withoutAnExecutorCallbacksRunOneAtATimeAndNeverOnTheCallingThread() {
        val auth = authOf()
        val running = AtomicInteger()
        val most = AtomicInteger()
        val left = CountDownLatch(20)
        val threads = ConcurrentLinkedQueue<Thread>()
        repeat(20) {
            auth.fetchAuthSession(
                {
                    most.accumulateAndGet(running.incrementAndGet(), ::maxOf)
                    threads += Thread.currentThread()
                    Thread.sleep(2)
                    running.decrementAndGet()
                    left.countDown()
                },
                { error("no session: $it") },
            )
        }
        assertTrue(left.await(30, TimeUnit.SECONDS))
        assertEquals(1, most.get())
        assertTrue(threads.none { it == Thread.currentThread() })
    }

    @Test
    fun anExecutorThatRefusesACallbackStillGetsTheNextCallback() {
        val refuses = AtomicBoolean(true)
        val executor = Executor { if (refuses.getAndSet(false)) throw RejectedExecutionException("full") else it.run() }
        val logged = LinkedBlockingQueue<String>()
        val auth =
            authOf {
                callbackExecutor(executor)
                logSink { level, line -> if (level == LogLevel.WARNING) logged += line }
            }
        Uncaught().use { uncaught ->
            auth.fetchAuthSession({ error("was refused") }, { error("was refused") })
            assertEquals(
                "The callback executor refused a callback, which is not called.",
                logged.poll(30, TimeUnit.SECONDS),
            )
            assertNull(uncaught.thrown.poll(200, TimeUnit.MILLISECONDS))
        }
        val next = CompletableDeferred<AuthSession>()
        auth.fetchAuthSession({ next.complete(it) }, { next.completeExceptionally(it) })
        assertFalse(runBlocking { withTimeout(30_000) { next.await() } }.isSignedIn)
    }

    @Test
    fun aFailedCallRunsItsErrorCallbackOnceAndNoOtherCallback() =
        runBlocking {
            val callbacks = AtomicInteger()
            val errors = CompletableDeferred<AuthException>()
            authOf().signIn(
                "",
                "Password-123",
                { callbacks.incrementAndGet() },
                {
                    callbacks.incrementAndGet()
                    errors.complete(it)
                },
            )
            assertEquals(AuthErrorCode.EMPTY_ARGUMENT, withTimeout(30_000) { errors.await() }.code)
            Thread.sleep(100)
            assertEquals(1, callbacks.get())
        }

    @Test
    fun theFlowDeliversEventsInTheOrderInWhichTheyHappened() =
        runBlocking {
            val auth = authOf()
            val events = async(start = CoroutineStart.UNDISPATCHED) { auth.events.take(3).toList() }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            auth.fetchAuthSession(AuthFetchSessionOptions.builder().forceRefresh(true).build())
            auth.signOut()
            val expected = listOf(AuthEvent.SIGNED_IN, AuthEvent.TOKENS_REFRESHED, AuthEvent.SIGNED_OUT)
            assertEquals(expected, withTimeout(30_000) { events.await() })
        }

    @Test
    fun aListenerGetsEventsUntilItsSubscriptionIsCancelled() =
        runBlocking {
            val auth = authOf()
            val heard = ConcurrentLinkedQueue<AuthEvent>()
            val signedIn = CountDownLatch(1)
            val subscription =
                auth.subscribe {
                    heard += it
                    signedIn.countDown()
                }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            assertTrue(signedIn.await(30, TimeUnit.SECONDS))
            subscription.cancel()
            auth.signOut()
            Thread.sleep(200)
            assertEquals(listOf(AuthEvent.SIGNED_IN), heard.toList())
        }

    @Test
    fun aCancelledSubscriptionIgnoresAnEventThatWaitsInTheExecutor() =
        runBlocking {
            val waiting = LinkedBlockingQueue<Runnable>()
            val auth = authOf { callbackExecutor { waiting += it } }
            val heard = ConcurrentLinkedQueue<AuthEvent>()
            val subscription = auth.subscribe { heard += it }
            auth.subscribe { heard += it }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val callbacks = List(2) { checkNotNull(waiting.poll(30, TimeUnit.SECONDS)) }
            subscription.cancel()
            callbacks.forEach(Runnable::run)
            assertEquals(listOf(AuthEvent.SIGNED_IN), heard.toList())
        }

    @Test
    fun aListenerThatThrowsDoesNotStopTheOtherListeners() =
        runBlocking {
            val warned = LinkedBlockingQueue<String>()
            val auth =
                authOf {
                    callbackExecutor { it.run() }
                    logSink { level, line -> if (level == LogLevel.WARNING) warned += line }
                }
            val heard = CompletableDeferred<AuthEvent>()
            auth.subscribe { error("the app's own mistake") }
            auth.subscribe { heard.complete(it) }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            assertEquals(AuthEvent.SIGNED_IN, withTimeout(30_000) { heard.await() })
            assertEquals(
                "A listener of events threw an exception, which is ignored.",
                warned.poll(30, TimeUnit.SECONDS),
            )
        }

    @Test
    fun whenTheInstanceIsClosedTheFlowDeliversTheEarlierEventsAndEnds() =
        runBlocking {
            val auth = authOf()
            val events = async(start = CoroutineStart.UNDISPATCHED) { auth.events.toList() }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            auth.close()
            assertEquals(listOf(AuthEvent.SIGNED_IN), withTimeout(30_000) { events.await() })
            assertEquals(emptyList<AuthEvent>(), withTimeout(30_000) { auth.events.toList() })
        }

    private fun threadOf(call: (done: () -> Unit) -> Unit): Thread {
        val thread = CompletableDeferred<Thread>()
        call { thread.complete(Thread.currentThread()) }
        return runBlocking {
            withTimeout(
                30_000,
            ) { thread.await() }
        }.also { assertNotEquals(Thread.currentThread(), it) }
    }
}
