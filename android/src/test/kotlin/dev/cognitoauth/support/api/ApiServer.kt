package dev.cognitoauth.support.api

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/** A request that an [ApiServer] got. */
data class Received(
    val method: String,
    val path: String,
    val authorization: String?,
    val body: String,
)

/** What an [ApiServer] sends. */
data class Sent(
    val status: Int,
    val headers: Map<String, String> = emptyMap(),
)

/** An app's API on this machine. The library's and the adapters' tests share this class. */
class ApiServer(
    private val respond: (Received) -> Sent,
) : AutoCloseable {
    /** The requests so far, oldest first. */
    val received = CopyOnWriteArrayList<Received>()

    private val executor = Executors.newCachedThreadPool()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)

    /** The host and port, as `ApiAuthorizer.Builder.host` takes them. */
    val host = "127.0.0.1:${server.address.port}"

    init {
        server.executor = executor
        server.createContext("/") { exchange ->
            val body = exchange.requestBody.reader().readText()
            val authorization = exchange.requestHeaders.getFirst("Authorization")
            val request = Received(exchange.requestMethod, exchange.requestURI.toString(), authorization, body)
            received += request
            val response = respond(request)
            response.headers.forEach { (name, value) -> exchange.responseHeaders[name] = value }
            exchange.sendResponseHeaders(response.status, -1)
            exchange.close()
        }
        server.start()
    }

    /** The address of a path. */
    fun url(path: String = "/"): String = "http://$host$path"

    override fun close() {
        server.stop(0)
        executor.shutdownNow()
    }

    companion object {
        /** An API that accepts only this access token. */
        fun taking(token: String): ApiServer =
            ApiServer { if (it.authorization == "Bearer $token") Sent(200) else refusal() }

        /** The refusal of a token. */
        fun refusal(error: String = "invalid_token"): Sent =
            Sent(401, mapOf("WWW-Authenticate" to "Bearer error=\"$error\""))

        /** A redirect. */
        fun redirect(
            to: String,
            status: Int = 302,
        ): Sent = Sent(status, mapOf("Location" to to))
    }
}
