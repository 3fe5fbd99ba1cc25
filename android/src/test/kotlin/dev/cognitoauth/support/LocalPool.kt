package dev.cognitoauth.support

import dev.cognitoauth.AuthConfiguration
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** A local pool: a Cognito on this desk, with the API that moves it. */
class LocalPool(
    val endpoint: String,
) {
    private val http = HttpClient.newHttpClient()

    /** The configuration of the pool's own client, which has no secret and every flow. */
    fun configuration(): AuthConfiguration.Builder =
        AuthConfiguration.builder("local", "local_LocalPool", "local-client").endpoint(endpoint)

    /** Makes one of the pool's own operations, such as an administrator's. */
    fun operate(
        operation: String,
        parameters: JsonObjectBuilder.() -> Unit,
    ): JsonObject {
        val headers =
            arrayOf(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "AWSCognitoIdentityProviderService.$operation",
                // An administrator signs requests; the pool takes any signature.
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=any/20260101/local/cognito-idp/aws4_request, Signature=any",
            )
        return Json.parseToJsonElement(send("POST", "/", buildJsonObject(parameters), *headers)).jsonObject
    }

    /** Turns a second factor on, as an administrator would. */
    fun requireSecondFactor(
        username: String,
        vararg settings: String = arrayOf("SMSMfaSettings"),
    ) {
        operate("AdminSetUserMFAPreference") {
            put("UserPoolId", "local_LocalPool")
            put("Username", username)
            for (name in settings) {
                putJsonObject(name) {
                    put("Enabled", true)
                    // With several of them and none preferred, the service asks which.
                    put("PreferredMfa", settings.size == 1)
                }
            }
        }
    }

    /** Marks the user's e-mail address as verified: with a phone number beside it, the sign-up's code went there. */
    fun verifyEmail(username: String) {
        operate("AdminUpdateUserAttributes") {
            put("UserPoolId", "local_LocalPool")
            put("Username", username)
            putJsonArray("UserAttributes") {
                addJsonObject {
                    put("Name", "email_verified")
                    put("Value", "true")
                }
            }
        }
    }

    /** The code of the newest message to a user. */
    fun newestCode(username: String): String {
        val messages = list("/_pool/messages?username=" + URLEncoder.encode(username, "UTF-8"))
        return messages.lastOrNull()?.text("code") ?: error("the local pool has no message for this user")
    }

    /** The names of the operations served, oldest first. */
    fun operations(): List<String> = list("/_pool/requests").map { it.text("operation") }

    /** The operations served while [work] runs. */
    inline fun operationsDuring(work: () -> Unit): List<String> {
        val before = operations().size
        work()
        return operations().drop(before)
    }

    /** Makes the next requests of an operation (`*` for any) wait. */
    fun delay(
        operation: String,
        milliseconds: Long,
    ) {
        val body =
            buildJsonObject {
                put("operation", operation)
                put("times", 1)
                putJsonObject("fault") {
                    put("kind", "delay")
                    put("milliseconds", milliseconds)
                }
            }
        send("POST", "/_pool/faults", body, "Content-Type", "application/json")
    }

    /** No faults any more. */
    fun clearFaults() {
        send("DELETE", "/_pool/faults")
    }

    private fun list(path: String): List<JsonObject> =
        Json.parseToJsonElement(send("GET", path)).jsonArray.map { it.jsonObject }

    private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

    private fun send(
        method: String,
        path: String,
        body: JsonObject? = null,
        vararg headers: String,
    ): String {
        val content =
            body?.let { HttpRequest.BodyPublishers.ofString(it.toString()) } ?: HttpRequest.BodyPublishers.noBody()
        val request = HttpRequest.newBuilder(URI(endpoint + path)).method(method, content)
        if (headers.isNotEmpty()) request.headers(*headers)
        val response = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
        check(response.statusCode() == 200) { "the local pool answered ${response.statusCode()}: ${response.body()}" }
        return response.body()
    }

    companion object {
        /** The pool that all tests share; each makes users of its own. */
        val shared: LocalPool by lazy { LocalPool(PoolProcess().endpoint) }
    }
}
