package dev.cognitoauth

import java.io.Serializable

/** Options of [Auth.resetPassword]. */
public class AuthResetPasswordOptions private constructor(
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
) {
    override fun equals(other: Any?): Boolean = other is AuthResetPasswordOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthResetPasswordOptions"

    private fun parts() = listOf(clientMetadata, userContextData)

    /** Makes [AuthResetPasswordOptions]. */
    public class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        public fun build(): AuthResetPasswordOptions = AuthResetPasswordOptions(clientMetadata, userContextData)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthResetPasswordOptions = builder().build()
    }
}

/** Options of [Auth.confirmResetPassword]. */
public class AuthConfirmResetPasswordOptions private constructor(
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
) {
    override fun equals(other: Any?): Boolean = other is AuthConfirmResetPasswordOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthConfirmResetPasswordOptions"

    private fun parts() = listOf(clientMetadata, userContextData)

    /** Makes [AuthConfirmResetPasswordOptions]. */
    public class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        public fun build(): AuthConfirmResetPasswordOptions =
            AuthConfirmResetPasswordOptions(clientMetadata, userContextData)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmResetPasswordOptions = builder().build()
    }
}

/** The result of [Auth.resetPassword]. */
public data class AuthResetPasswordResult(
    /** Whether the password is reset. */
    public val isPasswordReset: Boolean,
    /** What comes next. */
    public val nextStep: AuthResetPasswordStep,
)

/**
 * What comes next in resetting a password. A later version may add a step: see [Auth] on types that grow. A step can be
 * saved with a screen, as [AuthSignInStep] can.
 */
public sealed class AuthResetPasswordStep : Serializable {
    /** Where a code went, if this step has one. */
    public open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because Amplify's guides have it. */
    public open val additionalInfo: Map<String, String> get() = emptyMap()

    /** What Java's serialization writes in place of this step: names and texts. */
    protected fun writeReplace(): Any = saved()

    /** A code was sent. Pass it with the new password to [Auth.confirmResetPassword]. */
    public data class ConfirmResetPasswordWithCode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthResetPasswordStep()

    /** The password is reset. Cognito always wants a code first, so no call returns this. */
    public object Done : AuthResetPasswordStep() {
        override fun toString(): String = "Done"
    }
}
