package dev.cognitoauth.support

import com.sun.net.httpserver.HttpServer
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A pool's triggers. [respond] fills in the response to an event of a source, such as `PreSignUp_SignUp`. [refused] has
 * error messages by source: an event of such a source fails with its message.
 */
class TriggerServer(
    private val refused: Map<String, String> = emptyMap(),
    private val respond: JsonObjectBuilder.(source: String, request: JsonObject) -> Unit,
) : AutoCloseable {
    /** The events so far, oldest first. */
    val events = CopyOnWriteArrayList<JsonObject>()

    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)

    /** The server's address. */
    val endpoint = "http://127.0.0.1:${server.address.port}/"

    init {
        server.createContext("/") { exchange ->
            val event = Json.parseToJsonElement(exchange.requestBody.reader().readText()).jsonObject
            events += event
            val bytes = answer(event).toString().toByteArray()
            exchange.responseHeaders["Content-Type"] = "application/json"
            exchange.sendResponseHeaders(200, bytes.size.toLong())
            exchange.responseBody.use { it.write(bytes) }
        }
        server.start()
    }

    private fun answer(event: JsonObject): JsonObject =
        buildJsonObject {
            event.forEach { (name, value) -> put(name, value) }
            val source = event.getValue("triggerSource").jsonPrimitive.content
            refused[source]?.let { put("errorMessage", it) }
            putJsonObject("response") { respond(source, event.getValue("request").jsonObject) }
        }

    override fun close() = server.stop(0)
}
