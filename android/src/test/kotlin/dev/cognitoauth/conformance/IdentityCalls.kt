package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthAWSCredentials
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthFederateToIdentityPoolOptions
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionEnd
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.ffi.authErrorCodeName
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import dev.cognitoauth.ffi.AuthErrorCode as BridgeCode

// The identity pool's own calls, and their results in the corpus's form.

/** Federates with the login in [arguments]. The other arguments are the options. */
internal suspend fun federate(
    auth: Auth,
    arguments: JsonElement?,
): AuthFederateToIdentityPoolResult {
    val given = arguments?.jsonObject.orEmpty()
    val own = setOf("provider", "token")
    val login = Part(JsonObject(given.filterKeys(own::contains)), own)
    val options = AuthFederateToIdentityPoolOptions.builder().set(JsonObject(given - own)).build()
    return auth.federateToIdentityPool(login.text("token"), provider(checkNotNull(login["provider"])), options)
}

private fun provider(given: JsonElement): AuthLoginProvider {
    if (given is JsonObject) {
        val (kind, name) = given.entries.single().let { it.key to it.value.jsonPrimitive.content }
        return when (kind) {
            "oidc" -> AuthLoginProvider.oidc(name)
            "saml" -> AuthLoginProvider.saml(name)
            "other" -> AuthLoginProvider.custom(name)
            else -> error("unknown kind of provider: $kind")
        }
    }
    return when (val word = given.jsonPrimitive.content) {
        "amazon" -> AuthLoginProvider.amazon()
        "apple" -> AuthLoginProvider.apple()
        "developer" -> AuthLoginProvider.developer()
        "facebook" -> AuthLoginProvider.facebook()
        "google" -> AuthLoginProvider.google()
        "twitter" -> AuthLoginProvider.twitter()
        else -> error("unknown provider: $word")
    }
}

/** The identity's part of a session. Puts nothing if the configuration or the options leave the identity out. */
internal fun JsonObjectBuilder.identity(session: AuthSession) {
    val identityId = session.identityIdResult
    val credentials = session.awsCredentialsResult
    // Without an id there are no credentials either, and both parts have the same error.
    identityId.error?.let { check(errorJson(it) == credentials.error?.let(::errorJson)) { "another error: $it" } }
    if (credentials.error?.code in LEFT_OUT) return
    putJsonObject("identity") {
        identityId.value?.let { put("identityId", it) }
        credentials.value?.let { credentials(it) }
        credentials.error?.let { put("error", errorJson(it)) }
    }
}

/** The errors of a session that has no `identity` in the corpus's form. */
private val LEFT_OUT = setOf(AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED, AuthErrorCode.CREDENTIALS_LEFT_OUT)

internal fun JsonObjectBuilder.federation(result: AuthFederateToIdentityPoolResult) {
    put("identityId", result.identityId)
    credentials(result.credentials)
}

private fun JsonObjectBuilder.credentials(credentials: AuthAWSCredentials) {
    putJsonObject("credentials") {
        put("accessKeyId", credentials.accessKeyId)
        put("secretAccessKey", credentials.secretAccessKey)
        put("sessionToken", credentials.sessionToken)
        put("expiresAtMilliseconds", credentials.expiresAtMilliseconds)
    }
}

private fun JsonObjectBuilder.ended(end: AuthSessionEnd) {
    putJsonObject("ended") {
        put("reason", end.reason.name.toCamelCase())
        put("username", end.username)
    }
}

internal fun JsonObjectBuilder.state(state: AuthSessionState) {
    put("state", stepName(state))
    when (state) {
        is AuthSessionState.SignedIn -> user(state.user)
        is AuthSessionState.Guest -> put("identityId", state.identityId)
        is AuthSessionState.Federated -> put("identityId", state.identityId)
        is AuthSessionState.AwaitingChallenge -> pendingSignIn(state.pendingSignIn)
        is AuthSessionState.SignedOut -> state.ended?.let { ended(it) }
        is AuthSessionState.Unavailable -> put("code", authErrorCodeName(BridgeCode.entries[state.code.ordinal]))
        AuthSessionState.Loading -> Unit
    }
}
