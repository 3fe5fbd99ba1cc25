package dev.cognitoauth.testing

import android.app.Activity
import dev.cognitoauth.AuthConfirmResetPasswordOptions
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthFederateToIdentityPoolOptions
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthResetPasswordOptions
import dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUpdateUserAttributesOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.MFAPreference
import dev.cognitoauth.WebBrowser

/**
 * A call that a [FakeAuth] got, with the arguments of the function of [dev.cognitoauth.Auth] that has the same name.
 * Two calls are equal if their arguments are. Printing a call prints its name alone, because its arguments can be
 * secrets or personal data.
 */
public sealed class RecordedCall(
    /** The function's name, such as `signIn`. */
    public val name: String,
) {
    final override fun toString(): String = name

    /** `signUp` */
    public data class SignUp(
        public val username: String,
        public val password: String?,
        public val options: AuthSignUpOptions,
    ) : RecordedCall("signUp")

    /** `confirmSignUp` */
    public data class ConfirmSignUp(
        public val username: String,
        public val confirmationCode: String,
        public val options: AuthConfirmSignUpOptions,
    ) : RecordedCall("confirmSignUp")

    /** `resendSignUpCode` */
    public data class ResendSignUpCode(
        public val username: String,
        public val options: AuthResendSignUpCodeOptions,
    ) : RecordedCall("resendSignUpCode")

    /** `signIn` */
    public data class SignIn(
        public val username: String,
        public val password: String?,
        public val options: AuthSignInOptions,
    ) : RecordedCall("signIn")

    /** `autoSignIn` */
    public object AutoSignIn : RecordedCall("autoSignIn")

    /** `confirmSignIn` */
    public data class ConfirmSignIn(
        public val challengeResponse: String,
        public val options: AuthConfirmSignInOptions,
    ) : RecordedCall("confirmSignIn")

    /** `signInWithWebUI` */
    public data class SignInWithWebUI(
        public val browser: WebBrowser,
        public val options: AuthWebUISignInOptions,
    ) : RecordedCall("signInWithWebUI")

    /** `signInWithSocialWebUI` */
    public data class SignInWithSocialWebUI(
        public val provider: AuthProvider,
        public val browser: WebBrowser,
        public val options: AuthWebUISignInOptions,
    ) : RecordedCall("signInWithSocialWebUI")

    /** `handleRedirect` */
    public data class HandleRedirect(
        public val uri: String,
    ) : RecordedCall("handleRedirect")

    /** `fetchAuthSession` */
    public data class FetchAuthSession(
        public val options: AuthFetchSessionOptions,
    ) : RecordedCall("fetchAuthSession")

    /** `federateToIdentityPool` */
    public data class FederateToIdentityPool(
        public val providerToken: String,
        public val provider: AuthLoginProvider,
        public val options: AuthFederateToIdentityPoolOptions,
    ) : RecordedCall("federateToIdentityPool")

    /** `clearFederationToIdentityPool` */
    public object ClearFederationToIdentityPool : RecordedCall("clearFederationToIdentityPool")

    /** `sessionState` */
    public object SessionState : RecordedCall("sessionState")

    /** `pendingSignIn` */
    public object PendingSignIn : RecordedCall("pendingSignIn")

    /** `getCurrentUser` */
    public object GetCurrentUser : RecordedCall("getCurrentUser")

    /** `signOut`; without a browser, [browser] is null. */
    public data class SignOut(
        public val options: AuthSignOutOptions,
        public val browser: WebBrowser?,
    ) : RecordedCall("signOut")

    /** `resetPassword` */
    public data class ResetPassword(
        public val username: String,
        public val options: AuthResetPasswordOptions,
    ) : RecordedCall("resetPassword")

    /** `confirmResetPassword` */
    public data class ConfirmResetPassword(
        public val username: String,
        public val newPassword: String,
        public val confirmationCode: String,
        public val options: AuthConfirmResetPasswordOptions,
    ) : RecordedCall("confirmResetPassword")

    /** `updatePassword` */
    public data class UpdatePassword(
        public val oldPassword: String?,
        public val newPassword: String,
    ) : RecordedCall("updatePassword")

    /** `fetchUserAttributes` */
    public object FetchUserAttributes : RecordedCall("fetchUserAttributes")

    /** `updateUserAttribute` */
    public data class UpdateUserAttribute(
        public val attribute: AuthUserAttribute,
        public val options: AuthUpdateUserAttributesOptions,
    ) : RecordedCall("updateUserAttribute")

    /** `updateUserAttributes` */
    public data class UpdateUserAttributes(
        public val attributes: List<AuthUserAttribute>,
        public val options: AuthUpdateUserAttributesOptions,
    ) : RecordedCall("updateUserAttributes")

    /** `deleteUserAttributes` */
    public data class DeleteUserAttributes(
        public val attributeKeys: List<AuthUserAttributeKey>,
    ) : RecordedCall("deleteUserAttributes")

    /** `sendUserAttributeVerificationCode`, and `resendUserAttributeConfirmationCode`, which does the same. */
    public data class SendUserAttributeVerificationCode(
        public val attributeKey: AuthUserAttributeKey,
        public val options: AuthSendUserAttributeVerificationCodeOptions,
    ) : RecordedCall("sendUserAttributeVerificationCode")

    /** `confirmUserAttribute` */
    public data class ConfirmUserAttribute(
        public val attributeKey: AuthUserAttributeKey,
        public val confirmationCode: String,
    ) : RecordedCall("confirmUserAttribute")

    /** `deleteUser` */
    public object DeleteUser : RecordedCall("deleteUser")

    /** `fetchMFAPreference` */
    public object FetchMFAPreference : RecordedCall("fetchMFAPreference")

    /** `updateMFAPreference` */
    public data class UpdateMFAPreference(
        public val sms: MFAPreference?,
        public val totp: MFAPreference?,
        public val email: MFAPreference?,
    ) : RecordedCall("updateMFAPreference")

    /** `setUpTOTP` */
    public object SetUpTOTP : RecordedCall("setUpTOTP")

    /** `verifyTOTPSetup` */
    public data class VerifyTOTPSetup(
        public val code: String,
        public val options: AuthVerifyTOTPSetupOptions,
    ) : RecordedCall("verifyTOTPSetup")

    /** `rememberDevice` */
    public object RememberDevice : RecordedCall("rememberDevice")

    /** `forgetDevice` */
    public data class ForgetDevice(
        public val device: AuthDevice?,
    ) : RecordedCall("forgetDevice")

    /** `fetchDevices` */
    public object FetchDevices : RecordedCall("fetchDevices")

    /** `associateWebAuthnCredential` */
    public data class AssociateWebAuthnCredential(
        public val callingActivity: Activity?,
    ) : RecordedCall("associateWebAuthnCredential")

    /** `listWebAuthnCredentials` */
    public data class ListWebAuthnCredentials(
        public val options: AuthListWebAuthnCredentialsOptions,
    ) : RecordedCall("listWebAuthnCredentials")

    /** `deleteWebAuthnCredential` */
    public data class DeleteWebAuthnCredential(
        public val credentialId: String,
    ) : RecordedCall("deleteWebAuthnCredential")

    /** `fetchUserAuthFactors` */
    public object FetchUserAuthFactors : RecordedCall("fetchUserAuthFactors")

    /** `moveReport` */
    public object MoveReport : RecordedCall("moveReport")

    /** `finishMove` */
    public object FinishMove : RecordedCall("finishMove")
}
