package dev.cognitoauth.okhttp

import dev.cognitoauth.AuthException
import dev.cognitoauth.requests.ApiAuthorizer
import kotlinx.coroutines.runBlocking
import okhttp3.Authenticator
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.Route
import java.io.IOException
import java.io.InterruptedIOException

/**
 * Gives the client's requests to the listed hosts a token, by [BearerTokenInterceptor] and [BearerTokenAuthenticator].
 * It replaces the client's `authenticator`.
 */
public fun OkHttpClient.Builder.authorize(api: ApiAuthorizer): OkHttpClient.Builder =
    addInterceptor(BearerTokenInterceptor(api)).authenticator(BearerTokenAuthenticator(api))

/**
 * Adds the token to the requests to the listed hosts: `Authorization: Bearer …`. Requests to other hosts, and requests
 * with an `Authorization` of the app's own, stay as they are.
 *
 * Add it by `addInterceptor`, not by `addNetworkInterceptor`: OkHttp removes the token from a redirect to another
 * server, and a network interceptor would add it again. If a call needs a token and there is none, the call fails with
 * an [AuthIOException], and nothing is sent.
 */
public class BearerTokenInterceptor(
    private val api: ApiAuthorizer,
) : Interceptor {
    /** Sends the request with a token, if its host is one of the API's. */
    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request()
        val isOurs = api.allows(request) && request.header(AUTHORIZATION) == null
        // OkHttp calls this on a thread of its own, or on the one that the app blocks with `execute`.
        return chain.proceed(if (isOurs) request.bearing(blocking { api.token() }) else request)
    }
}

/**
 * Answers a 401 to a request of [BearerTokenInterceptor]: it refreshes the token and lets OkHttp send the request once
 * more. Calls at the same time share the refresh.
 *
 * The app gets the 401 if it is the second one, if it has `error="insufficient_scope"` (a new token has the same
 * scopes), or if the body can be written only once (`isOneShot`). If the refresh fails, the call fails with an
 * [AuthIOException].
 */
public class BearerTokenAuthenticator(
    private val api: ApiAuthorizer,
) : Authenticator {
    /** The request with a new token, or `null` if it is not sent again. */
    override fun authenticate(
        route: Route?,
        response: Response,
    ): Request? {
        val request = response.request
        val refused = request.tag(BearerToken::class.java) ?: return null
        // A request that was redirected to another server still has the tag, but no longer the header.
        val isOurs = api.allows(request) && request.header(AUTHORIZATION) == refused.header
        if (!isOurs || refused.isReplacement || response.lacksScope()) return null
        return request.bearing(blocking { api.tokenAfter(refused.token) }, isReplacement = true)
    }

    private fun Response.lacksScope() = headers("WWW-Authenticate").any { "insufficient_scope" in it }
}

/** There was no token for a request. [cause] says why. */
public class AuthIOException(
    /** Why there is no token: for example a `SessionExpiredException`, after which the user has to sign in again. */
    override val cause: AuthException,
) : IOException(cause.message, cause)

private const val AUTHORIZATION = "Authorization"

/** The token that a request has. It stays with the request as a tag. */
private class BearerToken(
    val token: String,
    val isReplacement: Boolean,
) {
    val header get() = "Bearer $token"
}

private fun ApiAuthorizer.allows(request: Request): Boolean {
    val url = request.url
    return allows(url.scheme, url.host, url.port) && url.username.isEmpty()
}

private fun Request.bearing(
    token: String,
    isReplacement: Boolean = false,
): Request {
    val bearer = BearerToken(token, isReplacement)
    return newBuilder().header(AUTHORIZATION, bearer.header).tag(BearerToken::class.java, bearer).build()
}

private fun blocking(token: suspend () -> String): String =
    try {
        runBlocking { token() }
    } catch (exception: AuthException) {
        throw AuthIOException(exception)
    } catch (interruption: InterruptedException) {
        // OkHttp expects an IOException, as from its own waiting.
        Thread.currentThread().interrupt()
        throw InterruptedIOException("interrupted").apply { initCause(interruption) }
    }
