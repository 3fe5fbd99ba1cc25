package dev.cognitoauth.requests

import kotlinx.coroutines.runBlocking
import java.io.IOException
import java.io.InterruptedIOException
import java.net.HttpRetryException
import java.net.HttpURLConnection
import java.net.MalformedURLException
import java.net.URL

/** Prepares a connection that is not open yet: its method, its headers, its body. */
public fun interface ConnectionSetup {
    /** Prepares the connection. Writing the body opens it. */
    @Throws(IOException::class)
    public fun prepare(connection: HttpURLConnection)
}

/** Does what [ApiAuthorizer.open] does once it has checked the address. */
internal fun ApiAuthorizer.exchange(
    url: URL,
    isRepeatable: Boolean,
    setup: ConnectionSetup,
): HttpURLConnection {
    val token = blocking { token() }
    val first = Exchange(setup, token).open(url)
    if (!first.refusesToken) return first.connection
    val newer = blocking { tokenAfter(token) }
    if (!isRepeatable) return first.connection
    first.connection.discard()
    return Exchange(setup, newer).open(url).connection
}

/** Waits for a token. Callers of blocking HTTP expect an [IOException] if their thread is interrupted. */
private fun blocking(token: suspend () -> String): String =
    try {
        runBlocking { token() }
    } catch (interruption: InterruptedException) {
        Thread.currentThread().interrupt()
        throw InterruptedIOException("interrupted").apply { initCause(interruption) }
    }

/** A connection with a response, and whether its request had the token. */
private class Answered(
    val connection: HttpURLConnection,
    private val status: Int,
    private val hadToken: Boolean,
) {
    val refusesToken: Boolean
        get() {
            if (!hadToken || status != HttpURLConnection.HTTP_UNAUTHORIZED) return false
            return "insufficient_scope" !in connection.getHeaderField("WWW-Authenticate").orEmpty()
        }
}

/** One request with one token, and its redirects. */
private class Exchange(
    private val setup: ConnectionSetup,
    private val token: String,
) {
    tailrec fun open(
        url: URL,
        hasToken: Boolean = true,
        redirects: Int = MOST_REDIRECTS,
    ): Answered {
        val connection = connect(url, hasToken)
        val status = connection.status()
        val next = if (redirects > 0) connection.redirect(status) else null
        if (next == null) return Answered(connection, status, hasToken)
        connection.discard()
        // Once a redirect was followed without the token, later ones are too: the other server chose their addresses.
        return open(next, hasToken && Origin.of(next) == Origin.of(url), redirects - 1)
    }

    private fun connect(
        url: URL,
        hasToken: Boolean,
    ): HttpURLConnection {
        val connection = url.openConnection() as HttpURLConnection
        // If the platform followed redirects, it would send the token to every address.
        connection.instanceFollowRedirects = false
        if (hasToken) connection.setRequestProperty("Authorization", "Bearer $token")
        setup.prepare(connection)
        return connection
    }

    private fun HttpURLConnection.status(): Int =
        try {
            responseCode
        } catch (unsent: HttpRetryException) {
            // The platform wants to send the request again, but can't: the body went out as a stream.
            unsent.responseCode()
        }

    /** The address to which the response redirects a GET or HEAD request; null if the redirect is not followed. */
    private fun HttpURLConnection.redirect(status: Int): URL? {
        if (status !in REDIRECTS || requestMethod !in listOf("GET", "HEAD")) return null
        val location = getHeaderField("Location") ?: return null
        val next =
            try {
                URL(url, location)
            } catch (_: MalformedURLException) {
                // The platform has no connections of this scheme, such as an app's own.
                return null
            }
        return if (next.protocol == "https" || next.protocol == url.protocol) next else null
    }

    private companion object {
        const val MOST_REDIRECTS = 20
        val REDIRECTS = setOf(301, 302, 303, 307, 308)
    }
}

/** Reads the rest of a response, unless it is long, so that the next request can use the connection. */
private fun HttpURLConnection.discard() {
    try {
        (errorStream ?: inputStream).use { stream ->
            val buffer = ByteArray(DEFAULT_BUFFER_SIZE)
            var left = LARGEST_DISCARDED
            while (left > 0) {
                val count = stream.read(buffer)
                if (count < 0) break
                left -= count
            }
        }
    } catch (_: IOException) {
        // The response has no body.
    }
}

private const val LARGEST_DISCARDED = 64 * 1024
