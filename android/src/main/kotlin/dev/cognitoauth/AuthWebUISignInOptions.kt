package dev.cognitoauth

/** Options of [Auth.signInWithWebUI] and [Auth.signInWithSocialWebUI]. */
public class AuthWebUISignInOptions private constructor(
    /**
     * Goes to the SAML or OpenID Connect provider with this identifier, such as the domain of an e-mail address. It
     * takes precedence over the provider of the call.
     */
    public val idpIdentifier: String?,
    /** The scopes to ask for instead of those in the configuration. If empty, the configuration decides. */
    public val scopes: List<String>,
    /** The language of the pages, such as `de` or `pt-BR`. */
    public val language: String?,
    /** The user name that is in the page's form at the start. */
    public val loginHint: String?,
    /** What the pages ask the user. */
    public val prompt: List<AuthWebUIPrompt>,
    /** The ID token's `nonce`; a random one if absent. */
    public val nonce: String?,
    /** The API that the access token is for. It becomes the token's `aud` (RFC 8707). */
    public val resource: String?,
    /** Asks the browser to keep no cookie. */
    public val preferPrivateSession: Boolean,
    /** Which of the configuration's sign-in redirects to use; if absent, [Builder.redirectUri] says which. */
    public val redirectUri: String?,
    /** Whom the app expects to sign in. */
    public val identityExpectation: AuthIdentityExpectation,
    /** Waits while another page of the process is open. */
    public val waitForBrowser: Boolean,
) {
    override fun equals(other: Any?): Boolean = other is AuthWebUISignInOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    // The login hint is a user name, and the nonce is a secret.
    override fun toString(): String =
        "AuthWebUISignInOptions(scopes=$scopes, preferPrivateSession=$preferPrivateSession)"

    private fun parts() =
        listOf(
            idpIdentifier,
            scopes,
            language,
            loginHint,
            prompt,
            nonce,
            resource,
            preferPrivateSession,
            redirectUri,
            identityExpectation,
            waitForBrowser,
        )

    /** Makes [AuthWebUISignInOptions]. */
    public class Builder internal constructor() {
        private var idpIdentifier: String? = null
        private var scopes = emptyList<String>()
        private var language: String? = null
        private var loginHint: String? = null
        private var prompt = emptyList<AuthWebUIPrompt>()
        private var nonce: String? = null
        private var resource: String? = null
        private var preferPrivateSession = false
        private var redirectUri: String? = null
        private var identityExpectation: AuthIdentityExpectation = AuthIdentityExpectation.Anyone
        private var waitForBrowser = false

        /**
         * Goes to the SAML or OpenID Connect provider with this identifier, such as the domain of an e-mail address. It
         * takes precedence over the provider of the call.
         */
        public fun idpIdentifier(identifier: String?): Builder = apply { idpIdentifier = identifier }

        /**
         * The scopes to ask for instead of those in the configuration. `openid` has to be one of them, because the ID
         * token says who signed in. Calls about the account need `aws.cognito.signin.user.admin`.
         */
        public fun scopes(scopes: List<String>): Builder = apply { this.scopes = scopes.toList() }

        /** The language of the pages, such as `de` or `pt-BR`. */
        public fun language(language: String?): Builder = apply { this.language = language }

        /** The user name that is in the page's form at the start. */
        public fun loginHint(username: String?): Builder = apply { loginHint = username }

        /** What the pages ask the user. */
        public fun prompt(prompt: List<AuthWebUIPrompt>): Builder = apply { this.prompt = prompt.toList() }

        /** The ID token's `nonce`; a random one unless set. */
        public fun nonce(nonce: String?): Builder = apply { this.nonce = nonce }

        /** The API that the access token is for. It becomes the token's `aud` (RFC 8707). */
        public fun resource(url: String?): Builder = apply { resource = url }

        /**
         * Asks the browser to keep no cookie: the next sign-in asks for the password again, and a sign-out opens no
         * browser. A browser that has no private tabs shows the page as usual, and keeps the cookie. A sign-out with a
         * browser then removes the cookie.
         */
        public fun preferPrivateSession(prefer: Boolean): Builder = apply { preferPrivateSession = prefer }

        /**
         * Which of the configuration's sign-in redirects to use. Unless set, it is the first whose scheme is neither
         * `http` nor `https`. If there is none, it is the first of all.
         */
        public fun redirectUri(uri: String?): Builder = apply { redirectUri = uri }

        /** Whom the app expects to sign in; anyone unless set. */
        public fun identityExpectation(expectation: AuthIdentityExpectation): Builder =
            apply { identityExpectation = expectation }

        /**
         * Waits while another page of the process is open. Unless set, the call fails in that case, with
         * [AuthErrorCode.BROWSER_BUSY].
         */
        public fun waitForBrowser(wait: Boolean): Builder = apply { waitForBrowser = wait }

        /** The options. */
        public fun build(): AuthWebUISignInOptions =
            AuthWebUISignInOptions(
                idpIdentifier,
                scopes,
                language,
                loginHint,
                prompt,
                nonce,
                resource,
                preferPrivateSession,
                redirectUri,
                identityExpectation,
                waitForBrowser,
            )
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthWebUISignInOptions = builder().build()
    }
}
