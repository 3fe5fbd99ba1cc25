package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthAccounts
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
import dev.cognitoauth.WebBrowser
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Makes the call of a step with its arguments. [resultJson] turns the result into JSON. */
internal class Calls(
    private val auth: Auth,
    private val accounts: AuthAccounts,
    private val browser: WebBrowser,
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
            "sessionState" -> arguments().let { auth.sessionState() }
            "pendingSignIn" -> arguments().let { auth.pendingSignIn() ?: Unit }
            "federateToIdentityPool" -> federate(auth, step["arguments"])
            "clearFederationToIdentityPool" -> arguments().let { auth.clearFederationToIdentityPool() }
            "getCurrentUser" -> arguments().let { auth.getCurrentUser() }
            "signOut" -> signOut()
            "signInWithWebUI" -> onTheWeb().signIn()
            "handleRedirect" -> onTheWeb().handleRedirect()
            "signOutWithWebUI" -> onTheWeb().signOut()
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
            "storedAccounts" -> StoredAccounts(arguments().let { accounts.storedAccounts() })
            "setLabel" -> setLabel()
            "signOutOf" -> signOutOf()
            "purge" -> accounts.purge(arguments("account").textOrNull("account"))
            "readConfiguration" -> readConfiguration(arguments("file", "text", "entry"))
            else -> error("unknown call: $call")
        }

    private fun onTheWeb() = WebCalls(auth, browser, step["arguments"])

    private fun arguments(vararg known: String): Part =
        step.part("arguments", *known) ?: Part(JsonObject(emptyMap()), emptySet())

    /** The arguments of a call with options. The arguments in [own] are the call's own. All others are its options. */
    private fun <Builder : Any> arguments(
        options: Builder,
        vararg own: String,
    ): Pair<Part, Builder> {
        val given = step["arguments"]?.jsonObject.orEmpty()
        val known = own.toSet()
        options.set(JsonObject(given - known))
        return Part(JsonObject(given.filterKeys(known::contains)), known) to options
    }

    private suspend fun signUp(): Any {
        val (given, options) = arguments(AuthSignUpOptions.builder(), "username", "password")
        return auth.signUp(given.text("username"), given.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignUp(): Any {
        val (given, options) = arguments(AuthConfirmSignUpOptions.builder(), "username", "confirmationCode")
        return auth.confirmSignUp(given.text("username"), given.text("confirmationCode"), options.build())
    }

    private suspend fun resendSignUpCode(): Any {
        val (given, options) = arguments(AuthResendSignUpCodeOptions.builder(), "username")
        return auth.resendSignUpCode(given.text("username"), options.build())
    }

    private suspend fun signIn(): Any {
        val (given, options) =
            arguments(AuthSignInOptions.builder(), "username", "password", "flow", "preferredFirstFactor")
        val preferred = given.textOrNull("preferredFirstFactor")?.let(::factor)
        given.textOrNull("flow")?.let { options.authFlowType(flow(it, preferred)) }
        return auth.signIn(given.text("username"), given.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignIn(): Any {
        val (given, options) = arguments(AuthConfirmSignInOptions.builder(), "challengeResponse")
        return auth.confirmSignIn(given.text("challengeResponse"), options.build())
    }

    private suspend fun fetchAuthSession(): Any {
        val (_, options) = arguments(AuthFetchSessionOptions.builder())
        return auth.fetchAuthSession(options.build())
    }

    private suspend fun signOut(): Any {
        val (_, options) = arguments(AuthSignOutOptions.builder())
        return auth.signOut(options.build())
    }

    private suspend fun setLabel() {
        val given = arguments("account", "label")
        accounts.setLabel(given.textOrNull("account"), given.textOrNull("label"))
    }

    private suspend fun signOutOf(): Any {
        val (given, options) = arguments(AuthSignOutOptions.builder(), "account")
        return accounts.signOutOf(given.textOrNull("account"), options.build())
    }

    private suspend fun resetPassword(): Any {
        val (given, options) = arguments(AuthResetPasswordOptions.builder(), "username")
        return auth.resetPassword(given.text("username"), options.build())
    }

    private suspend fun confirmResetPassword() {
        val (given, options) =
            arguments(AuthConfirmResetPasswordOptions.builder(), "username", "newPassword", "confirmationCode")
        val (newPassword, code) = given.text("newPassword") to given.text("confirmationCode")
        auth.confirmResetPassword(given.text("username"), newPassword, code, options.build())
    }

    private suspend fun updatePassword() {
        val given = arguments("oldPassword", "newPassword")
        auth.updatePassword(given.textOrNull("oldPassword"), given.text("newPassword"))
    }

    private suspend fun updateUserAttribute(): Any {
        val (given, options) = arguments(AuthUpdateUserAttributesOptions.builder(), "name", "value")
        val attribute = AuthUserAttribute(key(given.text("name")), given.text("value"))
        return AttributeUpdate(attribute.key, auth.updateUserAttribute(attribute, options.build()))
    }

    private suspend fun updateUserAttributes(): Any {
        val (given, options) = arguments(AuthUpdateUserAttributesOptions.builder(), "userAttributes")
        val results = auth.updateUserAttributes(given["userAttributes"]?.attributes().orEmpty(), options.build())
        return AttributeUpdates(results.map { (key, result) -> AttributeUpdate(key, result) })
    }

    private suspend fun deleteUserAttributes() {
        val keys = arguments("keys")["keys"]?.jsonArray.orEmpty()
        auth.deleteUserAttributes(keys.map { key(it.jsonPrimitive.content) })
    }

    private suspend fun sendUserAttributeVerificationCode(): Any {
        val (given, options) = arguments(AuthSendUserAttributeVerificationCodeOptions.builder(), "key")
        return auth.sendUserAttributeVerificationCode(key(given.text("key")), options.build())
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
        val (given, options) = arguments(AuthVerifyTOTPSetupOptions.builder(), "code")
        auth.verifyTOTPSetup(given.text("code"), options.build())
    }

    private suspend fun listWebAuthnCredentials(): Any {
        val (_, options) = arguments(AuthListWebAuthnCredentialsOptions.builder())
        return auth.listWebAuthnCredentials(options.build())
    }

    private fun key(name: String) = AuthUserAttributeKey.fromKeyString(name)

    private fun factor(name: String): AuthFactorType =
        checkNotNull(AuthFactorType.entries.find { it.word == name }) { "unknown factor: $name" }
}

/** The flow of this name. Only `userAuth` can prefer a factor. */
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
