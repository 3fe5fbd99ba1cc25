package dev.cognitoauth

import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.ffi.AuthBridge
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.SoftwarePasskey
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

class ThreadsTest {
    private val threads = ConcurrentLinkedQueue<Thread>()

    @Test
    fun makingAnInstanceCallsNoPort() {
        recordingAuth()
        Thread.sleep(200)
        assertEquals(emptyList<Thread>(), threads.toList())
    }

    @Test
    fun noPortIsEverCalledOnTheCallingThread() {
        val auth = recordingAuth()
        // The test's thread makes every call, because runBlocking runs its coroutine on the calling thread.
        runBlocking {
            val user = User().register(auth)
            LocalPool.shared.requireSecondFactor(user.username)
            auth.signIn(user.username, user.password)
            auth.confirmSignIn(LocalPool.shared.newestCode(user.username))
            auth.fetchAuthSession(AuthFetchSessionOptions.builder().forceRefresh(true).build())
            auth.getCurrentUser()
            auth.associateWebAuthnCredential()
            auth.signOut()
        }
        assertTrue(threads.size >= 8, "only ${threads.size} calls of ports were seen")
        assertFalse(Thread.currentThread() in threads)
    }

    @Test
    fun noPortIsCalledOnTheThreadOfAnUnconfinedCoroutine() {
        val auth = recordingAuth()
        runBlocking(Dispatchers.Unconfined) { auth.fetchAuthSession() }
        assertTrue(threads.isNotEmpty())
        assertFalse(Thread.currentThread() in threads)
    }

    @Test
    fun aCallWithCallbacksCreatesTheCoreOnAnotherThread() {
        val maker = CompletableFuture<Thread>()
        val auth =
            Auth
                .builder(LocalPool.shared.configuration().build(), MemoryStore())
                .build { configuration, ports ->
                    maker.complete(Thread.currentThread())
                    AuthBridge(configuration, ports)
                }
        auth.getCurrentUser({}, {})
        assertFalse(maker.get(10, TimeUnit.SECONDS) === Thread.currentThread())
    }

    @Test
    fun blockingTransportsDelayNoOtherCall() =
        runBlocking {
            val released = CountDownLatch(1)
            val blocking =
                object : HttpTransport {
                    override fun start(
                        request: HttpRequest,
                        reply: HttpReply,
                    ) {
                        threads += Thread.currentThread()
                        released.await(60, TimeUnit.SECONDS)
                        reply.fail(TransportFailure.OTHER)
                    }

                    override fun cancel(id: Long) = Unit
                }
            // The core's runtime has a single thread. If a blocked transport occupied it, the next call would wait too.
            val blocked =
                List(4) {
                    launch(Dispatchers.Default) {
                        runCatching { authOf(transport = blocking).signIn("ana", "Password-123") }
                    }
                }
            withTimeout(30_000) { while (threads.size < blocked.size) kotlinx.coroutines.delay(10) }
            val session = async { authOf().fetchAuthSession() }
            assertFalse(withTimeout(30_000) { session.await() }.isSignedIn)
            released.countDown()
            blocked.forEach { it.join() }
        }

    @Test
    fun aBlockingLogDelaysNoCall() =
        runBlocking {
            val released = CountDownLatch(1)
            val auth =
                authOf {
                    logSink { _, _ ->
                        threads += Thread.currentThread()
                        released.await(60, TimeUnit.SECONDS)
                    }
                }
            withTimeout(30_000) { runCatching { auth.signIn("ana", "Password-123") } }
            assertTrue(threads.isNotEmpty())
            assertFalse(withTimeout(30_000) { auth.fetchAuthSession() }.isSignedIn)
            assertEquals(1, threads.size)
            released.countDown()
        }

    private fun recordingAuth(): Auth {
        val transport = HttpUrlConnectionTransport()
        val store = MemoryStore()
        val passkey = SoftwarePasskey()
        return authOf(
            transport =
                object : HttpTransport {
                    override fun start(
                        request: HttpRequest,
                        reply: HttpReply,
                    ) {
                        threads += Thread.currentThread()
                        transport.start(request, reply)
                    }

                    override fun cancel(id: Long) {
                        threads += Thread.currentThread()
                        transport.cancel(id)
                    }
                },
            store =
                object : SecureStore {
                    override fun load(key: String): ByteArray? =
                        store.load(key).also {
                            threads +=
                                Thread.currentThread()
                        }

                    override fun save(
                        key: String,
                        value: ByteArray,
                    ) = store.save(key, value).also { threads += Thread.currentThread() }

                    override fun delete(key: String) = store.delete(key).also { threads += Thread.currentThread() }
                },
        ) {
            passkeyAuthenticator(
                object : PasskeyAuthenticator by passkey {
                    override fun start(
                        request: PasskeyRequest,
                        reply: PasskeyReply,
                    ) {
                        threads += Thread.currentThread()
                        passkey.start(request, reply)
                    }
                },
            )
            processGuard(
                object : ProcessGuard {
                    override fun begin(name: String) {
                        threads += Thread.currentThread()
                    }

                    override fun end(name: String) {
                        threads += Thread.currentThread()
                    }
                },
            )
            logSink { _, _ -> threads += Thread.currentThread() }
        }
    }
}
