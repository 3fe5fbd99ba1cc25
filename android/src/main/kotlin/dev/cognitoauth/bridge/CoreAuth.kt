package dev.cognitoauth.bridge

import android.app.Activity
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthConfirmResetPasswordOptions
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFederateToIdentityPoolOptions
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthResetPasswordOptions
import dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthSubscription
import dev.cognitoauth.AuthUpdateUserAttributesOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.Consumer
import dev.cognitoauth.MFAPreference
import dev.cognitoauth.Subscriber
import dev.cognitoauth.WebBrowser
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import java.util.concurrent.Executor
import java.util.concurrent.RejectedExecutionException

/** An [Auth] whose calls the core makes. */
internal class CoreAuth(
    configuration: AuthConfiguration,
    ports: Ports,
    executor: Executor,
    account: String?,
    maker: BridgeMaker,
) : Auth {
    private val core = Core(configuration, ports, account, maker)

    override val callbackExecutor: Executor = CallbackExecutor(executor, core.log)

    override suspend fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions,
    ) = core.call { it.signUp(username, password.orEmpty(), options.toBridge()).toPublic() }

    override suspend fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions,
    ) = core.call { it.confirmSignUp(username, confirmationCode, options.toBridge()).toPublic() }

    override suspend fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions,
    ) = core.call { it.resendSignUpCode(username, options.toBridge()).toPublic() }

    override suspend fun signIn(
        username: String,
        password: String?,
        options: AuthSignInOptions,
    ) = core.call(options.callingActivity) { it.signIn(username, password.orEmpty(), options.toBridge()).toPublic() }

    override suspend fun autoSignIn() = core.call { it.autoSignIn().toPublic() }

    override suspend fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions,
    ) = core.call(options.callingActivity) { it.confirmSignIn(challengeResponse, options.toBridge()).toPublic() }

    override suspend fun signInWithWebUI(
        browser: WebBrowser,
        options: AuthWebUISignInOptions,
    ) = core.call { it.signInWithWebUi(options.toBridge(), BrowserAdapter(browser)).toPublic() }

    override suspend fun signInWithSocialWebUI(
        provider: AuthProvider,
        browser: WebBrowser,
        options: AuthWebUISignInOptions,
    ) = core.call { it.signInWithWebUi(options.toBridge(provider), BrowserAdapter(browser)).toPublic() }

    override suspend fun handleRedirect(uri: String) = core.call { it.handleRedirect(uri).toPublic() }

    override suspend fun fetchAuthSession(options: AuthFetchSessionOptions) =
        core.call { it.fetchAuthSession(options.toBridge()).toPublic(options) }

    override suspend fun federateToIdentityPool(
        providerToken: String,
        provider: AuthLoginProvider,
        options: AuthFederateToIdentityPoolOptions,
    ) = core.call {
        it.federateToIdentityPool(provider.toBridge(), providerToken, options.toBridge()).toPublic()
    }

    override suspend fun clearFederationToIdentityPool() = core.call { it.clearFederationToIdentityPool() }

    override suspend fun sessionState() = core.call { it.sessionState().toPublic() }

    override suspend fun pendingSignIn() = core.call { it.pendingSignIn()?.toPublic() }

    override suspend fun getCurrentUser() = core.call { it.getCurrentUser().toPublic() }

    override suspend fun signOut(options: AuthSignOutOptions): AuthSignOutResult =
        try {
            core.call { it.signOut(options.toBridge()).toPublic() }
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    override suspend fun signOut(
        browser: WebBrowser,
        options: AuthSignOutOptions,
    ): AuthSignOutResult =
        try {
            core.call { it.signOutWithWebUi(options.toBridge(), BrowserAdapter(browser)).toPublic() }
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    override suspend fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions,
    ) = core.call { it.resetPassword(username, options.toBridge()).toPublic() }

    override suspend fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions,
    ) = core.call { it.confirmResetPassword(username, newPassword, confirmationCode, options.toBridge()) }

    override suspend fun updatePassword(
        oldPassword: String?,
        newPassword: String,
    ) = core.call {
        if (oldPassword != null) it.updatePassword(oldPassword, newPassword) else it.setFirstPassword(newPassword)
    }

    override suspend fun fetchUserAttributes() =
        core.call { bridge -> bridge.fetchUserAttributes().map { it.toPublic() } }

    override suspend fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributesOptions,
    ) = core.call { it.updateUserAttribute(attribute.toBridge(), options.toBridge()).toPublic() }

    override suspend fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions,
    ) = core.call { it.updateUserAttributes(attributes.toBridge(), options.toBridge()).toPublic() }

    override suspend fun deleteUserAttributes(attributeKeys: List<AuthUserAttributeKey>) =
        core.call { bridge -> bridge.deleteUserAttributes(attributeKeys.map { it.toBridge() }) }

    override suspend fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions,
    ) = core.call { it.sendUserAttributeVerificationCode(attributeKey.toBridge(), options.toBridge()).toPublic() }

    override suspend fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
    ) = core.call { it.confirmUserAttribute(attributeKey.toBridge(), confirmationCode) }

    override suspend fun deleteUser() = core.call { it.deleteUser() }

    override suspend fun fetchMFAPreference() = core.call { it.fetchMfaPreference().toPublic() }

    override suspend fun updateMFAPreference(
        sms: MFAPreference?,
        totp: MFAPreference?,
        email: MFAPreference?,
    ) = core.call {
        it.updateMfaPreference(sms = sms?.toBridge(), totp = totp?.toBridge(), email = email?.toBridge())
    }

    override suspend fun setUpTOTP() = core.call { it.setUpTotp().toPublic() }

    override suspend fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions,
    ) = core.call { it.verifyTotpSetup(code, options.toBridge()) }

    override suspend fun rememberDevice() = core.call { it.rememberDevice() }

    override suspend fun forgetDevice(device: AuthDevice?) = core.call { it.forgetDevice(device?.id) }

    override suspend fun fetchDevices() = core.call { bridge -> bridge.fetchDevices().map { it.toPublic() } }

    override suspend fun moveReport() = core.call { it.moveReport()?.toPublic() }

    override suspend fun finishMove() = core.call { it.finishMove() }

    override suspend fun associateWebAuthnCredential(callingActivity: Activity?) =
        core.call(callingActivity) { it.associateWebAuthnCredential() }

    override suspend fun listWebAuthnCredentials(options: AuthListWebAuthnCredentialsOptions) =
        core.call { it.listWebAuthnCredentials(options.toBridge()).toPublic() }

    override suspend fun deleteWebAuthnCredential(credentialId: String) =
        core.call { it.deleteWebAuthnCredential(credentialId) }

    override suspend fun fetchUserAuthFactors() = core.call { it.fetchUserAuthFactors().toPublic() }

    override val sessionStates: Flow<AuthSessionState> = sessionStates(core)

    override val currentSessionState: AuthSessionState get() = core.sessionState()

    override val events: Flow<AuthEvent> =
        callbackFlow {
            val leave = core.listen(end = { channel.close() }) { trySend(it) }
            awaitClose { leave() }
        }.buffer(Channel.UNLIMITED)

    override fun subscribe(listener: Consumer<AuthEvent>): AuthSubscription {
        val subscriber = Subscriber(listener, callbackExecutor)
        return subscriber.subscription(core.listen(hear = subscriber::hear))
    }

    override fun close() = core.close()
}

/**
 * The app's executor. If it refuses a callback (it was shut down, or is full), the callback is not called, and the log
 * says so. An exception here would not reach the app's code: on Android it would end the app.
 */
internal class CallbackExecutor(
    private val executor: Executor,
    private val log: Log,
) : Executor {
    override fun execute(callback: Runnable) {
        try {
            executor.execute(callback)
        } catch (_: RejectedExecutionException) {
            log.warn("The callback executor refused a callback, which is not called.")
        }
    }
}
