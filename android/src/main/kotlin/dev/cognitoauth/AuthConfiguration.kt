package dev.cognitoauth

import dev.cognitoauth.bridge.noSettings
import dev.cognitoauth.bridge.publicErrors
import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.bridge.toPublic
import dev.cognitoauth.ffi.UserPoolConfiguration
import dev.cognitoauth.ffi.authConfigurationFromAmplifyOutputs
import dev.cognitoauth.ffi.authConfigurationFromJson
import dev.cognitoauth.ffi.validateAuthConfiguration
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration

/**
 * Which user pool to talk to, and how. An app writes it in code, or reads it from an `amplify_outputs.json`, an
 * `amplifyconfiguration.json` or an `awsconfiguration.json`.
 *
 * The first call and [validate] throw a [ConfigurationException] if a value is wrong. Making an [Auth] checks nothing,
 * so it is quick and does not load the native library. Printing a configuration prints none of its values.
 */
public class AuthConfiguration private constructor(
    private val settings: Settings,
) {
    /** This configuration with another default flow, which a sign-in uses if its options set no flow. */
    public fun authFlowType(flow: AuthFlowType): AuthConfiguration =
        AuthConfiguration(settings.copy(authFlowType = flow))

    /** This configuration with another name for this device in the list of the user's devices, such as `Pixel 9`. */
    public fun deviceName(name: String?): AuthConfiguration = AuthConfiguration(settings.copy(deviceName = name))

    /**
     * This configuration with another time limit for one call, in milliseconds (1 to 600,000). The limit is for network
     * and storage time, not for the time that the user takes.
     */
    public fun deadlineMilliseconds(milliseconds: Long): AuthConfiguration =
        AuthConfiguration(settings.copy(deadlineMilliseconds = milliseconds))

    /** This configuration with the user pool's pages for the sign-in in a browser. */
    public fun oauth(oauth: OAuthConfiguration): AuthConfiguration = AuthConfiguration(settings.copy(oauth = oauth))

    /** This configuration with the identity pool that gives AWS credentials. */
    public fun identityPool(pool: IdentityPoolConfiguration): AuthConfiguration =
        AuthConfiguration(settings.copy(identityPool = pool))

    /**
     * The values of this configuration, such as those for an app's forms, and the members of its file that have no
     * effect. This call sends nothing, but it loads the native library, which takes tens of milliseconds: call it off
     * the main thread.
     *
     * @throws ConfigurationException for a mistake in the file; [AuthException.field] names the value at fault
     * @throws InternalException if the native library can't be loaded
     */
    @Throws(AuthException::class)
    public fun details(): AuthConfigurationDetails = publicErrors { read().toPublic() }

    /**
     * Checks every value, as the first call does. Call it in a test of the app, or at the app's start off the main
     * thread: it sends nothing, but it loads the native library, which takes tens of milliseconds.
     *
     * @throws ConfigurationException for a mistake; [AuthException.field] names the value at fault
     * @throws InternalException if the native library can't be loaded
     */
    @Throws(AuthException::class)
    public fun validate(): Unit = publicErrors { validateAuthConfiguration(read()) }

    internal fun read(): BridgeConfiguration = settings.read()

    override fun equals(other: Any?): Boolean = other is AuthConfiguration && settings == other.settings

    override fun hashCode(): Int = settings.hashCode()

    override fun toString(): String = "AuthConfiguration"

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
        private var oauth: OAuthConfiguration? = null
        private var identityPool: IdentityPoolConfiguration? = null

        /** The app client's secret, if it has one. */
        public fun clientSecret(secret: String?): Builder = apply { clientSecret = secret }

        /** Where the service is, if not at AWS: an absolute URL, such as the local pool's. */
        public fun endpoint(url: String?): Builder = apply { endpoint = url }

        /** Allows plain http to every host. Unless set, http is only for loopback, `10.0.2.2` and `.local` names. */
        public fun allowInsecureEndpoint(allow: Boolean): Builder = apply { allowInsecureEndpoint = allow }

        /** The flow that a sign-in uses if its options set no flow; [AuthFlowType.USER_SRP_AUTH] unless set. */
        public fun authFlowType(flow: AuthFlowType): Builder = apply { authFlowType = flow }

        /** The name of this device in the list of the user's devices, such as `Pixel 9`. */
        public fun deviceName(name: String?): Builder = apply { deviceName = name }

        /**
         * The time limit of one call, in milliseconds (1 to 600,000; 30,000 unless set). The limit is for network and
         * storage time, not for the time that the user takes.
         */
        public fun deadlineMilliseconds(milliseconds: Long): Builder = apply { deadlineMilliseconds = milliseconds }

        /** The user pool's pages for the sign-in in a browser, if the app uses them. */
        public fun oauth(oauth: OAuthConfiguration?): Builder = apply { this.oauth = oauth }

        /** The identity pool that gives AWS credentials, if the app uses one. */
        public fun identityPool(pool: IdentityPoolConfiguration?): Builder = apply { identityPool = pool }

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
            return AuthConfiguration(
                Settings(Source.InCode(pool), authFlowType, deviceName, deadlineMilliseconds, oauth, identityPool),
            )
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
         * An identity pool at AWS without a user pool: it gives AWS credentials to guests and to logins of other
         * providers. A call that needs the user pool fails with [AuthErrorCode.USER_POOL_NOT_CONFIGURED] and sends
         * nothing.
         */
        @JvmStatic
        public fun withoutUserPool(identityPool: IdentityPoolConfiguration): Builder =
            Builder(region = "", userPoolId = "", clientId = "").identityPool(identityPool)

        /**
         * The configuration in the text of an `amplify_outputs.json`: the section `auth`, and for a service outside AWS
         * its address in `custom.cognito_auth.endpoint`. [fromJson] takes a file of any of the three kinds.
         */
        @JvmStatic
        public fun fromAmplifyOutputs(json: String): AuthConfiguration =
            AuthConfiguration(Settings(Source.AmplifyOutputs(json)))

        /**
         * The configuration in the text of a file, whose kind is recognised by its content: `amplify_outputs.json`,
         * `amplifyconfiguration.json` or `awsconfiguration.json`, up to 1 MiB. The [details] list the members that have
         * no effect.
         *
         * @param entry the name of the entries to take, if an `amplifyconfiguration.json` or an
         *   `awsconfiguration.json` has several user pools. If null: the only entry, or `Default` if there are several
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJson(
            json: String,
            entry: String? = null,
        ): AuthConfiguration = AuthConfiguration(Settings(Source.Json(json.toByteArray().asList(), entry)))

        /**
         * Does what [fromJson] does, with the rest of a stream. It reads the stream before it returns, and does not
         * close it.
         *
         * `AndroidAuth.configuration(context, R.raw.amplify_outputs)` reads a resource.
         *
         * @throws ConfigurationException if the stream fails, with the code [AuthErrorCode.UNREADABLE_CONFIGURATION]
         */
        @JvmStatic
        @JvmOverloads
        @Throws(ConfigurationException::class)
        public fun fromStream(
            stream: InputStream,
            entry: String? = null,
        ): AuthConfiguration = AuthConfiguration(Settings(Source.Json(readAll(stream).asList(), entry)))
    }
}

/** The largest file that the core reads, in bytes. */
private const val MAXIMUM_BYTES = 1024 * 1024

/**
 * The rest of a stream. It stops reading soon after [MAXIMUM_BYTES], because the core refuses a larger file anyway.
 */
private fun readAll(stream: InputStream): ByteArray {
    val read = ByteArrayOutputStream()
    val buffer = ByteArray(8192)
    try {
        while (read.size() <= MAXIMUM_BYTES) {
            val count = stream.read(buffer)
            if (count < 0) break
            read.write(buffer, 0, count)
        }
    } catch (_: IOException) {
        throw unreadableConfiguration()
    }
    return read.toByteArray()
}

/**
 * Where a configuration comes from. [read] is called when the configuration is needed, and not earlier: the native
 * library, which parses a file, takes a while to load.
 */
private sealed class Source {
    abstract fun read(): BridgeConfiguration

    data class InCode(
        val pool: UserPoolConfiguration,
    ) : Source() {
        override fun read() =
            BridgeConfiguration(
                userPool = pool,
                oauth = null,
                identityPool = null,
                poolSettings = noSettings(),
                defaultFlow = AuthFlowType.USER_SRP_AUTH.toBridge(),
            )
    }

    data class AmplifyOutputs(
        val json: String,
    ) : Source() {
        override fun read() = authConfigurationFromAmplifyOutputs(json)
    }

    /** The bytes are in a list, because an array is equal only to itself. */
    data class Json(
        val json: List<Byte>,
        val entry: String?,
    ) : Source() {
        override fun read() = authConfigurationFromJson(json.toByteArray(), entry)
    }
}

/** A source, and the values that the app sets in place of the source's. */
private data class Settings(
    val source: Source,
    val authFlowType: AuthFlowType? = null,
    val deviceName: String? = null,
    val deadlineMilliseconds: Long? = null,
    val oauth: OAuthConfiguration? = null,
    val identityPool: IdentityPoolConfiguration? = null,
) {
    fun read(): BridgeConfiguration {
        val read = source.read()
        return read.copy(
            oauth = oauth?.toBridge() ?: read.oauth,
            identityPool = identityPool?.toBridge() ?: read.identityPool,
            defaultFlow = authFlowType?.toBridge() ?: read.defaultFlow,
            deviceName = deviceName ?: read.deviceName,
            // A negative number becomes zero, which the core refuses.
            deadlineMilliseconds = deadlineMilliseconds?.coerceAtLeast(0)?.toULong() ?: read.deadlineMilliseconds,
        )
    }
}
