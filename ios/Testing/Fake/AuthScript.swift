import CognitoAuth

/// The answers of a ``FakeAuth``: one ``ScriptedCall`` for each call, under the call's name. Several calls of
/// ``AuthClient`` share a name; their scripts have longer names, such as ``updatePassword`` for
/// `update(oldPassword:to:)`.
public final class AuthScript: Sendable {
  /// `signUp(username:password:options:)`
  public let signUp = ScriptedCall<AuthSignUpResult>()
  /// `confirmSignUp(for:confirmationCode:options:)`
  public let confirmSignUp = ScriptedCall<AuthSignUpResult>()
  /// `resendSignUpCode(for:options:)`
  public let resendSignUpCode = ScriptedCall<AuthCodeDeliveryDetails>()
  /// `signIn(username:password:options:)`
  public let signIn = ScriptedCall<AuthSignInResult>()
  /// `confirmSignIn(challengeResponse:options:)`
  public let confirmSignIn = ScriptedCall<AuthSignInResult>()
  /// `autoSignIn()`
  public let autoSignIn = ScriptedCall<AuthSignInResult>()
  /// `signInWithWebUI(for:browser:options:)`. The browser is not opened.
  public let signInWithWebUI = ScriptedCall<AuthSignInResult>()
  /// `handleRedirect(_:)`
  public let handleRedirect = ScriptedCall<AuthRedirectResult>()
  /// `signOut(options:)`
  public let signOut = ScriptedCall<AuthSignOutResult>()
  /// `signOut(browser:options:)`. The browser is not opened.
  public let signOutWithBrowser = ScriptedCall<AuthSignOutResult>()
  /// `fetchAuthSession(options:)`. Without a script, the fake's state answers it.
  public let fetchAuthSession = ScriptedCall<AuthSession>()
  /// `getCurrentUser()`. Without a script, the fake's state answers it.
  public let getCurrentUser = ScriptedCall<AuthUser>()
  /// `sessionState()`. Without a script, the fake's state answers it.
  public let sessionState = ScriptedCall<AuthSessionState>()
  /// `pendingSignIn()`. Without a script, the fake's state answers it.
  public let pendingSignIn = ScriptedCall<AuthPendingSignIn?>()
  /// `moveReport()`
  public let moveReport = ScriptedCall<AuthMoveReport?>()
  /// `finishMove()`
  public let finishMove = ScriptedCall<Void>()
  /// `federateToIdentityPool(withProviderToken:for:options:)`
  public let federateToIdentityPool = ScriptedCall<AuthFederateToIdentityPoolResult>()
  /// `clearFederationToIdentityPool()`
  public let clearFederationToIdentityPool = ScriptedCall<Void>()
  /// `resetPassword(for:options:)`
  public let resetPassword = ScriptedCall<AuthResetPasswordResult>()
  /// `confirmResetPassword(for:with:confirmationCode:options:)`
  public let confirmResetPassword = ScriptedCall<Void>()
  /// `update(oldPassword:to:)`
  public let updatePassword = ScriptedCall<Void>()
  /// `fetchUserAttributes()`
  public let fetchUserAttributes = ScriptedCall<[AuthUserAttribute]>()
  /// `update(userAttribute:options:)`
  public let updateUserAttribute = ScriptedCall<AuthUpdateAttributeResult>()
  /// `update(userAttributes:options:)`
  public let updateUserAttributes = ScriptedCall<[AuthUserAttributeKey: AuthUpdateAttributeResult]>()
  /// `deleteUserAttributes(_:)`
  public let deleteUserAttributes = ScriptedCall<Void>()
  /// `sendVerificationCode(forUserAttributeKey:options:)`
  public let sendVerificationCode = ScriptedCall<AuthCodeDeliveryDetails>()
  /// `confirm(userAttribute:confirmationCode:)`
  public let confirmUserAttribute = ScriptedCall<Void>()
  /// `deleteUser()`
  public let deleteUser = ScriptedCall<Void>()
  /// `fetchMFAPreference()`
  public let fetchMFAPreference = ScriptedCall<UserMFAPreference>()
  /// `updateMFAPreference(_:)`
  public let updateMFAPreference = ScriptedCall<Void>()
  /// `setUpTOTP()`
  public let setUpTOTP = ScriptedCall<TOTPSetupDetails>()
  /// `verifyTOTPSetup(code:options:)`
  public let verifyTOTPSetup = ScriptedCall<Void>()
  /// `rememberDevice()`
  public let rememberDevice = ScriptedCall<Void>()
  /// `forgetDevice(_:)`
  public let forgetDevice = ScriptedCall<Void>()
  /// `fetchDevices()`
  public let fetchDevices = ScriptedCall<[AuthDevice]>()
  /// `associateWebAuthnCredential()`, and the same with a window
  public let associateWebAuthnCredential = ScriptedCall<Void>()
  /// `listWebAuthnCredentials(options:)`
  public let listWebAuthnCredentials = ScriptedCall<AuthListWebAuthnCredentialsResult>()
  /// `deleteWebAuthnCredential(credentialId:)`
  public let deleteWebAuthnCredential = ScriptedCall<Void>()
  /// `fetchUserAuthFactors()`
  public let fetchUserAuthFactors = ScriptedCall<UserAuthFactors>()

  init() {}
}
