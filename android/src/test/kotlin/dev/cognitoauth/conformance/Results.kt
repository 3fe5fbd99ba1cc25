package dev.cognitoauth.conformance

import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthRefreshFailure
import dev.cognitoauth.AuthResetPasswordResult
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUser
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.MFAType
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.UserAuthFactors
import dev.cognitoauth.UserMFAPreference
import dev.cognitoauth.ffi.AuthErrorCode
import dev.cognitoauth.ffi.AuthErrorReason
import dev.cognitoauth.ffi.authErrorCodeName
import dev.cognitoauth.ffi.authErrorReasonName
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

// The result of a call, in the corpus's form.

internal fun resultJson(result: Any): JsonObject =
    buildJsonObject {
        when (result) {
            is AuthSignUpResult -> signUp(result)
            is AuthCodeDeliveryDetails -> delivery(result)
            is AuthSignInResult -> signIn(result)
            is AuthSession -> session(result)
            is AuthUser -> user(result)
            is AuthSessionState -> state(result)
            is AuthPendingSignIn -> pendingSignIn(result)
            is AuthFederateToIdentityPoolResult -> federation(result)
            is AuthSignOutResult -> signOut(result)
            is AuthRedirectResult -> redirect(result)
            is AuthResetPasswordResult -> resetPassword(result)
            is Attributes -> attributes(result)
            is AttributeUpdate -> attributeUpdate(result)
            is AttributeUpdates -> attributeUpdates(result)
            is UserMFAPreference -> mfaPreference(result)
            is TOTPSetupDetails -> totpSetup(result)
            is UserAuthFactors -> authFactors(result)
            is Devices -> devices(result)
            is StoredAccounts -> storedAccounts(result)
            is AuthListWebAuthnCredentialsResult -> credentials(result)
            is AuthConfiguration -> configuration(result)
            // The call returns nothing.
            is Unit -> Unit
            else -> error("not a result of a call: ${result.javaClass}")
        }
    }

internal fun errorJson(exception: AuthException): JsonObject =
    buildJsonObject {
        put(
            "kind",
            exception.javaClass.simpleName
                .removePrefix(
                    "Auth",
                ).removeSuffix("Exception")
                .replaceFirstChar(Char::lowercase),
        )
        put("code", authErrorCodeName(AuthErrorCode.entries[exception.code.ordinal]))
        exception.field?.let { put("field", it) }
        exception.requestId?.let { put("requestId", it) }
        exception.reason?.let { put("reason", authErrorReasonName(AuthErrorReason.valueOf(it.name))) }
        exception.serviceMessage?.let { put("serviceMessage", it) }
        when (val failure = exception.refreshFailure) {
            null -> Unit
            AuthRefreshFailure.Configuration -> put("refreshFailure", "configuration")
            AuthRefreshFailure.Trigger -> put("refreshFailure", "trigger")
            is AuthRefreshFailure.Transient ->
                putJsonObject("refreshFailure") {
                    putJsonObject("transient") {
                        failure.retryAfterMilliseconds?.let { put("retryAfterMilliseconds", it) }
                    }
                }
        }
    }

private fun JsonObjectBuilder.signUp(result: AuthSignUpResult) {
    val step = result.nextStep
    put("isSignUpComplete", result.isSignUpComplete)
    put("nextStep", stepName(step))
    step.codeDeliveryDetails?.let { delivery(it) }
    info(step.additionalInfo)
    if (step is AuthSignUpStep.CompleteAutoSignIn) put("session", step.session)
    result.userId?.let { put("userId", it) }
}

internal fun stepName(step: Any): String = step.javaClass.simpleName.replaceFirstChar(Char::lowercase)

internal fun JsonObjectBuilder.info(
    texts: Map<String, String>,
    name: String = "additionalInfo",
) {
    if (texts.isNotEmpty()) putJsonObject(name) { texts.forEach { (key, value) -> put(key, value) } }
}

internal val MFAType.word: String get() = name.lowercase()

internal val AuthFactorType.word: String
    get() =
        when (this) {
            AuthFactorType.PASSWORD -> "password"
            AuthFactorType.PASSWORD_SRP -> "passwordSRP"
            AuthFactorType.EMAIL_OTP -> "emailOTP"
            AuthFactorType.SMS_OTP -> "smsOTP"
            AuthFactorType.WEB_AUTHN -> "webAuthn"
        }

internal fun JsonObjectBuilder.delivery(details: AuthCodeDeliveryDetails) {
    putJsonObject("deliveryDetails") {
        val medium = details.deliveryMedium
        put("medium", if (medium is DeliveryMedium.Unknown) medium.name else medium.toString().lowercase())
        put("destination", details.destination)
        details.attributeKey?.let { put("attributeKey", it.keyString) }
    }
}

internal fun JsonObjectBuilder.signIn(result: AuthSignInResult) {
    put("isSignedIn", result.isSignedIn)
    signInStep(result.nextStep)
}

internal fun JsonObjectBuilder.pendingSignIn(pending: AuthPendingSignIn) {
    signInStep(pending.nextStep)
    put("username", pending.username)
}

private fun JsonObjectBuilder.signInStep(step: AuthSignInStep) {
    put("nextStep", stepName(step))
    step.codeDeliveryDetails?.let { delivery(it) }
    info(step.additionalInfo)
    if (step.allowedMFATypes.isNotEmpty()) {
        putJsonArray("allowedMFATypes") { step.allowedMFATypes.forEach { add(it.word) } }
    }
    step.totpSetupDetails?.let { totpSetup(it) }
    if (step.availableFactors.isNotEmpty()) {
        putJsonArray("availableFactors") { step.availableFactors.forEach { add(it.word) } }
    }
    if (step is AuthSignInStep.ConfirmSignInWithNewPassword) {
        putJsonArray("requiredAttributes") { step.requiredAttributes.forEach { add(it.keyString) } }
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
            claims(tokens.claims)
        }
    }
    session.userPoolError?.let { put("userPoolError", errorJson(it)) }
    identity(session)
}

internal fun JsonObjectBuilder.user(user: AuthUser) {
    put("username", user.username)
    put("userId", user.userId)
}

private fun JsonObjectBuilder.signOut(result: AuthSignOutResult) {
    when (result) {
        AuthSignOutResult.Complete -> put("signOut", "complete")
        is AuthSignOutResult.Partial -> {
            put("signOut", "partial")
            result.revokeTokenError?.let { put("revokeTokenError", errorJson(it)) }
            result.globalSignOutError?.let { put("globalSignOutError", errorJson(it)) }
            result.hostedUIError?.let { put("hostedUIError", errorJson(it)) }
        }
        is AuthSignOutResult.Failed -> {
            put("signOut", "failed")
            put("error", errorJson(result.exception))
        }
    }
}
