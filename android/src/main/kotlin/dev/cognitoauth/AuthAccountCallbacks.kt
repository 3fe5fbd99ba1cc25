package dev.cognitoauth

import android.app.Activity
import java.util.concurrent.Executor

/** The calls of [AuthAccount] with callbacks: see [AuthCallbacks]. */
abstract class AuthAccountCallbacks internal constructor(
    executor: Executor,
) : CallbackCalls(executor) {
    /** Sends a code with which a forgotten password can be replaced (ForgotPassword). */
    fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resetPassword(username, options) }

    /** Sends a code with which a forgotten password can be replaced (ForgotPassword). */
    fun resetPassword(
        username: String,
        onSuccess: Consumer<AuthResetPasswordResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resetPassword(username) }

    /** Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). */
    fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall =
        call(onSuccess, onError) { auth.confirmResetPassword(username, newPassword, confirmationCode, options) }

    /** Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). */
    fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmResetPassword(username, newPassword, confirmationCode) }

    /** Changes the signed-in user's password (ChangePassword). */
    fun updatePassword(
        oldPassword: String?,
        newPassword: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updatePassword(oldPassword, newPassword) }

    /** The signed-in user's attributes, from the service (GetUser). */
    fun fetchUserAttributes(
        onSuccess: Consumer<List<AuthUserAttribute>>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchUserAttributes() }

    /** Changes one attribute of the signed-in user (UpdateUserAttributes). */
    fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributesOptions,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateUserAttribute(attribute, options) }

    /** Changes one attribute of the signed-in user (UpdateUserAttributes). */
    fun updateUserAttribute(
        attribute: AuthUserAttribute,
        onSuccess: Consumer<AuthUpdateAttributeResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateUserAttribute(attribute) }

    /** Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). */
    fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateUserAttributes(attributes, options) }

    /** Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). */
    fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        onSuccess: Consumer<Map<AuthUserAttributeKey, AuthUpdateAttributeResult>>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateUserAttributes(attributes) }

    /** Removes attributes of the signed-in user (DeleteUserAttributes). */
    fun deleteUserAttributes(
        attributeKeys: List<AuthUserAttributeKey>,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.deleteUserAttributes(attributeKeys) }

    /** Sends a code to the address or number that an attribute holds. */
    fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.sendUserAttributeVerificationCode(attributeKey, options) }

    /** Sends a code to the address or number that an attribute holds. */
    fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.sendUserAttributeVerificationCode(attributeKey) }

    /** [sendUserAttributeVerificationCode], by the name that the guides use. */
    fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resendUserAttributeConfirmationCode(attributeKey, options) }

    /** [sendUserAttributeVerificationCode], by the name that the guides use. */
    fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        onSuccess: Consumer<AuthCodeDeliveryDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.resendUserAttributeConfirmationCode(attributeKey) }

    /** Confirms an address or number with the code that went there (VerifyUserAttribute). */
    fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.confirmUserAttribute(attributeKey, confirmationCode) }

    /** Deletes the signed-in user's account at the service (DeleteUser), then the session and what this device knows of the user. */
    fun deleteUser(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.deleteUser() }

    /** The second factors that are switched on, and the preferred one (GetUser). */
    fun fetchMFAPreference(
        onSuccess: Consumer<UserMFAPreference>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchMFAPreference() }

    /** Switches second factors on and off (SetUserMFAPreference); one that is null stays as it is. */
    fun updateMFAPreference(
        sms: MFAPreference?,
        totp: MFAPreference?,
        email: MFAPreference?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateMFAPreference(sms, totp, email) }

    /** Switches second factors on and off, and leaves codes by e-mail as they are (SetUserMFAPreference). */
    fun updateMFAPreference(
        sms: MFAPreference?,
        totp: MFAPreference?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.updateMFAPreference(sms, totp) }

    /** Begins to set up an authenticator app (AssociateSoftwareToken): the details are for the app, its first code for [verifyTOTPSetup]. */
    fun setUpTOTP(
        onSuccess: Consumer<TOTPSetupDetails>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.setUpTOTP() }

    /** Ends the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). */
    fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.verifyTOTPSetup(code, options) }

    /** Ends the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). */
    fun verifyTOTPSetup(
        code: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.verifyTOTPSetup(code) }

    /** Lets the service remember this device (UpdateDeviceStatus), where the pool leaves that to the user. */
    fun rememberDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.rememberDevice() }

    /** Forgets a device (ForgetDevice). */
    fun forgetDevice(
        device: AuthDevice,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.forgetDevice(device) }

    /** Forgets the device in hand (ForgetDevice). */
    fun forgetDevice(
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.forgetDevice() }

    /** The devices that the service knows of the signed-in user (ListDevices). */
    fun fetchDevices(
        onSuccess: Consumer<List<AuthDevice>>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchDevices() }

    /** Registers a passkey for the signed-in user (StartWebAuthnRegistration, CompleteWebAuthnRegistration). */
    fun associateWebAuthnCredential(
        callingActivity: Activity?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.associateWebAuthnCredential(callingActivity) }

    /** The signed-in user's passkeys, page by page (ListWebAuthnCredentials). */
    fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions,
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.listWebAuthnCredentials(options) }

    /** The signed-in user's passkeys, page by page (ListWebAuthnCredentials). */
    fun listWebAuthnCredentials(
        onSuccess: Consumer<AuthListWebAuthnCredentialsResult>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.listWebAuthnCredentials() }

    /** Removes a passkey at the service (DeleteWebAuthnCredential). */
    fun deleteWebAuthnCredential(
        credentialId: String,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.deleteWebAuthnCredential(credentialId) }

    /** What the signed-in user can sign in with (GetUserAuthFactors). */
    fun fetchUserAuthFactors(
        onSuccess: Consumer<UserAuthFactors>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { auth.fetchUserAuthFactors() }
}
