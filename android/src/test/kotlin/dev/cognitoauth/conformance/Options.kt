package dev.cognitoauth.conformance

import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.UserContextData
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

// The corpus and the builders have the same names for options, so a new option needs no line here.

/** Sets each option with the builder's function of the same name. An option without such a function fails the case. */
internal fun <Builder : Any> Builder.set(options: JsonObject): Builder =
    apply {
        for ((name, value) in options) {
            val setters = javaClass.methods.filter { it.name == name && it.parameterCount == 1 }
            val setter = checkNotNull(setters.singleOrNull()) { "no option $name" }
            setter.invoke(this, value.read(setter.parameterTypes.single()))
        }
    }

private fun JsonElement.read(type: Class<*>): Any =
    when (type) {
        String::class.java -> jsonPrimitive.content
        Boolean::class.java -> jsonPrimitive.boolean
        Int::class.java -> jsonPrimitive.int
        Long::class.java -> jsonPrimitive.long
        Map::class.java -> jsonObject.mapValues { it.value.jsonPrimitive.content }
        List::class.java -> attributes()
        UserContextData::class.java ->
            Part(jsonObject, setOf("encodedData", "ipAddress"))
                .let { UserContextData(it.text("encodedData"), it.textOrNull("ipAddress")) }
        else -> error("no option has the type $type")
    }

internal fun JsonElement.attributes(): List<AuthUserAttribute> =
    jsonArray.map { Part(it.jsonObject, setOf("name", "value")) }.map {
        AuthUserAttribute(AuthUserAttributeKey.fromKeyString(it.text("name")), it.text("value"))
    }
