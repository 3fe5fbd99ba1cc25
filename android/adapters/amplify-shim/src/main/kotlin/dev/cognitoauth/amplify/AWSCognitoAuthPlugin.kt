package dev.cognitoauth.amplify

import android.content.Context
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthSubscription
import dev.cognitoauth.android.AndroidAuth

/**
 * Amplify's plugin for Cognito. It holds the library's own [Auth], which [Amplify.configure] makes.
 *
 * @param given the app's own [Auth], or a test's. With it, [Amplify.configure] reads no configuration
 */
public class AWSCognitoAuthPlugin
    @JvmOverloads
    constructor(
        private val given: Auth? = null,
    ) {
        @Volatile
        private var auth: Auth? = null
        private var subscription: AuthSubscription? = null

        /** The key by which [AuthCategory.getPlugin] finds the plugin. */
        public val pluginKey: String get() = KEY

        /** The library's own instance, for what Amplify has no name for. */
        public val escapeHatch: Auth get() = checkNotNull(auth) { "Call Amplify.configure first." }

        internal val isConfigured: Boolean get() = auth != null

        internal fun configure(
            hub: HubCategory,
            configuration: AmplifyConfiguration,
            context: Context,
        ) {
            val made = given ?: made(context, configuration.read(context))
            subscription = made.subscribe { hub.publish(it) }
            auth = made
        }

        /** An instance that takes over the session that Amplify has stored. */
        private fun made(
            context: Context,
            configuration: AuthConfiguration,
        ): Auth = AndroidAuth.builder(context, configuration).movingFrom(AndroidAuth.formerLibrary(context)).build()

        internal fun release() {
            subscription?.cancel()
            if (given == null) auth?.close()
            auth = null
        }

        /** The second factors that are switched on, and the preferred one. */
        public fun fetchMFAPreference(
            onSuccess: Consumer<UserMFAPreference>,
            onError: Consumer<AuthException>,
        ): Unit = escapeHatch.call(onSuccess, onError) { fetchMFAPreference() }

        /** Switches second factors on and off. A factor whose argument is null stays as it is. */
        public fun updateMFAPreference(
            sms: MFAPreference?,
            totp: MFAPreference?,
            email: MFAPreference?,
            onSuccess: Action,
            onError: Consumer<AuthException>,
        ): Unit = escapeHatch.call(onSuccess, onError) { updateMFAPreference(sms, totp, email) }

        /** Switches second factors on and off. A factor whose argument is null stays as it is. */
        public fun updateMFAPreference(
            sms: MFAPreference?,
            totp: MFAPreference?,
            onSuccess: Action,
            onError: Consumer<AuthException>,
        ): Unit = updateMFAPreference(sms, totp, null, onSuccess, onError)

        /** Gets an identity of the identity pool for a provider's login. */
        public fun federateToIdentityPool(
            providerToken: String,
            authProvider: AuthProvider,
            options: FederateToIdentityPoolOptions,
            onSuccess: Consumer<FederateToIdentityPoolResult>,
            onError: Consumer<AuthException>,
        ): Unit =
            escapeHatch.call(onSuccess, onError) {
                federateToIdentityPool(providerToken, authProvider.login(), options.ours)
            }

        /** Gets an identity of the identity pool for a provider's login. */
        public fun federateToIdentityPool(
            providerToken: String,
            authProvider: AuthProvider,
            onSuccess: Consumer<FederateToIdentityPoolResult>,
            onError: Consumer<AuthException>,
        ): Unit =
            federateToIdentityPool(
                providerToken,
                authProvider,
                FederateToIdentityPoolOptions.builder().build(),
                onSuccess,
                onError,
            )

        /** Ends the federation. */
        public fun clearFederationToIdentityPool(
            onSuccess: Action,
            onError: Consumer<AuthException>,
        ): Unit = escapeHatch.call(onSuccess, onError) { clearFederationToIdentityPool() }

        internal companion object {
            const val KEY = "awsCognitoAuthPlugin"
        }
    }

/** The provider as the identity pool knows it. */
internal fun AuthProvider.login(): AuthLoginProvider =
    when (this) {
        AuthProvider.amazon() -> AuthLoginProvider.amazon()
        AuthProvider.apple() -> AuthLoginProvider.apple()
        AuthProvider.facebook() -> AuthLoginProvider.facebook()
        AuthProvider.google() -> AuthLoginProvider.google()
        else -> AuthLoginProvider.custom(name.orEmpty())
    }
