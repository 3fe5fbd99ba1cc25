package dev.cognitoauth.amplify.kotlin

import android.app.Activity
import android.content.Intent
import dev.cognitoauth.amplify.AuthAssociateWebAuthnCredentialsOptions
import dev.cognitoauth.amplify.AuthCodeDeliveryDetails
import dev.cognitoauth.amplify.AuthConfirmResetPasswordOptions
import dev.cognitoauth.amplify.AuthConfirmSignInOptions
import dev.cognitoauth.amplify.AuthConfirmSignUpOptions
import dev.cognitoauth.amplify.AuthDeleteWebAuthnCredentialOptions
import dev.cognitoauth.amplify.AuthDevice
import dev.cognitoauth.amplify.AuthFetchSessionOptions
import dev.cognitoauth.amplify.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.amplify.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.amplify.AuthProvider
import dev.cognitoauth.amplify.AuthResendSignUpCodeOptions
import dev.cognitoauth.amplify.AuthResendUserAttributeConfirmationCodeOptions
import dev.cognitoauth.amplify.AuthResetPasswordOptions
import dev.cognitoauth.amplify.AuthResetPasswordResult
import dev.cognitoauth.amplify.AuthSession
import dev.cognitoauth.amplify.AuthSignInOptions
import dev.cognitoauth.amplify.AuthSignInResult
import dev.cognitoauth.amplify.AuthSignOutOptions
import dev.cognitoauth.amplify.AuthSignOutResult
import dev.cognitoauth.amplify.AuthSignUpOptions
import dev.cognitoauth.amplify.AuthSignUpResult
import dev.cognitoauth.amplify.AuthUpdateAttributeResult
import dev.cognitoauth.amplify.AuthUpdateUserAttributeOptions
import dev.cognitoauth.amplify.AuthUpdateUserAttributesOptions
import dev.cognitoauth.amplify.AuthUser
import dev.cognitoauth.amplify.AuthUserAttribute
import dev.cognitoauth.amplify.AuthUserAttributeKey
import dev.cognitoauth.amplify.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.amplify.AuthWebUISignInOptions
import dev.cognitoauth.amplify.TOTPSetupDetails
import dev.cognitoauth.amplify.toAmplify
import dev.cognitoauth.amplify.translating
import dev.cognitoauth.android.handleWebUISignInResponse
import dev.cognitoauth.android.signInWithSocialWebUI
import dev.cognitoauth.android.signInWithWebUI

/**
 * The calls of the Auth category, as suspending functions. A call that fails throws a
 * [dev.cognitoauth.amplify.AuthException].
 */
public class KotlinAuthFacade internal constructor(
    private val ours: () -> dev.cognitoauth.Auth,
) {
    /** Registers a user. */
    public suspend fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions = AuthSignUpOptions.builder().build(),
    ): AuthSignUpResult = translating { ours().signUp(username, password, options.ours).toAmplify() }

    /** Confirms a sign-up with the code. */
    public suspend fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions = AuthConfirmSignUpOptions.defaults(),
    ): AuthSignUpResult = translating { ours().confirmSignUp(username, confirmationCode, options.ours).toAmplify() }

    /** Sends a new sign-up code. */
    public suspend fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = translating { ours().resendSignUpCode(username, options.ours).toAmplify() }

    /** Signs a user in. */
    public suspend fun signIn(
        username: String? = null,
        password: String? = null,
        options: AuthSignInOptions = AuthSignInOptions.defaults(),
    ): AuthSignInResult = translating { ours().signIn(username.orEmpty(), password, options.ours).toAmplify() }

    /** Answers the sign-in's challenge. */
    public suspend fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions = AuthConfirmSignInOptions.defaults(),
    ): AuthSignInResult = translating { ours().confirmSignIn(challengeResponse, options.ours).toAmplify() }

    /** Signs in the user who has just confirmed the sign-up. */
    public suspend fun autoSignIn(): AuthSignInResult = translating { ours().autoSignIn().toAmplify() }

    /** Signs a user in on the page of an identity provider. */
    public suspend fun signInWithSocialWebUI(
        provider: AuthProvider,
        callingActivity: Activity,
        options: AuthWebUISignInOptions = AuthWebUISignInOptions.builder().build(),
    ): AuthSignInResult =
        translating { ours().signInWithSocialWebUI(provider, callingActivity, options.ours).toAmplify() }

    /** Signs a user in on the pages of the user pool. */
    public suspend fun signInWithWebUI(
        callingActivity: Activity,
        options: AuthWebUISignInOptions = AuthWebUISignInOptions.builder().build(),
    ): AuthSignInResult = translating { ours().signInWithWebUI(callingActivity, options.ours).toAmplify() }

    /** The session, refreshed if needed. */
    public suspend fun fetchAuthSession(
        options: AuthFetchSessionOptions = AuthFetchSessionOptions.defaults(),
    ): AuthSession = translating { ours().fetchAuthSession(options).toAmplify() }

    /** Lets the service remember this device. */
    public suspend fun rememberDevice(): Unit = translating { ours().rememberDevice() }

    /** Forgets a device; this device if [device] is null. */
    public suspend fun forgetDevice(device: AuthDevice? = null): Unit = translating { ours().forgetDevice(device) }

    /** The devices that the service knows of the user. */
    public suspend fun fetchDevices(): List<AuthDevice> = translating { ours().fetchDevices() }

    /** Sends a code to replace a forgotten password. */
    public suspend fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions = AuthResetPasswordOptions.defaults(),
    ): AuthResetPasswordResult = translating { ours().resetPassword(username, options.ours).toAmplify() }

    /** Replaces a forgotten password. */
    public suspend fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions = AuthConfirmResetPasswordOptions.defaults(),
    ): Unit = translating { ours().confirmResetPassword(username, newPassword, confirmationCode, options.ours) }

    /** Changes the signed-in user's password. */
    public suspend fun updatePassword(
        oldPassword: String,
        newPassword: String,
    ): Unit = translating { ours().updatePassword(oldPassword, newPassword) }

    /** The signed-in user's attributes. */
    public suspend fun fetchUserAttributes(): List<AuthUserAttribute> = translating { ours().fetchUserAttributes() }

    /** Changes one attribute. */
    public suspend fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributeOptions = AuthUpdateUserAttributeOptions.defaults(),
    ): AuthUpdateAttributeResult = translating { ours().updateUserAttribute(attribute, options.ours).toAmplify() }

    /** Changes attributes, all or none of them. */
    public suspend fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions.defaults(),
    ): Map<AuthUserAttributeKey, AuthUpdateAttributeResult> =
        translating {
            ours().updateUserAttributes(attributes, options.ours).mapValues { it.value.toAmplify() }
        }

    /** Sends a code to the address or number in an attribute. */
    public suspend fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthResendUserAttributeConfirmationCodeOptions =
            AuthResendUserAttributeConfirmationCodeOptions
                .defaults(),
    ): AuthCodeDeliveryDetails =
        translating {
            ours().resendUserAttributeConfirmationCode(attributeKey, options.ours).toAmplify()
        }

    /** Confirms an address or number with the code that went there. */
    public suspend fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
    ): Unit = translating { ours().confirmUserAttribute(attributeKey, confirmationCode) }

    /** The signed-in user. */
    public suspend fun getCurrentUser(): AuthUser = translating { ours().getCurrentUser() }

    /** Signs the user out. */
    public suspend fun signOut(options: AuthSignOutOptions = AuthSignOutOptions.builder().build()): AuthSignOutResult =
        translating { ours().signOut(options.ours).toAmplify() }

    /** Deletes the signed-in user's account. */
    public suspend fun deleteUser(): Unit = translating { ours().deleteUser() }

    /** Begins to set up an authenticator app. */
    public suspend fun setUpTOTP(): TOTPSetupDetails = translating { ours().setUpTOTP().toAmplify() }

    /** Completes the set-up of an authenticator app. */
    public suspend fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions = AuthVerifyTOTPSetupOptions.defaults(),
    ): Unit = translating { ours().verifyTOTPSetup(code, options.ours) }

    /** Registers a passkey. */
    public suspend fun associateWebAuthnCredential(
        callingActivity: Activity,
        options: AuthAssociateWebAuthnCredentialsOptions = AuthAssociateWebAuthnCredentialsOptions.defaults(),
    ): Unit = translating { ours().associateWebAuthnCredential(callingActivity) }

    /** The signed-in user's passkeys. */
    public suspend fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions = AuthListWebAuthnCredentialsOptions.defaults(),
    ): AuthListWebAuthnCredentialsResult = translating { ours().listWebAuthnCredentials(options.ours) }

    /** Removes a passkey. */
    public suspend fun deleteWebAuthnCredential(
        credentialId: String,
        options: AuthDeleteWebAuthnCredentialOptions = AuthDeleteWebAuthnCredentialOptions.defaults(),
    ): Unit = translating { ours().deleteWebAuthnCredential(credentialId) }

    /** Takes the redirect that reached the app while no call waited for it. The events report the result. */
    public fun handleWebUISignInResponse(intent: Intent?) {
        ours().handleWebUISignInResponse(intent, {}, {})
    }
}
