package dev.cognitoauth.support

import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.android.HttpUrlConnectionTransport

/** The platform's transport. If [endpoint] is set, all requests go to that address, without their own path. */
class Detour : HttpTransport {
    private val platform = HttpUrlConnectionTransport()

    @Volatile
    var endpoint: String? = null

    override fun start(
        request: HttpRequest,
        reply: HttpReply,
    ) {
        val url = endpoint ?: request.url
        val detoured =
            HttpRequest(
                id = request.id,
                method = request.method,
                url = url,
                headers = request.headers,
                body = request.body,
                timeoutMilliseconds = request.timeoutMilliseconds,
            )
        platform.start(detoured, reply)
    }

    override fun cancel(id: Long) = platform.cancel(id)
}
