package dev.cognitoauth.android

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.support.FaultyServer
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.io.ByteArrayOutputStream
import java.io.FilterInputStream
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream

@Timeout(60)
class HttpUrlConnectionTransportTest {
    private class Results : HttpReply {
        private val results = ArrayBlockingQueue<Any>(8)

        override fun succeed(response: HttpResponse) {
            results += response
        }

        override fun fail(failure: TransportFailure) {
            results += failure
        }

        fun response() = next() as HttpResponse

        fun failure() = next() as TransportFailure

        private fun next() = checkNotNull(results.poll(30, TimeUnit.SECONDS)) { "no result" }

        fun another(): Any? = results.poll(200, TimeUnit.MILLISECONDS)
    }

    private val ids = AtomicLong()
    private val marks = LinkedBlockingQueue<String>()

    @Volatile
    private var onBegin: () -> Unit = {}

    @Volatile
    private var onEnd: () -> Unit = {}
    private val transport =
        HttpUrlConnectionTransport(
            object : SocketTagger {
                override fun begin() {
                    marks += "begin"
                    onBegin()
                }

                override fun end() {
                    marks += "end"
                    onEnd()
                }
            },
        )
    private val executor = Executors.newCachedThreadPool()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val requests = ConcurrentLinkedQueue<String>()

    init {
        server.executor = executor
        server.start()
    }

    @AfterEach
    fun stop() {
        server.stop(0)
        executor.shutdownNow()
    }

    @Test
    fun theRequestIsSentUnchangedAndTheResponseIsReturnedWhole() {
        serve { exchange ->
            val body = String(exchange.requestBody.readBytes())
            requests += "${exchange.requestMethod} $body ${exchange.requestHeaders["X-amz-target"]}"
            exchange.responseHeaders["X-Two"] = listOf("a", "b")
            exchange.answer(200, "answer")
        }
        val response = exchange("POST", "body", listOf(HttpHeader("X-Amz-Target", "T.Operation"))).response()
        assertEquals(200, response.status)
        assertEquals("answer", String(response.body))
        assertEquals(
            setOf("a", "b"),
            response.headers
                .filter { it.name.equals("x-two", true) }
                .map { it.value }
                .toSet(),
        )
        assertEquals(listOf("POST body [T.Operation]"), requests.toList())
        // The transport gives the result first, and then calls the tagger's `end`.
        assertEquals(listOf("begin", "end"), List(2) { marks.poll(10, TimeUnit.SECONDS) })
    }

    @Test
    fun aRefusalIsAResponseLikeAnyOther() {
        serve { it.answer(400, "{\"__type\":\"NotAuthorizedException\"}") }
        val response = exchange("POST", "{}").response()
        assertEquals(400, response.status)
        assertEquals("{\"__type\":\"NotAuthorizedException\"}", String(response.body))
    }

    @Test
    fun aResponseWithStatus401IsReturnedAndTheRequestIsNotSentAgain() {
        serve { exchange ->
            requests += "request"
            exchange.responseHeaders["WWW-Authenticate"] = listOf("Basic realm=\"any\"")
            exchange.answer(401, "")
        }
        assertEquals(401, exchange("POST", "{}").response().status)
        assertEquals(1, requests.size)
    }

    @Test
    fun noRedirectIsFollowed() {
        serve { exchange ->
            requests += exchange.requestURI.path
            exchange.responseHeaders["Location"] = listOf("/elsewhere")
            exchange.answer(302, "")
        }
        assertEquals(302, exchange("GET", "").response().status)
        assertEquals(listOf("/"), requests.toList())
    }

    @Test
    fun aRequestWhoseConnectionBreaksIsNotSentAgain() {
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { socket ->
            executor.submit {
                while (true) {
                    val connection = socket.accept()
                    requests += "connection"
                    connection.getInputStream().read(ByteArray(4096))
                    connection.close()
                }
            }
            val results = start("POST", "{}", url = "http://127.0.0.1:${socket.localPort}/")
            assertEquals(TransportFailure.OTHER, results.failure())
            assertEquals(1, requests.size)
        }
    }

    @Test
    fun aServerThatDoesNotRespondInTimeCausesATimeout() {
        serve { Thread.sleep(60_000) }
        assertEquals(TransportFailure.TIMED_OUT, exchange("POST", "{}", timeoutMilliseconds = 300).failure())
    }

    @Test
    fun anAbsentServerAnUnknownHostAndFailedTlsAreDifferentFailures() {
        assertEquals(TransportFailure.OTHER, start("GET", "", url = FaultyServer.nobody()).failure())
        assertEquals(TransportFailure.OFFLINE, start("GET", "", url = "http://no-such-host.invalid/").failure())
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { socket ->
            executor.submit {
                socket.accept().use {
                    it.getOutputStream().write(
                        "HTTP/1.1 400 no TLS here\r\n".toByteArray(),
                    )
                }
            }
            val results = start("GET", "", url = "https://127.0.0.1:${socket.localPort}/")
            assertEquals(TransportFailure.TLS, results.failure())
        }
    }

    @Test
    fun aConnectionThatIsLostDuringTheHandshakeIsNoFailureOfTls() {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { socket ->
            executor.submit { socket.accept().use { it.getInputStream().read() } }
            val results = start("GET", "", url = "https://127.0.0.1:${socket.localPort}/")
            assertEquals(TransportFailure.OTHER, results.failure())
        }
    }

    @Test
    fun aCancelledExchangeEndsImmediatelyWithOneResult() {
        serve { exchange ->
            requests += "request"
            Thread.sleep(60_000)
            exchange.close()
        }
        val results = exchange("POST", "{}")
        while (requests.isEmpty()) Thread.sleep(5)
        transport.cancel(ids.get())
        assertEquals(TransportFailure.CANCELLED, results.failure())
        assertNull(results.another())
        transport.cancel(ids.get())
        transport.cancel(99)
    }

    @Test
    fun aRequestThatIsCancelledBeforeItsExchangeBeginsIsNotSent() {
        serve { exchange ->
            requests += "request"
            exchange.answer(200, "")
        }
        onBegin = { transport.cancel(ids.get()) }
        assertEquals(TransportFailure.CANCELLED, exchange("POST", "{}").failure())
        assertEquals(0, requests.size)
    }

    @Test
    fun aRequestThatIsCancelledBeforeItsConnectionIsOpenIsNotSent() {
        serve { exchange ->
            requests += "request"
            exchange.answer(200, "")
        }
        val cancelling =
            object : AbstractList<HttpHeader>() {
                override val size: Int get() = 0.also { transport.cancel(ids.get()) }

                override fun get(index: Int) = throw IndexOutOfBoundsException()
            }
        assertEquals(TransportFailure.CANCELLED, exchange("POST", "{}", cancelling).failure())
        assertEquals(0, requests.size)
    }

    @Test
    fun aTaggerThatThrowsFailsAtMostItsOwnExchange() {
        serve { it.answer(200, "") }
        onBegin = { throw AssertionError("the app's tagger") }
        assertEquals(TransportFailure.OTHER, exchange("POST", "{}").failure())
        onBegin = {}
        onEnd = { throw AssertionError("the app's tagger") }
        repeat(2) { assertEquals(200, exchange("POST", "{}").response().status) }
    }

    @Test
    fun anErrorOfThePlatformFailsOnlyItsOwnExchange() {
        serve { it.answer(200, "") }
        val failing =
            object : AbstractList<HttpHeader>() {
                override val size: Int get() = throw AssertionError("getsockname failed: EBADF")

                override fun get(index: Int) = throw AssertionError("getsockname failed: EBADF")
            }
        assertEquals(TransportFailure.OTHER, exchange("POST", "{}", failing).failure())
        assertEquals(200, exchange("POST", "{}").response().status)
    }

    @Test
    fun aBodyAtTheLimitIsReadAndALargerOrEndlessBodyIsRefused() {
        for (status in listOf(200, 400)) {
            body(status, HttpResponse.LARGEST_BODY)
            assertEquals(HttpResponse.LARGEST_BODY, exchange("POST", "{}").response().body.size)
            body(status, HttpResponse.LARGEST_BODY + 1)
            assertEquals(TransportFailure.TOO_LARGE, exchange("POST", "{}").failure())
            body(status, Int.MAX_VALUE)
            val results = exchange("POST", "{}")
            assertEquals(TransportFailure.TOO_LARGE, results.failure())
            assertNull(results.another())
        }
    }

    @Test
    fun theLimitCountsDecompressedBytes() {
        val packed = ByteArrayOutputStream()
        GZIPOutputStream(packed).use { gzip -> repeat(64) { gzip.write(ByteArray(1024 * 1024)) } }
        assertTrue(packed.size() < 100_000)
        var read = 0
        val counted =
            object : FilterInputStream(GZIPInputStream(packed.toByteArray().inputStream())) {
                override fun read(
                    bytes: ByteArray,
                    offset: Int,
                    length: Int,
                ): Int = super.read(bytes, offset, length).also { read += it }
            }
        assertThrows<BodyTooLargeException> { counted.readAtMost(HttpResponse.LARGEST_BODY) }
        assertTrue(read in HttpResponse.LARGEST_BODY..HttpResponse.LARGEST_BODY + 16 * 1024, "$read bytes")
    }

    @Test
    fun plainHttpThatThePlatformBlocksIsNotSentAndHasItsOwnFailure() {
        serve { exchange ->
            requests += exchange.requestURI.path
            exchange.answer(200, "")
        }
        val asked = ConcurrentLinkedQueue<String>()
        val refusing =
            HttpUrlConnectionTransport(SocketTagger.None) { host ->
                asked += host
                false
            }

        fun resultOf(url: String) =
            Results().also { refusing.start(HttpRequest(7, "POST", url, emptyList(), ByteArray(0), 5_000), it) }
        assertEquals(TransportFailure.CLEARTEXT_BLOCKED, resultOf(url()).failure())
        assertEquals(TransportFailure.CLEARTEXT_BLOCKED, resultOf("HTTP://10.0.2.2:9229/").failure())
        // The transport does not ask the policy about https.
        assertNotEquals(
            TransportFailure.CLEARTEXT_BLOCKED,
            resultOf(FaultyServer.nobody().replace("http:", "https:")).failure(),
        )
        assertEquals(listOf("127.0.0.1", "10.0.2.2"), asked.toList())
        assertEquals(0, requests.size)
    }

    @Test
    fun aResponseThatEndsEarlyIsAFailure() {
        serve { exchange ->
            exchange.sendResponseHeaders(200, 1000)
            exchange.responseBody.write(1)
            exchange.close()
        }
        val results = exchange("GET", "")
        assertEquals(TransportFailure.OTHER, results.failure())
        assertTrue(results.another() == null)
    }

    /** Serves a body of [size] bytes, or less if the client hangs up. */
    private fun body(
        status: Int,
        size: Int,
    ) {
        runCatching { server.removeContext("/") }
        serve { exchange ->
            exchange.sendResponseHeaders(status, 0)
            val block = ByteArray(64 * 1024)
            var left = size
            exchange.responseBody.use {
                while (left > 0) {
                    it.write(block, 0, minOf(left, block.size))
                    left -= block.size
                }
            }
        }
    }

    private fun serve(handle: (HttpExchange) -> Unit) {
        server.createContext("/", handle)
    }

    private fun HttpExchange.answer(
        status: Int,
        body: String,
    ) {
        sendResponseHeaders(status, if (body.isEmpty()) -1 else body.length.toLong())
        responseBody.use { it.write(body.toByteArray()) }
    }

    private fun url() = "http://127.0.0.1:${server.address.port}/"

    private fun exchange(
        method: String,
        body: String,
        headers: List<HttpHeader> = emptyList(),
        timeoutMilliseconds: Long = 20_000,
    ): Results = start(method, body, url(), headers, timeoutMilliseconds)

    private fun start(
        method: String,
        body: String,
        url: String,
        headers: List<HttpHeader> = emptyList(),
        timeoutMilliseconds: Long = 20_000,
    ): Results {
        val results = Results()
        val request = HttpRequest(ids.incrementAndGet(), method, url, headers, body.toByteArray(), timeoutMilliseconds)
        transport.start(request, results)
        return results
    }
}
