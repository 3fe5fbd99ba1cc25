package dev.cognitoauth.amplify

import android.app.Activity
import dev.cognitoauth.amplify.kotlin.KotlinAuthFacade

/** The calls of the Auth category about the user's account, with callbacks. */
public sealed class AccountCalls {
    internal abstract val ours: dev.cognitoauth.Auth
    private val facade = KotlinAuthFacade { ours }

    /** Lets the service remember this device. */
    public fun rememberDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { rememberDevice() }

    /** Forgets a device. */
    public fun forgetDevice(
        device: AuthDevice,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { forgetDevice(device) }

    /** Forgets this device. */
    public fun forgetDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { forgetDevice() }

    /** The devices that the service knows of the user. */
    public fun fetchDevices(
        onSuccess: Consumer<List<AuthDevice>>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { fetchDevices() }

    /** Sends a code to replace a forgotten password. */
    public fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resetPassword(username, options) }

    /** Sends a code to replace a forgotten password. */
    public fun resetPassword(
        username: String,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resetPassword(username) }

    /** Replaces a forgotten password. */
    public fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmResetPassword(username, newPassword, confirmationCode, options) }

    /** Replaces a forgotten password. */
    public fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmResetPassword(username, newPassword, confirmationCode) }

    /** Changes the signed-in user's password. */
    public fun updatePassword(
        oldPassword: String,
        newPassword: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { updatePassword(oldPassword, newPassword) }

    /** The signed-in user's attributes. */
    public fun fetchUserAttributes(
        onSuccess: Consumer<List<AuthUserAttribute>>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { fetchUserAttributes() }

    /** Changes one attribute. */
    public fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributeOptions,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { updateUserAttribute(attribute, options) }

    /** Changes one attribute. */
    public fun updateUserAttribute(
        attribute: AuthUserAttribute,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { updateUserAttribute(attribute) }

    /** Changes attributes, all or none of them. */
    public fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { updateUserAttributes(attributes, options) }

    /** Changes attributes, all or none of them. */
    public fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { updateUserAttributes(attributes) }

    /** Sends a code to the address or number in an attribute. */
    public fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthResendUserAttributeConfirmationCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resendUserAttributeConfirmationCode(attributeKey, options) }

    /** Sends a code to the address or number in an attribute. */
    public fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { resendUserAttributeConfirmationCode(attributeKey) }

    /** Confirms an address or number with the code that went there. */
    public fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { confirmUserAttribute(attributeKey, confirmationCode) }

    /** Begins to set up an authenticator app. */
    public fun setUpTOTP(
        onSuccess: Consumer<TOTPSetupDetails>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { setUpTOTP() }

    /** Completes the set-up of an authenticator app. */
    public fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { verifyTOTPSetup(code, options) }

    /** Completes the set-up of an authenticator app. */
    public fun verifyTOTPSetup(
        code: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { verifyTOTPSetup(code) }

    /** Registers a passkey. */
    public fun associateWebAuthnCredential(
        callingActivity: Activity,
        options: AuthAssociateWebAuthnCredentialsOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { associateWebAuthnCredential(callingActivity, options) }

    /** Registers a passkey. */
    public fun associateWebAuthnCredential(
        callingActivity: Activity,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { associateWebAuthnCredential(callingActivity) }

    /** The signed-in user's passkeys. */
    public fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions,
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { listWebAuthnCredentials(options) }

    /** The signed-in user's passkeys. */
    public fun listWebAuthnCredentials(
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { listWebAuthnCredentials() }

    /** Removes a passkey. */
    public fun deleteWebAuthnCredential(
        credentialId: String,
        options: AuthDeleteWebAuthnCredentialOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { deleteWebAuthnCredential(credentialId, options) }

    /** Removes a passkey. */
    public fun deleteWebAuthnCredential(
        credentialId: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): Unit = call(onSuccess, onError) { deleteWebAuthnCredential(credentialId) }

    internal fun call(
        onSuccess: Action,
        onError: Consumer<AuthException>,
        work: suspend KotlinAuthFacade.() -> Unit,
    ): Unit = ours.call(onSuccess, onError) { facade.work() }

    internal fun <T : Any> call(
        onSuccess: Consumer<T>,
        onError: Consumer<AuthException>,
        work: suspend KotlinAuthFacade.() -> T,
    ): Unit = ours.call(onSuccess, onError) { facade.work() }
}
