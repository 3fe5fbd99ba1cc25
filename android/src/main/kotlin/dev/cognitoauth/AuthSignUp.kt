package dev.cognitoauth

/** Options of [Auth.signUp]. */
class AuthSignUpOptions private constructor(
    /** The new user's attributes. */
    val userAttributes: List<AuthUserAttribute>,
    /** Passed to the pool's PreSignUp trigger as validation data. */
    val validationData: Map<String, String>,
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
) {
    /** Makes [AuthSignUpOptions]. */
    class Builder internal constructor() {
        private val userAttributes = mutableListOf<AuthUserAttribute>()
        private var validationData = emptyMap<String, String>()
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Adds an attribute of the new user's. */
        fun userAttribute(
            key: AuthUserAttributeKey,
            value: String,
        ): Builder = apply { userAttributes += AuthUserAttribute(key, value) }

        /** The new user's attributes, in place of those set before. */
        fun userAttributes(attributes: List<AuthUserAttribute>): Builder =
            apply {
                userAttributes.clear()
                userAttributes += attributes
            }

        /** Passed to the pool's PreSignUp trigger as validation data. */
        fun validationData(data: Map<String, String>): Builder = apply { validationData = data.toMap() }

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        fun build(): AuthSignUpOptions =
            AuthSignUpOptions(userAttributes.toList(), validationData, clientMetadata, userContextData)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthSignUpOptions = builder().build()
    }
}

/** Options of [Auth.confirmSignUp]. */
class AuthConfirmSignUpOptions private constructor(
    /** Takes an e-mail address or phone number over from another account that has it as an alias. */
    val forceAliasCreation: Boolean,
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
) {
    /** Makes [AuthConfirmSignUpOptions]. */
    class Builder internal constructor() {
        private var forceAliasCreation = false
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Takes an address or number over from another account that has it as an alias; not done unless set. */
        fun forceAliasCreation(force: Boolean): Builder = apply { forceAliasCreation = force }

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        fun build(): AuthConfirmSignUpOptions =
            AuthConfirmSignUpOptions(forceAliasCreation, clientMetadata, userContextData)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthConfirmSignUpOptions = builder().build()
    }
}

/** Options of [Auth.resendSignUpCode]. */
class AuthResendSignUpCodeOptions private constructor(
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
) {
    /** Makes [AuthResendSignUpCodeOptions]. */
    class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        fun build(): AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions(clientMetadata, userContextData)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthResendSignUpCodeOptions = builder().build()
    }
}

/** What a sign-up came to. */
data class AuthSignUpResult(
    /** Whether the user can sign in now. */
    val isSignUpComplete: Boolean,
    /** What comes next. */
    val nextStep: AuthSignUpStep,
    /** The new user's id (`sub`), where the service says it: in the answer to SignUp. */
    val userId: String?,
)

/** What comes next in a sign-up. */
sealed class AuthSignUpStep {
    /** Where a code went, if this step has one. */
    open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because the platform guides have it. */
    open val additionalInfo: Map<String, String> get() = emptyMap()

    /** The user has to be confirmed: by the code that was sent, or by an administrator if none was. */
    data class ConfirmUser(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails?,
        override val additionalInfo: Map<String, String>,
        /** The new user's id (`sub`). */
        val userId: String?,
    ) : AuthSignUpStep()

    /** The user is confirmed and can be signed in without a password: by [Auth.autoSignIn]. */
    data class CompleteAutoSignIn(
        /** Identifies the finished sign-up to the service; holds no secret of the user's. */
        val session: String,
    ) : AuthSignUpStep() {
        override fun toString(): String = "CompleteAutoSignIn"
    }

    /** The user can sign in. */
    object Done : AuthSignUpStep() {
        override fun toString(): String = "Done"
    }
}

/** How a code is delivered. */
sealed class DeliveryMedium {
    /** By e-mail. */
    object Email : DeliveryMedium() {
        override fun toString(): String = "Email"
    }

    /** By text message. */
    object Sms : DeliveryMedium() {
        override fun toString(): String = "Sms"
    }

    /** By a way that this version does not know. */
    data class Unknown(
        /** The service's word for it. */
        val name: String,
    ) : DeliveryMedium()
}

/** Where a code went, as the service says it. */
data class AuthCodeDeliveryDetails(
    /** How it was delivered. */
    val deliveryMedium: DeliveryMedium,
    /** The masked destination, such as `m***@e***`; empty if the service did not say. */
    val destination: String,
    /** The attribute that the destination comes from, if the service says (`email`, `phone_number`). */
    val attributeKey: AuthUserAttributeKey?,
)
