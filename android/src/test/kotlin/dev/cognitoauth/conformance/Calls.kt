package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfirmResetPasswordOptions
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthResetPasswordOptions
import dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUpdateUserAttributesOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.MFAPreference
import dev.cognitoauth.UserContextData
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** The calls of a case: their arguments, and how each is made. [resultJson] describes the result. */
internal class Calls(
    private val auth: Auth,
    private val step: Part,
) {
    suspend fun make(): Any =
        when (val call = step.text("call")) {
            "signUp" -> signUp()
            "confirmSignUp" -> confirmSignUp()
            "resendSignUpCode" -> resendSignUpCode()
            "signIn" -> signIn()
            "confirmSignIn" -> confirmSignIn()
            "autoSignIn" -> arguments().let { auth.autoSignIn() }
            "fetchAuthSession" -> fetchAuthSession()
            "getCurrentUser" -> arguments().let { auth.getCurrentUser() }
            "signOut" -> signOut()
            "deleteUser" -> arguments().let { auth.deleteUser() }
            "resetPassword" -> resetPassword()
            "confirmResetPassword" -> confirmResetPassword()
            "updatePassword" -> updatePassword()
            "fetchUserAttributes" -> Attributes(arguments().let { auth.fetchUserAttributes() })
            "updateUserAttribute" -> updateUserAttribute()
            "updateUserAttributes" -> updateUserAttributes()
            "deleteUserAttributes" -> deleteUserAttributes()
            "sendUserAttributeVerificationCode" -> sendUserAttributeVerificationCode()
            "confirmUserAttribute" -> confirmUserAttribute()
            "fetchMFAPreference" -> arguments().let { auth.fetchMFAPreference() }
            "updateMFAPreference" -> updateMFAPreference()
            "setUpTOTP" -> arguments().let { auth.setUpTOTP() }
            "verifyTOTPSetup" -> verifyTOTPSetup()
            "fetchUserAuthFactors" -> arguments().let { auth.fetchUserAuthFactors() }
            "rememberDevice" -> arguments().let { auth.rememberDevice() }
            "forgetDevice" -> auth.forgetDevice(arguments("deviceId").textOrNull("deviceId")?.let(AuthDevice::fromId))
            "fetchDevices" -> Devices(arguments().let { auth.fetchDevices() })
            "associateWebAuthnCredential" -> arguments().let { auth.associateWebAuthnCredential() }
            "listWebAuthnCredentials" -> listWebAuthnCredentials()
            "deleteWebAuthnCredential" ->
                auth.deleteWebAuthnCredential(arguments("credentialId").text("credentialId"))
            else -> error("unknown call: $call")
        }

    private fun arguments(vararg known: String): Part =
        step.part("arguments", *known) ?: Part(JsonObject(emptyMap()), emptySet())

    private suspend fun signUp(): Any {
        val given =
            arguments("username", "password", "userAttributes", "clientMetadata", "validationData", "userContextData")
        val options =
            AuthSignUpOptions
                .builder()
                .userAttributes(given.attributes())
                .validationData(given.texts("validationData"))
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        return auth.signUp(given.text("username"), given.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignUp(): Any {
        val given =
            arguments("username", "confirmationCode", "forceAliasCreation", "clientMetadata", "userContextData")
        val options =
            AuthConfirmSignUpOptions
                .builder()
                .forceAliasCreation(given.flag("forceAliasCreation"))
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        return auth.confirmSignUp(given.text("username"), given.text("confirmationCode"), options.build())
    }

    private suspend fun resendSignUpCode(): Any {
        val given = arguments("username", "clientMetadata", "userContextData")
        val options =
            AuthResendSignUpCodeOptions
                .builder()
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        return auth.resendSignUpCode(given.text("username"), options.build())
    }

    private suspend fun signIn(): Any {
        val given =
            arguments("username", "password", "flow", "preferredFirstFactor", "clientMetadata", "userContextData")
        val options =
            AuthSignInOptions
                .builder()
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        val preferred = given.textOrNull("preferredFirstFactor")?.let(::factor)
        given.textOrNull("flow")?.let { options.authFlowType(flow(it, preferred)) }
        return auth.signIn(given.text("username"), given.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignIn(): Any {
        val given =
            arguments("challengeResponse", "userAttributes", "friendlyDeviceName", "clientMetadata", "userContextData")
        val options =
            AuthConfirmSignInOptions
                .builder()
                .userAttributes(given.attributes())
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        given.textOrNull("friendlyDeviceName")?.let(options::friendlyDeviceName)
        return auth.confirmSignIn(given.text("challengeResponse"), options.build())
    }

    private suspend fun fetchAuthSession(): Any {
        val given = arguments("forceRefresh", "clientMetadata")
        val options =
            AuthFetchSessionOptions
                .builder()
                .forceRefresh(given.flag("forceRefresh"))
                .clientMetadata(given.texts("clientMetadata"))
        return auth.fetchAuthSession(options.build())
    }

    private suspend fun signOut(): Any {
        val given = arguments("globalSignOut")
        return auth.signOut(AuthSignOutOptions.builder().globalSignOut(given.flag("globalSignOut")).build())
    }

    private suspend fun resetPassword(): Any {
        val given = arguments("username", "clientMetadata", "userContextData")
        val options =
            AuthResetPasswordOptions
                .builder()
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        return auth.resetPassword(given.text("username"), options.build())
    }

    private suspend fun confirmResetPassword() {
        val given = arguments("username", "newPassword", "confirmationCode", "clientMetadata", "userContextData")
        val options =
            AuthConfirmResetPasswordOptions
                .builder()
                .clientMetadata(given.texts("clientMetadata"))
                .userContextData(given.contextData())
        val (newPassword, code) = given.text("newPassword") to given.text("confirmationCode")
        auth.confirmResetPassword(given.text("username"), newPassword, code, options.build())
    }

    private suspend fun updatePassword() {
        val given = arguments("oldPassword", "newPassword")
        auth.updatePassword(given.textOrNull("oldPassword"), given.text("newPassword"))
    }

    private suspend fun updateUserAttribute(): Any {
        val given = arguments("name", "value", "clientMetadata")
        val options = AuthUpdateUserAttributesOptions.builder().clientMetadata(given.texts("clientMetadata")).build()
        val attribute = AuthUserAttribute(key(given.text("name")), given.text("value"))
        return AttributeUpdate(attribute.key, auth.updateUserAttribute(attribute, options))
    }

    private suspend fun updateUserAttributes(): Any {
        val given = arguments("userAttributes", "clientMetadata")
        val options = AuthUpdateUserAttributesOptions.builder().clientMetadata(given.texts("clientMetadata")).build()
        val results = auth.updateUserAttributes(given.attributes(), options)
        return AttributeUpdates(results.map { (key, result) -> AttributeUpdate(key, result) })
    }

    private suspend fun deleteUserAttributes() {
        val keys = arguments("keys")["keys"]?.jsonArray.orEmpty()
        auth.deleteUserAttributes(keys.map { key(it.jsonPrimitive.content) })
    }

    private suspend fun sendUserAttributeVerificationCode(): Any {
        val given = arguments("key", "clientMetadata")
        val options =
            AuthSendUserAttributeVerificationCodeOptions
                .builder()
                .clientMetadata(given.texts("clientMetadata"))
                .build()
        return auth.sendUserAttributeVerificationCode(key(given.text("key")), options)
    }

    private suspend fun confirmUserAttribute() {
        val given = arguments("key", "confirmationCode")
        auth.confirmUserAttribute(key(given.text("key")), given.text("confirmationCode"))
    }

    private suspend fun updateMFAPreference() {
        val given = arguments("sms", "totp", "email")

        fun preference(name: String) = given.textOrNull(name)?.let { MFAPreference.valueOf(it.toConstantName()) }
        auth.updateMFAPreference(preference("sms"), preference("totp"), preference("email"))
    }

    private suspend fun verifyTOTPSetup() {
        val given = arguments("code", "friendlyDeviceName")
        val options = AuthVerifyTOTPSetupOptions.builder()
        given.textOrNull("friendlyDeviceName")?.let(options::friendlyDeviceName)
        auth.verifyTOTPSetup(given.text("code"), options.build())
    }

    private suspend fun listWebAuthnCredentials(): Any {
        val given = arguments("pageSize", "nextToken")
        val options = AuthListWebAuthnCredentialsOptions.builder().nextToken(given.textOrNull("nextToken"))
        given.textOrNull("pageSize")?.let { options.pageSize(it.toInt()) }
        return auth.listWebAuthnCredentials(options.build())
    }

    private fun Part.attributes(): List<AuthUserAttribute> =
        parts("userAttributes", "name", "value").map { AuthUserAttribute(key(it.text("name")), it.text("value")) }

    private fun Part.contextData(): UserContextData? =
        part("userContextData", "encodedData", "ipAddress")
            ?.let { UserContextData(it.text("encodedData"), it.textOrNull("ipAddress")) }

    private fun key(name: String) = AuthUserAttributeKey.fromKeyString(name)

    private fun factor(name: String): AuthFactorType =
        checkNotNull(AuthFactorType.entries.find { it.word == name }) { "unknown factor: $name" }
}

/** The flow of this name; of them `userAuth` alone has something to prefer. */
internal fun flow(
    name: String,
    preferredFirstFactor: AuthFactorType? = null,
): AuthFlowType =
    when (name) {
        "userSrp" -> AuthFlowType.USER_SRP_AUTH
        "userPassword" -> AuthFlowType.USER_PASSWORD_AUTH
        "customWithSrp" -> AuthFlowType.CUSTOM_AUTH_WITH_SRP
        "customWithoutSrp" -> AuthFlowType.CUSTOM_AUTH_WITHOUT_SRP
        "userAuth" -> AuthFlowType.userAuth(preferredFirstFactor)
        else -> error("unknown flow: $name")
    }
