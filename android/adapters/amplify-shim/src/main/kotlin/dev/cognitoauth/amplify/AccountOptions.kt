package dev.cognitoauth.amplify

/** Options of `verifyTOTPSetup`. */
public open class AuthVerifyTOTPSetupOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthVerifyTOTPSetupOptions,
) {
    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthVerifyTOTPSetupOptions =
            AuthVerifyTOTPSetupOptions(dev.cognitoauth.AuthVerifyTOTPSetupOptions.defaults())
    }
}

/** Options of `verifyTOTPSetup`, with a name for the authenticator app. */
public class AWSCognitoAuthVerifyTOTPSetupOptions private constructor(
    ours: dev.cognitoauth.AuthVerifyTOTPSetupOptions,
) : AuthVerifyTOTPSetupOptions(ours) {
    /** Makes [AWSCognitoAuthVerifyTOTPSetupOptions]. */
    public class CognitoBuilder internal constructor() {
        private val ours = dev.cognitoauth.AuthVerifyTOTPSetupOptions.builder()

        /** A name for the authenticator app. */
        public fun friendlyDeviceName(name: String): CognitoBuilder = apply { ours.friendlyDeviceName(name) }

        /** The options. */
        public fun build(): AWSCognitoAuthVerifyTOTPSetupOptions = AWSCognitoAuthVerifyTOTPSetupOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}

/** Options of `associateWebAuthnCredential`: there are none. */
public class AuthAssociateWebAuthnCredentialsOptions private constructor() {
    public companion object {
        /** The options. */
        @JvmStatic
        public fun defaults(): AuthAssociateWebAuthnCredentialsOptions = AuthAssociateWebAuthnCredentialsOptions()
    }
}

/** Options of `listWebAuthnCredentials`. */
public open class AuthListWebAuthnCredentialsOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthListWebAuthnCredentialsOptions,
) {
    public companion object {
        /** The first page. */
        @JvmStatic
        public fun defaults(): AuthListWebAuthnCredentialsOptions =
            AuthListWebAuthnCredentialsOptions(dev.cognitoauth.AuthListWebAuthnCredentialsOptions.defaults())
    }
}

/** Options of `listWebAuthnCredentials`, for one page. */
public class AWSCognitoAuthListWebAuthnCredentialsOptions private constructor(
    ours: dev.cognitoauth.AuthListWebAuthnCredentialsOptions,
) : AuthListWebAuthnCredentialsOptions(ours) {
    /** Makes [AWSCognitoAuthListWebAuthnCredentialsOptions]. */
    public class Builder internal constructor() {
        private val ours = dev.cognitoauth.AuthListWebAuthnCredentialsOptions.builder()

        /** Where the page begins. */
        public fun nextToken(token: String?): Builder = apply { ours.nextToken(token) }

        /** How many to list at most. */
        public fun maxResults(count: Int?): Builder = apply { count?.let(ours::pageSize) }

        /** The options. */
        public fun build(): AWSCognitoAuthListWebAuthnCredentialsOptions =
            AWSCognitoAuthListWebAuthnCredentialsOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Options of `deleteWebAuthnCredential`: there are none. */
public class AuthDeleteWebAuthnCredentialOptions private constructor() {
    public companion object {
        /** The options. */
        @JvmStatic
        public fun defaults(): AuthDeleteWebAuthnCredentialOptions = AuthDeleteWebAuthnCredentialOptions()
    }
}

/** Options of `federateToIdentityPool`. */
public class FederateToIdentityPoolOptions private constructor(
    internal val ours: dev.cognitoauth.AuthFederateToIdentityPoolOptions,
) {
    /** Makes [FederateToIdentityPoolOptions]. */
    public class CognitoBuilder internal constructor() {
        private val ours = dev.cognitoauth.AuthFederateToIdentityPoolOptions.builder()

        /** The id of the identity. */
        public fun developerProvidedIdentityId(identityId: String?): CognitoBuilder =
            apply { ours.developerProvidedIdentityId(identityId) }

        /** The options. */
        public fun build(): FederateToIdentityPoolOptions = FederateToIdentityPoolOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}
