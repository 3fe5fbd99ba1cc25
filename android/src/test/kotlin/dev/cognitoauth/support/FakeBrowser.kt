package dev.cognitoauth.support

import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.OAuthConfiguration
import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.net.URLDecoder
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue

/** The pages of a user pool, for tests that need no local pool. */
val webPages =
    OAuthConfiguration(
        domain = "auth.example.com",
        signInRedirectUris = listOf("myapp://callback/"),
        signOutRedirectUris = listOf("https://example.com/signed-out", "myapp://signed-out/"),
    )

/** A configuration with [webPages]. */
fun webConfiguration(): AuthConfiguration.Builder =
    AuthConfiguration.builder("eu-central-1", POOL, CLIENT).oauth(webPages)

/** A browser whose pages do what the test says. By default, they redirect with a code. */
class FakeBrowser(
    private val page: (WebBrowserRequest, WebBrowserReply) -> Unit = { request, reply ->
        reply.succeed(request.redirect(), request.prefersPrivateSession)
    },
) : WebBrowser {
    /** The requests, in order. */
    val requests = CopyOnWriteArrayList<WebBrowserRequest>()

    /** The pages that were closed without a result. */
    val closed = LinkedBlockingQueue<Long>()

    override fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    ) {
        requests += request
        page(request, reply)
    }

    override fun cancel(id: Long) {
        closed += id
    }

    companion object {
        /** A browser whose pages fail. */
        fun failing(failure: WebBrowserFailure = WebBrowserFailure.CANCELLED) =
            FakeBrowser { _, reply -> reply.fail(failure) }

        /** A browser whose pages redirect with these parameters. The request's state replaces `STATE`. */
        fun returning(parameters: String) =
            FakeBrowser { request, reply ->
                reply.succeed(request.redirect(parameters), request.prefersPrivateSession)
            }
    }
}

/** The decoded parameters of the page's address. */
val WebBrowserRequest.parameters: Map<String, String> get() = decodedForm(url.substringAfter('?', ""))

/** The redirect that ends the page. */
fun WebBrowserRequest.redirect(parameters: String = "code=c-1&state=STATE"): String {
    val query = parameters.replace("STATE", this.parameters["state"].orEmpty())
    return if (query.isEmpty()) redirectUri else "$redirectUri?$query"
}

/** The members of a form (`application/x-www-form-urlencoded`). */
fun decodedForm(form: String): Map<String, String> =
    form.split('&').filter(String::isNotEmpty).associate { pair ->
        URLDecoder.decode(pair.substringBefore('='), "UTF-8") to
            URLDecoder.decode(pair.substringAfter('=', ""), "UTF-8")
    }

/** Gives tokens for the newest page of a browser. Every other request gets an empty JSON object. */
class FakeTokenEndpoint(
    private val browser: () -> FakeBrowser,
) : HttpTransport {
    /** The addresses of the requests. */
    val requests = CopyOnWriteArrayList<String>()

    override fun start(
        request: HttpRequest,
        reply: HttpReply,
    ) {
        requests += request.url
        val body = if (request.url.endsWith("/oauth2/token")) tokens() else "{}"
        reply.succeed(HttpResponse(200, emptyList(), body.toByteArray()))
    }

    override fun cancel(id: Long) = Unit

    private fun tokens(): String {
        val nonce = browser().requests.last().parameters["nonce"]
        val idToken =
            token {
                put("aud", CLIENT)
                put("token_use", "id")
                put("nonce", nonce)
                put("cognito:username", USERNAME)
            }
        val accessToken =
            token {
                put("client_id", CLIENT)
                put("token_use", "access")
                put("scope", "openid")
                put("username", USERNAME)
            }
        return buildJsonObject {
            put("id_token", idToken)
            put("access_token", accessToken)
            put("refresh_token", "refresh")
            put("token_type", "Bearer")
            put("expires_in", LIFETIME_SECONDS)
        }.toString()
    }

    private fun token(claims: JsonObjectBuilder.() -> Unit): String {
        val now = System.currentTimeMillis() / 1000
        val all =
            buildJsonObject {
                put("sub", SUB)
                put("iss", "https://cognito-idp.eu-central-1.amazonaws.com/$POOL")
                put("iat", now)
                put("exp", now + LIFETIME_SECONDS)
                put("jti", "jti")
                put("origin_jti", "origin")
                claims()
            }
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(all.toString().toByteArray()) + ".c2ln"
    }

    companion object {
        /** The user who signs in. */
        const val USERNAME = "ana"
        private const val SUB = "sub-of-ana"
        private const val LIFETIME_SECONDS = 3600
    }
}

private const val POOL = "eu-central-1_AbCdEfGhI"
private const val CLIENT = "client"
