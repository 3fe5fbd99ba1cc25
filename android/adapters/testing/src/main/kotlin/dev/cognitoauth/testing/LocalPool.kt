package dev.cognitoauth.testing

import dev.cognitoauth.AuthConfiguration
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.intOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import java.net.URLEncoder
import java.util.concurrent.TimeUnit

/**
 * The local pool, a Cognito user pool for tests: it speaks Cognito's protocol, and sends its messages to an inbox.
 * [start] runs the pool's program, and [at] uses a pool that is already running. The pool has the user pool
 * `local_LocalPool` with the client `local-client`, which allows every flow. `local-pool/README.md` in the sources of
 * CognitoAuth describes the pool.
 *
 * A call blocks until the pool has responded: keep it off Android's main thread. It throws an [IllegalStateException]
 * with the pool's own words if the pool refuses. Use it from any thread.
 */
public class LocalPool private constructor(
    /** The pool's address, such as `http://127.0.0.1:34567`. */
    public val endpoint: String,
    /** The id of the user pool. */
    public val userPoolId: String,
    /** The id of the app client. */
    public val clientId: String,
    private val process: PoolProcess? = null,
) : AutoCloseable {
    /** A configuration for the client. */
    public fun configuration(): AuthConfiguration.Builder =
        AuthConfiguration.builder("local", userPoolId, clientId).endpoint(endpoint)

    /**
     * Makes a confirmed user with this password, as an administrator does (AdminCreateUser, AdminSetUserPassword). No
     * message is sent.
     *
     * @param attributes by Cognito's names, such as `email`; with `"email_verified" to "true"` the address is verified,
     * and the user can sign in with it
     */
    @JvmOverloads
    public fun createUser(
        username: String,
        password: String,
        attributes: Map<String, String> = emptyMap(),
    ) {
        val listed = attributes.map { (name, value) -> mapOf("Name" to name, "Value" to value) }
        val user = mapOf("Username" to username, "UserAttributes" to listed, "MessageAction" to "SUPPRESS")
        administer("AdminCreateUser", user)
        val given = mapOf("Username" to username, "Password" to password, "Permanent" to true)
        administer("AdminSetUserPassword", given)
    }

    /**
     * Calls an operation of an administrator on the user pool, such as `AdminSetUserMFAPreference`.
     *
     * @param parameters the members of AWS's request, without `UserPoolId`: maps, lists, texts, numbers and booleans
     * @return the members of the response
     */
    public fun administer(
        operation: String,
        parameters: Map<String, Any?>,
    ): Map<String, Any?> {
        val request = mapOf("UserPoolId" to userPoolId) + parameters
        return operate(USER_POOLS, operation, json(request)).mapValues { plain(it.value) }
    }

    /** The messages to a user, by user name or alias, oldest first. */
    public fun messages(username: String): List<LocalPoolMessage> =
        list("/_pool/messages?userPoolId=${encoded(userPoolId)}&username=${encoded(username)}").map {
            LocalPoolMessage(
                username = it.text("username"),
                destination = it.text("destination"),
                medium = it.text("medium"),
                kind = it.text("kind"),
                code = it.text("code"),
                body = it.text("body"),
                sentAtMilliseconds = it.getValue("sentAt").jsonPrimitive.long,
            )
        }

    /** The code of the newest message to a user. Fails if there is no message. */
    public fun newestCode(username: String): String =
        checkNotNull(messages(username).lastOrNull()) { "The local pool has sent no message to this user." }.code

    /** The pool's time, in seconds since 1970. */
    public fun now(): Long =
        send("GET", "/_pool/clock")
            .jsonObject
            .getValue("now")
            .jsonPrimitive.long

    /**
     * Moves the pool's clock forward: codes and tokens expire at the pool. The device's clock stays as it is. The
     * library learns the pool's time from the pool's next response.
     *
     * @return the pool's new time, in seconds since 1970
     */
    public fun advanceClock(seconds: Long): Long =
        post("/_pool/clock", mapOf("advanceSeconds" to seconds))
            .jsonObject
            .getValue("now")
            .jsonPrimitive.long

    /**
     * Applies a fault to the next requests of an operation.
     *
     * @param operation the operation's name, such as `InitiateAuth`; `*` for any operation
     * @param times how many requests get the fault
     */
    @JvmOverloads
    public fun inject(
        fault: LocalPoolFault,
        operation: String = "*",
        times: Int = 1,
    ) {
        post("/_pool/faults", mapOf("operation" to operation, "times" to times, "fault" to fault.json))
    }

    /** Removes the faults that are left. */
    public fun clearFaults() {
        send("DELETE", "/_pool/faults")
    }

    /** The requests served, oldest first. */
    public fun requests(): List<LocalPoolRequest> =
        list("/_pool/requests").map {
            LocalPoolRequest(
                it.text("operation"),
                it.getValue("status").jsonPrimitive.intOrNull,
                it.textOrNull("errorType"),
            )
        }

    /**
     * Resets the pool to its start: it has no users except those of a `--config` file, and no messages, faults or
     * requests. Its clock shows the real time again.
     */
    public fun reset() {
        send("POST", "/_pool/reset")
    }

    /**
     * Waits until the pool answers, e.g. after `docker compose up`. [start] has waited already.
     *
     * @param seconds how long to wait at most; the last request can take some seconds longer
     * @throws IllegalStateException if no local pool answers in this time
     */
    @JvmOverloads
    public fun awaitHealthy(seconds: Int = 30) {
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds.toLong())
        while (!isHealthy()) {
            check(System.nanoTime() < end) { "No local pool answers at $endpoint/health." }
            Thread.sleep(PAUSE_MILLISECONDS)
        }
    }

    private fun isHealthy() =
        try {
            val health = send("GET", "/health", timeoutMilliseconds = HEALTH_MILLISECONDS).jsonObject
            health.textOrNull("service") == "cognito-local-pool"
        } catch (_: IOException) {
            false
        } catch (_: IllegalStateException) {
            false
        } catch (_: IllegalArgumentException) {
            // The answer is not a JSON object.
            false
        }

    /** Ends the program that [start] has started. A pool from [at] keeps running. */
    override fun close() {
        process?.close()
    }

    override fun toString(): String = "LocalPool($endpoint)"

    /** Calls an operation of one of the pool's services. */
    internal fun operate(
        service: String,
        operation: String,
        parameters: JsonElement,
    ): JsonObject {
        val headers =
            mapOf(
                "Content-Type" to "application/x-amz-json-1.1",
                "X-Amz-Target" to "$service.$operation",
                // An administrator signs requests; the pool takes any signature.
                "Authorization" to
                    "AWS4-HMAC-SHA256 Credential=any/20260101/local/cognito-idp/aws4_request, Signature=any",
            )
        return send("POST", "/", parameters, headers).jsonObject
    }

    private fun list(path: String): List<JsonObject> = send("GET", path).jsonArray.map { it.jsonObject }

    private fun post(
        path: String,
        body: Map<String, Any?>,
    ): JsonElement = send("POST", path, json(body), mapOf("Content-Type" to "application/json"))

    private fun send(
        method: String,
        path: String,
        body: JsonElement? = null,
        headers: Map<String, String> = emptyMap(),
        timeoutMilliseconds: Int = NO_TIMEOUT,
    ): JsonElement {
        val connection = URL(endpoint + path).openConnection() as HttpURLConnection
        connection.connectTimeout = timeoutMilliseconds
        connection.readTimeout = timeoutMilliseconds
        connection.requestMethod = method
        headers.forEach { (name, value) -> connection.setRequestProperty(name, value) }
        if (body != null) {
            val bytes = body.toString().toByteArray()
            connection.doOutput = true
            // Without this mode, the JVM sends the request again if the connection closes before the response.
            connection.setFixedLengthStreamingMode(bytes.size)
            connection.outputStream.use { it.write(bytes) }
        }
        val status = connection.responseCode
        val stream = if (status < FIRST_ERROR) connection.inputStream else connection.errorStream
        val text = stream?.use { it.readBytes().decodeToString() }.orEmpty()
        check(status < FIRST_ERROR) { "The local pool refused the request with the status $status: $text" }
        return if (text.isEmpty()) JsonObject(emptyMap()) else Json.parseToJsonElement(text)
    }

    private fun encoded(text: String) = URLEncoder.encode(text, "UTF-8")

    public companion object {
        internal const val USER_POOLS = "AWSCognitoIdentityProviderService"
        private const val FIRST_ERROR = 400
        private const val PAUSE_MILLISECONDS = 50L

        /** Some server may accept the connection and never answer. Then the next try begins after this time. */
        private const val HEALTH_MILLISECONDS = 2_000

        /** Java's value for no timeout: a test's fault may delay a response for any time. */
        private const val NO_TIMEOUT = 0

        /**
         * Starts the pool's program on a free port of 127.0.0.1. The program ends with [close], and when this process
         * exits. If this process is killed, the program keeps running.
         *
         * @param program the program; unless given, the environment variable `COGNITO_LOCAL_POOL` has its path, or the
         * `PATH` has the program `cognito-local-pool`, as cargo, npm and pip install it
         * @param arguments more arguments for the program, such as `--config` and a file
         * @throws IllegalStateException if there is no such program, and the text says how to get it; or if the pool is
         * not ready within a minute
         */
        @JvmStatic
        @JvmOverloads
        public fun start(
            program: File? = null,
            arguments: List<String> = emptyList(),
        ): LocalPool {
            val process = PoolProcess(program, arguments)
            return LocalPool(process.endpoint, READY_POOL, READY_CLIENT, process)
        }

        /**
         * Uses a pool that is already running. An emulator reaches the pool of `make local-pool` on its host at
         * `http://10.0.2.2:9229`.
         *
         * @param endpoint the pool's address
         * @param userPoolId the id of one of the pool's user pools
         * @param clientId the id of an app client of this user pool, without a secret
         */
        @JvmStatic
        @JvmOverloads
        public fun at(
            endpoint: String,
            userPoolId: String = READY_POOL,
            clientId: String = READY_CLIENT,
        ): LocalPool = LocalPool(endpoint.trimEnd('/'), userPoolId, clientId)

        private const val READY_POOL = "local_LocalPool"
        private const val READY_CLIENT = "local-client"
    }
}
