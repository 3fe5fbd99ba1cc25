package dev.cognitoauth

/** The domain of the user pool's OAuth 2.0 endpoints, and the app client's scopes, redirects and identity providers. */
public data class OAuthConfiguration
    @JvmOverloads
    constructor(
        /**
         * The domain, such as `example.auth.eu-central-1.amazoncognito.com`, with a port if it has one. It can start
         * with `https://`, or with `http://` under the rule of [AuthConfiguration.Builder.allowInsecureEndpoint].
         */
        public val domain: String,
        /**
         * Where a sign-in ends: the app client's callback URLs, at least one. Web and app URIs can be mixed. If a
         * sign-in's options set no redirect, the sign-in uses the first URI whose scheme is neither `http` nor `https`.
         * If there is none, it uses the first of the list.
         */
        public val signInRedirectUris: List<String>,
        /** Where a sign-out ends: the app client's sign-out URLs. The same rule says which one a sign-out uses. */
        public val signOutRedirectUris: List<String> = emptyList(),
        /**
         * The scopes to ask for (RFC 6749, section 3.3), such as `openid` and `aws.cognito.signin.user.admin`. If the
         * list is empty, the service gives all that the app client allows. Otherwise `openid` has to be in the list,
         * because the library needs the ID token, which says who signed in.
         */
        public val scopes: List<String> = emptyList(),
        /**
         * The identity providers that the sign-in offers, by the service's names: `Google`, `Facebook`,
         * `LoginWithAmazon`, `SignInWithApple`, or the pool's own names of its OIDC and SAML providers. The app's
         * form can list them.
         */
        public val identityProviders: List<String> = emptyList(),
    )

/** A Cognito identity pool, which gives AWS credentials. */
public data class IdentityPoolConfiguration
    @JvmOverloads
    constructor(
        /** The identity pool's id: `<region>:<GUID>`, up to 55 characters. */
        public val poolId: String,
        /**
         * Whether the app may ask for credentials while nobody is signed in. Code has to allow guests explicitly; a
         * configuration file allows them unless it says otherwise. The service refuses guests of a pool that does not
         * allow unauthenticated identities.
         */
        public val allowsGuests: Boolean = false,
    ) {
        /** The AWS region of the pool: the part of its id before the colon. */
        public val region: String get() = poolId.substringBefore(':', missingDelimiterValue = "")
    }

/** What a configuration says: the result of [AuthConfiguration.details]. It leaves out the app client's secret. */
public data class AuthConfigurationDetails(
    /** The AWS region of the user pool; empty without a user pool. */
    public val region: String,
    /** The user pool's id; empty without a user pool. */
    public val userPoolId: String,
    /** The app client's id; empty without a user pool. */
    public val clientId: String,
    /** The user pool's pages for the sign-in in a browser, if the app uses them. */
    public val oauth: OAuthConfiguration? = null,
    /** The identity pool that gives AWS credentials, if the app uses one. */
    public val identityPool: IdentityPoolConfiguration? = null,
    /** The user pool's settings in a configuration file, for the app's forms. */
    public val poolSettings: UserPoolSettings = UserPoolSettings(),
    /**
     * The members of the configuration file that have no effect, as paths such as `auth.oauth.response_type`: members
     * that this version does not know, and values that it does not support. At most 100. A path holds no value of the
     * file. An instance logs the paths once.
     */
    public val ignoredFields: List<String> = emptyList(),
)
