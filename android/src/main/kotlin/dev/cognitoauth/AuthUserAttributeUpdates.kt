package dev.cognitoauth

/** Options of [Auth.updateUserAttribute] and [Auth.updateUserAttributes]. */
class AuthUpdateUserAttributesOptions private constructor(
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
) {
    /** Makes [AuthUpdateUserAttributesOptions]. */
    class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        fun build(): AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions(clientMetadata)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthUpdateUserAttributesOptions = builder().build()
    }
}

/** Options of [Auth.sendUserAttributeVerificationCode]. */
class AuthSendUserAttributeVerificationCodeOptions private constructor(
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
) {
    /** Makes [AuthSendUserAttributeVerificationCodeOptions]. */
    class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        fun build(): AuthSendUserAttributeVerificationCodeOptions =
            AuthSendUserAttributeVerificationCodeOptions(clientMetadata)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthSendUserAttributeVerificationCodeOptions = builder().build()
    }
}

/** What the change of one attribute came to. */
data class AuthUpdateAttributeResult(
    /** Whether the attribute has its new value. Before it is confirmed, the pool's settings say which one it has. */
    val isUpdated: Boolean,
    /** What comes next. */
    val nextStep: AuthUpdateAttributeStep,
)

/** What comes next in the change of an attribute. */
sealed class AuthUpdateAttributeStep {
    /** Where a code went, if this step has one. */
    open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because the platform guides have it. */
    open val additionalInfo: Map<String, String> get() = emptyMap()

    /** A code was sent to the new address or number; it goes into [Auth.confirmUserAttribute]. */
    data class ConfirmAttributeWithCode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String>,
    ) : AuthUpdateAttributeStep()

    /** The attribute is changed. */
    object Done : AuthUpdateAttributeStep() {
        override fun toString(): String = "Done"
    }
}
