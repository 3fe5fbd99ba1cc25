package dev.cognitoauth.android

import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.TransportFailure
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpRetryException
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.ConcurrentHashMap

/**
 * The platform's HTTP: it obeys the device's proxies, VPN and trust store, and on Android the app's Network Security
 * Config. It reads no body beyond [HttpResponse.LARGEST_BODY].
 */
public class HttpUrlConnectionTransport
    internal constructor(
        private val tagger: SocketTagger,
        private val cleartext: CleartextPolicy,
    ) : HttpTransport {
        /** @param tagger marks the sockets, for the device's statistics and StrictMode */
        @JvmOverloads
        public constructor(tagger: SocketTagger = SocketTagger.None) : this(tagger, PlatformCleartextPolicy)

        private val exchanges = CoroutineScope(SupervisorJob() + Dispatchers.IO)
        private val open = ConcurrentHashMap<Long, HttpURLConnection>()

        override fun start(
            request: HttpRequest,
            reply: HttpReply,
        ) {
            val url = URL(request.url)
            // The platform would refuse with an IOException that differs from others only in its text.
            if (url.protocol == "http" && !cleartext.permits(url.host)) {
                return reply.fail(TransportFailure.CLEARTEXT_BLOCKED)
            }
            val connection = url.openConnection() as HttpURLConnection
            open[request.id] = connection
            exchanges.launch { exchange(connection, request, reply) }
        }

        override fun cancel(id: Long) {
            open.remove(id)?.disconnect()
        }

        private fun exchange(
            connection: HttpURLConnection,
            request: HttpRequest,
            reply: HttpReply,
        ) {
            try {
                tagger.begin()
                connection.prepare(request)
                // `cancel` can't close a connection that is not open yet. So this asks before and after it is opened.
                if (!open.containsKey(request.id)) return reply.fail(TransportFailure.CANCELLED)
                connection.connect()
                if (!open.containsKey(request.id)) return reply.fail(TransportFailure.CANCELLED)
                connection.send(request)
                reply.succeed(connection.receive())
            } catch (unsent: HttpRetryException) {
                // A 401 is a response like any other. The platform wants to send the request again, but can't: the body
                // went out as a stream.
                reply.succeed(HttpResponse(unsent.responseCode(), emptyList(), ByteArray(0)))
            } catch (_: BodyTooLargeException) {
                reply.fail(TransportFailure.TOO_LARGE)
            } catch (error: IOException) {
                reply.fail(if (open.containsKey(request.id)) error.asFailure() else TransportFailure.CANCELLED)
            } catch (_: Throwable) {
                // The platform throws for an illegal argument or state. If disconnect() runs at the same time, older
                // platforms throw an AssertionError.
                reply.fail(if (open.containsKey(request.id)) TransportFailure.OTHER else TransportFailure.CANCELLED)
            } finally {
                open.remove(request.id)
                connection.disconnect()
                // The tagger is the app's. If it throws, the exchange has ended nevertheless.
                runCatching { tagger.end() }
            }
        }

        private fun HttpURLConnection.prepare(request: HttpRequest) {
            val timeout = request.timeoutMilliseconds.coerceIn(1, Int.MAX_VALUE.toLong()).toInt()
            requestMethod = request.method
            instanceFollowRedirects = false
            useCaches = false
            connectTimeout = timeout
            readTimeout = timeout
            request.headers.forEach { addRequestProperty(it.name, it.value) }
            if (request.method == "POST") {
                doOutput = true
                // Without this the platform buffers the body, and can send the request a second time by itself.
                setFixedLengthStreamingMode(request.body.size)
            }
        }

        private fun HttpURLConnection.send(request: HttpRequest) {
            if (request.method == "POST") outputStream.use { it.write(request.body) }
        }

        private fun HttpURLConnection.receive(): HttpResponse {
            val status = responseCode
            if (status !in 100..599) throw IOException("no HTTP status")
            val stream = if (status >= HttpURLConnection.HTTP_BAD_REQUEST) errorStream else inputStream
            val body = stream?.use { it.readAtMost(HttpResponse.LARGEST_BODY) } ?: ByteArray(0)
            // Some platforms do not report a connection that closes early.
            if (contentLength > body.size) throw IOException("the body ended early")
            // The status line is among the fields, without a name.
            val headers =
                headerFields.orEmpty().flatMap { (name, values) ->
                    if (name == null) emptyList() else values.map { HttpHeader(name, it) }
                }
            return HttpResponse(status, headers, body)
        }
    }

/** The rest of the stream. Throws if it has more than [limit] bytes. The platform has decompressed it already. */
internal fun InputStream.readAtMost(limit: Int): ByteArray {
    val bytes = ByteArrayOutputStream()
    val buffer = ByteArray(DEFAULT_BUFFER_SIZE)
    while (true) {
        val count = read(buffer)
        if (count < 0) return bytes.toByteArray()
        if (bytes.size() + count > limit) throw BodyTooLargeException()
        bytes.write(buffer, 0, count)
    }
}

internal class BodyTooLargeException : IOException()

/**
 * Marks the sockets that the current thread opens. If [begin] throws, the exchange fails. What [end] throws is ignored.
 */
public interface SocketTagger {
    /** Starts marking. */
    public fun begin()

    /** Stops marking. */
    public fun end()

    /** Marks nothing. */
    public object None : SocketTagger {
        override fun begin() {}

        override fun end() {}
    }
}
