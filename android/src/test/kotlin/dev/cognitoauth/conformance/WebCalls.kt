package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthIdentityExpectation
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthWebUIPrompt
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import dev.cognitoauth.support.parameters
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import java.util.concurrent.ConcurrentLinkedQueue

/** Makes the calls that open a browser. */
internal class WebCalls(
    private val auth: Auth,
    private val browser: WebBrowser,
    arguments: JsonElement?,
) {
    private val given = arguments?.jsonObject.orEmpty()

    suspend fun signIn(): Any {
        val options = AuthWebUISignInOptions.builder().set(JsonObject(given - OWN))
        given["scopes"]?.let { options.scopes(it.texts()) }
        given["prompt"]?.let { words -> options.prompt(words.texts().map(::prompt)) }
        given["identityExpectation"]?.let { options.identityExpectation(expectation(it)) }
        given["prefersPrivateSession"]?.let { options.preferPrivateSession(it.jsonPrimitive.content.toBoolean()) }
        // conformance/README.md asks for this: a process shows one page at a time, and cases may run at the same time.
        options.waitForBrowser(true)
        val provider = given["provider"]?.let(::provider) ?: return auth.signInWithWebUI(browser, options.build())
        return auth.signInWithSocialWebUI(provider, browser, options.build())
    }

    suspend fun handleRedirect(): Any = auth.handleRedirect(Part(JsonObject(given), setOf("url")).text("url"))

    suspend fun signOut(): Any {
        val options = AuthSignOutOptions.builder().set(JsonObject(given)).waitForBrowser(true)
        return auth.signOut(browser, options.build())
    }

    private fun prompt(word: String) = AuthWebUIPrompt.valueOf(word.toConstantName())

    private fun provider(given: JsonElement): AuthProvider {
        if (given is JsonObject) return AuthProvider.custom(Part(given, setOf("named")).text("named"))
        return when (val word = given.jsonPrimitive.content) {
            "amazon" -> AuthProvider.amazon()
            "apple" -> AuthProvider.apple()
            "facebook" -> AuthProvider.facebook()
            "google" -> AuthProvider.google()
            else -> error("unknown provider: $word")
        }
    }

    private fun expectation(given: JsonElement): AuthIdentityExpectation {
        val part = Part(given.jsonObject, setOf("user", "otherThan"))
        return part.textOrNull("user")?.let(AuthIdentityExpectation::User)
            ?: AuthIdentityExpectation.OtherThan(checkNotNull(part["otherThan"]).texts())
    }

    private companion object {
        /** The arguments that [set] can't pass to the builder as they are. */
        val OWN = setOf("provider", "scopes", "prompt", "identityExpectation", "prefersPrivateSession")
    }
}

private fun JsonElement.texts(): List<String> = jsonArray.map { it.jsonPrimitive.content }

/** Gives the replies that the step lists, in order, and records the requests. */
internal class ScriptedBrowser : WebBrowser {
    val replies = ConcurrentLinkedQueue<Part>()
    val requests = ConcurrentLinkedQueue<JsonObject>()

    override fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    ) {
        requests += request.asJson()
        // The step does not list this request. The test finds that out when it compares the requests.
        val given = replies.poll() ?: return reply.fail(WebBrowserFailure.NOT_SHOWN)
        val failure = given.textOrNull("failure")
        if (failure != null) {
            reply.fail(WebBrowserFailure.valueOf(failure.toConstantName()))
        } else {
            val isPrivate = given["isPrivate"]?.jsonPrimitive?.boolean ?: request.prefersPrivateSession
            reply.succeed(given.text("redirect"), isPrivate)
        }
    }

    override fun cancel(id: Long) = Unit

    private fun WebBrowserRequest.asJson() =
        buildJsonObject {
            put("url", url.substringBefore('?'))
            putJsonObject("query") { parameters.forEach { (name, value) -> put(name, value) } }
            put("redirectUri", redirectUri)
            if (prefersPrivateSession) put("prefersPrivateSession", true)
        }
}

internal fun JsonObjectBuilder.redirect(result: AuthRedirectResult) {
    put("outcome", stepName(result))
    if (result is AuthRedirectResult.SignedIn) signIn(result.result)
}
