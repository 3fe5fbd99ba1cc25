package dev.cognitoauth.testing

import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.AuthMoveReport
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthResetPasswordResult
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthUpdateAttributeResult
import dev.cognitoauth.AuthUser
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.UserAuthFactors
import dev.cognitoauth.UserMFAPreference

/** What a [FakeAuth] answers: a property for each call of [dev.cognitoauth.Auth], with the call's name. */
public abstract class AuthScript internal constructor(
    internal val session: FakeSession,
) {
    /** What signUp answers. */
    public val signUp: ScriptedCall<RecordedCall.SignUp, AuthSignUpResult> = ScriptedCall("signUp", session, null)

    /** What confirmSignUp answers. */
    public val confirmSignUp: ScriptedCall<RecordedCall.ConfirmSignUp, AuthSignUpResult> =
        ScriptedCall("confirmSignUp", session, null)

    /** What resendSignUpCode answers. */
    public val resendSignUpCode: ScriptedCall<RecordedCall.ResendSignUpCode, AuthCodeDeliveryDetails> =
        ScriptedCall("resendSignUpCode", session, null)

    /** What signIn answers. */
    public val signIn: ScriptedCall<RecordedCall.SignIn, AuthSignInResult> = ScriptedCall("signIn", session, null)

    /** What autoSignIn answers. */
    public val autoSignIn: ScriptedCall<RecordedCall.AutoSignIn, AuthSignInResult> =
        ScriptedCall("autoSignIn", session, null)

    /** What confirmSignIn answers. */
    public val confirmSignIn: ScriptedCall<RecordedCall.ConfirmSignIn, AuthSignInResult> =
        ScriptedCall("confirmSignIn", session, null)

    /** What signInWithWebUI answers. */
    public val signInWithWebUI: ScriptedCall<RecordedCall.SignInWithWebUI, AuthSignInResult> =
        ScriptedCall("signInWithWebUI", session, null)

    /** What signInWithSocialWebUI answers. */
    public val signInWithSocialWebUI: ScriptedCall<RecordedCall.SignInWithSocialWebUI, AuthSignInResult> =
        ScriptedCall("signInWithSocialWebUI", session, null)

    /** What handleRedirect answers. */
    public val handleRedirect: ScriptedCall<RecordedCall.HandleRedirect, AuthRedirectResult> =
        ScriptedCall("handleRedirect", session, null)

    /**
     * What fetchAuthSession answers; without a script, a session that fits the state, with made-up tokens if a user is
     * signed in.
     */
    public val fetchAuthSession: ScriptedCall<RecordedCall.FetchAuthSession, AuthSession> =
        ScriptedCall("fetchAuthSession", session, session::session)

    /** What federateToIdentityPool answers. */
    public val federateToIdentityPool: ScriptedCall<
        RecordedCall.FederateToIdentityPool,
        AuthFederateToIdentityPoolResult,
    > =
        ScriptedCall("federateToIdentityPool", session, null)

    /** What clearFederationToIdentityPool answers. */
    public val clearFederationToIdentityPool: ScriptedAction<RecordedCall.ClearFederationToIdentityPool> =
        ScriptedAction("clearFederationToIdentityPool", session)

    /** What sessionState answers; without a script, the fake's state. */
    public val sessionState: ScriptedCall<RecordedCall.SessionState, AuthSessionState> =
        ScriptedCall("sessionState", session, session::readState)

    /** What pendingSignIn answers; without a script, the open sign-in of the fake's state. */
    public val pendingSignIn: ScriptedCall<RecordedCall.PendingSignIn, AuthPendingSignIn?> =
        ScriptedCall("pendingSignIn", session, session::pending)

    /** What getCurrentUser answers; without a script, the user of the fake's state. */
    public val getCurrentUser: ScriptedCall<RecordedCall.GetCurrentUser, AuthUser> =
        ScriptedCall("getCurrentUser", session, session::user)

    /** What signOut answers. */
    public val signOut: ScriptedCall<RecordedCall.SignOut, AuthSignOutResult> = ScriptedCall("signOut", session, null)

    /** What resetPassword answers. */
    public val resetPassword: ScriptedCall<RecordedCall.ResetPassword, AuthResetPasswordResult> =
        ScriptedCall("resetPassword", session, null)

    /** What confirmResetPassword answers. */
    public val confirmResetPassword: ScriptedAction<RecordedCall.ConfirmResetPassword> =
        ScriptedAction("confirmResetPassword", session)

    /** What updatePassword answers. */
    public val updatePassword: ScriptedAction<RecordedCall.UpdatePassword> = ScriptedAction("updatePassword", session)

    /** What fetchUserAttributes answers. */
    public val fetchUserAttributes: ScriptedCall<RecordedCall.FetchUserAttributes, List<AuthUserAttribute>> =
        ScriptedCall("fetchUserAttributes", session, null)

    /** What updateUserAttribute answers. */
    public val updateUserAttribute: ScriptedCall<RecordedCall.UpdateUserAttribute, AuthUpdateAttributeResult> =
        ScriptedCall("updateUserAttribute", session, null)

    /** What updateUserAttributes answers. */
    public val updateUserAttributes: ScriptedCall<
        RecordedCall.UpdateUserAttributes,
        Map<AuthUserAttributeKey, AuthUpdateAttributeResult>,
    > =
        ScriptedCall("updateUserAttributes", session, null)

    /** What deleteUserAttributes answers. */
    public val deleteUserAttributes: ScriptedAction<RecordedCall.DeleteUserAttributes> =
        ScriptedAction("deleteUserAttributes", session)

    /** What sendUserAttributeVerificationCode answers. */
    public val sendUserAttributeVerificationCode: ScriptedCall<
        RecordedCall.SendUserAttributeVerificationCode,
        AuthCodeDeliveryDetails,
    > =
        ScriptedCall("sendUserAttributeVerificationCode", session, null)

    /** What confirmUserAttribute answers. */
    public val confirmUserAttribute: ScriptedAction<RecordedCall.ConfirmUserAttribute> =
        ScriptedAction("confirmUserAttribute", session)

    /** What deleteUser answers. */
    public val deleteUser: ScriptedAction<RecordedCall.DeleteUser> = ScriptedAction("deleteUser", session)

    /** What fetchMFAPreference answers. */
    public val fetchMFAPreference: ScriptedCall<RecordedCall.FetchMFAPreference, UserMFAPreference> =
        ScriptedCall("fetchMFAPreference", session, null)

    /** What updateMFAPreference answers. */
    public val updateMFAPreference: ScriptedAction<RecordedCall.UpdateMFAPreference> =
        ScriptedAction("updateMFAPreference", session)

    /** What setUpTOTP answers. */
    public val setUpTOTP: ScriptedCall<RecordedCall.SetUpTOTP, TOTPSetupDetails> =
        ScriptedCall("setUpTOTP", session, null)

    /** What verifyTOTPSetup answers. */
    public val verifyTOTPSetup: ScriptedAction<RecordedCall.VerifyTOTPSetup> =
        ScriptedAction("verifyTOTPSetup", session)

    /** What rememberDevice answers. */
    public val rememberDevice: ScriptedAction<RecordedCall.RememberDevice> = ScriptedAction("rememberDevice", session)

    /** What forgetDevice answers. */
    public val forgetDevice: ScriptedAction<RecordedCall.ForgetDevice> = ScriptedAction("forgetDevice", session)

    /** What fetchDevices answers. */
    public val fetchDevices: ScriptedCall<RecordedCall.FetchDevices, List<AuthDevice>> =
        ScriptedCall("fetchDevices", session, null)

    /** What associateWebAuthnCredential answers. */
    public val associateWebAuthnCredential: ScriptedAction<RecordedCall.AssociateWebAuthnCredential> =
        ScriptedAction("associateWebAuthnCredential", session)

    /** What listWebAuthnCredentials answers. */
    public val listWebAuthnCredentials: ScriptedCall<
        RecordedCall.ListWebAuthnCredentials,
        AuthListWebAuthnCredentialsResult,
    > =
        ScriptedCall("listWebAuthnCredentials", session, null)

    /** What deleteWebAuthnCredential answers. */
    public val deleteWebAuthnCredential: ScriptedAction<RecordedCall.DeleteWebAuthnCredential> =
        ScriptedAction("deleteWebAuthnCredential", session)

    /** What fetchUserAuthFactors answers. */
    public val fetchUserAuthFactors: ScriptedCall<RecordedCall.FetchUserAuthFactors, UserAuthFactors> =
        ScriptedCall("fetchUserAuthFactors", session, null)

    /** What moveReport answers. */
    public val moveReport: ScriptedCall<RecordedCall.MoveReport, AuthMoveReport?> =
        ScriptedCall("moveReport", session, null)

    /** What finishMove answers. */
    public val finishMove: ScriptedAction<RecordedCall.FinishMove> = ScriptedAction("finishMove", session)
}
