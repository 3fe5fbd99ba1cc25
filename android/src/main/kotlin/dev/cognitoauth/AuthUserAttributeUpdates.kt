package dev.cognitoauth

/** Options of [Auth.updateUserAttribute] and [Auth.updateUserAttributes]. */
public class AuthUpdateUserAttributesOptions private constructor(
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
) {
    override fun equals(other: Any?): Boolean =
        other is AuthUpdateUserAttributesOptions && clientMetadata == other.clientMetadata

    override fun hashCode(): Int = clientMetadata.hashCode()

    override fun toString(): String = "AuthUpdateUserAttributesOptions"

    /** Makes [AuthUpdateUserAttributesOptions]. */
    public class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        public fun build(): AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions(clientMetadata)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthUpdateUserAttributesOptions = builder().build()
    }
}

/** Options of [Auth.sendUserAttributeVerificationCode]. */
public class AuthSendUserAttributeVerificationCodeOptions private constructor(
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
) {
    override fun equals(other: Any?): Boolean =
        other is AuthSendUserAttributeVerificationCodeOptions && clientMetadata == other.clientMetadata

    override fun hashCode(): Int = clientMetadata.hashCode()

    override fun toString(): String = "AuthSendUserAttributeVerificationCodeOptions"

    /** Makes [AuthSendUserAttributeVerificationCodeOptions]. */
    public class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** The options. */
        public fun build(): AuthSendUserAttributeVerificationCodeOptions =
            AuthSendUserAttributeVerificationCodeOptions(clientMetadata)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthSendUserAttributeVerificationCodeOptions = builder().build()
    }
}

/** The result of changing one attribute. */
public data class AuthUpdateAttributeResult(
    /**
     * Whether the change is done. If it is not, the user has to confirm it with a code. Until then, the pool's settings
     * decide whether the attribute has its old or its new value.
     */
    public val isUpdated: Boolean,
    /** What comes next. */
    public val nextStep: AuthUpdateAttributeStep,
)

/** What comes next in changing an attribute. A later version may add a step: see [Auth] on types that grow. */
public sealed class AuthUpdateAttributeStep {
    /** Where a code went, if this step has one. */
    public open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because Amplify's guides have it. */
    public open val additionalInfo: Map<String, String> get() = emptyMap()

    /** A code was sent to the new address or number. Pass it to [Auth.confirmUserAttribute]. */
    public data class ConfirmAttributeWithCode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthUpdateAttributeStep()

    /** The attribute is changed. */
    public object Done : AuthUpdateAttributeStep() {
        override fun toString(): String = "Done"
    }
}
