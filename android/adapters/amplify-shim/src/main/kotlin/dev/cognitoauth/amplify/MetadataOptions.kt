package dev.cognitoauth.amplify

// The options whose only content is data for the pool's triggers.

/** Makes the options of a call. */
public class MetadataBuilder<out T> internal constructor(
    private val make: (Map<String, String>) -> T,
) {
    private var metadata = emptyMap<String, String>()

    /** Passed to the pool's triggers. */
    public fun metadata(metadata: Map<String, String>): MetadataBuilder<T> = apply { this.metadata = metadata.toMap() }

    /** The options. */
    public fun build(): T = make(metadata)
}

/** Options of `resendSignUpCode`. */
public open class AuthResendSignUpCodeOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthResendSignUpCodeOptions
            .builder()
            .clientMetadata(metadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions(emptyMap())
    }
}

/** Options of `resendSignUpCode`, with data for the pool's triggers. */
public class AWSCognitoAuthResendSignUpCodeOptions private constructor(
    metadata: Map<String, String>,
) : AuthResendSignUpCodeOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthResendSignUpCodeOptions> =
            MetadataBuilder(::AWSCognitoAuthResendSignUpCodeOptions)
    }
}

/** Options of `resetPassword`. */
public open class AuthResetPasswordOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthResetPasswordOptions
            .builder()
            .clientMetadata(metadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthResetPasswordOptions = AuthResetPasswordOptions(emptyMap())
    }
}

/** Options of `resetPassword`, with data for the pool's triggers. */
public class AWSCognitoAuthResetPasswordOptions private constructor(
    metadata: Map<String, String>,
) : AuthResetPasswordOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthResetPasswordOptions> =
            MetadataBuilder(::AWSCognitoAuthResetPasswordOptions)
    }
}

/** Options of `confirmResetPassword`. */
public open class AuthConfirmResetPasswordOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthConfirmResetPasswordOptions
            .builder()
            .clientMetadata(metadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmResetPasswordOptions = AuthConfirmResetPasswordOptions(emptyMap())
    }
}

/** Options of `confirmResetPassword`, with data for the pool's triggers. */
public class AWSCognitoAuthConfirmResetPasswordOptions private constructor(
    metadata: Map<String, String>,
) : AuthConfirmResetPasswordOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthConfirmResetPasswordOptions> =
            MetadataBuilder(::AWSCognitoAuthConfirmResetPasswordOptions)
    }
}

/** Options of `updateUserAttribute`. */
public open class AuthUpdateUserAttributeOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthUpdateUserAttributesOptions
            .builder()
            .clientMetadata(metadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthUpdateUserAttributeOptions = AuthUpdateUserAttributeOptions(emptyMap())
    }
}

/** Options of `updateUserAttribute`, with data for the pool's triggers. */
public class AWSCognitoAuthUpdateUserAttributeOptions private constructor(
    metadata: Map<String, String>,
) : AuthUpdateUserAttributeOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthUpdateUserAttributeOptions> =
            MetadataBuilder(::AWSCognitoAuthUpdateUserAttributeOptions)
    }
}

/** Options of `updateUserAttributes`. */
public open class AuthUpdateUserAttributesOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthUpdateUserAttributesOptions
            .builder()
            .clientMetadata(metadata)
            .build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions(emptyMap())
    }
}

/** Options of `updateUserAttributes`, with data for the pool's triggers. */
public class AWSCognitoAuthUpdateUserAttributesOptions private constructor(
    metadata: Map<String, String>,
) : AuthUpdateUserAttributesOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthUpdateUserAttributesOptions> =
            MetadataBuilder(::AWSCognitoAuthUpdateUserAttributesOptions)
    }
}

/** Options of `resendUserAttributeConfirmationCode`. */
public open class AuthResendUserAttributeConfirmationCodeOptions internal constructor(
    private val metadata: Map<String, String>,
) {
    internal val ours get() =
        dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
            .builder()
            .clientMetadata(
                metadata,
            ).build()

    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthResendUserAttributeConfirmationCodeOptions =
            AuthResendUserAttributeConfirmationCodeOptions(emptyMap())
    }
}

/** Options of `resendUserAttributeConfirmationCode`, with data for the pool's triggers. */
public class AWSCognitoAuthResendUserAttributeConfirmationCodeOptions private constructor(
    metadata: Map<String, String>,
) : AuthResendUserAttributeConfirmationCodeOptions(metadata) {
    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): MetadataBuilder<AWSCognitoAuthResendUserAttributeConfirmationCodeOptions> =
            MetadataBuilder(::AWSCognitoAuthResendUserAttributeConfirmationCodeOptions)
    }
}
