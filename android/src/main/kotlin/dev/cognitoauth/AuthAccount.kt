package dev.cognitoauth

import android.app.Activity
import dev.cognitoauth.bridge.Core
import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.bridge.toPublic
import java.util.concurrent.Executor
import dev.cognitoauth.ffi.AuthDevice as BridgeDevice
import dev.cognitoauth.ffi.AuthUserAttribute as BridgeAttribute

/** The calls of [Auth] for the user's account: password, attributes, second factors, devices, passkeys. */
abstract class AuthAccount internal constructor(
    internal val core: Core,
    executor: Executor,
) : AuthCallbacks(executor) {
    /**
     * Sends a code with which a forgotten password can be replaced (ForgotPassword). The next step says where it went.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun resetPassword(
        username: String,
        options: AuthResetPasswordOptions = AuthResetPasswordOptions.defaults(),
    ): AuthResetPasswordResult = core.call { it.resetPassword(username, options.toBridge()).toPublic() }

    /**
     * Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). After a wrong code the same
     * call may be made again.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun confirmResetPassword(
        username: String,
        newPassword: String,
        confirmationCode: String,
        options: AuthConfirmResetPasswordOptions = AuthConfirmResetPasswordOptions.defaults(),
    ): Unit = core.call { it.confirmResetPassword(username, newPassword, confirmationCode, options.toBridge()) }

    /**
     * Changes the signed-in user's password (ChangePassword). The session stands.
     *
     * @param oldPassword null for a user who signs in without a password and sets a first one
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun updatePassword(
        oldPassword: String?,
        newPassword: String,
    ): Unit = core.call { it.updatePassword(oldPassword, newPassword) }

    /**
     * The signed-in user's attributes, from the service (GetUser).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun fetchUserAttributes(): List<AuthUserAttribute> =
        core.call { it.fetchUserAttributes().map(BridgeAttribute::toPublic) }

    /**
     * Changes one attribute of the signed-in user (UpdateUserAttributes).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun updateUserAttribute(
        attribute: AuthUserAttribute,
        options: AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions.defaults(),
    ): AuthUpdateAttributeResult =
        core.call { it.updateUserAttribute(attribute.toBridge(), options.toBridge()).toPublic() }

    /**
     * Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). There is a result for each:
     * a new address or number may have to be confirmed with a code.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun updateUserAttributes(
        attributes: List<AuthUserAttribute>,
        options: AuthUpdateUserAttributesOptions = AuthUpdateUserAttributesOptions.defaults(),
    ): Map<AuthUserAttributeKey, AuthUpdateAttributeResult> =
        core.call { it.updateUserAttributes(attributes.toBridge(), options.toBridge()).toPublic() }

    /**
     * Removes attributes of the signed-in user (DeleteUserAttributes).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun deleteUserAttributes(attributeKeys: List<AuthUserAttributeKey>): Unit =
        core.call { it.deleteUserAttributes(attributeKeys.map(AuthUserAttributeKey::bridge)) }

    /**
     * Sends a code to the address or number that an attribute holds, and says where it went
     * (GetUserAttributeVerificationCode).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun sendUserAttributeVerificationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions = AuthSendUserAttributeVerificationCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails =
        core.call { it.sendUserAttributeVerificationCode(attributeKey.bridge, options.toBridge()).toPublic() }

    /**
     * [sendUserAttributeVerificationCode], by the name that the guides use.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun resendUserAttributeConfirmationCode(
        attributeKey: AuthUserAttributeKey,
        options: AuthSendUserAttributeVerificationCodeOptions = AuthSendUserAttributeVerificationCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = sendUserAttributeVerificationCode(attributeKey, options)

    /**
     * Confirms an address or number with the code that went there (VerifyUserAttribute). After a wrong code the same
     * call may be made again.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun confirmUserAttribute(
        attributeKey: AuthUserAttributeKey,
        confirmationCode: String,
    ): Unit = core.call { it.confirmUserAttribute(attributeKey.bridge, confirmationCode) }

    /**
     * Deletes the signed-in user's account at the service (DeleteUser), then the session and what this device knows of
     * the user.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun deleteUser(): Unit = core.call { it.deleteUser() }

    /**
     * The second factors that are switched on, and the preferred one (GetUser).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun fetchMFAPreference(): UserMFAPreference = core.call { it.fetchMfaPreference().toPublic() }

    /**
     * Switches second factors on and off (SetUserMFAPreference); one that is null stays as it is. At most one can be
     * preferred.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun updateMFAPreference(
        sms: MFAPreference? = null,
        totp: MFAPreference? = null,
        email: MFAPreference? = null,
    ): Unit = core.call { it.updateMfaPreference(sms?.toBridge(), totp?.toBridge(), email?.toBridge()) }

    /**
     * Begins to set up an authenticator app (AssociateSoftwareToken): the details are for the app, its first code for
     * [verifyTOTPSetup].
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun setUpTOTP(): TOTPSetupDetails = core.call { it.setUpTotp().toPublic() }

    /**
     * Ends the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). After a wrong
     * code the same call may be made again. [updateMFAPreference] then switches it on.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun verifyTOTPSetup(
        code: String,
        options: AuthVerifyTOTPSetupOptions = AuthVerifyTOTPSetupOptions.defaults(),
    ): Unit = core.call { it.verifyTotpSetup(code, options.toBridge()) }

    /**
     * Lets the service remember this device (UpdateDeviceStatus), where the pool leaves that to the user.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun rememberDevice(): Unit = core.call { it.rememberDevice() }

    /**
     * Forgets a device (ForgetDevice): the next sign-in there is one from a new device.
     *
     * @param device the one in hand unless given
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun forgetDevice(device: AuthDevice? = null): Unit = core.call { it.forgetDevice(device?.id) }

    /**
     * The devices that the service knows of the signed-in user (ListDevices).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun fetchDevices(): List<AuthDevice> = core.call { it.fetchDevices().map(BridgeDevice::toPublic) }

    /**
     * Registers a passkey for the signed-in user (StartWebAuthnRegistration, CompleteWebAuthnRegistration). The time
     * that the user takes does not count.
     *
     * @param callingActivity over which the platform shows its sheet; on Android there are no passkeys without it
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun associateWebAuthnCredential(callingActivity: Activity? = null): Unit =
        core.call(callingActivity) { it.associateWebAuthnCredential() }

    /**
     * The signed-in user's passkeys, page by page (ListWebAuthnCredentials).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun listWebAuthnCredentials(
        options: AuthListWebAuthnCredentialsOptions = AuthListWebAuthnCredentialsOptions.defaults(),
    ): AuthListWebAuthnCredentialsResult = core.call { it.listWebAuthnCredentials(options.toBridge()).toPublic() }

    /**
     * Removes a passkey at the service (DeleteWebAuthnCredential). What the authenticator holds stays there.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun deleteWebAuthnCredential(credentialId: String): Unit =
        core.call { it.deleteWebAuthnCredential(credentialId) }

    /**
     * What the signed-in user can sign in with (GetUserAuthFactors).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun fetchUserAuthFactors(): UserAuthFactors = core.call { it.fetchUserAuthFactors().toPublic() }
}
