package dev.cognitoauth

import java.io.Serializable

/** Options of [Auth.signUp]. */
public class AuthSignUpOptions private constructor(
    /** The new user's attributes. */
    public val userAttributes: List<AuthUserAttribute>,
    /** Passed to the pool's PreSignUp trigger as validation data. */
    public val validationData: Map<String, String>,
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
) {
    override fun equals(other: Any?): Boolean = other is AuthSignUpOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthSignUpOptions"

    private fun parts() = listOf(userAttributes, validationData, clientMetadata, userContextData)

    /** Makes [AuthSignUpOptions]. */
    public class Builder internal constructor() {
        private val userAttributes = AttributesInTheMaking()
        private var validationData = emptyMap<String, String>()
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Adds an attribute of the new user. */
        public fun userAttribute(
            key: AuthUserAttributeKey,
            value: String,
        ): Builder = apply { userAttributes.add(key, value) }

        /**
         * The new user's attributes, in place of a list set before. The attributes that [userAttribute] added stay.
         */
        public fun userAttributes(attributes: List<AuthUserAttribute>): Builder =
            apply { userAttributes.list(attributes) }

        /** Passed to the pool's PreSignUp trigger as validation data. */
        public fun validationData(data: Map<String, String>): Builder = apply { validationData = data.toMap() }

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        public fun build(): AuthSignUpOptions =
            AuthSignUpOptions(userAttributes.all(), validationData, clientMetadata, userContextData)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthSignUpOptions = builder().build()
    }
}

/** Options of [Auth.confirmSignUp]. */
public class AuthConfirmSignUpOptions private constructor(
    /** Takes over an e-mail address or phone number from another account that has it as an alias. */
    public val forceAliasCreation: Boolean,
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
) {
    override fun equals(other: Any?): Boolean = other is AuthConfirmSignUpOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthConfirmSignUpOptions(forceAliasCreation=$forceAliasCreation)"

    private fun parts() = listOf(forceAliasCreation, clientMetadata, userContextData)

    /** Makes [AuthConfirmSignUpOptions]. */
    public class Builder internal constructor() {
        private var forceAliasCreation = false
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Takes over an address or number from another account that has it as an alias; off unless set. */
        public fun forceAliasCreation(force: Boolean): Builder = apply { forceAliasCreation = force }

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        public fun build(): AuthConfirmSignUpOptions =
            AuthConfirmSignUpOptions(forceAliasCreation, clientMetadata, userContextData)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmSignUpOptions = builder().build()
    }
}

/** Options of [Auth.resendSignUpCode]. */
public class AuthResendSignUpCodeOptions private constructor(
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
) {
    override fun equals(other: Any?): Boolean = other is AuthResendSignUpCodeOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthResendSignUpCodeOptions"

    private fun parts() = listOf(clientMetadata, userContextData)

    /** Makes [AuthResendSignUpCodeOptions]. */
    public class Builder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The options. */
        public fun build(): AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions(clientMetadata, userContextData)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthResendSignUpCodeOptions = builder().build()
    }
}

/** The result of a sign-up. */
public data class AuthSignUpResult(
    /** Whether the user can sign in now. */
    public val isSignUpComplete: Boolean,
    /** What comes next. */
    public val nextStep: AuthSignUpStep,
    /** The new user's id (`sub`). Only the response to SignUp has it. */
    public val userId: String? = null,
)

/**
 * What comes next in a sign-up. A later version may add a step: see [Auth] on types that grow.
 *
 * A step can be saved with a screen, as [AuthSignInStep] can. [CompleteAutoSignIn.session] is not saved: it is empty in
 * a restored step, and [Auth.autoSignIn] does not need it. [Auth.autoSignIn] works only in the run of the app that has
 * confirmed the sign-up.
 */
public sealed class AuthSignUpStep : Serializable {
    /** Where a code went, if this step has one. */
    public open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** Always empty; it is there because Amplify's guides have it. */
    public open val additionalInfo: Map<String, String> get() = emptyMap()

    /** What Java's serialization writes in place of this step: names and texts, without a secret. */
    protected fun writeReplace(): Any = saved()

    /** The user has to be confirmed: with the code that was sent, or by an administrator if no code was sent. */
    public data class ConfirmUser(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails? = null,
        override val additionalInfo: Map<String, String> = emptyMap(),
        /** The new user's id (`sub`). */
        public val userId: String? = null,
    ) : AuthSignUpStep()

    /** The user is confirmed and can be signed in without a password: by [Auth.autoSignIn]. */
    public data class CompleteAutoSignIn(
        /** Identifies the finished sign-up to the service. It is a secret, because it can sign the user in. */
        public val session: String,
    ) : AuthSignUpStep() {
        override fun toString(): String = "CompleteAutoSignIn"
    }

    /** The user can sign in. */
    public object Done : AuthSignUpStep() {
        override fun toString(): String = "Done"
    }
}

/** How a code is delivered. Cognito may add a way: see [Auth] on types that grow. */
public sealed class DeliveryMedium {
    /** By e-mail. */
    public object Email : DeliveryMedium() {
        override fun toString(): String = "Email"
    }

    /** By text message. */
    public object Sms : DeliveryMedium() {
        override fun toString(): String = "Sms"
    }

    /** By a medium that this version does not know. */
    public data class Unknown(
        /** The service's name for the medium. */
        public val name: String,
    ) : DeliveryMedium()
}

/** Where the service sent a code. It can be saved with a screen, as [AuthSignInStep] can. */
public data class AuthCodeDeliveryDetails(
    /** How the code was delivered. */
    public val deliveryMedium: DeliveryMedium,
    /** The masked destination, such as `m***@e***`; empty if the service did not say. */
    public val destination: String,
    /** The attribute that the destination comes from, if the service says (`email`, `phone_number`). */
    public val attributeKey: AuthUserAttributeKey? = null,
) : Serializable {
    /** What Java's serialization writes in place of this object. */
    private fun writeReplace(): Any = saved()
}
