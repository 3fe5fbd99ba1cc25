package dev.cognitoauth.conformance

import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.IdentityPoolConfiguration
import dev.cognitoauth.OAuthConfiguration
import dev.cognitoauth.PasswordPolicy
import dev.cognitoauth.PasswordlessSettings
import dev.cognitoauth.UserPoolSettings
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

// The configurations of the cases' instances, and the configurations in the files that cases read.

private val OAUTH = arrayOf("domain", "scopes", "signInRedirectUris", "signOutRedirectUris")

/** The configuration of a case's instance. */
internal fun configurationOf(given: Part): AuthConfiguration =
    builder(given, given.part("identityPool", "poolId", "allowsGuests")?.let(::identityPool))
        .clientSecret(given.textOrNull("clientSecret"))
        .endpoint(given.textOrNull("endpoint"))
        .apply { given.textOrNull("defaultFlow")?.let { authFlowType(flow(it)) } }
        .deviceName(given.textOrNull("deviceName"))
        .oauth(given.part("oauth", *OAUTH)?.let(::oauth))
        .build()

private fun builder(
    given: Part,
    identityPool: IdentityPoolConfiguration?,
): AuthConfiguration.Builder {
    if (given["userPoolId"] == null) return AuthConfiguration.withoutUserPool(checkNotNull(identityPool))
    return AuthConfiguration
        .builder(given.text("region"), given.text("userPoolId"), given.text("clientId"))
        .identityPool(identityPool)
}

private fun oauth(given: Part): OAuthConfiguration {
    fun texts(name: String) = checkNotNull(given[name]).jsonArray.map { it.jsonPrimitive.content }
    return OAuthConfiguration(
        domain = given.text("domain"),
        scopes = texts("scopes"),
        signInRedirectUris = texts("signInRedirectUris"),
        signOutRedirectUris = texts("signOutRedirectUris"),
    )
}

private fun identityPool(given: Part): IdentityPoolConfiguration {
    val allowsGuests = given.textOrNull("allowsGuests") ?: return IdentityPoolConfiguration(given.text("poolId"))
    return IdentityPoolConfiguration(given.text("poolId"), allowsGuests.toBooleanStrict())
}

/** The configuration in a file. */
internal fun readConfiguration(given: Part): AuthConfiguration {
    val content = given["file"]?.toString() ?: given.text("text")
    return AuthConfiguration.fromJson(content, given.textOrNull("entry"))
}

internal fun JsonObjectBuilder.configuration(configuration: AuthConfiguration) {
    val details = configuration.details()
    // These three are empty without a user pool.
    filledText("region", details.region)
    filledText("userPoolId", details.userPoolId)
    filledText("clientId", details.clientId)
    // The details leave the secret and the endpoint out.
    val read = configuration.read()
    read.userPool.clientSecret?.let { put("clientSecret", it) }
    read.userPool.endpoint?.let { put("endpoint", it) }
    put("defaultFlow", stepName(read.defaultFlow))
    details.oauth?.let { oauth ->
        putJsonObject("oauth") {
            put("domain", oauth.domain)
            texts("scopes", oauth.scopes)
            texts("signInRedirectUris", oauth.signInRedirectUris)
            texts("signOutRedirectUris", oauth.signOutRedirectUris)
            texts("identityProviders", oauth.identityProviders)
        }
    }
    details.identityPool?.let { pool ->
        putJsonObject("identityPool") {
            put("poolId", pool.poolId)
            put("allowsGuests", pool.allowsGuests)
        }
    }
    val settings = buildJsonObject { settings(details.poolSettings) }
    if (settings.isNotEmpty()) put("poolSettings", settings)
    filledTexts("ignoredFields", details.ignoredFields)
}

private fun JsonObjectBuilder.settings(settings: UserPoolSettings) {
    fun names(keys: List<AuthUserAttributeKey>) = keys.map { it.keyString }
    settings.passwordPolicy?.let { put("passwordPolicy", passwordPolicy(it)) }
    settings.mfaConfiguration?.let { put("mfaConfiguration", it.name.toCamelCase()) }
    filledTexts("mfaTypes", settings.mfaTypes.map { it.word })
    filledTexts("usernameAttributes", settings.usernameAttributes.map { it.name.toCamelCase() })
    filledTexts("requiredSignUpAttributes", names(settings.requiredSignUpAttributes))
    filledTexts("verificationTypes", names(settings.verificationTypes))
    settings.passwordless?.let { put("passwordless", passwordless(it)) }
    filledTexts("groups", settings.groups)
}

private fun passwordPolicy(policy: PasswordPolicy): JsonObject =
    buildJsonObject {
        put("minLength", policy.minLength)
        put("requiresLowercase", policy.requiresLowercase)
        put("requiresUppercase", policy.requiresUppercase)
        put("requiresNumbers", policy.requiresNumbers)
        put("requiresSymbols", policy.requiresSymbols)
    }

private fun passwordless(settings: PasswordlessSettings): JsonObject =
    buildJsonObject {
        put("emailOtpEnabled", settings.emailOtpEnabled)
        put("smsOtpEnabled", settings.smsOtpEnabled)
        settings.webAuthn?.let { webAuthn ->
            putJsonObject("webAuthn") {
                webAuthn.relyingPartyId?.let { put("relyingPartyId", it) }
                webAuthn.userVerification?.let { put("userVerification", it.name.toCamelCase()) }
            }
        }
        settings.preferredChallenge?.let { put("preferredChallenge", it.word) }
    }

private fun JsonObjectBuilder.texts(
    name: String,
    texts: List<String>,
) {
    putJsonArray(name) { texts.forEach { add(it) } }
}

private fun JsonObjectBuilder.filledText(
    name: String,
    text: String,
) {
    if (text.isNotEmpty()) put(name, text)
}

/** Puts the texts if there are any. */
private fun JsonObjectBuilder.filledTexts(
    name: String,
    texts: List<String>,
) {
    if (texts.isNotEmpty()) texts(name, texts)
}
