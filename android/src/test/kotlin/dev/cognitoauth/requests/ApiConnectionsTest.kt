package dev.cognitoauth.requests

import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.support.api.ApiServer
import dev.cognitoauth.support.api.NumberedTokens
import dev.cognitoauth.support.api.Sent
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.io.InterruptedIOException
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** Requests with `HttpURLConnection` to an API on this machine. */
@Timeout(60)
class ApiConnectionsTest {
    private val auth = NumberedTokens()
    private val open = mutableListOf<AutoCloseable>()

    @AfterEach
    fun close() = open.forEach(AutoCloseable::close)

    private fun serving(server: ApiServer) = server.also(open::add)

    private fun serving(respond: (String) -> Sent) = serving(ApiServer { respond(it.path) })

    private fun api(server: ApiServer) = ApiAuthorizer.builder(auth).host(server.host).build()

    private fun ApiServer.get(path: String = "/"): HttpURLConnection = api(this).open(URL(url(path)))

    private val ApiServer.authorizations get() = received.map { it.authorization }

    @Test
    fun aRequestHasTheToken() {
        val server = serving(ApiServer.taking("access-1"))
        assertEquals(200, server.get().responseCode)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun anInterruptedThreadGetsAnIOExceptionAndStaysInterrupted() {
        val server = serving(ApiServer.taking("access-1"))
        Thread.currentThread().interrupt()
        assertThrows<InterruptedIOException> { server.get() }
        assertTrue(Thread.interrupted())
        assertEquals(0, server.received.size)

        val caller = Thread.currentThread()
        val refusing = serving { ApiServer.refusal().also { caller.interrupt() } }
        assertThrows<InterruptedIOException> { refusing.get() }
        assertTrue(Thread.interrupted())
        assertEquals(1, refusing.received.size)
    }

    @Test
    fun aRefusedTokenIsRefreshedAndTheRequestIsSentAgain() {
        val server = serving(ApiServer.taking("access-2"))
        val body = "{\"a\":1}".toByteArray()
        for (isStreamed in listOf(false, true)) {
            // These tokens begin with access-1, which the API refuses.
            val tokens = NumberedTokens()
            val api = ApiAuthorizer.builder(tokens).host(server.host).build()
            server.received.clear()
            val connection =
                api.open(URL(server.url())) {
                    it.requestMethod = "POST"
                    it.doOutput = true
                    if (isStreamed) it.setFixedLengthStreamingMode(body.size)
                    it.outputStream.use { stream -> stream.write(body) }
                }
            assertEquals(200, connection.responseCode)
            assertEquals(listOf("Bearer access-1", "Bearer access-2"), server.authorizations)
            assertTrue(server.received.all { it.method == "POST" && it.body == "{\"a\":1}" })
            assertEquals(1, tokens.refreshes.get())
        }
    }

    @Test
    fun ifTheRefreshedTokenIsRefusedTooTheRefusalIsTheResponse() {
        val server = serving(ApiServer.taking("another"))
        assertEquals(401, server.get().responseCode)
        assertEquals(1, auth.refreshes.get())
        assertEquals(listOf("Bearer access-1", "Bearer access-2"), server.authorizations)
    }

    @Test
    fun requestsAtTheSameTimeShareOneRefresh() {
        val server = serving(ApiServer.taking("access-2"))
        val api = api(server)
        val threads = Executors.newFixedThreadPool(8).also { open += AutoCloseable(it::shutdownNow) }
        val results = threads.invokeAll(List(16) { Callable { api.open(URL(server.url())).responseCode } })
        assertEquals(setOf(200), results.map { it.get() }.toSet())
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun aRefusalForAMissingScopeIsReturnedWithoutARefresh() {
        val server = serving { ApiServer.refusal("insufficient_scope") }
        assertEquals(401, server.get().responseCode)
        assertEquals(0, auth.refreshes.get())
        assertEquals(1, server.received.size)
    }

    @Test
    fun aBodyThatCantBeWrittenTwiceIsSentOnce() {
        val server = serving(ApiServer.taking("access-2"))
        val bodies = mutableListOf("the only one")
        val connection =
            api(server).open(URL(server.url()), isRepeatable = false) {
                it.requestMethod = "POST"
                it.doOutput = true
                it.outputStream.use { stream -> stream.write(bodies.removeAt(0).toByteArray()) }
            }
        assertEquals(401, connection.responseCode)
        // The app's next request needs no refresh of its own.
        assertEquals(200, server.get().responseCode)
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun aRedirectToAnotherServerIsFollowedWithoutTheToken() {
        val elsewhere = serving { ApiServer.refusal() }
        for (status in listOf(301, 302, 303, 307, 308)) {
            val server = serving { ApiServer.redirect(elsewhere.url("/there"), status) }
            val connection = server.get()
            // The refusal comes from another server, so a refresh and another request would not help.
            assertEquals(401, connection.responseCode)
            assertEquals("/there", connection.url.path)
            assertEquals(listOf("Bearer access-1"), server.authorizations)
        }
        assertEquals(List(5) { null }, elsewhere.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aRedirectWithinTheApiKeepsTheToken() {
        val server = serving { if (it == "/old") ApiServer.redirect("/new") else Sent(200) }
        assertEquals(200, server.get("/old").responseCode)
        assertEquals(listOf("Bearer access-1", "Bearer access-1"), server.authorizations)
    }

    @Test
    fun aRedirectBackFromAnotherServerGetsNoToken() {
        lateinit var server: ApiServer
        val elsewhere = serving { ApiServer.redirect(server.url("/back")) }
        server = serving { if (it == "/") ApiServer.redirect(elsewhere.url()) else Sent(200) }
        assertEquals(200, server.get().responseCode)
        assertEquals(listOf("Bearer access-1", null), server.authorizations)
    }

    @Test
    fun anEndlessRedirectAndARedirectToAnotherProtocolAreReturned() {
        val endless = serving { ApiServer.redirect("/again") }
        assertEquals(302, endless.get().responseCode)
        // The first request, and the twenty redirects that the library follows at most.
        assertEquals(21, endless.received.size)
        for (address in listOf("ftp://127.0.0.1/", "myapp://callback/")) {
            val other = serving { ApiServer.redirect(address) }
            assertEquals(302, other.get().responseCode)
        }
    }

    @Test
    fun aRedirectOfAPostIsReturnedAndNotFollowed() {
        val server = serving { ApiServer.redirect("/elsewhere", 307) }
        val connection =
            api(server).open(URL(server.url())) {
                it.requestMethod = "POST"
                it.doOutput = true
                it.outputStream.use { stream -> stream.write(1) }
            }
        assertEquals(307, connection.responseCode)
        assertEquals(1, server.received.size)
    }

    @Test
    fun withoutASignedInUserNothingIsSent() {
        val server = serving { Sent(200) }
        auth.isSignedIn = false
        assertThrows<SignedOutException> { server.get() }
        assertEquals(emptyList<Any>(), server.received)
    }

    @Test
    fun anErrorOfTheRefreshIsTheErrorOfTheRequest() {
        val server = serving(ApiServer.taking("access-2"))
        auth.failure = SessionExpiredException()
        assertThrows<SessionExpiredException> { server.get() }
        assertEquals(1, server.received.size)
    }

    @Test
    fun theAppPreparesTheConnectionAndReadsTheResponse() {
        val server = serving { Sent(200, mapOf("X-Name" to "value")) }
        val connection = api(server).open(URL(server.url())) { it.setRequestProperty("Accept", "text/plain") }
        assertEquals("value", connection.getHeaderField("X-Name"))
        assertNull(connection.errorStream)
        connection.disconnect()
    }
}
