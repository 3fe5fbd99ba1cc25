package dev.cognitoauth

import dev.cognitoauth.ffi.UserPoolConfiguration
import dev.cognitoauth.ffi.authConfigurationFromAmplifyOutputs
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration

/**
 * Which user pool to talk to, and how: in code, or from a file that people have.
 *
 * A mistake in it is a [ConfigurationException] of the first call, because making an [Auth] does nothing that takes
 * time, not even load the native library.
 */
class AuthConfiguration private constructor(
    internal val read: () -> BridgeConfiguration,
) {
    /** The same but for the flow of a sign-in whose options name none. */
    fun authFlowType(flow: AuthFlowType): AuthConfiguration = adjusted { it.copy(defaultFlow = flow.bridge) }

    /** The same but for what this device is called in the list of the user's devices, such as `Pixel 9`. */
    fun deviceName(name: String?): AuthConfiguration = adjusted { it.copy(deviceName = name) }

    /**
     * The same but for how long one call may take, in milliseconds (1 to 600,000): network and storage time, never
     * time with the user.
     */
    fun deadlineMilliseconds(milliseconds: Long): AuthConfiguration {
        // A negative number is out of the range too, and the core says so.
        val deadline = milliseconds.coerceAtLeast(0).toULong()
        return adjusted { it.copy(deadlineMilliseconds = deadline) }
    }

    private fun adjusted(change: (BridgeConfiguration) -> BridgeConfiguration) = AuthConfiguration { change(read()) }

    /** Makes an [AuthConfiguration] in code. */
    class Builder internal constructor(
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
        fun clientSecret(secret: String?): Builder = apply { clientSecret = secret }

        /** Where the service is, if not at AWS: an absolute URL, such as the local pool's. */
        fun endpoint(url: String?): Builder = apply { endpoint = url }

        /** Allows plain http to a host other than loopback, `10.0.2.2` and `.local` names; not allowed unless set. */
        fun allowInsecureEndpoint(allow: Boolean): Builder = apply { allowInsecureEndpoint = allow }

        /** The flow of a sign-in whose options name none; [AuthFlowType.USER_SRP_AUTH] unless set. */
        fun authFlowType(flow: AuthFlowType): Builder = apply { authFlowType = flow }

        /** What this device is called in the list of the user's devices, such as `Pixel 9`. */
        fun deviceName(name: String?): Builder = apply { deviceName = name }

        /**
         * How long one call may take, in milliseconds (1 to 600,000; 30,000 unless set): network and storage time,
         * never time with the user.
         */
        fun deadlineMilliseconds(milliseconds: Long): Builder = apply { deadlineMilliseconds = milliseconds }

        /** The configuration. */
        fun build(): AuthConfiguration {
            val pool =
                UserPoolConfiguration(region, userPoolId, clientId, clientSecret, endpoint, allowInsecureEndpoint)
            val (flow, name) = authFlowType.bridge to deviceName
            val configuration = AuthConfiguration { BridgeConfiguration(pool, flow, name) }
            return deadlineMilliseconds?.let(configuration::deadlineMilliseconds) ?: configuration
        }
    }

    companion object {
        /**
         * A pool and a client at AWS.
         *
         * @param region the AWS region, such as `eu-central-1`
         * @param userPoolId the user pool's id: `<region>_<name>`
         * @param clientId the app client's id
         */
        @JvmStatic
        fun builder(
            region: String,
            userPoolId: String,
            clientId: String,
        ): Builder = Builder(region, userPoolId, clientId)

        /**
         * The configuration in an `amplify_outputs.json`, whose text this is. Only the section `auth` is read, and
         * `custom.cognito_auth.endpoint`: where the service is, if not at AWS.
         */
        @JvmStatic
        fun fromAmplifyOutputs(json: String): AuthConfiguration =
            AuthConfiguration { authConfigurationFromAmplifyOutputs(json) }
    }
}
