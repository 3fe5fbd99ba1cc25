package dev.cognitoauth

/** Options of [Auth.resetPassword]. */
class AuthResetPasswordOptions private constructor(
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
) {
    /** Makes [AuthResetPasswordOptions]. */
    class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        fun build(): AuthResetPasswordOptions = AuthResetPasswordOptions(clientMetadata, userContextData)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthResetPasswordOptions = builder().build()
    }
}

/** Options of [Auth.confirmResetPassword]. */
class AuthConfirmResetPasswordOptions private constructor(
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
) {
    /** Makes [AuthConfirmResetPasswordOptions]. */
    class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        fun build(): AuthConfirmResetPasswordOptions = AuthConfirmResetPasswordOptions(clientMetadata, userContextData)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthConfirmResetPasswordOptions = builder().build()
    }
}

/** What asking for a new password came to. */
data class AuthResetPasswordResult(
    /** Whether the password is reset. */
    val isPasswordReset: Boolean,
    /** What comes next. */
    val nextStep: AuthResetPasswordStep,
)

/** What comes next in resetting a password. */
sealed class AuthResetPasswordStep {
    /** Where a code went, if this step has one. */
    open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because the platform guides have it. */
    open val additionalInfo: Map<String, String> get() = emptyMap()

    /** A code was sent; it goes with the new password into [Auth.confirmResetPassword]. */
    data class ConfirmResetPasswordWithCode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String>,
    ) : AuthResetPasswordStep()

    /** The password is reset. The service always asks for a code first: no call comes to this. */
    object Done : AuthResetPasswordStep() {
        override fun toString(): String = "Done"
    }
}
