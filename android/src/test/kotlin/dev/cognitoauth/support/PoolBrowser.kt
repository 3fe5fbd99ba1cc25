package dev.cognitoauth.support

import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A browser without a window, for the pages of a local pool: it follows redirects over HTTP, keeps cookies, and fills
 * the fields that it knows into the forms. If a button has the name and the value of a field, the browser presses the
 * button. [arrived] decides what to do with the redirect to the app.
 */
class PoolBrowser(
    private val fields: Map<String, String>,
    private val arrived: (redirect: String, reply: WebBrowserReply) -> Unit = { redirect, reply ->
        reply.succeed(redirect, isPrivate = false)
    },
) : WebBrowser {
    private val http = HttpClient.newHttpClient()

    // The JDK's cookie manager puts values in quotes, which no browser does.
    private val cookies = mutableMapOf<String, String>()

    /** The redirects to the app, in order. */
    val redirects = CopyOnWriteArrayList<String>()

    /** The titles of the pages that had a form, in order. */
    val forms = CopyOnWriteArrayList<String>()

    override fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    ) {
        val redirect = walk(request)
        redirects += redirect
        arrived(redirect, reply)
    }

    override fun cancel(id: Long) = Unit

    /** Goes from page to page until a page redirects to the app. */
    private fun walk(request: WebBrowserRequest): String {
        var page = send(HttpRequest.newBuilder(URI(request.url)))
        while (true) {
            val location = page.headers().firstValue("location").orElse(null)
            page =
                when {
                    location == null -> submit(page)
                    location.startsWith(request.redirectUri) -> return location
                    else -> send(HttpRequest.newBuilder(page.uri().resolve(location)))
                }
        }
    }

    private fun submit(page: HttpResponse<String>): HttpResponse<String> {
        check(page.statusCode() == 200) { "the local pool shows ${page.statusCode()}: ${page.body()}" }
        check(forms.size < MOST_FORMS) { "more than $MOST_FORMS forms: ${page.body()}" }
        forms += checkNotNull(TITLE.find(page.body())).groupValues[1]
        val (action, content) = checkNotNull(FORM.find(page.body())) { "no form: ${page.body()}" }.destructured
        val filled =
            INPUT.findAll(content).map { it.value }.map { input ->
                val name = checkNotNull(attribute(input, "name")) { "a field without a name: $input" }
                name to (fields[name] ?: attribute(input, "value").orEmpty())
            }
        val pressed =
            BUTTON.findAll(content).mapNotNull { button ->
                val name = attribute(button.value, "name")
                fields[name]?.takeIf { it == attribute(button.value, "value") }?.let { checkNotNull(name) to it }
            }
        val body = (filled + pressed).joinToString("&") { (name, value) -> encoded(name) + "=" + encoded(value) }
        return send(
            HttpRequest
                .newBuilder(page.uri().resolve(plain(action)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)),
        )
    }

    private fun send(request: HttpRequest.Builder): HttpResponse<String> {
        request.header("Cookie", cookies.entries.joinToString("; ") { "${it.key}=${it.value}" })
        val response = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
        for (line in response.headers().allValues("set-cookie")) {
            val (name, value) = line.substringBefore(';').split('=', limit = 2)
            if ("Max-Age=0" in line) cookies.remove(name) else cookies[name] = value
        }
        return response
    }

    private companion object {
        const val MOST_FORMS = 10
        val TITLE = Regex("<h1>(.*?)</h1>")
        val FORM = Regex("""<form method="post" action="(.*?)">(.*?)</form>""", RegexOption.DOT_MATCHES_ALL)
        val INPUT = Regex("<input.*?>", RegexOption.DOT_MATCHES_ALL)
        val BUTTON = Regex("<button.*?>", RegexOption.DOT_MATCHES_ALL)

        fun attribute(
            tag: String,
            name: String,
        ): String? = Regex(""" $name="(.*?)"""").find(tag)?.let { plain(it.groupValues[1]) }

        fun encoded(text: String): String = URLEncoder.encode(text, "UTF-8")

        /** The text without HTML's escapes. */
        fun plain(text: String): String =
            text
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
    }
}
