package dev.cognitoauth.conformance

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

/** A part of a case: a JSON object. An unknown key is an error. */
internal class Part(
    private val json: JsonObject,
    known: Set<String>,
) {
    init {
        val unknown = json.keys - known
        check(unknown.isEmpty()) { "unknown keys: $unknown" }
    }

    operator fun get(name: String): JsonElement? = json[name]

    fun part(
        name: String,
        vararg known: String,
    ): Part? = json[name]?.let { Part(it.jsonObject, known.toSet()) }

    fun parts(
        name: String,
        vararg known: String,
    ): List<Part> = json[name]?.jsonArray.orEmpty().map { Part(it.jsonObject, known.toSet()) }

    fun text(name: String): String = checkNotNull(textOrNull(name)) { "$name is missing" }

    fun textOrNull(name: String): String? = json[name]?.jsonPrimitive?.contentOrNull

    fun long(name: String): Long = text(name).toLong()

    fun flag(name: String): Boolean = textOrNull(name).toBoolean()

    fun texts(name: String): Map<String, String> =
        json[name]?.jsonObject.orEmpty().mapValues { it.value.jsonPrimitive.content }
}

/** A case of the corpus: see conformance/README.md. */
internal class Case(
    private val json: JsonObject,
) {
    constructor(file: File) : this(Json.parseToJsonElement(file.readText()).jsonObject)

    private val values = json["values"]?.jsonObject.orEmpty()
    private val whole =
        Part(
            JsonObject(json.mapValues { (name, value) -> if (name == "values") value else filled(value) }),
            setOf(
                "format",
                "title",
                "clockMilliseconds",
                "entropy",
                "configuration",
                "values",
                "store",
                "instances",
                "steps",
            ),
        )
    private val format = whole.long("format")

    /** The instances by their names, each with the number of its process. */
    val processes: Map<String, Long> =
        if (format == 1L) {
            mapOf(ONLY_INSTANCE to 1)
        } else {
            whole["instances"]?.jsonObject.orEmpty().mapValues { (_, instance) ->
                Part(instance.jsonObject, setOf("process", "account")).long("process")
            }
        }

    /** The account of an instance; null for the default one. */
    fun accountOf(instance: String): String? =
        whole["instances"]
            ?.jsonObject
            ?.get(instance)
            ?.jsonObject
            ?.get("account")
            ?.jsonPrimitive
            ?.content

    val title = whole.text("title")
    val clockMilliseconds = whole.long("clockMilliseconds")
    val entropy =
        whole
            .text("entropy")
            .chunked(2)
            .map { it.toInt(16).toByte() }
            .toByteArray()
    val configuration =
        checkNotNull(
            whole.part(
                "configuration",
                "region",
                "userPoolId",
                "clientId",
                "clientSecret",
                "endpoint",
                "defaultFlow",
                "deviceName",
                "oauth",
                "identityPool",
            ),
        )
    val store = checkNotNull(whole["store"]).jsonObject
    val steps = whole.steps("steps")

    init {
        check(format in 1..2) { "the format $format is not known" }
        check(format > 1 || whole["instances"] == null) { "a case of format 1 has one instance" }
        steps.forEach(::checkInstances)
    }

    /**
     * Whether the case compares the stored entry that has this key. Some entries are compared only if a `store` of the
     * case has them.
     */
    fun compares(key: String): Boolean =
        key.substringAfterLast('.') !in setOf("ended", "cookie", "signedOut") ||
            key in store ||
            steps.any { it.hasInStore(key) }

    private fun checkInstances(step: Part) {
        val call = step.text("call")
        check(step.instance in processes) { "$call: the case has no instance '${step.instance}'" }
        check(format > 1 || step.meanwhile.isEmpty()) { "$call: `meanwhile` needs format 2" }
        when (val events = step["events"]) {
            null -> Unit
            is JsonObject ->
                check(format > 1 && processes.keys.containsAll(events.keys)) {
                    "$call: `events` is an object only in format 2, with the case's instances as its keys"
                }
            else -> check(format == 1L) { "$call: in format 2, `events` is an object with the instances as its keys" }
        }
        step.meanwhile.forEach(::checkInstances)
    }

    /** The element, with each string `$name` replaced by the value of that name. */
    private fun filled(element: JsonElement): JsonElement =
        when (element) {
            is JsonObject -> JsonObject(element.mapValues { filled(it.value) })
            is JsonArray -> JsonArray(element.map(::filled))
            is JsonPrimitive ->
                if (element.isString && element.content.startsWith("$")) {
                    checkNotNull(values[element.content.drop(1)]) { "unknown value ${element.content}" }
                } else {
                    element
                }
        }
}

/** The name of the only instance of format 1. */
private const val ONLY_INSTANCE = ""

private fun Part.steps(name: String): List<Part> =
    parts(
        name,
        "instance",
        "call",
        "arguments",
        "responses",
        "meanwhile",
        "requests",
        "passkeys",
        "passkeyRequests",
        "browser",
        "browserRequests",
        "storeFailure",
        "result",
        "error",
        "events",
        "store",
    )

/** The name of the instance that makes the step's call. */
internal val Part.instance: String get() = textOrNull("instance") ?: ONLY_INSTANCE

/** The steps between the call's first request and its response. */
internal val Part.meanwhile: List<Part> get() = steps("meanwhile")

/** Whether a `store` of the step, or of a step within its `meanwhile`, has this key. */
private fun Part.hasInStore(key: String): Boolean =
    key in this["store"]?.jsonObject.orEmpty() || meanwhile.any { it.hasInStore(key) }

/** The events of an instance that the step must publish. */
internal fun Part.eventsOf(instance: String): List<String> {
    val events = this["events"]
    val own = if (events is JsonObject) events[instance] else events
    return own?.jsonArray.orEmpty().map { it.jsonPrimitive.content }
}

/** This value without the optional members that [expected] leaves out. */
internal fun JsonElement.asFarAsAsked(expected: JsonElement): JsonElement {
    if (this !is JsonObject || expected !is JsonObject) return this
    val unstated = setOf("reason", "serviceMessage", "refreshFailure", "ended", "claims")
    val asked = filterKeys { it in expected || it !in unstated }
    return JsonObject(asked.mapValues { (name, member) -> expected[name]?.let(member::asFarAsAsked) ?: member })
}

/** These values. Each text is read as JSON if [expected] has an object in its place. */
internal fun List<JsonElement>.readLike(expected: List<JsonElement>): List<JsonElement> =
    mapIndexed { index, found -> expected.getOrNull(index)?.let { found.readLike(it) } ?: found }

private fun JsonElement.readLike(expected: JsonElement): JsonElement =
    when {
        expected !is JsonObject -> this
        this is JsonPrimitive && isString -> Json.parseToJsonElement(content)
        this is JsonObject ->
            JsonObject(mapValues { (name, member) -> expected[name]?.let(member::readLike) ?: member })
        else -> this
    }
