package dev.cognitoauth.testing

import android.app.Activity
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthConfirmResetPasswordOptions
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFederateToIdentityPoolOptions
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthMoveReport
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthResetPasswordOptions
import dev.cognitoauth.AuthResetPasswordResult
import dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionEnd
import dev.cognitoauth.AuthSessionEndReason
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthUpdateAttributeResult
import dev.cognitoauth.AuthUpdateUserAttributesOptions
import dev.cognitoauth.AuthUser
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.MFAPreference
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.UserAuthFactors
import dev.cognitoauth.UserMFAPreference
import dev.cognitoauth.WebBrowser
import kotlinx.coroutines.flow.Flow
import java.util.concurrent.Executor

/**
 * An [Auth] for an app's tests and previews, which makes no request and needs no native library. A test scripts each
 * call that it makes, in the property that has the call's name:
 *
 * ```
 * val auth = FakeAuth()
 * auth.signIn.returns(AuthSignInResult(isSignedIn = true, nextStep = AuthSignInStep.Done))
 * auth.confirmSignIn.failsOnce(NotAuthorizedException(AuthErrorCode.CODE_MISMATCH))
 * auth.signIn.answers { (username, password) -> … }
 * ```
 *
 * A call without a script fails with an [dev.cognitoauth.InternalException] that names the call. [unscripted] lists
 * such calls. Four calls need no script, because the [state] answers them: `sessionState`, `getCurrentUser`,
 * `pendingSignIn` and `fetchAuthSession`.
 *
 * The [state] follows the results, as with the library: after a sign-in it is signed in, or awaits the challenge of the
 * next step; after a federation it is federated; after a sign-out, a deletion of the user, or the end of a federation it
 * is signed out. [events] reports when a user has signed in, and when that user's session ends. If an answer sets the
 * [state] itself, that state stays. The fake also answers a call that does not fit the state, such as a sign-in while a
 * user is signed in.
 *
 * Use it from any thread.
 */
public class FakeAuth
    @JvmOverloads
    constructor(
        /** The state at the start. */
        state: AuthSessionState = AuthSessionState.SignedOut(),
        /** Calls the callbacks and listeners. If it is null, a background thread calls them, one at a time. */
        private val executor: Executor? = null,
    ) : AuthScript(FakeSession(state)),
        Auth {
        /** The session's state, which the test can set. Setting it emits no event. */
        public var state: AuthSessionState by session::state

        /** Every call so far, oldest first. */
        public val calls: List<RecordedCall> get() = session.calls.toList()

        /** The calls that failed because the test has not scripted them. */
        public val unscripted: List<RecordedCall> get() = session.unscripted.toList()

        /** Whether [close] was called. From then on every call fails, and the flows are complete. */
        public val isClosed: Boolean get() = session.isClosed

        /** Reports an event. It changes no state. */
        public fun emit(event: AuthEvent): Unit = session.emit(event)

        /**
         * Ends the session as the service does: the state is signed out, with this reason and the user's name, and
         * [events] reports [AuthEvent.SESSION_EXPIRED]. If no user is signed in, this does nothing.
         */
        public fun endSession(reason: AuthSessionEndReason) {
            val user = (state as? AuthSessionState.SignedIn)?.user ?: return
            state = AuthSessionState.SignedOut(AuthSessionEnd(reason, user.username))
            emit(AuthEvent.SESSION_EXPIRED)
        }

        override suspend fun signUp(
            username: String,
            password: String?,
            options: AuthSignUpOptions,
        ): AuthSignUpResult {
            session.username = username
            return signUp.make(RecordedCall.SignUp(username, password, options))
        }

        override suspend fun confirmSignUp(
            username: String,
            confirmationCode: String,
            options: AuthConfirmSignUpOptions,
        ): AuthSignUpResult {
            session.username = username
            return confirmSignUp.make(RecordedCall.ConfirmSignUp(username, confirmationCode, options))
        }

        override suspend fun resendSignUpCode(
            username: String,
            options: AuthResendSignUpCodeOptions,
        ): AuthCodeDeliveryDetails = resendSignUpCode.make(RecordedCall.ResendSignUpCode(username, options))

        override suspend fun signIn(
            username: String,
            password: String?,
            options: AuthSignInOptions,
        ): AuthSignInResult {
            session.username = username
            return signingIn { signIn.make(RecordedCall.SignIn(username, password, options)) }
        }

        override suspend fun autoSignIn(): AuthSignInResult = signingIn { autoSignIn.make(RecordedCall.AutoSignIn) }

        override suspend fun confirmSignIn(
            challengeResponse: String,
            options: AuthConfirmSignInOptions,
        ): AuthSignInResult = signingIn { confirmSignIn.make(RecordedCall.ConfirmSignIn(challengeResponse, options)) }

        override suspend fun signInWithWebUI(
            browser: WebBrowser,
            options: AuthWebUISignInOptions,
        ): AuthSignInResult = signingIn { signInWithWebUI.make(RecordedCall.SignInWithWebUI(browser, options)) }

        override suspend fun signInWithSocialWebUI(
            provider: AuthProvider,
            browser: WebBrowser,
            options: AuthWebUISignInOptions,
        ): AuthSignInResult =
            signingIn { signInWithSocialWebUI.make(RecordedCall.SignInWithSocialWebUI(provider, browser, options)) }

        override suspend fun handleRedirect(uri: String): AuthRedirectResult =
            session.following({ handleRedirect.make(RecordedCall.HandleRedirect(uri)) }) {
                if (it is AuthRedirectResult.SignedIn) session.follow(it.result)
            }

        override suspend fun fetchAuthSession(options: AuthFetchSessionOptions): AuthSession =
            fetchAuthSession.make(RecordedCall.FetchAuthSession(options))

        override suspend fun federateToIdentityPool(
            providerToken: String,
            provider: AuthLoginProvider,
            options: AuthFederateToIdentityPoolOptions,
        ): AuthFederateToIdentityPoolResult {
            val call = RecordedCall.FederateToIdentityPool(providerToken, provider, options)
            return session.following({ federateToIdentityPool.make(call) }) {
                session.state = AuthSessionState.Federated(it.identityId)
            }
        }

        override suspend fun clearFederationToIdentityPool(): Unit =
            session.following({ clearFederationToIdentityPool.make(RecordedCall.ClearFederationToIdentityPool) }) {
                session.end(AuthEvent.SIGNED_OUT)
            }

        override suspend fun sessionState(): AuthSessionState = sessionState.make(RecordedCall.SessionState)

        override suspend fun pendingSignIn(): AuthPendingSignIn? = pendingSignIn.make(RecordedCall.PendingSignIn)

        override suspend fun getCurrentUser(): AuthUser = getCurrentUser.make(RecordedCall.GetCurrentUser)

        override suspend fun signOut(options: AuthSignOutOptions): AuthSignOutResult =
            signingOut(RecordedCall.SignOut(options, browser = null))

        override suspend fun signOut(
            browser: WebBrowser,
            options: AuthSignOutOptions,
        ): AuthSignOutResult = signingOut(RecordedCall.SignOut(options, browser))

        override suspend fun resetPassword(
            username: String,
            options: AuthResetPasswordOptions,
        ): AuthResetPasswordResult = resetPassword.make(RecordedCall.ResetPassword(username, options))

        override suspend fun confirmResetPassword(
            username: String,
            newPassword: String,
            confirmationCode: String,
            options: AuthConfirmResetPasswordOptions,
        ) {
            val call = RecordedCall.ConfirmResetPassword(username, newPassword, confirmationCode, options)
            confirmResetPassword.make(call)
        }

        override suspend fun updatePassword(
            oldPassword: String?,
            newPassword: String,
        ): Unit = updatePassword.make(RecordedCall.UpdatePassword(oldPassword, newPassword))

        override suspend fun fetchUserAttributes(): List<AuthUserAttribute> =
            fetchUserAttributes.make(RecordedCall.FetchUserAttributes)

        override suspend fun updateUserAttribute(
            attribute: AuthUserAttribute,
            options: AuthUpdateUserAttributesOptions,
        ): AuthUpdateAttributeResult = updateUserAttribute.make(RecordedCall.UpdateUserAttribute(attribute, options))

        override suspend fun updateUserAttributes(
            attributes: List<AuthUserAttribute>,
            options: AuthUpdateUserAttributesOptions,
        ): Map<AuthUserAttributeKey, AuthUpdateAttributeResult> =
            updateUserAttributes.make(RecordedCall.UpdateUserAttributes(attributes, options))

        override suspend fun deleteUserAttributes(attributeKeys: List<AuthUserAttributeKey>): Unit =
            deleteUserAttributes.make(RecordedCall.DeleteUserAttributes(attributeKeys))

        override suspend fun sendUserAttributeVerificationCode(
            attributeKey: AuthUserAttributeKey,
            options: AuthSendUserAttributeVerificationCodeOptions,
        ): AuthCodeDeliveryDetails =
            sendUserAttributeVerificationCode.make(
                RecordedCall.SendUserAttributeVerificationCode(attributeKey, options),
            )

        override suspend fun confirmUserAttribute(
            attributeKey: AuthUserAttributeKey,
            confirmationCode: String,
        ): Unit = confirmUserAttribute.make(RecordedCall.ConfirmUserAttribute(attributeKey, confirmationCode))

        override suspend fun deleteUser(): Unit =
            session.following({ deleteUser.make(RecordedCall.DeleteUser) }) { session.end(AuthEvent.USER_DELETED) }

        override suspend fun fetchMFAPreference(): UserMFAPreference =
            fetchMFAPreference.make(RecordedCall.FetchMFAPreference)

        override suspend fun updateMFAPreference(
            sms: MFAPreference?,
            totp: MFAPreference?,
            email: MFAPreference?,
        ): Unit = updateMFAPreference.make(RecordedCall.UpdateMFAPreference(sms, totp, email))

        override suspend fun setUpTOTP(): TOTPSetupDetails = setUpTOTP.make(RecordedCall.SetUpTOTP)

        override suspend fun verifyTOTPSetup(
            code: String,
            options: AuthVerifyTOTPSetupOptions,
        ): Unit = verifyTOTPSetup.make(RecordedCall.VerifyTOTPSetup(code, options))

        override suspend fun rememberDevice(): Unit = rememberDevice.make(RecordedCall.RememberDevice)

        override suspend fun forgetDevice(device: AuthDevice?): Unit =
            forgetDevice.make(RecordedCall.ForgetDevice(device))

        override suspend fun fetchDevices(): List<AuthDevice> = fetchDevices.make(RecordedCall.FetchDevices)

        override suspend fun associateWebAuthnCredential(callingActivity: Activity?): Unit =
            associateWebAuthnCredential.make(RecordedCall.AssociateWebAuthnCredential(callingActivity))

        override suspend fun listWebAuthnCredentials(
            options: AuthListWebAuthnCredentialsOptions,
        ): AuthListWebAuthnCredentialsResult =
            listWebAuthnCredentials.make(RecordedCall.ListWebAuthnCredentials(options))

        override suspend fun deleteWebAuthnCredential(credentialId: String): Unit =
            deleteWebAuthnCredential.make(RecordedCall.DeleteWebAuthnCredential(credentialId))

        override suspend fun fetchUserAuthFactors(): UserAuthFactors =
            fetchUserAuthFactors.make(RecordedCall.FetchUserAuthFactors)

        override suspend fun moveReport(): AuthMoveReport? = moveReport.make(RecordedCall.MoveReport)

        override suspend fun finishMove(): Unit = finishMove.make(RecordedCall.FinishMove)

        override val callbackExecutor: Executor get() = executor ?: super.callbackExecutor

        @get:JvmSynthetic
        override val sessionStates: Flow<AuthSessionState> get() = session.states

        override val currentSessionState: AuthSessionState get() = session.state

        @get:JvmSynthetic
        override val events: Flow<AuthEvent> get() = session.events

        override fun close(): Unit = session.close()

        private suspend fun signingIn(work: suspend () -> AuthSignInResult) = session.following(work, session::follow)

        private suspend fun signingOut(call: RecordedCall.SignOut): AuthSignOutResult =
            try {
                session.following({ signOut.make(call) }) {
                    if (it.isSignedOutLocally) session.end(AuthEvent.SIGNED_OUT)
                }
            } catch (exception: AuthException) {
                AuthSignOutResult.Failed(exception)
            }

        public companion object {
            /** A fake in which a user is signed in. */
            @JvmStatic
            @JvmOverloads
            public fun signedInAs(
                username: String,
                userId: String = FakeSession.userNamed(username).userId,
            ): FakeAuth = FakeAuth(AuthSessionState.SignedIn(AuthUser(username, userId)))

            /** A fake in which nobody is signed in; [ended] is the session that the service has ended, if any. */
            @JvmStatic
            @JvmOverloads
            public fun signedOut(ended: AuthSessionEnd? = null): FakeAuth = FakeAuth(AuthSessionState.SignedOut(ended))

            /** A fake in which a sign-in waits for the answer to this challenge. */
            @JvmStatic
            public fun awaiting(
                step: AuthSignInStep,
                username: String,
            ): FakeAuth = FakeAuth(AuthSessionState.AwaitingChallenge(AuthPendingSignIn(username, step)))

            /** A fake in which a sign-in waits for the code of a text message, as a second factor. */
            @JvmStatic
            public fun awaitingMFACode(username: String): FakeAuth {
                val sentTo = AuthCodeDeliveryDetails(DeliveryMedium.Sms, "+*******1234")
                return awaiting(AuthSignInStep.ConfirmSignInWithSMSMFACode(sentTo), username)
            }
        }
    }
