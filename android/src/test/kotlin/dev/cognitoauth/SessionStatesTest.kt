package dev.cognitoauth

import dev.cognitoauth.ffi.countLiveObjects
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

class SessionStatesTest {
    private val pool = LocalPool.shared
    private val store = MemoryStore()
    private val auth = authOf(store = store)

    private fun <T> soon(work: suspend () -> T): T = runBlocking { withTimeout(30_000) { work() } }

    @Test
    fun aCollectorGetsTheCurrentStateAndThenEachChange() =
        runBlocking {
            val user = User().register(authOf())
            val states = Channel<AuthSessionState>(Channel.UNLIMITED)
            val collector = launch(Dispatchers.Default) { auth.sessionStates.collect(states::send) }
            assertEquals(AuthSessionState.Loading, soon(states::receive))
            assertEquals(AuthSessionState.SignedOut(), soon(states::receive))
            auth.signIn(user.username, user.password)
            val signedIn = AuthSessionState.SignedIn(auth.getCurrentUser())
            assertEquals(signedIn, soon(states::receive))
            auth.signOut()
            assertEquals(AuthSessionState.SignedOut(), soon(states::receive))
            collector.cancel()

            assertEquals(AuthSessionState.SignedOut(), soon { auth.sessionStates.first() })
        }

    @Test
    fun theStateAgreesWithEachCallThatHasReturned() =
        runBlocking {
            assertEquals(AuthSessionState.Loading, auth.currentSessionState)
            val user = User().register(auth)
            repeat(20) {
                auth.signIn(user.username, user.password)
                val signedIn = AuthSessionState.SignedIn(auth.getCurrentUser())
                assertEquals(signedIn, auth.currentSessionState)
                assertEquals(signedIn, soon { auth.sessionStates.first() })
                auth.signOut()
                assertEquals(AuthSessionState.SignedOut(), auth.currentSessionState)
                assertEquals(AuthSessionState.SignedOut(), soon { auth.sessionStates.first() })
            }
        }

    @Test
    fun theNextRunOfTheAppFindsTheOpenChallenge() =
        runBlocking {
            assertNull(auth.pendingSignIn())
            val user = User().register(auth)
            val options = AuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build()
            val asked = auth.signIn(user.username, null, options)
            assertEquals(false, asked.isSignedIn)
            auth.close()

            val next = authOf(store = store)
            val pending = AuthPendingSignIn(user.username, asked.nextStep)
            assertEquals(pending, next.pendingSignIn())
            assertEquals(AuthSessionState.AwaitingChallenge(pending), next.sessionState())
            assertEquals(AuthSessionState.AwaitingChallenge(pending), next.currentSessionState)
            next.signOut()
            assertNull(next.pendingSignIn())
        }

    @Test
    fun pendingSignInReportsASignInNoSignInAndAnErrorToDifferentCallbacks() {
        val user = User()
        runBlocking { user.register(auth) }
        assertEquals("none", pendingByCallback())
        val options = AuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build()
        runBlocking { auth.signIn(user.username, null, options) }
        assertEquals(user.username, (pendingByCallback() as AuthPendingSignIn).username)
        auth.close()
        val failed = assertInstanceOf(InvalidStateException::class.java, pendingByCallback())
        assertEquals(AuthErrorCode.CLOSED, failed.code)
    }

    private fun pendingByCallback(): Any {
        val result = CompletableFuture<Any>()
        auth.pendingSignIn(result::complete, { result.complete("none") }, result::complete)
        return result.get(30, TimeUnit.SECONDS)
    }

    @Test
    fun theStateSaysWhyTheServiceHasEndedTheSession() =
        runBlocking {
            val user = User().signIn(auth)
            pool.administer("AdminUserGlobalSignOut", user.username)
            val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
            assertThrows(SessionExpiredException::class.java) { runBlocking { auth.fetchAuthSession(refresh) } }
            val ended = AuthSessionState.SignedOut(AuthSessionEnd(AuthSessionEndReason.REVOKED, user.username))
            assertEquals(ended, auth.currentSessionState)
            assertEquals(ended, soon { auth.sessionStates.first() })
        }

    @Test
    fun aListenerGetsTheStatesOnTheExecutorUntilItsSubscriptionIsCancelled() {
        val heard = LinkedBlockingQueue<AuthSessionState>()
        val executor = Executors.newSingleThreadExecutor { Thread(it, "the test's own") }
        val auth = authOf(store = store) { callbackExecutor(executor) }
        val subscription =
            auth.observeSessionState {
                check(Thread.currentThread().name == "the test's own")
                heard += it
            }
        val states = generateSequence { heard.poll(30, TimeUnit.SECONDS) }
        assertEquals(AuthSessionState.SignedOut(), states.first { it != AuthSessionState.Loading })
        runBlocking { User().signIn(auth) }
        assertInstanceOf(AuthSessionState.SignedIn::class.java, heard.poll(30, TimeUnit.SECONDS))
        subscription.cancel()
        runBlocking { auth.signOut() }
        noObserverIsLeft()
        executor.shutdown()
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS))
        assertNull(heard.poll())
    }

    @Test
    fun theFlowOfStatesEndsWhenTheInstanceIsClosed() =
        runBlocking {
            User().signIn(auth)
            val signedIn = auth.sessionState()
            val states = async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { auth.sessionStates.toList() }
            auth.close()
            assertEquals(listOf(signedIn), soon { states.await() })
            assertEquals(listOf(signedIn), soon { auth.sessionStates.toList() })
            assertEquals(signedIn, auth.currentSessionState)
        }

    @Test
    fun afterAMistakeInTheConfigurationTheLastStateIsUnavailable() {
        val wrong = AuthConfiguration.builder("local", "no pool", "c").build()
        val states =
            soon {
                Auth
                    .builder(wrong, store)
                    .build()
                    .sessionStates
                    .toList()
            }
        val unavailable = AuthSessionState.Unavailable(AuthErrorCode.INVALID_CONFIGURATION)
        assertEquals(listOf(AuthSessionState.Loading, unavailable), states)
    }

    @Test
    fun aThousandCollectorsLeaveNoObserverInTheLibrary() =
        runBlocking {
            User().signIn(auth)
            val signedIn = auth.sessionState()
            val seen = Channel<AuthSessionState>(Channel.UNLIMITED)
            val collectors = List(1000) { launch(Dispatchers.Default) { auth.sessionStates.collect(seen::send) } }
            repeat(1000) { assertEquals(signedIn, soon(seen::receive)) }
            collectors.take(500).forEach { it.cancel() }
            // The other collectors end with the instance.
            auth.close()
            soon { collectors.forEach { it.join() } }
            noObserverIsLeft()
        }

    private fun noObserverIsLeft() =
        soon {
            while (countLiveObjects().getValue("StateObserver") > 0uL) delay(10)
        }
}
