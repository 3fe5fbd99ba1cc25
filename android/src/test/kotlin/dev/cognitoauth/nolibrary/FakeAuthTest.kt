package dev.cognitoauth.nolibrary

import dev.cognitoauth.Action
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthCall
import dev.cognitoauth.AuthCancelledException
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthUser
import dev.cognitoauth.Consumer
import dev.cognitoauth.InternalException
import dev.cognitoauth.NotAuthorizedException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.lang.reflect.Method
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation

/** A fake [Auth], which an app's unit tests use without the native library. */
@Tag("no-library")
class FakeAuthTest {
    /** A fake that an app could write to test its sign-in. It overrides only the calls that the test makes. */
    private open class FakeAuth : Auth {
        override suspend fun signIn(
            username: String,
            password: String?,
            options: AuthSignInOptions,
        ): AuthSignInResult {
            if (password != "right") throw NotAuthorizedException()
            return AuthSignInResult(isSignedIn = true, nextStep = AuthSignInStep.Done)
        }

        override suspend fun fetchAuthSession(options: AuthFetchSessionOptions): AuthSession = awaitCancellation()

        override val sessionStates = MutableStateFlow<AuthSessionState>(AuthSessionState.SignedOut())

        override val events = MutableSharedFlow<AuthEvent>(extraBufferCapacity = 8)
    }

    private val auth = FakeAuth()

    @Test
    fun anOverriddenCallReturnsTheResultOfTheFake() =
        runBlocking {
            assertTrue(auth.signIn("ana", "right").isSignedIn)
            val exception = assertThrows<NotAuthorizedException> { runBlocking { auth.signIn("ana", "wrong") } }
            assertEquals(AuthErrorCode.NOT_AUTHORIZED, exception.code)
        }

    @Test
    fun anOverriddenCallAlsoWorksWithCallbacks() {
        val results = CompletableFuture<AuthSignInResult>()
        auth.signIn("ana", "right", results::complete) { results.completeExceptionally(it) }
        assertTrue(results.get(30, TimeUnit.SECONDS).isSignedIn)

        val errors = CompletableFuture<AuthException>()
        auth.signIn("ana", "wrong", { errors.completeExceptionally(AssertionError("signed in")) }, errors::complete)
        assertInstanceOf(NotAuthorizedException::class.java, errors.get(30, TimeUnit.SECONDS))
    }

    @Test
    fun whateverTheFakeThrowsReachesTheErrorCallback() {
        for (thrown in listOf(IllegalStateException("the fake's own"), AssertionError("the test's own"))) {
            val fake =
                object : FakeAuth() {
                    override suspend fun getCurrentUser(): AuthUser = throw thrown
                }
            val errors = CompletableFuture<AuthException>()
            fake.getCurrentUser({ error("a user") }, errors::complete)
            val exception = assertInstanceOf(InternalException::class.java, errors.get(30, TimeUnit.SECONDS))
            assertSame(thrown, exception.cause)
        }
    }

    @Test
    fun callbacksRunOnTheExecutorOfTheFake() {
        val threads = CompletableFuture<Thread>()
        val executor = Executors.newSingleThreadExecutor { Thread(it, "the fake's own") }
        val fake =
            object : FakeAuth() {
                override val callbackExecutor: Executor = executor
            }
        fake.signIn("ana", "right", { threads.complete(Thread.currentThread()) }, threads::completeExceptionally)
        assertEquals("the fake's own", threads.get(30, TimeUnit.SECONDS).name)
        executor.shutdown()
    }

    @Test
    fun aCancelledCallRunsItsErrorCallback() {
        val errors = CompletableFuture<AuthException>()
        auth.fetchAuthSession({ error("a session") }, errors::complete).cancel()
        val exception = assertInstanceOf(AuthCancelledException::class.java, errors.get(30, TimeUnit.SECONDS))
        assertEquals("The call was cancelled.", exception.message)
    }

    @Test
    fun aListenerGetsTheEventsOfTheFakeUntilItsSubscriptionIsCancelled() {
        val heard = CompletableFuture<AuthEvent>()
        val subscription = auth.subscribe { heard.complete(it) }
        assertTrue(auth.events.tryEmit(AuthEvent.SIGNED_IN))
        assertEquals(AuthEvent.SIGNED_IN, heard.get(30, TimeUnit.SECONDS))
        subscription.cancel()
        assertEquals(0, auth.events.subscriptionCount.value)
    }

    @Test
    fun aListenerGetsTheStatesOfTheFake() {
        val heard = LinkedBlockingQueue<AuthSessionState>()
        val subscription = auth.observeSessionState { heard += it }
        assertEquals(AuthSessionState.SignedOut(), heard.poll(30, TimeUnit.SECONDS))
        auth.sessionStates.value = AuthSessionState.Guest("an id")
        assertEquals(AuthSessionState.Guest("an id"), heard.poll(30, TimeUnit.SECONDS))
        subscription.cancel()
    }

    @Test
    fun aCancelledSubscriptionToAFakeIgnoresAnEventThatWaitsInTheExecutor() {
        val waiting = LinkedBlockingQueue<Runnable>()
        val queueing =
            object : FakeAuth() {
                override val callbackExecutor = Executor { waiting += it }
            }
        val subscription = queueing.subscribe { error("an event: $it") }
        assertTrue(queueing.events.tryEmit(AuthEvent.SIGNED_IN))
        val callback = checkNotNull(waiting.poll(30, TimeUnit.SECONDS))
        subscription.cancel()
        callback.run()
    }

    @Test
    fun aFakeThatOverridesNothingHasNoEventsAndNoStatesAndCanBeClosed() =
        runBlocking {
            val empty = SilentAuth()
            assertEquals(emptyList<AuthSessionState>(), empty.sessionStates.toList())
            assertEquals(AuthSessionState.Loading, empty.currentSessionState)
            assertEquals(emptyList<AuthEvent>(), empty.events.toList())
            empty.close()
        }

    @TestFactory
    fun everyCallThatIsNotOverriddenThrowsATypedException(): List<DynamicTest> =
        callsOf(Continuation::class.java) { it.parameterTypes.lastOrNull() }.map { method ->
            dynamicTest(method.name) {
                assertNotImplemented(method, runBlocking { Samples.resultOf(SilentAuth(), method) })
            }
        }

    @TestFactory
    fun everyCallWithCallbacksThatIsNotOverriddenReportsATypedException(): List<DynamicTest> =
        callsOf(AuthCall::class.java) { it.returnType }.map { method ->
            dynamicTest("${method.name}/${method.parameterCount}") {
                val results = CompletableFuture<Any>()
                val arguments =
                    Samples.arguments(method) { type ->
                        when (type) {
                            Consumer::class.java -> Consumer<Any> { results.complete(it) }
                            Action::class.java -> Action { results.complete(Unit) }
                            else -> null
                        }
                    }
                method.invoke(SilentAuth(), *arguments)
                assertNotImplemented(method, results.get(30, TimeUnit.SECONDS))
            }
        }

    private fun callsOf(
        kind: Class<*>,
        of: (Method) -> Class<*>?,
    ): List<Method> =
        Auth::class.java.methods
            .filter { of(it) == kind && '$' !in it.name }
            .also { check(it.size > 30) }

    private fun assertNotImplemented(
        method: Method,
        result: Any?,
    ) {
        val exception = if (method.name == "signOut") (result as AuthSignOutResult.Failed).exception else result
        assertInstanceOf(InternalException::class.java, exception)
        assertEquals("The app's own class does not implement the call.", (exception as InternalException).message)
    }
}
