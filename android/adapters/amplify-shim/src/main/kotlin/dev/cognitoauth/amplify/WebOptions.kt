package dev.cognitoauth.amplify

/** Options of `signInWithWebUI` and `signInWithSocialWebUI`. */
public open class AuthWebUISignInOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthWebUISignInOptions,
) {
    /** Makes [AuthWebUISignInOptions]. */
    public open class Builder<B : Builder<B>> internal constructor() {
        internal val ours = dev.cognitoauth.AuthWebUISignInOptions.builder()

        /** The scopes to ask for instead of those in the configuration. */
        public fun scopes(scopes: List<String>): B = change { scopes(scopes) }

        /** Asks the browser to keep no cookie. */
        public fun preferPrivateSession(prefer: Boolean): B = change { preferPrivateSession(prefer) }

        /** The options. */
        public open fun build(): AuthWebUISignInOptions = AuthWebUISignInOptions(ours.build())

        internal fun change(set: dev.cognitoauth.AuthWebUISignInOptions.Builder.() -> Unit): B {
            ours.set()
            @Suppress("UNCHECKED_CAST")
            return this as B
        }
    }

    /** Makes [AuthWebUISignInOptions]. */
    public class CoreBuilder internal constructor() : Builder<CoreBuilder>()

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CoreBuilder = CoreBuilder()
    }
}

/** Options of `signInWithWebUI` and `signInWithSocialWebUI`, with what Cognito's pages take. */
public class AWSCognitoAuthWebUISignInOptions private constructor(
    ours: dev.cognitoauth.AuthWebUISignInOptions,
) : AuthWebUISignInOptions(ours) {
    /** Makes [AWSCognitoAuthWebUISignInOptions]. */
    public class CognitoBuilder internal constructor() : Builder<CognitoBuilder>() {
        /** Goes to the provider with this identifier. */
        public fun idpIdentifier(identifier: String?): CognitoBuilder = change { idpIdentifier(identifier) }

        /** The ID token's `nonce`. */
        public fun nonce(nonce: String?): CognitoBuilder = change { nonce(nonce) }

        /** The language of the pages. */
        public fun language(language: String?): CognitoBuilder = change { language(language) }

        /** The user name that is in the page's form at the start. */
        public fun loginHint(username: String?): CognitoBuilder = change { loginHint(username) }

        /** What the pages ask the user. */
        public fun prompt(vararg prompt: AuthWebUIPrompt): CognitoBuilder = change { prompt(prompt.toList()) }

        /** The API that the access token is for. */
        public fun resource(url: String?): CognitoBuilder = change { resource(url) }

        override fun build(): AWSCognitoAuthWebUISignInOptions = AWSCognitoAuthWebUISignInOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}

/** Options of `signOut`. */
public class AuthSignOutOptions private constructor(
    /** Whether the user is signed out on every device. */
    public val isGlobalSignOut: Boolean,
) {
    internal val ours get() =
        dev.cognitoauth.AuthSignOutOptions
            .builder()
            .globalSignOut(isGlobalSignOut)
            .build()

    /** Makes [AuthSignOutOptions]. */
    public class Builder internal constructor() {
        private var globalSignOut = false

        /** Signs the user out on every device. */
        public fun globalSignOut(globalSignOut: Boolean): Builder = apply { this.globalSignOut = globalSignOut }

        /** The options. */
        public fun build(): AuthSignOutOptions = AuthSignOutOptions(globalSignOut)
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
