package dev.cognitoauth

import android.app.Activity
import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.bridge.AccountsBridgeMaker
import dev.cognitoauth.bridge.BridgeMaker
import dev.cognitoauth.bridge.CoreAccounts
import dev.cognitoauth.bridge.CoreAuth
import dev.cognitoauth.bridge.Ports
import dev.cognitoauth.ffi.AccountsBridge
import dev.cognitoauth.ffi.AuthBridge
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emptyFlow
import java.util.concurrent.Executor

/**
 * One user pool's sign-up, sign-in, session and account. An app can have several instances; [builder] makes one.
 *
 * Each call has its own deadline. Cancelling a coroutine ends its call immediately. A call that fails throws an
 * [AuthException], which says what went wrong and what to do about it. [signOut] does not throw: its result has the
 * exception. Call from any thread: no call does its work on the thread that made it. [AuthCallbacks] has the same calls
 * with callbacks, for Java too.
 *
 * **For your tests:** implement this interface with the calls that the test needs. Every other call fails with an
 * [InternalException]. If a later version adds a call, your class still compiles, and the new call fails in the same
 * way. You need not implement the calls with callbacks: each makes the suspending call of the same name.
 *
 * **Types that grow:** Cognito adds challenges, factors, delivery media and exceptions, and a later version of this
 * library then adds a step, an enum constant or a class for them. End a `when` over [AuthSignInStep], [AuthSignUpStep],
 * [AuthResetPasswordStep], [AuthUpdateAttributeStep], [AuthRedirectResult], [AuthSessionState], [AuthSessionEndReason],
 * [AuthFactorType], [MFAType], [DeliveryMedium], [AuthErrorCode], [AuthErrorReason], [AuthException],
 * [AuthRefreshFailure], [AuthEvent], [AuthMoveSource] or [AuthMoveWarning] with an `else` branch. This version handles
 * unknown values as follows. An unknown delivery medium is [DeliveryMedium.Unknown]. An unknown exception has the code
 * [AuthErrorCode.UNKNOWN_SERVICE_EXCEPTION]. An unknown challenge ends the call with
 * [AuthErrorCode.UNSUPPORTED_CHALLENGE]. An unknown factor is left out of the choice. An unknown reason becomes the
 * reason of the operation, such as [AuthErrorReason.SIGN_IN_REFUSED].
 */
public interface Auth :
    AuthCallbacks,
    AutoCloseable {
    /**
     * Registers a user (SignUp).
     *
     * @param password may be null or empty for a pool that signs users in without a password
     */
    @JvmSynthetic
    public suspend fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions = AuthSignUpOptions.defaults(),
    ): AuthSignUpResult = notImplemented()

    /** Confirms a sign-up with the code (ConfirmSignUp). */
    @JvmSynthetic
    public suspend fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions = AuthConfirmSignUpOptions.defaults(),
    ): AuthSignUpResult = notImplemented()

    /** Sends a new sign-up code (ResendConfirmationCode). */
    @JvmSynthetic
    public suspend fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = notImplemented()

    /**
     * Signs a user in (InitiateAuth, RespondToAuthChallenge). SRP verifies the password without sending it; the flow
     * [AuthFlowType.USER_PASSWORD_AUTH] and the first factor [AuthFactorType.PASSWORD] send it.
     *
     * @param password may be null for a flow that does not begin with a password
     */
    @JvmSynthetic
    public suspend fun signIn(
        username: String,
        password: String? = null,
        options: AuthSignInOptions = AuthSignInOptions.defaults(),
    ): AuthSignInResult = notImplemented()

    /**
     * Signs in the user whose sign-up was just confirmed, without a password. The call works once, after
     * [AuthSignUpStep.CompleteAutoSignIn] and before any other sign-in or a sign-out.
     */
    @JvmSynthetic
    public suspend fun autoSignIn(): AuthSignInResult = notImplemented()

    /**
     * Answers the challenge of the active sign-in (RespondToAuthChallenge), even if an earlier run of the app began
     * that sign-in. After a wrong code the challenge stays open for another answer. If the passkey sheet failed, the
     * answer `WEB_AUTHN` shows it again.
     *
     * @param challengeResponse the code, the password, the address, the answer to the pool's custom challenge, or the
     * choice ([MFAType.challengeResponse], [AuthFactorType.challengeResponse])
     */
    @JvmSynthetic
    public suspend fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions = AuthConfirmSignInOptions.defaults(),
    ): AuthSignInResult = notImplemented()

    /**
     * Signs a user in on the user pool's web pages (`/oauth2/authorize`, `/oauth2/token`, with PKCE). The time that the
     * user takes does not count against the call's deadline.
     *
     * The sign-in stays open for ten minutes, even if the process ends. If a redirect reaches the app, even in a later
     * run of the app, pass it to [handleRedirect]. A new sign-in and a sign-out end the open sign-in, and so does
     * cancelling the coroutine. If the user only closes the page ([AuthErrorCode.BROWSER_CANCELLED]), a later redirect
     * still completes the sign-in.
     *
     * @param browser shows the pages
     */
    @JvmSynthetic
    public suspend fun signInWithWebUI(
        browser: WebBrowser,
        options: AuthWebUISignInOptions = AuthWebUISignInOptions.defaults(),
    ): AuthSignInResult = notImplemented()

    /** Does what [signInWithWebUI] does, but opens the page of one of the user pool's identity providers. */
    @JvmSynthetic
    public suspend fun signInWithSocialWebUI(
        provider: AuthProvider,
        browser: WebBrowser,
        options: AuthWebUISignInOptions = AuthWebUISignInOptions.defaults(),
    ): AuthSignInResult = notImplemented()

    /**
     * Takes an address that reached the app: the redirect of a sign-in, or of a sign-out, on the web. Call it with
     * every address that the system opens the app with. If the call that opened the browser has ended, perhaps in an
     * earlier run of the app, this call completes the sign-in. It can then fail as [signInWithWebUI] does, and after
     * ten minutes it fails with [AuthErrorCode.CHALLENGE_EXPIRED].
     *
     * @param uri the whole address, such as that of an intent
     */
    @JvmSynthetic
    public suspend fun handleRedirect(uri: String): AuthRedirectResult = notImplemented()

    /**
     * The session, with tokens that are valid now. If the stored tokens are no longer valid, all callers share one
     * refresh. If nobody is signed in, the session says so, and the call does not fail.
     *
     * With an identity pool in the configuration, the session also has an identity with AWS credentials that are valid
     * now (GetId once, then GetCredentialsForIdentity). The identity is that of the user, of a federated login, or of a
     * guest if nobody is signed in and the configuration allows guests. [AuthSession.awsCredentialsResult] has the
     * credentials or their own error: the session has its tokens even if the identity pool gives no credentials. The
     * options can leave out the identity and its credentials.
     */
    @JvmSynthetic
    public suspend fun fetchAuthSession(
        options: AuthFetchSessionOptions = AuthFetchSessionOptions.defaults(),
    ): AuthSession = notImplemented()

    /**
     * Gets AWS credentials for a login of another provider, without a user of the user pool (GetId,
     * GetCredentialsForIdentity). This federation replaces an earlier one. From then on the session is signed in,
     * without a user and without tokens. [fetchAuthSession] gets new credentials with the same token until the token
     * expires, usually after an hour: then federate again with a new token.
     *
     * The call fails with [AuthErrorCode.ALREADY_SIGNED_IN] while a user is signed in. Among its other errors are
     * [AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED], [AuthErrorCode.LOGIN_TOKEN_EXPIRED],
     * [AuthErrorCode.LOGIN_NOT_VERIFIED] and [AuthErrorCode.LOGIN_NOT_ACCEPTED].
     *
     * @param providerToken the provider's token, as [AuthLoginProvider] says
     */
    @JvmSynthetic
    public suspend fun federateToIdentityPool(
        providerToken: String,
        provider: AuthLoginProvider,
        options: AuthFederateToIdentityPoolOptions = AuthFederateToIdentityPoolOptions.defaults(),
    ): AuthFederateToIdentityPoolResult = notImplemented()

    /**
     * Ends a federation here: removes the identity, its credentials and the provider's token. No request is made. The
     * call fails with [AuthErrorCode.NOT_FEDERATED] if the app is not federated.
     */
    @JvmSynthetic
    public suspend fun clearFederationToIdentityPool(): Unit = notImplemented()

    /** Whom the stored session belongs to. No request is made, and nothing is refreshed. */
    @JvmSynthetic
    public suspend fun sessionState(): AuthSessionState = notImplemented()

    /**
     * The sign-in that waits for the answer to its challenge; null if there is none, or if the challenge is too old. An
     * earlier run of the app may have begun the sign-in. [confirmSignIn] takes the answer. No request is made.
     */
    @JvmSynthetic
    public suspend fun pendingSignIn(): AuthPendingSignIn? = notImplemented()

    /** The signed-in user, from the stored session: no request is made. */
    @JvmSynthetic
    public suspend fun getCurrentUser(): AuthUser = notImplemented()

    /**
     * Signs the user out, here or everywhere (RevokeToken, GlobalSignOut). It also removes the identity and its AWS
     * credentials, even a guest's. It does not end a federation: [clearFederationToIdentityPool] does. It throws
     * nothing: the result says what failed.
     */
    @JvmSynthetic
    public suspend fun signOut(options: AuthSignOutOptions = AuthSignOutOptions.defaults()): AuthSignOutResult =
        try {
            notImplemented()
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    /**
     * Signs the user out as [signOut] without a browser does, and then removes the cookie of a sign-in on the web: the
     * browser opens `/logout`. The browser stays closed if it has no cookie: nobody signed in there, the page was
     * private, or an earlier call has removed the cookie.
     *
     * The user is signed out here before the browser opens, and stays signed out whatever happens in the browser. If
     * the cookie stays, the result has the reason ([AuthSignOutResult.Partial.hostedUIError]), and the next sign-in on
     * the web can find the same user signed in. The next sign-out with a browser opens the page again, even if nobody
     * is signed in by then.
     *
     * @param browser shows the page
     */
    @JvmSynthetic
    public suspend fun signOut(
        browser: WebBrowser,
        options: AuthSignOutOptions = AuthSignOutOptions.defaults(),
    ): AuthSignOutResult =
        try {
            notImplemented()
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    /**
     * Sends a code with which the user can replace a forgotten password (ForgotPassword). The next step says where the
     * code went.
     */
    @JvmSynthetic
    public suspend fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions = AuthResetPasswordOptions.defaults(),
    ): AuthResetPasswordResult = notImplemented()

    /**
     * Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). After a wrong code, make the
     * same call again.
     */
    @JvmSynthetic
    public suspend fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions = AuthConfirmResetPasswordOptions.defaults(),
    ): Unit = notImplemented()

    /**
     * Changes the signed-in user's password (ChangePassword). The session stays valid.
     *
     * @param oldPassword null if the user has no password yet: the call then sets the first one
     */
    @JvmSynthetic
    public suspend fun updatePassword(
        oldPassword: String?,
        newPassword: String,
    ): Unit = notImplemented()

    /** The signed-in user's attributes, from the service (GetUser). */
    @JvmSynthetic
    public suspend fun fetchUserAttributes(): List<AuthUserAttribute> = notImplemented()

    /** Changes one attribute of the signed-in user (UpdateUserAttributes). */
    @JvmSynthetic
    public suspend fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions.defaults(),
    ): AuthUpdateAttributeResult = notImplemented()

    /**
     * Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). There is a result for each
     * attribute: the user may have to confirm a new address or number with a code.
     */
    @JvmSynthetic
    public suspend fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions.defaults(),
    ): Map<AuthUserAttributeKey, AuthUpdateAttributeResult> = notImplemented()

    /** Removes attributes of the signed-in user (DeleteUserAttributes). */
    @JvmSynthetic
    public suspend fun deleteUserAttributes(attributeKeys: List<AuthUserAttributeKey>): Unit = notImplemented()

    /**
     * Sends a code to the address or number in an attribute, and says where it went
     * (GetUserAttributeVerificationCode).
     */
    @JvmSynthetic
    public suspend fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions = AuthSendUserAttributeVerificationCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = notImplemented()

    /** Does what [sendUserAttributeVerificationCode] does, under the name that Amplify's guides use. */
    @JvmSynthetic
    public suspend fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions = AuthSendUserAttributeVerificationCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = sendUserAttributeVerificationCode(attributeKey, options)

    /**
     * Confirms an address or number with the code that went there (VerifyUserAttribute). After a wrong code, make the
     * same call again.
     */
    @JvmSynthetic
    public suspend fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
    ): Unit = notImplemented()

    /**
     * Deletes the signed-in user's account at the service (DeleteUser), then the session and what this device knows of
     * the user.
     */
    @JvmSynthetic
    public suspend fun deleteUser(): Unit = notImplemented()

    /** The second factors that are switched on, and the preferred one (GetUser). */
    @JvmSynthetic
    public suspend fun fetchMFAPreference(): UserMFAPreference = notImplemented()

    /**
     * Switches second factors on and off (SetUserMFAPreference). A factor whose argument is null stays as it is. At
     * most one factor can be preferred.
     */
    @JvmSynthetic
    public suspend fun updateMFAPreference(
        sms: MFAPreference? = null,
        totp: MFAPreference? = null,
        email: MFAPreference? = null,
    ): Unit = notImplemented()

    /**
     * Begins to set up an authenticator app (AssociateSoftwareToken). Give the details to the authenticator app, and
     * its first code to [verifyTOTPSetup].
     */
    @JvmSynthetic
    public suspend fun setUpTOTP(): TOTPSetupDetails = notImplemented()

    /**
     * Completes the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). After a
     * wrong code, make the same call again. [updateMFAPreference] then switches this second factor on.
     */
    @JvmSynthetic
    public suspend fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions = AuthVerifyTOTPSetupOptions.defaults(),
    ): Unit = notImplemented()

    /** Lets the service remember this device (UpdateDeviceStatus), if the pool lets the user decide. */
    @JvmSynthetic
    public suspend fun rememberDevice(): Unit = notImplemented()

    /**
     * Forgets a device (ForgetDevice). At the next sign-in, the service treats it as a new device.
     *
     * @param device the device; null for this device
     */
    @JvmSynthetic
    public suspend fun forgetDevice(device: AuthDevice? = null): Unit = notImplemented()

    /** The devices that the service knows of the signed-in user (ListDevices). */
    @JvmSynthetic
    public suspend fun fetchDevices(): List<AuthDevice> = notImplemented()

    /**
     * Registers a passkey for the signed-in user (StartWebAuthnRegistration, CompleteWebAuthnRegistration). The time
     * that the user takes does not count against the call's deadline.
     *
     * @param callingActivity the activity over which the platform shows its sheet; Android's own passkeys need it
     */
    @JvmSynthetic
    public suspend fun associateWebAuthnCredential(callingActivity: Activity? = null): Unit = notImplemented()

    /** The signed-in user's passkeys, page by page (ListWebAuthnCredentials). */
    @JvmSynthetic
    public suspend fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions = AuthListWebAuthnCredentialsOptions.defaults(),
    ): AuthListWebAuthnCredentialsResult = notImplemented()

    /** Removes a passkey at the service (DeleteWebAuthnCredential). The authenticator keeps the private key. */
    @JvmSynthetic
    public suspend fun deleteWebAuthnCredential(credentialId: String): Unit = notImplemented()

    /** What the signed-in user can sign in with (GetUserAuthFactors). */
    @JvmSynthetic
    public suspend fun fetchUserAuthFactors(): UserAuthFactors = notImplemented()

    /**
     * What this process has taken over from the library that the app used before ([Builder.movingFrom]), or why it has
     * taken over nothing. Null if there was nothing to take over, or if an earlier start of the app has taken it over.
     * No request is made. The call fails with a [StorageException] if this library's store, or the former library's,
     * can't be read now.
     */
    @JvmSynthetic
    public suspend fun moveReport(): AuthMoveReport? = notImplemented()

    /**
     * Removes what the former library has stored for the configuration's pools. Call it when the app will not go back
     * to the former library. This library's session stays. Until this call, this library changes nothing that the
     * former one has stored. Once started, the work goes on even if the coroutine is cancelled. No request is made, and
     * without [Builder.movingFrom] nothing happens.
     *
     * The call fails with [AuthErrorCode.MOVE_INCOMPLETE] if the former library's session could not be taken over, and
     * nobody has signed in since. It fails with a [StorageException] if one of the two stores fails.
     */
    @JvmSynthetic
    public suspend fun finishMove(): Unit = notImplemented()

    /**
     * The session's state now, and then each change. It agrees with the results of calls: when a call returns, the
     * state shows what the call has changed or found. A collector always sees the newest state. A slow collector misses
     * some of the earlier states. The flow completes when this instance is closed. It never fails. If the library can't
     * start, for example because of a mistake in the configuration, the last state is [AuthSessionState.Unavailable]. A
     * test's own [Auth] has no states unless it overrides this.
     */
    @get:JvmSynthetic
    public val sessionStates: Flow<AuthSessionState> get() = emptyFlow()

    /**
     * The session's state now, without waiting: [AuthSessionState.Loading] until a call, or a collector of
     * [sessionStates], has made the library read the store. It agrees with the results of calls, as [sessionStates]
     * does. In a test's own [Auth], it is [AuthSessionState.Loading] unless the class overrides this.
     */
    public val currentSessionState: AuthSessionState get() = AuthSessionState.Loading

    /**
     * The session's events, from the start of the collection on. A slow collector gets every event too. The flow
     * completes when this instance is closed. A test's own [Auth] has no events unless it overrides this.
     */
    @get:JvmSynthetic
    public val events: Flow<AuthEvent> get() = emptyFlow()

    /**
     * Ends this instance, and returns without waiting. Running and later calls end with [AuthErrorCode.CLOSED]. The
     * library still completes a refresh that it has sent, and a sign-out that has begun. The session stays in the
     * store.
     */
    override fun close() {}

    /** Makes an [Auth]. */
    public class Builder internal constructor(
        private val configuration: AuthConfiguration,
        private var store: SecureStore,
        private var executor: Executor,
    ) {
        private var transport: HttpTransport? = null
        private var passkeys: PasskeyAuthenticator? = null
        private var leases: LeaseStore? = null
        private var guard: ProcessGuard? = null
        private var log: LogSink? = null
        private var account: String? = null
        private var former: FormerLibrary? = null

        /**
         * The name of the account that the instance is for: 1 to 64 letters, digits, `.`, `_` and `-`. `Work` and
         * `work` are two accounts. If the name is null or not set, the instance is for the default account. Each
         * account has a session, an identity and remembered devices of its own. [AuthAccounts] lists the accounts.
         */
        public fun account(name: String?): Builder = apply { account = name }

        /**
         * Takes over the session, the remembered devices and the identity that the app's former library has stored. The
         * first call that reads the store does this, and the event [AuthEvent.MOVED_IN] or [AuthEvent.MOVE_FAILED]
         * follows. Only the default account takes them over: once, and only if no user has signed in or out here
         * before. Nothing of the former library is changed until [finishMove]. Every [Auth] of the default account, and
         * the [AuthAccounts], need the same setting. Unless set, nothing is taken over.
         *
         * @param library what [dev.cognitoauth.android.AndroidAuth.formerLibrary] has made
         */
        public fun movingFrom(library: FormerLibrary): Builder = apply { former = library }

        /** HTTP; the platform's `HttpURLConnection` unless set. */
        public fun httpTransport(transport: HttpTransport): Builder = apply { this.transport = transport }

        /** Where the session is stored. */
        public fun secureStore(store: SecureStore): Builder = apply { this.store = store }

        /**
         * Lets the processes that use the store take turns to refresh. Each of these processes has to set it. Unless
         * set: a builder of [dev.cognitoauth.android.AndroidAuth] uses files beside the session's file, and any other
         * builder assumes that only one process uses the store.
         */
        public fun leaseStore(leases: LeaseStore): Builder = apply { this.leases = leases }

        /**
         * Passkeys. Unless set: the platform's passkeys, from Android 14 on, for a builder of
         * [dev.cognitoauth.android.AndroidAuth]; no passkeys for any other builder.
         */
        public fun passkeyAuthenticator(authenticator: PasskeyAuthenticator): Builder =
            apply { passkeys = authenticator }

        /** Guards a refresh against suspension; no guard unless set. */
        public fun processGuard(guard: ProcessGuard): Builder = apply { this.guard = guard }

        /** Takes log lines; nothing is logged unless set. */
        public fun logSink(log: LogSink): Builder = apply { this.log = log }

        /**
         * Where callbacks and listeners are called. Unless set: the main thread for a builder of
         * [dev.cognitoauth.android.AndroidAuth]; for any other builder a background thread, one callback at a time.
         */
        public fun callbackExecutor(executor: Executor): Builder = apply { this.executor = executor }

        /** The instance. No IO happens yet. */
        public fun build(): Auth = build(::AuthBridge)

        internal fun build(maker: BridgeMaker): Auth = CoreAuth(configuration, ports(), executor, account, maker)

        /** The accounts of the builder's user pool and store, whichever [account] is set. No IO happens yet. */
        public fun buildAccounts(): AuthAccounts = buildAccounts(::AccountsBridge)

        internal fun buildAccounts(maker: AccountsBridgeMaker): AuthAccounts =
            CoreAccounts(configuration, ports(), executor, maker)

        private fun ports() =
            Ports(transport ?: HttpUrlConnectionTransport(), store, leases, passkeys, guard, log, former)
    }

    public companion object {
        /**
         * A builder of an [Auth] that keeps its session in [store].
         *
         * On Android, [dev.cognitoauth.android.AndroidAuth.builder] brings its own store.
         */
        @JvmStatic
        public fun builder(
            configuration: AuthConfiguration,
            store: SecureStore,
        ): Builder = Builder(configuration, store, oneAtATime())
    }
}
