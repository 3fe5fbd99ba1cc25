package dev.cognitoauth.ktor

import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.requests.ApiAuthorizer
import dev.cognitoauth.support.api.ApiServer
import dev.cognitoauth.support.api.NumberedTokens
import dev.cognitoauth.support.api.Sent
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.utils.io.ByteReadChannel
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** Requests of Ktor's client to an API on this machine. */
@Timeout(60)
class ApiAuthorizationTest {
    private val auth = NumberedTokens()
    private val open = mutableListOf<AutoCloseable>()

    @AfterEach
    fun close() = open.asReversed().forEach(AutoCloseable::close)

    private fun serving(server: ApiServer) = server.also(open::add)

    private fun serving(respond: (String) -> Sent) = serving(ApiServer { respond(it.path) })

    private fun client(server: ApiServer): HttpClient {
        val api = ApiAuthorizer.builder(auth).host(server.host).build()
        return HttpClient(CIO) { install(ApiAuthorization) { authorizer = api } }.also(open::add)
    }

    /** The status of a request to [server], by a client that gives this server a token. */
    private fun ApiServer.status(
        server: ApiServer = this,
        adjust: HttpRequestBuilder.() -> Unit = {},
    ): Int = runBlocking { client(this@status).get(server.url(), adjust).status.value }

    private val ApiServer.authorizations get() = received.map { it.authorization }

    @Test
    fun aRefusedTokenIsRefreshedAndTheRequestSentOnceMore() {
        val server = serving(ApiServer.taking("access-2"))
        val response = runBlocking { client(server).post(server.url()) { setBody("body") } }
        assertEquals(200, response.status.value)
        assertEquals(listOf("Bearer access-1", "Bearer access-2"), server.authorizations)
        assertEquals(listOf("body", "body"), server.received.map { it.body })
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun aSecondRefusalIsReturnedToTheApp() {
        val server = serving(ApiServer.taking("another"))
        assertEquals(401, server.status())
        assertEquals(2, server.received.size)
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun anotherHostGetsNoToken() {
        val server = serving(ApiServer.taking("access-1"))
        val elsewhere = serving { ApiServer.refusal() }
        assertEquals(401, server.status(elsewhere))
        assertEquals(listOf<String?>(null), elsewhere.authorizations)
        assertEquals(emptyList<Any>(), auth.threads)
    }

    @Test
    fun aRedirectFromAnotherHostGetsNoToken() {
        val server = serving(ApiServer.taking("access-1"))
        val elsewhere = serving { ApiServer.redirect(server.url()) }
        assertEquals(401, server.status(elsewhere))
        assertEquals(listOf<String?>(null), server.authorizations)
    }

    @Test
    fun theAppsOwnAuthorizationIsLeftAlone() {
        val server = serving { ApiServer.refusal() }
        assertEquals(401, server.status { header("Authorization", "Basic YTpi") })
        assertEquals(listOf("Basic YTpi"), server.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aRedirectToAnotherServerIsFollowedWithoutTheToken() {
        val elsewhere = serving { ApiServer.refusal() }
        val server = serving { ApiServer.redirect(elsewhere.url()) }
        // The refusal comes from the other server, so a refresh and another request would not help.
        assertEquals(401, server.status())
        assertEquals(listOf("Bearer access-1"), server.authorizations)
        assertEquals(listOf<String?>(null), elsewhere.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aRedirectWithinTheApiKeepsTheToken() {
        val server = serving { if (it == "/") ApiServer.redirect("/new") else Sent(200) }
        assertEquals(200, server.status())
        assertEquals(listOf("Bearer access-1", "Bearer access-1"), server.authorizations)
    }

    @Test
    fun aRedirectBackFromAnotherServerGetsNoToken() {
        lateinit var server: ApiServer
        val elsewhere = serving { ApiServer.redirect(server.url("/back")) }
        server = serving { if (it == "/back") ApiServer.refusal() else ApiServer.redirect(elsewhere.url()) }
        assertEquals(401, server.status())
        assertEquals(listOf("Bearer access-1", null), server.authorizations)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun requestsAtTheSameTimeShareOneRefresh() {
        val server = serving(ApiServer.taking("access-2"))
        val client = client(server)
        val statuses = runBlocking { List(32) { async { client.get(server.url()).status.value } }.awaitAll() }
        assertEquals(List(32) { 200 }, statuses)
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun aRefusalForAMissingScopeIsReturnedToTheApp() {
        val server = serving { ApiServer.refusal("insufficient_scope") }
        assertEquals(401, server.status())
        assertEquals(1, server.received.size)
        assertEquals(0, auth.refreshes.get())
    }

    @Test
    fun aBodyThatIsAStreamIsSentOnce() {
        val server = serving(ApiServer.taking("access-2"))
        val stream = ByteReadChannel("body")
        val response = runBlocking { client(server).post(server.url()) { setBody(stream) } }
        assertEquals(401, response.status.value)
        assertEquals(1, server.received.size)
        // The app's next request needs no refresh of its own.
        assertEquals(200, server.status())
        assertEquals(1, auth.refreshes.get())
    }

    @Test
    fun withoutAUserNothingIsSent() {
        val server = serving { Sent(200) }
        auth.isSignedIn = false
        assertThrows<SignedOutException> { server.status() }
        assertEquals(emptyList<Any>(), server.received)
    }

    @Test
    fun aFailedRefreshFailsTheRequestWithItsError() {
        val server = serving(ApiServer.taking("access-2"))
        auth.failure = SessionExpiredException()
        assertThrows<SessionExpiredException> { server.status() }
    }

    @Test
    fun aPluginWithoutAnAuthorizerIsRefused() {
        assertThrows<IllegalArgumentException> { HttpClient(CIO) { install(ApiAuthorization) } }
    }
}
