package dev.cognitoauth

import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.UserPoolConfiguration
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
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

    @Test
    fun aConfigurationReadFromAFileCanBeAdjusted() {
        val read = AuthConfiguration.fromAmplifyOutputs(outputs)
        val adjusted = read.deviceName("Pixel 9").authFlowType(AuthFlowType.USER_AUTH).deadlineMilliseconds(500)
        assertEquals(BridgeConfiguration(pool, AuthFlowType.USER_AUTH.toBridge(), "Pixel 9", 500uL), adjusted.read())
        assertEquals(BridgeConfiguration(pool, AuthFlowType.USER_SRP_AUTH.toBridge()), read.read())
    }

    @Test
    fun settingsMadeInCodeAreReadAndTheOthersAreTheCoresDefaults() {
        val builder = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").endpoint(pool.endpoint)
        val plain = BridgeConfiguration(pool, AuthFlowType.USER_SRP_AUTH.toBridge())
        assertEquals(plain, builder.build().read())
        assertEquals(plain.copy(deadlineMilliseconds = 500uL), builder.deadlineMilliseconds(500).build().read())
        assertEquals(plain.copy(deadlineMilliseconds = 0uL), builder.deadlineMilliseconds(-1).build().read())
    }
}
