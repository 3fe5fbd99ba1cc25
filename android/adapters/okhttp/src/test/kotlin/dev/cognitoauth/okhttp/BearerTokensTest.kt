package dev.cognitoauth.okhttp

import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.requests.ApiAuthorizer
import dev.cognitoauth.support.api.ApiServer
import dev.cognitoauth.support.api.NumberedTokens
import dev.cognitoauth.support.api.Sent
import okhttp3.Call
import okhttp3.Callback
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import okio.BufferedSink
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.CompletableFuture

/** Requests of OkHttp to an API on this machine. */
@Timeout(60)
class BearerTokensTest {
    private val auth = NumberedTokens()
    private val servers = mutableListOf<ApiServer>()
    private val clients = mutableListOf<OkHttpClient>()

    @AfterEach
    fun close() {
        clients.forEach { client ->
            client.dispatcher.executorService.shutdownNow()
            client.connectionPool.evictAll()
        }
        servers.forEach(ApiServer::close)
    }

    private fun serving(server: ApiServer) = server.also(servers::add)

    private fun serving(respond: (String) -> Sent) = serving(ApiServer { respond(it.path) })

    private fun client(server: ApiServer): OkHttpClient {
        val api = ApiAuthorizer.builder(auth).host(server.host).build()
        return OkHttpClient
            .Builder()
            .authorize(api)
            .build()
            .also(clients::add)
    }

    private fun ApiServer.call(
        server: ApiServer = this,
        adjust: Request.Builder.() -> Unit = {},
    ): Call =
        client(this).newCall(
            Request
                .Builder()
                .url(server.url())
                .apply(adjust)
                .build(),
        )

    private val ApiServer.authorizations get() = received.map { it.authorization }

    private fun Call.status() = execute().use { it.code }

    private fun Call.statusLater(): CompletableFuture<Int> {
        val status = CompletableFuture<Int>()
        enqueue(
            object : Callback {
                override fun onResponse(
                    call: Call,
                    response: Response,
                ) {
                    status.complete(response.use { it.code })
                }

                override fun onFailure(
                    call: Call,
                    e: IOException,
                ) {
                    status.completeExceptionally(e)
                }
            },
        )
        return status
    }

    @Test
    fun aRefusedTokenIsRefreshedAndTheRequestSentOnceMore() {
        val server = serving(ApiServer.taking("access-2"))
        assertEquals(200, server.call { post("body".toRequestBody()) }.status())
        assertEquals(listOf("Bearer access-1", "Bearer access-2"), server.authorizations)
        assertEquals(listOf("body", "body"), server.received.map { it.body })
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun aSecondRefusalIsReturnedToTheApp() {
        val server = serving(ApiServer.taking("another"))
        assertEquals(401, server.call().status())
        assertEquals(2, server.received.size)
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun anotherHostGetsNoToken() {
        val server = serving(ApiServer.taking("access-1"))
        val elsewhere = serving { ApiServer.refusal() }
        assertEquals(401, server.call(elsewhere).status())
        assertEquals(listOf<String?>(null), elsewhere.authorizations)
        assertEquals(emptyList<Any>(), auth.threads)
    }

    @Test
    fun theAppsOwnAuthorizationIsLeftAlone() {
        val server = serving { ApiServer.refusal() }
        assertEquals(401, server.call { header("Authorization", "Basic YTpi") }.status())
        assertEquals(listOf("Basic YTpi"), server.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aRedirectToAnotherServerIsFollowedWithoutTheToken() {
        val elsewhere = serving { ApiServer.refusal() }
        val server = serving { ApiServer.redirect(elsewhere.url()) }
        // The refusal comes from the other server, so a refresh and another request would not help.
        assertEquals(401, server.call().status())
        assertEquals(listOf("Bearer access-1"), server.authorizations)
        assertEquals(listOf<String?>(null), elsewhere.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aRedirectBackFromAnotherServerGetsNoToken() {
        lateinit var server: ApiServer
        val elsewhere = serving { ApiServer.redirect(server.url("/back")) }
        server = serving { if (it == "/back") ApiServer.refusal() else ApiServer.redirect(elsewhere.url()) }
        assertEquals(401, server.call().status())
        assertEquals(listOf("Bearer access-1", null), server.authorizations)
    }

    @Test
    fun callsAtTheSameTimeShareOneRefresh() {
        val server = serving(ApiServer.taking("access-2"))
        val client = client(server).newBuilder().build()
        client.dispatcher.maxRequestsPerHost = 32
        val statuses = List(32) { client.newCall(Request.Builder().url(server.url()).build()).statusLater() }
        assertEquals(List(32) { 200 }, statuses.map { it.get() })
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun theTokenIsFetchedOffTheCallingThread() {
        val server = serving(ApiServer.taking("access-2"))
        assertEquals(200, server.call().statusLater().get())
        assertFalse(Thread.currentThread() in auth.threads)
        assertEquals(3, auth.threads.size)
    }

    @Test
    fun aRefusalForAMissingScopeIsReturnedToTheApp() {
        val server = serving { ApiServer.refusal("insufficient_scope") }
        assertEquals(401, server.call().status())
        assertEquals(1, server.received.size)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aBodyThatCanBeWrittenOnlyOnceIsSentOnce() {
        val server = serving(ApiServer.taking("access-2"))
        val body =
            object : RequestBody() {
                override fun contentType() = null

                override fun isOneShot() = true

                override fun writeTo(sink: BufferedSink) {
                    sink.writeUtf8("body")
                }
            }
        assertEquals(401, server.call { post(body) }.status())
        assertEquals(1, server.received.size)
        // The app's next call needs no refresh of its own.
        assertEquals(200, server.call().status())
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun withoutAUserNothingIsSentAndTheErrorSaysWhy() {
        val server = serving { Sent(200) }
        auth.isSignedIn = false
        val exception = assertThrows<AuthIOException> { server.call().execute() }
        assertInstanceOf(SignedOutException::class.java, exception.cause)
        assertEquals(emptyList<Any>(), server.received)
    }

    @Test
    fun anInterruptedThreadGetsAnIOExceptionAndStaysInterrupted() {
        val server = serving { Sent(200) }
        Thread.currentThread().interrupt()
        assertThrows<InterruptedIOException> { server.call().execute() }
        assertTrue(Thread.interrupted())
        assertEquals(emptyList<Any>(), server.received)
    }

    @Test
    fun aFailedRefreshFailsTheCallWithItsError() {
        val server = serving(ApiServer.taking("access-2"))
        auth.failure = SessionExpiredException()
        val exception = assertThrows<AuthIOException> { server.call().execute() }
        assertInstanceOf(SessionExpiredException::class.java, exception.cause)
    }
}
