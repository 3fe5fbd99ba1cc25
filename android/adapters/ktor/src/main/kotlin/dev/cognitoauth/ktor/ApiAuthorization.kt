package dev.cognitoauth.ktor

import dev.cognitoauth.requests.ApiAuthorizer
import io.ktor.client.plugins.api.ClientPlugin
import io.ktor.client.plugins.api.Send
import io.ktor.client.plugins.api.createClientPlugin
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.statement.HttpResponse
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.util.AttributeKey

/** The settings of [ApiAuthorization]. */
public class ApiAuthorizationConfig {
    /** Which requests get which token. The plugin can't be installed without it. */
    public var authorizer: ApiAuthorizer? = null
}

/**
 * Gives the client's requests to the listed hosts a token: `Authorization: Bearer …`. Requests to other hosts, and
 * requests with an `Authorization` of the app's own, stay as they are.
 *
 * ```kotlin
 * val client = HttpClient { install(ApiAuthorization) { authorizer = api } }
 * ```
 *
 * After a 401, the plugin refreshes the token and sends the request once more; requests at the same time share the
 * refresh. The app gets the 401 if it is the second one, if it has `error="insufficient_scope"` (a new token has the
 * same scopes), or if the body is a stream, which can't be sent twice. A redirect to another scheme, host or port is
 * followed without the token, and so are later redirects, even one that leads back. If a request needs a token and
 * there is none, the request throws the `AuthException` of [ApiAuthorizer.token] or [ApiAuthorizer.tokenAfter].
 *
 * You don't need Ktor's own plugin `Auth`, which keeps the tokens of a user who has signed out.
 */
public val ApiAuthorization: ClientPlugin<ApiAuthorizationConfig> =
    createClientPlugin("CognitoApiAuthorization", ::ApiAuthorizationConfig) {
        val api = requireNotNull(pluginConfig.authorizer) { "ApiAuthorization needs an authorizer." }

        // Ktor calls this for each request, and again for each redirect that the client follows.
        on(Send) { request ->
            if (!request.getsToken(api)) return@on proceed(request)
            val token = api.token()
            request.bear(token)
            val call = proceed(request)
            if (!call.response.refusesToken()) return@on call
            val newer = api.tokenAfter(token)
            if (!request.isRepeatable) return@on call
            request.bear(newer)
            proceed(request)
        }
    }

/** Where a request was first sent, and whether it still has the token. The request's redirects keep this attribute. */
private class FirstHop(
    val origin: String,
    var hasToken: Boolean,
)

private val firstHop = AttributeKey<FirstHop>("cognito-auth-first-hop")

private fun HttpRequestBuilder.getsToken(api: ApiAuthorizer): Boolean {
    val origin = "${url.protocol.name}://${url.host.lowercase()}:${url.port}"
    val first = attributes.getOrNull(firstHop)
    if (first == null) {
        val isOurs = api.allows(url.protocol.name, url.host, url.port) && url.user == null
        val hasToken = isOurs && HttpHeaders.Authorization !in headers
        attributes.put(firstHop, FirstHop(origin, hasToken))
        return hasToken
    }
    if (first.hasToken && first.origin != origin) {
        first.hasToken = false
        headers.remove(HttpHeaders.Authorization)
    }
    return first.hasToken
}

private fun HttpRequestBuilder.bear(token: String) {
    headers[HttpHeaders.Authorization] = "Bearer $token"
}

private val HttpRequestBuilder.isRepeatable: Boolean
    get() = body is OutgoingContent.NoContent || body is OutgoingContent.ByteArrayContent

private fun HttpResponse.refusesToken(): Boolean {
    val challenges = headers.getAll(HttpHeaders.WWWAuthenticate).orEmpty()
    return status == HttpStatusCode.Unauthorized && challenges.none { "insufficient_scope" in it }
}
