package dev.cognitoauth.conformance

import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.PasskeyAuthenticator
import dev.cognitoauth.PasskeyFailure
import dev.cognitoauth.PasskeyReply
import dev.cognitoauth.PasskeyRequest
import dev.cognitoauth.SecureStore
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.ffi.Clock
import dev.cognitoauth.ffi.Entropy
import dev.cognitoauth.support.decodedForm
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicReference

/** Gives the results that the step lists, in order, and records the requests. */
internal class ScriptedTransport : HttpTransport {
    val responses = ConcurrentLinkedQueue<Part>()
    private val requests = ConcurrentLinkedQueue<JsonObject>()
    private val holdsNext = AtomicBoolean()
    private val held = AtomicReference<HttpReply?>()

    /** Whether a request waits for [release]. */
    val isHolding get() = held.get() != null

    /** Makes the next request wait until [release] is called. */
    fun holdNext() = holdsNext.set(true)

    /** Gives the waiting request its response. */
    fun release(response: Part) = checkNotNull(held.getAndSet(null)).give(response)

    /** The requests since the last call of this function. */
    fun takeRequests(): List<JsonObject> = generateSequence(requests::poll).toList()

    override fun start(
        request: HttpRequest,
        reply: HttpReply,
    ) {
        requests += request.asJson()
        if (holdsNext.getAndSet(false)) return held.set(reply)
        // The step does not list this request. The test finds that out when it compares the requests.
        val response = responses.poll() ?: return reply.fail(TransportFailure.OTHER)
        reply.give(response)
    }

    private fun HttpReply.give(response: Part) {
        val failure = response.textOrNull("failure")
        if (failure != null) {
            fail(TransportFailure.valueOf(failure.toConstantName()))
        } else {
            val headers = response.texts("headers").map { HttpHeader(it.key, it.value) }
            val body = response["body"]?.toString() ?: response.text("text")
            succeed(HttpResponse(response.long("status").toInt(), headers, body.toByteArray()))
        }
    }

    override fun cancel(id: Long) = Unit

    private fun HttpRequest.asJson(): JsonObject {
        check(method == "POST") { "a request by $method" }
        val target = headers.singleOrNull { it.name.equals("X-Amz-Target", ignoreCase = true) }?.value
        return buildJsonObject {
            if (target != null) {
                put("target", target.removePrefix(serviceOf(target) + "."))
                put("body", Json.parseToJsonElement(String(body)))
            } else {
                put("url", url)
                putJsonObject("form") { decodedForm(String(body)).forEach { (name, value) -> put(name, value) } }
            }
        }
    }

    /** The service that has the target's operation. If the target names another service, it matches no case. */
    private fun serviceOf(target: String): String =
        if (target.substringAfterLast('.') in OF_IDENTITIES) {
            "AWSCognitoIdentityService"
        } else {
            "AWSCognitoIdentityProviderService"
        }

    private companion object {
        /** The operations of identity pools. All others are those of user pools. */
        val OF_IDENTITIES = setOf("GetId", "GetCredentialsForIdentity")
    }
}

/** Gives the results that the step lists, in order, and records the requests. */
internal class ScriptedPasskeys : PasskeyAuthenticator {
    val results = ConcurrentLinkedQueue<Part>()
    val requests = ConcurrentLinkedQueue<JsonObject>()

    override fun start(
        request: PasskeyRequest,
        reply: PasskeyReply,
    ) {
        requests +=
            buildJsonObject {
                put("ceremony", request.ceremony.name.lowercase())
                put("options", Json.parseToJsonElement(request.optionsJson))
            }
        // The step does not list this request. The test finds that out when it compares the requests.
        val result = results.poll() ?: return reply.fail(PasskeyFailure.OTHER)
        val failure = result.textOrNull("failure")
        if (failure != null) {
            reply.fail(PasskeyFailure.valueOf(failure.toConstantName()))
        } else {
            reply.succeed(checkNotNull(result["credential"]).toString())
        }
    }

    override fun cancel(id: Long) = Unit
}

/**
 * Holds JSON records. In a case, the keys of the case's configuration are written without [beginning], and all other
 * keys as a whole. A call fails if the step says so.
 */
internal class ScriptedStore(
    private val beginning: String,
    initial: JsonObject,
) : SecureStore {
    private val entries = ConcurrentHashMap<String, ByteArray>()

    @Volatile
    var failure: Part? = null

    init {
        initial.forEach { (name, value) -> entries[keyOf(name)] = value.toString().toByteArray() }
    }

    fun content(): Map<String, JsonElement> =
        entries.entries.associate { (name, value) ->
            name.removePrefix(beginning) to Json.parseToJsonElement(String(value))
        }

    override fun load(key: String): ByteArray? {
        failIfAsked("load")
        return entries[key]
    }

    override fun save(
        key: String,
        value: ByteArray,
    ) {
        failIfAsked("save")
        entries[key] = value
    }

    override fun delete(key: String) {
        failIfAsked("delete")
        entries.remove(key)
    }

    private fun keyOf(name: String) = if (name.startsWith(EVERY_BEGINNING)) name else beginning + name

    private fun failIfAsked(operation: String) {
        val failure = failure ?: return
        if (failure.text("operation") == operation) {
            throw SecureStoreException(SecureStoreException.Reason.valueOf(failure.text("error").toConstantName()))
        }
    }

    companion object {
        private const val EVERY_BEGINNING = "cognito-auth."

        /**
         * The beginning of an instance's keys. It contains the ids of the user pool and of its client, or else the
         * identity pool's id. If the configuration has an endpoint, it also contains the endpoint's address without the
         * path.
         */
        fun beginning(configuration: Part): String {
            val pool =
                configuration.textOrNull("userPoolId")?.let { "$it.${configuration.text("clientId")}" }
                    ?: checkNotNull(configuration.part("identityPool", "poolId", "allowsGuests")).text("poolId")
            val origin =
                configuration
                    .textOrNull("endpoint")
                    ?.split('/')
                    ?.take(3)
                    ?.joinToString("/", prefix = "@")
                    .orEmpty()
            return "$EVERY_BEGINNING$pool$origin."
        }
    }
}

/** The store as one process sees it: processes have different names for the same place. */
internal class StoreOfProcess(
    store: SecureStore,
    override val identity: String,
) : SecureStore by store

/** A clock that stands still until the case advances it. */
internal class StandingClock(
    @Volatile var milliseconds: Long,
) : Clock {
    override fun nowMilliseconds(): Long = milliseconds
}

/** Gives the same bytes at every call, and repeats them if more are needed. */
internal class RepeatedEntropy(
    private val bytes: ByteArray,
) : Entropy {
    override fun bytes(count: UInt): ByteArray = ByteArray(count.toInt()) { bytes[it % bytes.size] }
}

/** `timedOut` becomes `TIMED_OUT`. */
internal fun String.toConstantName(): String = replace(Regex("(?=[A-Z])"), "_").uppercase()

/** `SIGNED_IN` becomes `signedIn`. */
internal fun String.toCamelCase(): String = lowercase().replace(Regex("_(.)")) { it.groupValues[1].uppercase() }
