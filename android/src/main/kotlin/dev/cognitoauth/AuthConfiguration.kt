package dev.cognitoauth

import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.UserPoolConfiguration
import dev.cognitoauth.ffi.authConfigurationFromAmplifyOutputs
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration

/**
 * Which user pool to talk to, and how: in code, or from an `amplify_outputs.json`.
 *
 * A mistake in it makes the first call throw a [ConfigurationException]. Making an [Auth] throws nothing: it does not
 * even load the native library, which checks the configuration.
 */
public class AuthConfiguration private constructor(
    internal val read: () -> BridgeConfiguration,
) {
    /** This configuration with another flow for a sign-in whose options name none. */
    public fun authFlowType(flow: AuthFlowType): AuthConfiguration = adjusted { it.copy(defaultFlow = flow.toBridge()) }

    /** This configuration with another name for this device in the list of the user's devices, such as `Pixel 9`. */
    public fun deviceName(name: String?): AuthConfiguration = adjusted { it.copy(deviceName = name) }

    /**
     * This configuration with another time limit for one call, in milliseconds (1 to 600,000). It counts network and
     * storage time, not the time that the user takes.
     */
    public fun deadlineMilliseconds(milliseconds: Long): AuthConfiguration {
        // A negative number becomes zero, which the core refuses.
        val deadline = milliseconds.coerceAtLeast(0).toULong()
        return adjusted { it.copy(deadlineMilliseconds = deadline) }
    }

    private fun adjusted(change: (BridgeConfiguration) -> BridgeConfiguration) = AuthConfiguration { change(read()) }

    /** Makes an [AuthConfiguration] in code. */
    public class Builder internal constructor(
        private val region: String,
        private val userPoolId: String,
        private val clientId: String,
    ) {
        private var clientSecret: String? = null
        private var endpoint: String? = null
        private var allowInsecureEndpoint = false
        private var authFlowType = AuthFlowType.USER_SRP_AUTH
        private var deviceName: String? = null
        private var deadlineMilliseconds: Long? = null

        /** The app client's secret, if it has one. */
        public fun clientSecret(secret: String?): Builder = apply { clientSecret = secret }

        /** Where the service is, if not at AWS: an absolute URL, such as the local pool's. */
        public fun endpoint(url: String?): Builder = apply { endpoint = url }

        /** Allows plain http to a host other than loopback, `10.0.2.2` and `.local` names; not allowed unless set. */
        public fun allowInsecureEndpoint(allow: Boolean): Builder = apply { allowInsecureEndpoint = allow }

        /** The flow of a sign-in whose options name none; [AuthFlowType.USER_SRP_AUTH] unless set. */
        public fun authFlowType(flow: AuthFlowType): Builder = apply { authFlowType = flow }

        /** The name of this device in the list of the user's devices, such as `Pixel 9`. */
        public fun deviceName(name: String?): Builder = apply { deviceName = name }

        /**
         * The time limit of one call, in milliseconds (1 to 600,000; 30,000 unless set). It counts network and storage
         * time, not the time that the user takes.
         */
        public fun deadlineMilliseconds(milliseconds: Long): Builder = apply { deadlineMilliseconds = milliseconds }

        /** The configuration. */
        public fun build(): AuthConfiguration {
            val pool =
                UserPoolConfiguration(
                    region = region,
                    poolId = userPoolId,
                    clientId = clientId,
                    clientSecret = clientSecret,
                    endpoint = endpoint,
                    allowInsecureEndpoint = allowInsecureEndpoint,
                )
            val (flow, name) = authFlowType.toBridge() to deviceName
            val configuration =
                AuthConfiguration { BridgeConfiguration(userPool = pool, defaultFlow = flow, deviceName = name) }
            return deadlineMilliseconds?.let(configuration::deadlineMilliseconds) ?: configuration
        }
    }

    public companion object {
        /**
         * A pool and a client at AWS.
         *
         * @param region the AWS region, such as `eu-central-1`
         * @param userPoolId the user pool's id: `<region>_<name>`
         * @param clientId the app client's id
         */
        @JvmStatic
        public fun builder(
            region: String,
            userPoolId: String,
            clientId: String,
        ): Builder = Builder(region, userPoolId, clientId)

        /**
         * The configuration in the text of an `amplify_outputs.json`. Only the section `auth` is read, and
         * `custom.cognito_auth.endpoint`: where the service is, if not at AWS.
         */
        @JvmStatic
        public fun fromAmplifyOutputs(json: String): AuthConfiguration =
            AuthConfiguration { authConfigurationFromAmplifyOutputs(json) }
    }
}
