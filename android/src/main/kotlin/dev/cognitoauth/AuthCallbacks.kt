package dev.cognitoauth

import android.app.Activity
import java.util.concurrent.Executor

/**
 * The calls of [Auth] with callbacks, for Java and for Kotlin without coroutines.
 *
 * Each call makes the suspending call of the same name, whose documentation says more. When the suspending call has
 * ended, one of the callbacks is called, once, on [callbackExecutor]. If a test's own [Auth] throws something else than
 * an [AuthException], the error is an [InternalException] with the cause. Apps implement [Auth], never this interface
 * alone.
 */
public sealed interface AuthCallbacks {
    private val auth: Auth get() =
        when (this) {
            is Auth -> this
        }

    /**
     * Where callbacks and listeners are called: the executor of the builder. A test's own [Auth] calls them one at a
     * time on a background thread, unless it overrides this. If the builder's executor refuses a callback, neither
     * callback is called, and the app's [LogSink] gets a warning.
     */
    public val callbackExecutor: Executor get() = sharedExecutor

    /** Registers a user (SignUp). */
    public fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signUp(username, password, options) }

    /** Confirms a sign-up with the code (ConfirmSignUp). */
    public fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmSignUp(username, confirmationCode, options) }

    /** Confirms a sign-up with the code (ConfirmSignUp). */
    public fun confirmSignUp(
        username: String,
        confirmationCode: String,
        onSuccess: Consumer<AuthSignUpResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmSignUp(username, confirmationCode) }

    /** Sends a new sign-up code (ResendConfirmationCode). */
    public fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resendSignUpCode(username, options) }

    /** Sends a new sign-up code (ResendConfirmationCode). */
    public fun resendSignUpCode(
        username: String,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resendSignUpCode(username) }

    /** Signs a user in (InitiateAuth, RespondToAuthChallenge). */
    public fun signIn(
        username: String,
        password: String?,
        options: AuthSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signIn(username, password, options) }

    /** Signs a user in (InitiateAuth, RespondToAuthChallenge). */
    public fun signIn(
        username: String,
        password: String?,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signIn(username, password) }

    /** Signs in the user whose sign-up was just confirmed, without a password. */
    public fun autoSignIn(
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { autoSignIn() }

    /** Answers the challenge of the active sign-in (RespondToAuthChallenge). */
    public fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmSignIn(challengeResponse, options) }

    /** Answers the challenge of the active sign-in (RespondToAuthChallenge). */
    public fun confirmSignIn(
        challengeResponse: String,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmSignIn(challengeResponse) }

    /** Signs a user in on the user pool's web pages. */
    public fun signInWithWebUI(
        browser: WebBrowser,
        options: AuthWebUISignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signInWithWebUI(browser, options) }

    /** Signs a user in on the user pool's web pages. */
    public fun signInWithWebUI(
        browser: WebBrowser,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signInWithWebUI(browser) }

    /** Signs a user in on the page of an identity provider of the user pool. */
    public fun signInWithSocialWebUI(
        provider: AuthProvider,
        browser: WebBrowser,
        options: AuthWebUISignInOptions,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signInWithSocialWebUI(provider, browser, options) }

    /** Signs a user in on the page of an identity provider of the user pool. */
    public fun signInWithSocialWebUI(
        provider: AuthProvider,
        browser: WebBrowser,
        onSuccess: Consumer<AuthSignInResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { signInWithSocialWebUI(provider, browser) }

    /** Takes an address that reached the app: the redirect of a sign-in, or of a sign-out, on the web. */
    public fun handleRedirect(
        uri: String,
        onSuccess: Consumer<AuthRedirectResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { handleRedirect(uri) }

    /** The session, with tokens and AWS credentials that are valid now. */
    public fun fetchAuthSession(
        options: AuthFetchSessionOptions,
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchAuthSession(options) }

    /** The session, with tokens and AWS credentials that are valid now. */
    public fun fetchAuthSession(
        onSuccess: Consumer<AuthSession>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchAuthSession() }

    /** Gets AWS credentials for a login of another provider, without a user of the user pool. */
    public fun federateToIdentityPool(
        providerToken: String,
        provider: AuthLoginProvider,
        options: AuthFederateToIdentityPoolOptions,
        onSuccess: Consumer<AuthFederateToIdentityPoolResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { federateToIdentityPool(providerToken, provider, options) }

    /** Gets AWS credentials for a login of another provider, without a user of the user pool. */
    public fun federateToIdentityPool(
        providerToken: String,
        provider: AuthLoginProvider,
        onSuccess: Consumer<AuthFederateToIdentityPoolResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { federateToIdentityPool(providerToken, provider) }

    /** Ends a federation here. No request is made. */
    public fun clearFederationToIdentityPool(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { clearFederationToIdentityPool() }

    /** Whom the stored session belongs to. No request is made. */
    public fun sessionState(
        onSuccess: Consumer<AuthSessionState>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { sessionState() }

    /** The sign-in that waits for the answer to its challenge. If there is none, [onNone] is called. */
    public fun pendingSignIn(
        onSuccess: Consumer<AuthPendingSignIn>,
        onNone: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.callForOne(onSuccess, onNone, onError) { pendingSignIn() }

    /** The signed-in user, from the stored session: no request is made. */
    public fun getCurrentUser(
        onSuccess: Consumer<AuthUser>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { getCurrentUser() }

    /** Signs the user out, here or everywhere. The result says what failed. */
    public fun signOut(
        options: AuthSignOutOptions,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall = auth.call(onComplete, { onComplete.accept(AuthSignOutResult.Failed(it)) }) { signOut(options) }

    /** Signs the user out here. The result says what failed. */
    public fun signOut(onComplete: Consumer<AuthSignOutResult>): AuthCall =
        signOut(AuthSignOutOptions.defaults(), onComplete)

    /** Signs the user out, here or everywhere, and removes the cookie of a sign-in on the web. */
    public fun signOut(
        browser: WebBrowser,
        options: AuthSignOutOptions,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall =
        auth.call(onComplete, { onComplete.accept(AuthSignOutResult.Failed(it)) }) { signOut(browser, options) }

    /** Signs the user out here, and removes the cookie of a sign-in on the web. */
    public fun signOut(
        browser: WebBrowser,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall = signOut(browser, AuthSignOutOptions.defaults(), onComplete)

    /** Sends a code with which the user can replace a forgotten password (ForgotPassword). */
    public fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resetPassword(username, options) }

    /** Sends a code with which the user can replace a forgotten password (ForgotPassword). */
    public fun resetPassword(
        username: String,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resetPassword(username) }

    /** Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). */
    public fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall =
        auth.call(onSuccess, onError) { confirmResetPassword(username, newPassword, confirmationCode, options) }

    /** Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). */
    public fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmResetPassword(username, newPassword, confirmationCode) }

    /** Changes the signed-in user's password (ChangePassword). */
    public fun updatePassword(
        oldPassword: String?,
        newPassword: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updatePassword(oldPassword, newPassword) }

    /** The signed-in user's attributes, from the service (GetUser). */
    public fun fetchUserAttributes(
        onSuccess: Consumer<List<AuthUserAttribute>>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchUserAttributes() }

    /** Changes one attribute of the signed-in user (UpdateUserAttributes). */
    public fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributesOptions,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateUserAttribute(attribute, options) }

    /** Changes one attribute of the signed-in user (UpdateUserAttributes). */
    public fun updateUserAttribute(
        attribute: AuthUserAttribute,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateUserAttribute(attribute) }

    /** Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). */
    public fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateUserAttributes(attributes, options) }

    /** Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). */
    public fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateUserAttributes(attributes) }

    /** Removes attributes of the signed-in user (DeleteUserAttributes). */
    public fun deleteUserAttributes(
        attributeKeys: List<AuthUserAttributeKey>,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { deleteUserAttributes(attributeKeys) }

    /** Sends a code to the address or number in an attribute (GetUserAttributeVerificationCode). */
    public fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { sendUserAttributeVerificationCode(attributeKey, options) }

    /** Sends a code to the address or number in an attribute (GetUserAttributeVerificationCode). */
    public fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { sendUserAttributeVerificationCode(attributeKey) }

    /** Does what [sendUserAttributeVerificationCode] does, under the name that Amplify's guides use. */
    public fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resendUserAttributeConfirmationCode(attributeKey, options) }

    /** Does what [sendUserAttributeVerificationCode] does, under the name that Amplify's guides use. */
    public fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { resendUserAttributeConfirmationCode(attributeKey) }

    /** Confirms an address or number with the code that went there (VerifyUserAttribute). */
    public fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { confirmUserAttribute(attributeKey, confirmationCode) }

    /** Deletes the signed-in user's account at the service and here (DeleteUser). */
    public fun deleteUser(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { deleteUser() }

    /** The second factors that are switched on, and the preferred one (GetUser). */
    public fun fetchMFAPreference(
        onSuccess: Consumer<UserMFAPreference>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchMFAPreference() }

    /** Switches second factors on and off (SetUserMFAPreference). A factor whose argument is null stays as it is. */
    public fun updateMFAPreference(
        sms: MFAPreference?,
        totp: MFAPreference?,
        email: MFAPreference?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateMFAPreference(sms, totp, email) }

    /** Switches second factors on and off, and leaves codes by e-mail as they are (SetUserMFAPreference). */
    public fun updateMFAPreference(
        sms: MFAPreference?,
        totp: MFAPreference?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { updateMFAPreference(sms, totp) }

    /** Begins to set up an authenticator app (AssociateSoftwareToken). */
    public fun setUpTOTP(
        onSuccess: Consumer<TOTPSetupDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { setUpTOTP() }

    /** Completes the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). */
    public fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { verifyTOTPSetup(code, options) }

    /** Completes the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). */
    public fun verifyTOTPSetup(
        code: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { verifyTOTPSetup(code) }

    /** Lets the service remember this device (UpdateDeviceStatus), if the pool lets the user decide. */
    public fun rememberDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { rememberDevice() }

    /** Forgets a device (ForgetDevice). */
    public fun forgetDevice(
        device: AuthDevice,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { forgetDevice(device) }

    /** Forgets this device (ForgetDevice). */
    public fun forgetDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { forgetDevice() }

    /** The devices that the service knows of the signed-in user (ListDevices). */
    public fun fetchDevices(
        onSuccess: Consumer<List<AuthDevice>>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchDevices() }

    /** Registers a passkey for the signed-in user (StartWebAuthnRegistration, CompleteWebAuthnRegistration). */
    public fun associateWebAuthnCredential(
        callingActivity: Activity?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { associateWebAuthnCredential(callingActivity) }

    /** The signed-in user's passkeys, page by page (ListWebAuthnCredentials). */
    public fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions,
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { listWebAuthnCredentials(options) }

    /** The signed-in user's passkeys, page by page (ListWebAuthnCredentials). */
    public fun listWebAuthnCredentials(
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { listWebAuthnCredentials() }

    /** Removes a passkey at the service (DeleteWebAuthnCredential). */
    public fun deleteWebAuthnCredential(
        credentialId: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { deleteWebAuthnCredential(credentialId) }

    /** What the signed-in user can sign in with (GetUserAuthFactors). */
    public fun fetchUserAuthFactors(
        onSuccess: Consumer<UserAuthFactors>,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { fetchUserAuthFactors() }

    /**
     * What this process has taken over from the library that the app used before. If there was nothing to take over,
     * [onNone] is called.
     */
    public fun moveReport(
        onSuccess: Consumer<AuthMoveReport>,
        onNone: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.callForOne(onSuccess, onNone, onError) { moveReport() }

    /**
     * Removes what the former library has stored for the configuration's pools. Call it when the app will not go back to
     * that library.
     */
    public fun finishMove(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = auth.call(onSuccess, onError) { finishMove() }

    /**
     * Calls [listener] on [callbackExecutor], event by event, from now until the subscription is cancelled. [AuthEvent]
     * lists the events.
     */
    public fun subscribe(listener: Consumer<AuthEvent>): AuthSubscription = auth.subscribeToEvents(listener)

    /**
     * Calls [listener] on [callbackExecutor] with the session's state now, and then with each change, until the
     * subscription is cancelled or this instance is closed.
     */
    public fun observeSessionState(listener: Consumer<AuthSessionState>): AuthSubscription =
        auth.subscribeToSessionStates(listener)
}
