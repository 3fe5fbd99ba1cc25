package dev.cognitoauth.support

import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.IdentityPoolConfiguration
import dev.cognitoauth.OAuthConfiguration
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.contentOrNull
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

/** A user pool on this machine, with its control API: the local pool's default pool, unless another id is given. */
class LocalPool(
    val endpoint: String,
    val userPoolId: String = "local_LocalPool",
    val clientId: String = "local-client",
    private val clientSecret: String? = null,
) {
    private val http = HttpClient.newHttpClient()

    /** The configuration for the pool's client, which allows every flow that an app uses. */
    fun configuration(): AuthConfiguration.Builder =
        AuthConfiguration.builder("local", userPoolId, clientId).clientSecret(clientSecret).endpoint(endpoint)

    /** Another user pool at the same server, for one test. Its only client allows every flow that an app uses. */
    fun another(
        clientHasSecret: Boolean = false,
        settings: JsonObjectBuilder.() -> Unit = {},
    ): LocalPool {
        val pool =
            operate("CreateUserPool") {
                put("PoolName", "another")
                putJsonArray("AutoVerifiedAttributes") { add("email") }
                settings()
            }
        val id = pool.getValue("UserPool").jsonObject.text("Id")
        val response =
            operate("CreateUserPoolClient") {
                put("UserPoolId", id)
                put("ClientName", "client")
                put("GenerateSecret", clientHasSecret)
                putJsonArray("ExplicitAuthFlows") { FLOWS.forEach(::add) }
            }
        val client = response.getValue("UserPoolClient").jsonObject
        return LocalPool(endpoint, id, client.text("ClientId"), client["ClientSecret"]?.jsonPrimitive?.content)
    }

    /**
     * Switches the rotation of refresh tokens on. The pool accepts a replaced token for another [graceSeconds] seconds.
     */
    fun rotateRefreshTokens(graceSeconds: Int) {
        operate("UpdateUserPoolClient") {
            put("UserPoolId", userPoolId)
            put("ClientId", clientId)
            putJsonArray("ExplicitAuthFlows") { (FLOWS - "ALLOW_REFRESH_TOKEN_AUTH").forEach(::add) }
            putJsonObject("RefreshTokenRotation") {
                put("Feature", "ENABLED")
                put("RetryGracePeriodSeconds", graceSeconds)
            }
        }
    }

    /** Lets Google's users sign in on the pages, at a stand-in for Google. The client gets the pages' settings. */
    fun allowGoogle(oauth: OAuthConfiguration) {
        operate("CreateIdentityProvider") {
            put("UserPoolId", userPoolId)
            put("ProviderName", "Google")
            put("ProviderType", "Google")
            putJsonObject("ProviderDetails") {
                put("client_id", "app")
                put("client_secret", "secret")
                put("authorize_scopes", "email")
            }
            putJsonObject("AttributeMapping") { put("email", "email") }
        }
        operate("UpdateUserPoolClient") {
            put("UserPoolId", userPoolId)
            put("ClientId", clientId)
            put("AllowedOAuthFlowsUserPoolClient", true)
            putJsonArray("AllowedOAuthFlows") { add("code") }
            putJsonArray("AllowedOAuthScopes") { SCOPES.forEach(::add) }
            putJsonArray("CallbackURLs") { oauth.signInRedirectUris.forEach(::add) }
            putJsonArray("LogoutURLs") { oauth.signOutRedirectUris.forEach(::add) }
            putJsonArray("SupportedIdentityProviders") { listOf("COGNITO", "Google").forEach(::add) }
        }
    }

    /**
     * A new identity pool at the same server. It accepts guests, the users of this client, and the logins of Google for
     * the app `app`.
     */
    fun identityPool(): IdentityPoolConfiguration {
        val pool =
            operate("CreateIdentityPool", IDENTITY_POOLS) {
                put("IdentityPoolName", "another")
                put("AllowUnauthenticatedIdentities", true)
                putJsonArray("CognitoIdentityProviders") {
                    addJsonObject {
                        put("ProviderName", "cognito-idp.local.amazonaws.com/$userPoolId")
                        put("ClientId", clientId)
                    }
                }
                putJsonObject("SupportedLoginProviders") { put("accounts.google.com", "app") }
            }
        val id = pool.text("IdentityPoolId")
        operate("SetIdentityPoolRoles", IDENTITY_POOLS) {
            put("IdentityPoolId", id)
            putJsonObject("Roles") {
                for (kind in listOf("authenticated", "unauthenticated")) {
                    put(kind, "arn:aws:iam::000000000000:role/local-$kind")
                }
            }
        }
        return IdentityPoolConfiguration(id, allowsGuests = true)
    }

    /** Calls an operation of the pool, such as an administrator's. */
    fun operate(
        operation: String,
        service: String = USER_POOLS,
        parameters: JsonObjectBuilder.() -> Unit,
    ): JsonObject {
        val headers =
            arrayOf(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "$service.$operation",
                // An administrator signs requests. The pool accepts any signature.
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=any/20260101/local/cognito-idp/aws4_request, Signature=any",
            )
        return Json.parseToJsonElement(send("POST", "/", buildJsonObject(parameters), *headers)).jsonObject
    }

    /** Calls an administrator's operation on a user of this pool. */
    fun administer(
        operation: String,
        username: String,
        parameters: JsonObjectBuilder.() -> Unit = {},
    ): JsonObject =
        operate(operation) {
            put("UserPoolId", userPoolId)
            put("Username", username)
            parameters()
        }

    /** Requires a second factor of every user. The pool offers the factors in these settings. */
    fun requireSecondFactors(vararg settings: String) {
        operate("SetUserPoolMfaConfig") {
            put("UserPoolId", userPoolId)
            put("MfaConfiguration", "ON")
            for (name in settings) {
                putJsonObject(name) { if (name.startsWith("SoftwareToken")) put("Enabled", true) }
            }
        }
    }

    /** Turns second factors on for a user, as an administrator does. */
    fun requireSecondFactor(
        username: String,
        vararg settings: String = arrayOf("SMSMfaSettings"),
    ) {
        administer("AdminSetUserMFAPreference", username) {
            for (name in settings) {
                putJsonObject(name) {
                    put("Enabled", true)
                    // If there are several factors and none is preferred, the service asks the user to choose.
                    put("PreferredMfa", settings.size == 1)
                }
            }
        }
    }

    /** Marks the user's e-mail address as verified. A sign-up verifies only the phone number, if there is one. */
    fun verifyEmail(username: String) {
        administer("AdminUpdateUserAttributes", username) {
            putJsonArray("UserAttributes") {
                addJsonObject {
                    put("Name", "email_verified")
                    put("Value", "true")
                }
            }
        }
    }

    /** The code of the newest message to a user. */
    fun newestCode(username: String): String =
        codes(username).lastOrNull() ?: error("the local pool has no message for this user")

    /** The codes of all messages to a user, oldest first. */
    fun codes(username: String): List<String> {
        val name = URLEncoder.encode(username, "UTF-8")
        return list("/_pool/messages?userPoolId=$userPoolId&username=$name").map { it.text("code") }
    }

    /** The names of the operations served, oldest first. */
    fun operations(): List<String> = list("/_pool/requests").map { it.text("operation") }

    /** The exceptions that the pool has sent as responses, oldest first. */
    fun refusals(): List<String> = list("/_pool/requests").mapNotNull { it["errorType"]?.jsonPrimitive?.contentOrNull }

    /** The operations served while [work] runs. */
    inline fun operationsDuring(work: () -> Unit): List<String> {
        val before = operations().size
        work()
        return operations().drop(before)
    }

    /** Makes the next request of an operation (`*` for any) wait. */
    fun delay(
        operation: String,
        milliseconds: Long,
    ) {
        fault(operation) {
            put("kind", "delay")
            put("milliseconds", milliseconds)
        }
    }

    /** Refuses the next request of an operation with an exception. */
    fun refuse(
        operation: String,
        exception: String,
    ) {
        fault(operation) {
            put("kind", "error")
            put("status", 400)
            put("type", exception)
        }
    }

    private fun fault(
        operation: String,
        fault: JsonObjectBuilder.() -> Unit,
    ) {
        val body =
            buildJsonObject {
                put("operation", operation)
                put("times", 1)
                putJsonObject("fault", fault)
            }
        send("POST", "/_pool/faults", body, "Content-Type", "application/json")
    }

    /** Removes all faults. */
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
        private const val USER_POOLS = "AWSCognitoIdentityProviderService"
        private const val IDENTITY_POOLS = "AWSCognitoIdentityService"

        private val FLOWS =
            listOf(
                "ALLOW_USER_SRP_AUTH",
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
                "ALLOW_CUSTOM_AUTH",
                "ALLOW_USER_AUTH",
            )

        /** The scopes that the client allows on the pages. A configuration without scopes gets all of them. */
        private val SCOPES = listOf("openid", "email", "profile", "phone", "aws.cognito.signin.user.admin")

        /** The pool that all tests share. Each test makes its own users. */
        val shared: LocalPool by lazy { LocalPool(PoolProcess().endpoint) }
    }
}
