package dev.cognitoauth.support

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket

/** A server with the same invalid response to every request. */
class FaultyServer(
    status: Int,
    contentType: String,
    body: String,
) : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)

    /** The server's address. */
    val endpoint = "http://127.0.0.1:${server.address.port}/"

    init {
        server.createContext("/") { exchange ->
            exchange.requestBody.readBytes()
            exchange.responseHeaders["Content-Type"] = contentType
            val bytes = body.toByteArray()
            exchange.sendResponseHeaders(status, bytes.size.toLong())
            exchange.responseBody.use { it.write(bytes) }
        }
        server.start()
    }

    override fun close() = server.stop(0)

    companion object {
        /** An address at which nobody listens. */
        fun nobody(): String =
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { "http://127.0.0.1:${it.localPort}/" }
    }
}
