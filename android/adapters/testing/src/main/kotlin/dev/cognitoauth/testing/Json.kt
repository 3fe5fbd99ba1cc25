package dev.cognitoauth.testing

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.longOrNull

/** A value of Java's types as JSON: a map, a list, a text, a number, a boolean or null. */
internal fun json(value: Any?): JsonElement =
    when (value) {
        null -> JsonNull
        is Map<*, *> -> JsonObject(value.entries.associate { (name, part) -> name.toString() to json(part) })
        is Iterable<*> -> JsonArray(value.map(::json))
        is Boolean -> JsonPrimitive(value)
        is Number -> JsonPrimitive(value)
        is String -> JsonPrimitive(value)
        else -> throw IllegalArgumentException("JSON has no ${value.javaClass.name}.")
    }

/** JSON as a value of Java's types; a number is a `Long` or a `Double`. */
internal fun plain(element: JsonElement): Any? =
    when (element) {
        is JsonNull -> null
        is JsonObject -> element.mapValues { plain(it.value) }
        is JsonArray -> element.map(::plain)
        is JsonPrimitive ->
            when {
                element.isString -> element.content
                else -> element.booleanOrNull ?: element.longOrNull ?: element.doubleOrNull
            }
    }

internal fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

internal fun JsonObject.textOrNull(name: String): String? = get(name)?.jsonPrimitive?.contentOrNull
