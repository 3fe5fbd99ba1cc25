package dev.cognitoauth.support

import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.IdentityPoolConfiguration
import dev.cognitoauth.OAuthConfiguration
import dev.cognitoauth.testing.LocalPoolFault
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

/** A user pool on this machine, with its control API: the local pool's default pool, unless another id is given. */
class LocalPool(
    val endpoint: String,
    val userPoolId: String = "local_LocalPool",
    val clientId: String = "local-client",
    private val clientSecret: String? = null,
) {
    private val pool =
        dev.cognitoauth.testing.LocalPool
            .at(endpoint, userPoolId, clientId)

    /** The configuration for the pool's client, which allows every flow that an app uses. */
    fun configuration(): AuthConfiguration.Builder = pool.configuration().clientSecret(clientSecret)

    /** Another user pool at the same server, for one test. Its only client allows every flow that an app uses. */
    fun another(
        clientHasSecret: Boolean = false,
        settings: JsonObjectBuilder.() -> Unit = {},
    ): LocalPool {
        val pool =
            operate("CreateUserPool") {
                put("PoolName", "another")
                putJsonArray("AutoVerifiedAttributes") { add("email") }
                settings()
            }
        val id = pool.getValue("UserPool").jsonObject.text("Id")
        val response =
            operate("CreateUserPoolClient") {
                put("UserPoolId", id)
                put("ClientName", "client")
                put("GenerateSecret", clientHasSecret)
                putJsonArray("ExplicitAuthFlows") { FLOWS.forEach(::add) }
            }
        val client = response.getValue("UserPoolClient").jsonObject
        return LocalPool(endpoint, id, client.text("ClientId"), client["ClientSecret"]?.jsonPrimitive?.content)
    }

    /**
     * Switches the rotation of refresh tokens on. The pool accepts a replaced token for another [graceSeconds] seconds.
     */
    fun rotateRefreshTokens(graceSeconds: Int) {
        operate("UpdateUserPoolClient") {
            put("UserPoolId", userPoolId)
            put("ClientId", clientId)
            putJsonArray("ExplicitAuthFlows") { (FLOWS - "ALLOW_REFRESH_TOKEN_AUTH").forEach(::add) }
            putJsonObject("RefreshTokenRotation") {
                put("Feature", "ENABLED")
                put("RetryGracePeriodSeconds", graceSeconds)
            }
        }
    }

    /** Lets Google's users sign in on the pages, at a stand-in for Google. The client gets the pages' settings. */
    fun allowGoogle(oauth: OAuthConfiguration) {
        operate("CreateIdentityProvider") {
            put("UserPoolId", userPoolId)
            put("ProviderName", "Google")
            put("ProviderType", "Google")
            putJsonObject("ProviderDetails") {
                put("client_id", "app")
                put("client_secret", "secret")
                put("authorize_scopes", "email")
            }
            putJsonObject("AttributeMapping") { put("email", "email") }
        }
        operate("UpdateUserPoolClient") {
            put("UserPoolId", userPoolId)
            put("ClientId", clientId)
            put("AllowedOAuthFlowsUserPoolClient", true)
            putJsonArray("AllowedOAuthFlows") { add("code") }
            putJsonArray("AllowedOAuthScopes") { SCOPES.forEach(::add) }
            putJsonArray("CallbackURLs") { oauth.signInRedirectUris.forEach(::add) }
            putJsonArray("LogoutURLs") { oauth.signOutRedirectUris.forEach(::add) }
            putJsonArray("SupportedIdentityProviders") { listOf("COGNITO", "Google").forEach(::add) }
        }
    }

    /**
     * A new identity pool at the same server. It accepts guests, the users of this client, and the logins of Google for
     * the app `app`.
     */
    fun identityPool(): IdentityPoolConfiguration {
        val pool =
            operate("CreateIdentityPool", IDENTITY_POOLS) {
                put("IdentityPoolName", "another")
                put("AllowUnauthenticatedIdentities", true)
                putJsonArray("CognitoIdentityProviders") {
                    addJsonObject {
                        put("ProviderName", "cognito-idp.local.amazonaws.com/$userPoolId")
                        put("ClientId", clientId)
                    }
                }
                putJsonObject("SupportedLoginProviders") { put("accounts.google.com", "app") }
            }
        val id = pool.text("IdentityPoolId")
        operate("SetIdentityPoolRoles", IDENTITY_POOLS) {
            put("IdentityPoolId", id)
            putJsonObject("Roles") {
                for (kind in listOf("authenticated", "unauthenticated")) {
                    put(kind, "arn:aws:iam::000000000000:role/local-$kind")
                }
            }
        }
        return IdentityPoolConfiguration(id, allowsGuests = true)
    }

    /** Calls an operation of the pool, such as an administrator's. */
    fun operate(
        operation: String,
        service: String = USER_POOLS,
        parameters: JsonObjectBuilder.() -> Unit,
    ): JsonObject = pool.operate(service, operation, buildJsonObject(parameters))

    /** Calls an administrator's operation on a user of this pool. */
    fun administer(
        operation: String,
        username: String,
        parameters: JsonObjectBuilder.() -> Unit = {},
    ): JsonObject =
        operate(operation) {
            put("UserPoolId", userPoolId)
            put("Username", username)
            parameters()
        }

    /** Requires a second factor of every user. The pool offers the factors in these settings. */
    fun requireSecondFactors(vararg settings: String) {
        operate("SetUserPoolMfaConfig") {
            put("UserPoolId", userPoolId)
            put("MfaConfiguration", "ON")
            for (name in settings) {
                putJsonObject(name) { if (name.startsWith("SoftwareToken")) put("Enabled", true) }
            }
        }
    }

    /** Turns second factors on for a user, as an administrator does. */
    fun requireSecondFactor(
        username: String,
        vararg settings: String = arrayOf("SMSMfaSettings"),
    ) {
        administer("AdminSetUserMFAPreference", username) {
            for (name in settings) {
                putJsonObject(name) {
                    put("Enabled", true)
                    // If there are several factors and none is preferred, the service asks the user to choose.
                    put("PreferredMfa", settings.size == 1)
                }
            }
        }
    }

    /** Marks the user's e-mail address as verified. A sign-up verifies only the phone number, if there is one. */
    fun verifyEmail(username: String) {
        administer("AdminUpdateUserAttributes", username) {
            putJsonArray("UserAttributes") {
                addJsonObject {
                    put("Name", "email_verified")
                    put("Value", "true")
                }
            }
        }
    }

    /** The code of the newest message to a user. */
    fun newestCode(username: String): String = pool.newestCode(username)

    /** The codes of all messages to a user, oldest first. */
    fun codes(username: String): List<String> = pool.messages(username).map { it.code }

    /** The names of the operations served, oldest first. */
    fun operations(): List<String> = pool.requests().map { it.operation }

    /** The exceptions that the pool has sent as responses, oldest first. */
    fun refusals(): List<String> = pool.requests().mapNotNull { it.errorType }

    /** The operations served while [work] runs. */
    inline fun operationsDuring(work: () -> Unit): List<String> {
        val before = operations().size
        work()
        return operations().drop(before)
    }

    /** Makes the next request of an operation (`*` for any) wait. */
    fun delay(
        operation: String,
        milliseconds: Long,
    ) = pool.inject(LocalPoolFault.delay(milliseconds), operation)

    /** Refuses the next request of an operation with an exception. */
    fun refuse(
        operation: String,
        exception: String,
    ) = pool.inject(LocalPoolFault.error(exception), operation)

    /** Removes all faults. */
    fun clearFaults() = pool.clearFaults()

    private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

    companion object {
        private const val USER_POOLS = "AWSCognitoIdentityProviderService"
        private const val IDENTITY_POOLS = "AWSCognitoIdentityService"

        private val FLOWS =
            listOf(
                "ALLOW_USER_SRP_AUTH",
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
                "ALLOW_CUSTOM_AUTH",
                "ALLOW_USER_AUTH",
            )

        /** The scopes that the client allows on the pages. A configuration without scopes gets all of them. */
        private val SCOPES = listOf("openid", "email", "profile", "phone", "aws.cognito.signin.user.admin")

        /** The pool that all tests share. Each test makes its own users. */
        val shared: LocalPool by lazy { LocalPool(startPool().endpoint) }
    }
}

/** Starts the local pool. It is strict: it refuses an alias in a challenge response. */
fun startPool() =
    dev.cognitoauth.testing.LocalPool
        .start(arguments = listOf("--strict"))
