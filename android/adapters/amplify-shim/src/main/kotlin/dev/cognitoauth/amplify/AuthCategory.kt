package dev.cognitoauth.amplify

import android.app.Activity
import android.content.Context
import android.content.Intent
import dev.cognitoauth.android.handleWebUISignInResponse

/** The calls of the Auth category, with callbacks. */
public class AuthCategory internal constructor() : AccountCalls() {
    @Volatile
    private var plugin: AWSCognitoAuthPlugin? = null

    override val ours: dev.cognitoauth.Auth get() = getPlugin(AWSCognitoAuthPlugin.KEY).escapeHatch

    /**
     * The plugin.
     *
     * @throws IllegalStateException if there is no plugin with this key
     */
    public fun getPlugin(pluginKey: String): AWSCognitoAuthPlugin =
        checkNotNull(plugin?.takeIf { it.pluginKey == pluginKey }) { "There is no plugin '$pluginKey'." }

    internal fun add(plugin: AWSCognitoAuthPlugin) {
        if (this.plugin?.isConfigured == true) throw configuredAlready()
        this.plugin = plugin
    }

    internal fun remove(plugin: AWSCognitoAuthPlugin) {
        if (this.plugin === plugin) this.plugin = null
        plugin.release()
    }

    internal fun configure(
        hub: HubCategory,
        configuration: AmplifyConfiguration,
        context: Context,
    ) {
        val plugin = plugin ?: return
        if (plugin.isConfigured) throw configuredAlready()
        val status =
            try {
                plugin.configure(hub, configuration, context)
                InitializationStatus.SUCCEEDED
            } catch (exception: Exception) {
                hub.publish(InitializationStatus.FAILED.name)
                throw exception
            }
        hub.publish(status.name)
    }

    private fun configuredAlready() =
        AmplifyException("Amplify is configured already.", "Configure it once, when the app starts.")

    /** Registers a user. */
    public fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signUp(username, password, options) }

    /** Confirms a sign-up with the code. */
    public fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmSignUp(username, confirmationCode, options) }

    /** Confirms a sign-up with the code. */
    public fun confirmSignUp(
        username: String,
        confirmationCode: String,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmSignUp(username, confirmationCode) }

    /** Sends a new sign-up code. */
    public fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resendSignUpCode(username, options) }

    /** Sends a new sign-up code. */
    public fun resendSignUpCode(
        username: String,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resendSignUpCode(username) }

    /** Signs a user in. */
    public fun signIn(
        username: String?,
        password: String?,
        options: AuthSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signIn(username, password, options) }

    /** Signs a user in. */
    public fun signIn(
        username: String?,
        password: String?,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signIn(username, password) }

    /** Answers the sign-in's challenge. */
    public fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmSignIn(challengeResponse, options) }

    /** Answers the sign-in's challenge. */
    public fun confirmSignIn(
        challengeResponse: String,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmSignIn(challengeResponse) }

    /** Signs in the user who has just confirmed the sign-up. */
    public fun autoSignIn(
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { autoSignIn() }

    /** Signs a user in on the page of an identity provider. */
    public fun signInWithSocialWebUI(
        provider: AuthProvider,
        callingActivity: Activity,
        options: AuthWebUISignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signInWithSocialWebUI(provider, callingActivity, options) }

    /** Signs a user in on the page of an identity provider. */
    public fun signInWithSocialWebUI(
        provider: AuthProvider,
        callingActivity: Activity,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signInWithSocialWebUI(provider, callingActivity) }

    /** Signs a user in on the pages of the user pool. */
    public fun signInWithWebUI(
        callingActivity: Activity,
        options: AuthWebUISignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signInWithWebUI(callingActivity, options) }

    /** Signs a user in on the pages of the user pool. */
    public fun signInWithWebUI(
        callingActivity: Activity,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { signInWithWebUI(callingActivity) }

    /** The session, refreshed if needed. */
    public fun fetchAuthSession(
        options: AuthFetchSessionOptions,
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { fetchAuthSession(options) }

    /** The session, refreshed if needed. */
    public fun fetchAuthSession(
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { fetchAuthSession() }

    /** The signed-in user. */
    public fun getCurrentUser(
        onSuccess: Consumer<AuthUser>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { getCurrentUser() }

    /** Signs the user out. */
    public fun signOut(
        options: AuthSignOutOptions,
        onComplete: Consumer<AuthSignOutResult>,
    ): Unit = call(onComplete, failed(onComplete)) { signOut(options) }

    /** Signs the user out. */
    public fun signOut(onComplete: Consumer<AuthSignOutResult>): Unit =
        call(onComplete, failed(onComplete)) { signOut() }

    /** Deletes the signed-in user's account. */
    public fun deleteUser(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { deleteUser() }

    /** Takes the redirect that reached the app while no call waited for it. The events report the result. */
    public fun handleWebUISignInResponse(intent: Intent?) {
        ours.handleWebUISignInResponse(intent, {}, {})
    }
}
