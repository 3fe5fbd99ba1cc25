package dev.cognitoauth

/**
 * AWS credentials of an identity, for requests to AWS services (GetCredentialsForIdentity). Printing them prints no
 * key.
 */
public data class AuthAWSCredentials(
    /** The access key's id. */
    public val accessKeyId: String,
    /** The secret access key, which signs requests. */
    public val secretAccessKey: String,
    /** The session token, which goes along with each request. */
    public val sessionToken: String,
    /**
     * When the credentials expire, in milliseconds since 1970, by the device's clock. In the last two minutes before
     * that time, [Auth.fetchAuthSession] already gets new credentials.
     */
    public val expiresAtMilliseconds: Long,
) {
    override fun toString(): String = "AuthAWSCredentials(expiresAtMilliseconds=$expiresAtMilliseconds)"
}

/**
 * The provider of a login for [Auth.federateToIdentityPool]. Each function here says which token the call takes. The
 * identity pool has to list the provider.
 */
public class AuthLoginProvider private constructor(
    internal val kind: Kind,
    /** The provider's issuer, ARN or name; null for a provider that needs none. */
    public val name: String? = null,
) {
    internal enum class Kind {
        AMAZON,
        APPLE,
        FACEBOOK,
        GOOGLE,
        TWITTER,
        OIDC,
        SAML,
        DEVELOPER,
        CUSTOM,
    }

    override fun equals(other: Any?): Boolean = other is AuthLoginProvider && kind == other.kind && name == other.name

    override fun hashCode(): Int = listOf(kind, name).hashCode()

    override fun toString(): String = "AuthLoginProvider(${name ?: kind.name})"

    public companion object {
        /** Login with Amazon: the access token. */
        @JvmStatic
        public fun amazon(): AuthLoginProvider = AuthLoginProvider(Kind.AMAZON)

        /** Sign in with Apple: the identity token. */
        @JvmStatic
        public fun apple(): AuthLoginProvider = AuthLoginProvider(Kind.APPLE)

        /** Facebook: the access token. Limited Login gives an ID token instead: use [oidc] with Facebook's issuer. */
        @JvmStatic
        public fun facebook(): AuthLoginProvider = AuthLoginProvider(Kind.FACEBOOK)

        /** Google: the ID token. */
        @JvmStatic
        public fun google(): AuthLoginProvider = AuthLoginProvider(Kind.GOOGLE)

        /** Twitter: `<token>;<secret>`. */
        @JvmStatic
        public fun twitter(): AuthLoginProvider = AuthLoginProvider(Kind.TWITTER)

        /** An OpenID Connect provider, by its issuer, with or without `https://`: the ID token. */
        @JvmStatic
        public fun oidc(issuer: String): AuthLoginProvider = AuthLoginProvider(Kind.OIDC, issuer)

        /** A SAML provider, by its ARN: the assertion in base64. */
        @JvmStatic
        public fun saml(arn: String): AuthLoginProvider = AuthLoginProvider(Kind.SAML, arn)

        /**
         * The app's own server: the token of GetOpenIdTokenForDeveloperIdentity. The options have to name the identity:
         * [AuthFederateToIdentityPoolOptions.developerProvidedIdentityId].
         */
        @JvmStatic
        public fun developer(): AuthLoginProvider = AuthLoginProvider(Kind.DEVELOPER)

        /** Any other provider, by the name that the identity pool has for it: the token that this provider gives. */
        @JvmStatic
        public fun custom(name: String): AuthLoginProvider = AuthLoginProvider(Kind.CUSTOM, name)
    }
}

/** Options of [Auth.federateToIdentityPool]. */
public class AuthFederateToIdentityPoolOptions private constructor(
    /** The id of the identity, which the app's own server got together with the token. */
    public val developerProvidedIdentityId: String?,
) {
    override fun equals(other: Any?): Boolean =
        other is AuthFederateToIdentityPoolOptions && developerProvidedIdentityId == other.developerProvidedIdentityId

    override fun hashCode(): Int = developerProvidedIdentityId.hashCode()

    override fun toString(): String =
        "AuthFederateToIdentityPoolOptions(developerProvidedIdentityId=$developerProvidedIdentityId)"

    /** Makes [AuthFederateToIdentityPoolOptions]. */
    public class Builder internal constructor() {
        private var developerProvidedIdentityId: String? = null

        /**
         * The id of the identity, which the app's own server got together with the token. A login of
         * [AuthLoginProvider.developer] needs it.
         */
        public fun developerProvidedIdentityId(identityId: String?): Builder =
            apply { developerProvidedIdentityId = identityId }

        /** The options. */
        public fun build(): AuthFederateToIdentityPoolOptions =
            AuthFederateToIdentityPoolOptions(developerProvidedIdentityId)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthFederateToIdentityPoolOptions = builder().build()
    }
}

/** The result of a federation. */
public data class AuthFederateToIdentityPoolResult(
    /** The id of the login's identity, `<region>:<GUID>`. */
    public val identityId: String,
    /** The identity's AWS credentials. */
    public val credentials: AuthAWSCredentials,
)
