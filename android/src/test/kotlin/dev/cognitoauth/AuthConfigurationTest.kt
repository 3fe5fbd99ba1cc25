package dev.cognitoauth

import dev.cognitoauth.bridge.noSettings
import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.UserPoolConfiguration
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration

class AuthConfigurationTest {
    private val outputs =
        """
        {
          "auth": {"aws_region": "eu-west-1", "user_pool_id": "eu-west-1_pool", "user_pool_client_id": "client"},
          "custom": {"cognito_auth": {"endpoint": "http://10.0.2.2:9229"}}
        }
        """
    private val pool = UserPoolConfiguration("eu-west-1", "eu-west-1_pool", "client", null, "http://10.0.2.2:9229")

    private fun bridged(flow: AuthFlowType = AuthFlowType.USER_SRP_AUTH) =
        BridgeConfiguration(pool, null, null, noSettings(), flow.toBridge())

    @Test
    fun adjustingAConfigurationFromAFileLeavesTheOriginalUnchanged() {
        val read = AuthConfiguration.fromAmplifyOutputs(outputs)
        val adjusted = read.deviceName("Pixel 9").authFlowType(AuthFlowType.USER_AUTH).deadlineMilliseconds(500)
        val expected = bridged(AuthFlowType.USER_AUTH).copy(deviceName = "Pixel 9", deadlineMilliseconds = 500uL)
        assertEquals(expected, adjusted.read())
        assertEquals(bridged(), read.read())
    }

    @Test
    fun aConfigurationBuiltInCodeHasTheGivenSettingsAndTheCoresDefaults() {
        val builder = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").endpoint(pool.endpoint)
        val plain = bridged()
        assertEquals(plain, builder.build().read())
        assertEquals(plain.copy(deadlineMilliseconds = 500uL), builder.deadlineMilliseconds(500).build().read())
        assertEquals(plain.copy(deadlineMilliseconds = 0uL), builder.deadlineMilliseconds(-1).build().read())
    }

    @Test
    fun configurationsWithTheSameValuesAreEqualAndPrintNoValue() {
        val again = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").endpoint(pool.endpoint).build()
        val builder = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").endpoint(pool.endpoint)
        assertEquals(again, builder.build())
        assertEquals(again.hashCode(), builder.build().hashCode())
        assertNotEquals(again, builder.clientSecret("secret").build())
        assertNotEquals(again, again.deviceName("Pixel 9"))
        assertEquals(AuthConfiguration.fromAmplifyOutputs(outputs), AuthConfiguration.fromAmplifyOutputs(outputs))
        assertEquals("AuthConfiguration", builder.clientSecret("secret").build().toString())
    }

    @Test
    fun validateAndTheFirstCallReportTheSameMistake() {
        val good = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").build()
        good.validate()
        AuthConfiguration.fromAmplifyOutputs(outputs).validate()
        val mistakes =
            listOf(
                AuthConfiguration.builder("", "eu-west-1_pool", "client").build() to "region",
                AuthConfiguration.builder("eu-west-1", "pool", "client").build() to "pool_id",
                AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "").build() to "client_id",
                AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").clientSecret("").build() to
                    "client_secret",
                AuthConfiguration
                    .builder(
                        "eu-west-1",
                        "eu-west-1_pool",
                        "client",
                    ).endpoint("http://example.com")
                    .build() to
                    "endpoint",
                good.oauth(OAuthConfiguration("a/b", listOf("myapp://"))) to "oauth.domain",
                good.oauth(OAuthConfiguration("a.b", emptyList())) to "oauth.sign_in_redirect_uris",
                good.oauth(OAuthConfiguration("a.b", listOf("myapp://"), scopes = listOf("a b"))) to "oauth.scopes",
                good.deadlineMilliseconds(-1) to "deadline_milliseconds",
                good.identityPool(IdentityPoolConfiguration("eu-west-1")) to "identity_pool.pool_id",
                AuthConfiguration.fromAmplifyOutputs("no JSON") to null,
                AuthConfiguration.fromAmplifyOutputs("{\"auth\": {}}") to "auth.aws_region",
            )
        for ((configuration, field) in mistakes) {
            val found = assertThrows<ConfigurationException> { configuration.validate() }
            assertEquals(field, found.field)
            val auth = Auth.builder(configuration, MemoryStore()).build()
            val later = assertThrows<ConfigurationException> { runBlocking { auth.fetchAuthSession() } }
            assertEquals("$found" to found.field, "$later" to later.field)
        }
    }
}
