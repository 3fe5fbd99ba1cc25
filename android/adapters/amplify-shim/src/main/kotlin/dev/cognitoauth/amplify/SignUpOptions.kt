package dev.cognitoauth.amplify

/** Options of `signUp`. */
public open class AuthSignUpOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthSignUpOptions,
) {
    /** The new user's attributes. */
    public val userAttributes: List<AuthUserAttribute> get() = ours.userAttributes

    /** Makes [AuthSignUpOptions]. */
    public open class Builder<B : Builder<B>> internal constructor() {
        internal val ours = dev.cognitoauth.AuthSignUpOptions.builder()

        /** Adds an attribute. */
        public fun userAttribute(
            key: AuthUserAttributeKey,
            value: String,
        ): B = change { userAttribute(key, value) }

        /** The attributes. */
        public fun userAttributes(attributes: List<AuthUserAttribute>): B = change { userAttributes(attributes) }

        /** The options. */
        public open fun build(): AuthSignUpOptions = AuthSignUpOptions(ours.build())

        internal fun change(set: dev.cognitoauth.AuthSignUpOptions.Builder.() -> Unit): B {
            ours.set()
            @Suppress("UNCHECKED_CAST")
            return this as B
        }
    }

    /** Makes [AuthSignUpOptions]. */
    public class CoreBuilder internal constructor() : Builder<CoreBuilder>()

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CoreBuilder = CoreBuilder()
    }
}

/** Options of `signUp`, with data for the pool's triggers. */
public class AWSCognitoAuthSignUpOptions private constructor(
    ours: dev.cognitoauth.AuthSignUpOptions,
) : AuthSignUpOptions(ours) {
    /** Makes [AWSCognitoAuthSignUpOptions]. */
    public class CognitoBuilder internal constructor() : Builder<CognitoBuilder>() {
        /** Passed to the pool's PreSignUp trigger. */
        public fun validationData(data: Map<String, String>): CognitoBuilder = change { validationData(data) }

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): CognitoBuilder = change { clientMetadata(metadata) }

        override fun build(): AWSCognitoAuthSignUpOptions = AWSCognitoAuthSignUpOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}

/** Options of `confirmSignUp`. */
public open class AuthConfirmSignUpOptions internal constructor(
    private val clientMetadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthConfirmSignUpOptions
            .builder()
            .clientMetadata(clientMetadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmSignUpOptions = AuthConfirmSignUpOptions(emptyMap())
    }
}

/** Options of `confirmSignUp`, with data for the pool's triggers. */
public class AWSCognitoAuthConfirmSignUpOptions private constructor(
    clientMetadata: Map<String, String>,
) : AuthConfirmSignUpOptions(clientMetadata) {
    /** Makes [AWSCognitoAuthConfirmSignUpOptions]. */
    public class CognitoBuilder internal constructor() {
        private var clientMetadata = emptyMap<String, String>()

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): CognitoBuilder =
            apply { clientMetadata = metadata.toMap() }

        /** The options. */
        public fun build(): AWSCognitoAuthConfirmSignUpOptions = AWSCognitoAuthConfirmSignUpOptions(clientMetadata)
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}
