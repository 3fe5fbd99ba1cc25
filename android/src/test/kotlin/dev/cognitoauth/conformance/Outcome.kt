package dev.cognitoauth.conformance

import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthUser
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.ffi.AuthErrorCode
import dev.cognitoauth.ffi.authErrorCodeName
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

// What comes of a call, in the corpus's words.

internal fun outcome(result: Any): JsonObject =
    buildJsonObject {
        when (result) {
            is AuthSignUpResult -> signUp(result)
            is AuthCodeDeliveryDetails -> delivery(result)
            is AuthSignInResult -> signIn(result)
            is AuthSession -> session(result)
            is AuthUser -> {
                put("username", result.username)
                put("userId", result.userId)
            }
            is AuthSignOutResult -> signOut(result)
            else -> error("no outcome of a call: ${result.javaClass}")
        }
    }

internal fun outcome(exception: AuthException): JsonObject =
    buildJsonObject {
        put(
            "kind",
            exception.javaClass.simpleName
                .removePrefix(
                    "Auth",
                ).removeSuffix("Exception")
                .replaceFirstChar(Char::lowercase),
        )
        put("code", authErrorCodeName(AuthErrorCode.valueOf(exception.code.name)))
        exception.field?.let { put("field", it) }
        exception.requestId?.let { put("requestId", it) }
    }

private fun JsonObjectBuilder.signUp(result: AuthSignUpResult) {
    put("isSignUpComplete", result.isSignUpComplete)
    put(
        "nextStep",
        result.nextStep.javaClass.simpleName
            .replaceFirstChar(Char::lowercase),
    )
    result.nextStep.codeDeliveryDetails?.let { delivery(it) }
    result.userId?.let { put("userId", it) }
}

private fun JsonObjectBuilder.delivery(details: AuthCodeDeliveryDetails) {
    putJsonObject("deliveryDetails") {
        val medium = details.deliveryMedium
        put("medium", if (medium is DeliveryMedium.Unknown) medium.name else medium.toString().lowercase())
        put("destination", details.destination)
        details.attributeKey?.let { put("attributeKey", it.keyString) }
    }
}

private fun JsonObjectBuilder.signIn(result: AuthSignInResult) {
    val step = result.nextStep
    put("isSignedIn", result.isSignedIn)
    put("nextStep", step.javaClass.simpleName.replaceFirstChar(Char::lowercase))
    step.codeDeliveryDetails?.let { delivery(it) }
    if (step.additionalInfo.isNotEmpty()) {
        putJsonObject("additionalInfo") { step.additionalInfo.forEach { (name, value) -> put(name, value) } }
    }
    if (step.allowedMFATypes.isNotEmpty()) {
        putJsonArray("allowedMFATypes") { step.allowedMFATypes.forEach { add(it.name.lowercase()) } }
    }
    when (step) {
        is AuthSignInStep.ConfirmSignInWithNewPassword ->
            putJsonArray("requiredAttributes") { step.requiredAttributes.forEach { add(it.keyString) } }
        is AuthSignInStep.ContinueSignInWithTOTPSetup -> {
            put("sharedSecret", step.totpSetupDetails.sharedSecret)
            put("username", step.totpSetupDetails.username)
        }
        is AuthSignInStep.ContinueSignInWithFirstFactorSelection ->
            putJsonArray("availableFactors") { step.availableFactors.forEach { add(it.name.toCamelCase()) } }
        else -> Unit
    }
}

private fun JsonObjectBuilder.session(session: AuthSession) {
    put("isSignedIn", session.isSignedIn)
    session.userSub?.let { put("userSub", it) }
    session.tokens?.let { tokens ->
        putJsonObject("tokens") {
            put("idToken", tokens.idToken)
            put("accessToken", tokens.accessToken)
            put("refreshToken", tokens.refreshToken)
            put("expiresAtMilliseconds", tokens.expiresAtMilliseconds)
        }
    }
}

private fun JsonObjectBuilder.signOut(result: AuthSignOutResult) {
    when (result) {
        AuthSignOutResult.Complete -> put("signOut", "complete")
        is AuthSignOutResult.Partial -> {
            put("signOut", "partial")
            result.revokeTokenError?.let { put("revokeTokenError", outcome(it)) }
            result.globalSignOutError?.let { put("globalSignOutError", outcome(it)) }
            result.hostedUIError?.let { put("hostedUIError", outcome(it)) }
        }
        is AuthSignOutResult.Failed -> {
            put("signOut", "failed")
            put("error", outcome(result.exception))
        }
    }
}
