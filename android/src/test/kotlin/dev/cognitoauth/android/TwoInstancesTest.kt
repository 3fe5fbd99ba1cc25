package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.SecureStore
import dev.cognitoauth.ffi.AuthBridge
import dev.cognitoauth.support.HeldReplies
import dev.cognitoauth.support.JavaStore
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.ShiftedClock
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.buildForTesting
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.io.File
import java.util.UUID
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Two instances, each with its own store, in one folder. If the stores have the same identity, the instances share a
 * session. Otherwise the instances behave as if they were in two processes.
 */
class TwoInstancesTest {
    @TempDir
    lateinit var folder: File

    private val vault = MemoryVault()
    private val pool = LocalPool.shared
    private val clock = ShiftedClock()
    private val instances = mutableListOf<Instance>()

    /** An instance with a listener. */
    private inner class Instance(
        identity: String,
        transport: HttpTransport = HttpUrlConnectionTransport(),
    ) {
        val auth =
            Auth
                .builder(pool.configuration().build(), store(identity))
                .httpTransport(transport)
                .callbackExecutor(Runnable::run)
                .buildForTesting(clock)
        private val heard = LinkedBlockingQueue<AuthEvent>()

        init {
            auth.subscribe { heard += it }
            instances += this
        }

        fun expectEvents(vararg expected: AuthEvent) {
            val found = expected.map { heard.poll(SECONDS, TimeUnit.SECONDS) }
            assertEquals(expected.toList(), found)
            assertEquals(emptyList<AuthEvent>(), heard.toList())
        }

        suspend fun signIn(user: User) = assertTrue(auth.signIn(user.username, user.password).isSignedIn)

        suspend fun signOut() = assertEquals(AuthSignOutResult.Complete, auth.signOut())

        suspend fun codeOf(call: suspend Auth.() -> Unit): AuthErrorCode =
            try {
                auth.call()
                error("the call succeeded")
            } catch (exception: AuthException) {
                exception.code
            }
    }

    private fun store(identity: String) =
        EncryptedFileStore(RetryingKeyVault(vault), DesktopDisk(), identity) { File(folder, "store") }

    private fun pair(areOneProcess: Boolean): Pair<Instance, Instance> =
        Instance("${folder.path} a") to Instance("${folder.path} ${if (areOneProcess) "a" else "b"}")

    private suspend fun newUser() = User().register(authOf())

    @AfterEach
    fun close() {
        pool.clearFaults()
        instances.forEach { it.auth.close() }
    }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun anInstanceLearnsOfASignInAndASignOutOfTheOtherInstance(areOneProcess: Boolean) =
        runBlocking {
            val (a, b) = pair(areOneProcess)
            val user = newUser()
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.signIn(user)
            assertEquals(user.username, b.auth.getCurrentUser().username)
            assertEquals(AuthErrorCode.ALREADY_SIGNED_IN, b.codeOf { signIn(user.username, user.password) })
            b.signOut()
            assertFalse(a.auth.fetchAuthSession().isSignedIn)
            for (instance in listOf(a, b)) instance.expectEvents(AuthEvent.SIGNED_IN, AuthEvent.SIGNED_OUT)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun aSignInIsRefusedAfterASignInOfTheOtherInstance(areOneProcess: Boolean) =
        runBlocking {
            val (a, b) = pair(areOneProcess)
            val user = newUser()
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.signIn(user)
            assertEquals(AuthErrorCode.ALREADY_SIGNED_IN, b.codeOf { signIn(user.username, user.password) })
            b.expectEvents(AuthEvent.SIGNED_IN)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun anInstanceThatHasSeenNoUserSignsOutTheUserOfTheOtherInstance(areOneProcess: Boolean) =
        runBlocking {
            val (a, b) = pair(areOneProcess)
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.signIn(newUser())
            b.signOut()
            assertNull(a.auth.fetchAuthSession().tokens)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun afterASignOutTheOtherInstanceHasNoTokens(areOneProcess: Boolean) =
        runBlocking {
            val (a, b) = pair(areOneProcess)
            a.signIn(newUser())
            b.auth.getCurrentUser()
            a.signOut()
            assertEquals(null to false, b.auth.fetchAuthSession().run { tokens to isSignedIn })
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.expectEvents(AuthEvent.SIGNED_IN, AuthEvent.SIGNED_OUT)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun aSignOutMeantForOneUserKeepsTheNextUserSignedIn(areOneProcess: Boolean) =
        runBlocking {
            val (a, b) = pair(areOneProcess)
            val (ann, bob) = List(2) { newUser() }
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.signIn(ann)
            assertEquals(ann.username, b.auth.getCurrentUser().username)
            a.signOut()
            a.signIn(bob)
            val refused = b.auth.signOut() as AuthSignOutResult.Failed
            assertEquals(AuthErrorCode.USER_CHANGED, refused.exception.code)
            assertEquals(bob.username, a.auth.getCurrentUser().username)
            b.expectEvents(AuthEvent.SIGNED_IN, AuthEvent.SIGNED_OUT, AuthEvent.SIGNED_IN)
            b.signOut()
            assertFalse(a.auth.fetchAuthSession().isSignedIn)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun aRefreshDuringASignOutOfTheOtherInstanceDoesNotBringTheSessionBack(areOneProcess: Boolean) =
        runBlocking {
            val transport = HeldReplies()
            val a = Instance("${folder.path} a")
            val b = Instance("${folder.path} ${if (areOneProcess) "a" else "b"}", transport)
            a.signIn(newUser())
            b.auth.getCurrentUser()
            val arrival = transport.holdNext()
            val refresh = async(Dispatchers.Default) { b.auth.fetchAuthSession(forced) }
            val release = arrival()
            a.signOut()
            release()
            assertFalse(refresh.await().isSignedIn)
            for (instance in listOf(a, b)) assertFalse(instance.auth.fetchAuthSession().isSignedIn)
            a.expectEvents(AuthEvent.SIGNED_IN, AuthEvent.SIGNED_OUT)
        }

    @Test
    fun callersOfBothInstancesShareOneRefresh() =
        runBlocking {
            val (a, b) = pair(areOneProcess = true)
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, b.codeOf { getCurrentUser() })
            a.signIn(newUser())
            val before = b.auth.fetchAuthSession().tokens
            clock.aheadMilliseconds = TWO_HOURS
            pool.delay(REFRESH, 500)
            val operations =
                pool.operationsDuring {
                    val calls = List(20) { start(if (it % 2 == 0) a else b) }
                    val sessions = calls.awaitAll().toSet()
                    assertEquals(1, sessions.size)
                    assertNotEquals(before, sessions.single().tokens)
                }
            assertEquals(listOf(REFRESH), operations)
            b.expectEvents(AuthEvent.SIGNED_IN, AuthEvent.TOKENS_REFRESHED)
        }

    /** Each instance has a transport of its own. */
    @Test
    fun aSharedRefreshOutlivesTheInstanceThatStartedIt() =
        runBlocking {
            val transport = HeldReplies()
            val a = Instance(folder.path, transport)
            val b = Instance(folder.path)
            a.signIn(newUser())
            b.auth.getCurrentUser()
            clock.aheadMilliseconds = TWO_HOURS
            val operations =
                pool.operationsDuring {
                    val arrival = transport.holdNext()
                    val started = async(Dispatchers.Default) { a.codeOf { fetchAuthSession() } }
                    val release = arrival()
                    val joined = start(b)
                    a.auth.close()
                    assertEquals(AuthErrorCode.CLOSED, started.await())
                    // If the close had ended the refresh, `joined` would now send its own request.
                    delay(200)
                    release()
                    assertTrue(joined.await().isSignedIn)
                }
            assertEquals(listOf(REFRESH), operations)
            assertTrue(b.auth.fetchAuthSession(forced).isSignedIn)
        }

    @Test
    fun aClosedInstanceCompletesTheRequestThatItsTransportHasSent() =
        runBlocking {
            val (a, b) = pair(areOneProcess = true)
            a.signIn(newUser())
            b.auth.getCurrentUser()
            clock.aheadMilliseconds = TWO_HOURS
            pool.delay(REFRESH, 1_000)
            val operations =
                pool.operationsDuring {
                    val started = async(Dispatchers.Default) { a.codeOf { fetchAuthSession() } }
                    delay(300)
                    val joined = start(b)
                    a.auth.close()
                    System.gc()
                    assertEquals(AuthErrorCode.CLOSED, started.await())
                    assertTrue(joined.await().isSignedIn)
                }
            assertEquals(listOf(REFRESH), operations)
        }

    @Test
    fun aListenerGetsEventsOfTheOtherInstanceBeforeItsOwnInstanceMakesACall() =
        runBlocking {
            val user = newUser()
            val (a, b) = pair(areOneProcess = true)
            val heard = LinkedBlockingQueue<AuthEvent>()
            b.auth.subscribe { heard += it }
            // The listener's instance starts in the background, so the listener can miss the first events.
            withTimeout(SECONDS * 1000) {
                while (heard.isEmpty()) {
                    a.signIn(user)
                    a.signOut()
                }
            }
        }

    @Test
    fun anotherConfigurationIsRefusedWhileAnInstanceIsOpen() =
        runBlocking {
            val identity = UUID.randomUUID().toString()
            val java = JavaStore()
            for (store in listOf<() -> SecureStore>({ store(identity) }, { java })) {
                val other = pool.configuration().clientSecret("another").build()
                val first = authOf(store = store())
                assertFalse(first.fetchAuthSession().isSignedIn)
                val second = Auth.builder(other, store()).build()
                val refused = assertThrows<AuthException> { runBlocking { second.fetchAuthSession() } }
                assertEquals(AuthErrorCode.CONFIGURATION_MISMATCH to "user_pool", refused.code to refused.field)
                first.close()
                assertFalse(second.fetchAuthSession().isSignedIn)
                second.close()
            }
        }

    @Test
    fun anInstanceThatIsClosedWhileItsCoreIsMadeMakesRoomForAnotherConfiguration() =
        runBlocking {
            val identity = UUID.randomUUID().toString()
            val loads = AtomicInteger()
            val counting =
                object : SecureStore by store(identity) {
                    override fun load(key: String) = null.also { loads.incrementAndGet() }
                }
            val (making, closed) = CountDownLatch(1) to CountDownLatch(1)
            val first =
                Auth.builder(pool.configuration().build(), counting).build { configuration, ports ->
                    making.countDown()
                    assertTrue(closed.await(60, TimeUnit.SECONDS))
                    AuthBridge(configuration, ports)
                }
            val call = async(Dispatchers.Default) { runCatching { first.fetchAuthSession() } }
            assertTrue(making.await(60, TimeUnit.SECONDS))
            first.close()
            closed.countDown()
            assertEquals(AuthErrorCode.CLOSED, (call.await().exceptionOrNull() as AuthException).code)
            assertEquals(0, loads.get(), "the call has reached the core")
            val other = pool.configuration().clientSecret("another").build()
            Auth.builder(other, store(identity)).build().use { assertFalse(it.fetchAuthSession().isSignedIn) }
        }

    @Test
    fun storesWithoutAnIdentityShareNothing() =
        runBlocking {
            val other = pool.configuration().clientSecret("another").build()
            authOf(store = JavaStore()).use { first ->
                assertFalse(first.fetchAuthSession().isSignedIn)
                Auth.builder(other, JavaStore()).build().use { assertFalse(it.fetchAuthSession().isSignedIn) }
            }
        }

    private fun CoroutineScope.start(instance: Instance): Deferred<AuthSession> =
        async(Dispatchers.Default) { instance.auth.fetchAuthSession() }

    private companion object {
        const val REFRESH = "GetTokensFromRefreshToken"
        const val TWO_HOURS = 2 * 60 * 60 * 1000L
        const val SECONDS = 20L

        val forced: AuthFetchSessionOptions = AuthFetchSessionOptions.builder().forceRefresh(true).build()
    }
}
