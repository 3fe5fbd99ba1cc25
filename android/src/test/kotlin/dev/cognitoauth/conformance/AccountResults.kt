package dev.cognitoauth.conformance

import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.AuthResetPasswordResult
import dev.cognitoauth.AuthStoredAccount
import dev.cognitoauth.AuthUpdateAttributeResult
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.UserAuthFactors
import dev.cognitoauth.UserMFAPreference
import kotlinx.serialization.json.JsonArrayBuilder
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

// The results of calls about the user's account, in the corpus's form.

/** The attributes of a user. This class distinguishes them from other lists. */
internal class Attributes(
    val attributes: List<AuthUserAttribute>,
)

internal class AttributeUpdates(
    val updates: List<AttributeUpdate>,
)

internal class AttributeUpdate(
    val key: AuthUserAttributeKey,
    val result: AuthUpdateAttributeResult,
)

internal class StoredAccounts(
    val accounts: List<AuthStoredAccount>,
)

internal fun JsonObjectBuilder.storedAccounts(result: StoredAccounts) {
    putJsonArray("accounts") {
        result.accounts.forEach { stored ->
            addJsonObject {
                stored.account?.let { put("account", it) }
                stored.label?.let { put("label", it) }
                putJsonObject("state") { state(stored.state) }
            }
        }
    }
}

internal class Devices(
    val devices: List<AuthDevice>,
)

internal fun JsonObjectBuilder.resetPassword(result: AuthResetPasswordResult) {
    put("isPasswordReset", result.isPasswordReset)
    put("nextStep", stepName(result.nextStep))
    result.nextStep.codeDeliveryDetails?.let { delivery(it) }
    info(result.nextStep.additionalInfo)
}

internal fun JsonObjectBuilder.attributes(result: Attributes) {
    putJsonArray("attributes") {
        for (attribute in result.attributes) {
            addJsonObject {
                put("name", attribute.key.keyString)
                put("value", attribute.value)
            }
        }
    }
}

internal fun JsonObjectBuilder.attributeUpdates(result: AttributeUpdates) {
    putJsonArray("results") { result.updates.forEach { addJsonObject { attributeUpdate(it) } } }
}

internal fun JsonObjectBuilder.attributeUpdate(update: AttributeUpdate) {
    val step = update.result.nextStep
    put("attributeKey", update.key.keyString)
    put("isUpdated", update.result.isUpdated)
    put("nextStep", stepName(step))
    step.codeDeliveryDetails?.let { delivery(it) }
    info(step.additionalInfo)
}

internal fun JsonObjectBuilder.mfaPreference(preference: UserMFAPreference) {
    putJsonArray("enabled") { preference.enabled.forEach { add(it.word) } }
    preference.preferred?.let { put("preferred", it.word) }
}

internal fun JsonObjectBuilder.totpSetup(details: TOTPSetupDetails) {
    put("sharedSecret", details.sharedSecret)
    put("username", details.username)
}

internal fun JsonObjectBuilder.authFactors(user: UserAuthFactors) {
    put("username", user.username)
    putJsonArray("firstFactors") { user.firstFactors.forEach { add(it.word) } }
    putJsonArray("enabledMFATypes") { user.enabledMFATypes.forEach { add(it.word) } }
    user.preferredMFAType?.let { put("preferredMFAType", it.word) }
}

internal fun JsonObjectBuilder.devices(result: Devices) {
    putJsonArray("devices") { result.devices.forEach { device(it) } }
}

private fun JsonArrayBuilder.device(device: AuthDevice) {
    addJsonObject {
        put("id", device.id)
        device.name?.let { put("name", it) }
        info(device.attributes, "attributes")
        device.createdAtMilliseconds?.let { put("createdAtMilliseconds", it) }
        device.lastAuthenticatedAtMilliseconds?.let { put("lastAuthenticatedAtMilliseconds", it) }
        device.lastModifiedAtMilliseconds?.let { put("lastModifiedAtMilliseconds", it) }
    }
}

internal fun JsonObjectBuilder.credentials(page: AuthListWebAuthnCredentialsResult) {
    putJsonArray("credentials") {
        for (credential in page.credentials) {
            addJsonObject {
                put("credentialId", credential.credentialId)
                put("friendlyName", credential.friendlyName)
                put("relyingPartyId", credential.relyingPartyId)
                credential.authenticatorAttachment?.let { put("authenticatorAttachment", it) }
                putJsonArray("authenticatorTransports") { credential.authenticatorTransports.forEach(::add) }
                put("createdAtMilliseconds", credential.createdAtMilliseconds)
            }
        }
    }
    page.nextToken?.let { put("nextToken", it) }
}
