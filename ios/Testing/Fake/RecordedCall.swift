import CognitoAuth
import Foundation

/// A call that a ``FakeAuth`` got, with its arguments. Printing it prints only its name: the arguments can be secrets or
/// personal data.
///
/// A later version may add cases, for calls that it adds to ``AuthClient``.
public enum RecordedCall: Equatable, Sendable {
  /// `signUp(username:password:options:)`
  case signUp(username: String, password: String?, options: AuthSignUpRequest.Options)
  /// `confirmSignUp(for:confirmationCode:options:)`
  case confirmSignUp(username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options)
  /// `resendSignUpCode(for:options:)`
  case resendSignUpCode(username: String, options: AuthResendSignUpCodeRequest.Options)
  /// `signIn(username:password:options:)`
  case signIn(username: String, password: String?, options: AuthSignInRequest.Options)
  /// `confirmSignIn(challengeResponse:options:)`
  case confirmSignIn(challengeResponse: String, options: AuthConfirmSignInRequest.Options)
  /// `autoSignIn()`
  case autoSignIn
  /// `signInWithWebUI(for:browser:options:)`, without its browser
  case signInWithWebUI(provider: AuthProvider?, options: AuthWebUISignInRequest.Options)
  /// `handleRedirect(_:)`
  case handleRedirect(URL)
  /// `signOut(options:)`
  case signOut(options: AuthSignOutRequest.Options)
  /// `signOut(browser:options:)`, without its browser
  case signOutWithBrowser(options: AuthSignOutRequest.Options)
  /// `fetchAuthSession(options:)`
  case fetchAuthSession(options: AuthFetchSessionRequest.Options)
  /// `getCurrentUser()`
  case getCurrentUser
  /// `sessionState()`
  case sessionState
  /// `pendingSignIn()`
  case pendingSignIn
  /// `moveReport()`
  case moveReport
  /// `finishMove()`
  case finishMove
  /// `federateToIdentityPool(withProviderToken:for:options:)`
  case federateToIdentityPool(
    providerToken: String, provider: AuthLoginProvider, options: AuthFederateToIdentityPoolRequest.Options)
  /// `clearFederationToIdentityPool()`
  case clearFederationToIdentityPool
  /// `resetPassword(for:options:)`
  case resetPassword(username: String, options: AuthResetPasswordRequest.Options)
  /// `confirmResetPassword(for:with:confirmationCode:options:)`
  case confirmResetPassword(
    username: String, newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options)
  /// `update(oldPassword:to:)`
  case updatePassword(oldPassword: String?, newPassword: String)
  /// `fetchUserAttributes()`
  case fetchUserAttributes
  /// `update(userAttribute:options:)`
  case updateUserAttribute(AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options)
  /// `update(userAttributes:options:)`
  case updateUserAttributes([AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options)
  /// `deleteUserAttributes(_:)`
  case deleteUserAttributes([AuthUserAttributeKey])
  /// `sendVerificationCode(forUserAttributeKey:options:)`
  case sendVerificationCode(AuthUserAttributeKey, options: AuthSendUserAttributeVerificationCodeRequest.Options)
  /// `confirm(userAttribute:confirmationCode:)`
  case confirmUserAttribute(AuthUserAttributeKey, confirmationCode: String)
  /// `deleteUser()`
  case deleteUser
  /// `fetchMFAPreference()`
  case fetchMFAPreference
  /// `updateMFAPreference(_:)`
  case updateMFAPreference([MFAType: MFAPreference])
  /// `setUpTOTP()`
  case setUpTOTP
  /// `verifyTOTPSetup(code:options:)`
  case verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options)
  /// `rememberDevice()`
  case rememberDevice
  /// `forgetDevice(_:)`
  case forgetDevice(AuthDevice?)
  /// `fetchDevices()`
  case fetchDevices
  /// `associateWebAuthnCredential()`, and the same with a window
  case associateWebAuthnCredential
  /// `listWebAuthnCredentials(options:)`
  case listWebAuthnCredentials(options: AuthListWebAuthnCredentialsRequest.Options)
  /// `deleteWebAuthnCredential(credentialId:)`
  case deleteWebAuthnCredential(credentialId: String)
  /// `fetchUserAuthFactors()`
  case fetchUserAuthFactors
}

extension RecordedCall: SecretBearing {
  /// The call's name, which is also the name of its script in ``AuthScript``.
  public var name: String {
    switch self {
    case .signUp: "signUp"
    case .confirmSignUp: "confirmSignUp"
    case .resendSignUpCode: "resendSignUpCode"
    case .signIn: "signIn"
    case .confirmSignIn: "confirmSignIn"
    case .autoSignIn: "autoSignIn"
    case .signInWithWebUI: "signInWithWebUI"
    case .handleRedirect: "handleRedirect"
    case .signOut: "signOut"
    case .signOutWithBrowser: "signOutWithBrowser"
    case .fetchAuthSession: "fetchAuthSession"
    case .getCurrentUser: "getCurrentUser"
    case .sessionState: "sessionState"
    case .pendingSignIn: "pendingSignIn"
    case .moveReport: "moveReport"
    case .finishMove: "finishMove"
    case .federateToIdentityPool: "federateToIdentityPool"
    case .clearFederationToIdentityPool: "clearFederationToIdentityPool"
    case .resetPassword: "resetPassword"
    case .confirmResetPassword: "confirmResetPassword"
    case .updatePassword: "updatePassword"
    case .fetchUserAttributes: "fetchUserAttributes"
    case .updateUserAttribute: "updateUserAttribute"
    case .updateUserAttributes: "updateUserAttributes"
    case .deleteUserAttributes: "deleteUserAttributes"
    case .sendVerificationCode: "sendVerificationCode"
    case .confirmUserAttribute: "confirmUserAttribute"
    case .deleteUser: "deleteUser"
    case .fetchMFAPreference: "fetchMFAPreference"
    case .updateMFAPreference: "updateMFAPreference"
    case .setUpTOTP: "setUpTOTP"
    case .verifyTOTPSetup: "verifyTOTPSetup"
    case .rememberDevice: "rememberDevice"
    case .forgetDevice: "forgetDevice"
    case .fetchDevices: "fetchDevices"
    case .associateWebAuthnCredential: "associateWebAuthnCredential"
    case .listWebAuthnCredentials: "listWebAuthnCredentials"
    case .deleteWebAuthnCredential: "deleteWebAuthnCredential"
    case .fetchUserAuthFactors: "fetchUserAuthFactors"
    }
  }

  /// The call's name, without its arguments.
  public var description: String { name }
}
