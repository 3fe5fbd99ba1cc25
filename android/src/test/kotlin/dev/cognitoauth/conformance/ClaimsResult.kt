package dev.cognitoauth.conformance

import dev.cognitoauth.TokenClaims
import dev.cognitoauth.UserPoolClaims
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

internal fun JsonObjectBuilder.claims(claims: UserPoolClaims) {
    putJsonObject("claims") {
        putJsonObject("idToken") { token(claims.idToken) }
        putJsonObject("accessToken") { token(claims.accessToken) }
    }
}

private fun JsonObjectBuilder.token(claims: TokenClaims) {
    claims.userId?.let { put("userId", it) }
    claims.username?.let { put("username", it) }
    texts("groups", claims.groups)
    claims.email?.let { put("email", it) }
    claims.isEmailVerified?.let { put("isEmailVerified", it) }
    claims.phoneNumber?.let { put("phoneNumber", it) }
    claims.isPhoneNumberVerified?.let { put("isPhoneNumberVerified", it) }
    if (claims.customAttributes.isNotEmpty()) {
        putJsonObject("customAttributes") { claims.customAttributes.forEach { (name, value) -> put(name, value) } }
    }
    texts("scopes", claims.scopes)
    claims.issuedAtMilliseconds?.let { put("issuedAtMilliseconds", it) }
    claims.expiresAtMilliseconds?.let { put("expiresAtMilliseconds", it) }
    if (claims.claimsJson.isNotEmpty()) put("claimsJson", claims.claimsJson)
}

private fun JsonObjectBuilder.texts(
    name: String,
    texts: List<String>,
) {
    if (texts.isNotEmpty()) putJsonArray(name) { texts.forEach { add(it) } }
}
