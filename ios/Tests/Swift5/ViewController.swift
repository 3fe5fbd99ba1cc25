// An app in Swift 5 mode. Its handlers use state of the main actor without `MainActor.assumeIsolated`. Such handlers
// don't compile in Swift 6 mode.
import CognitoAuth
import Foundation

/// A stand-in for `Amplify` in the guides' snippets.
enum Amplify {
  // swift-format-ignore: NeverUseImplicitlyUnwrappedOptionals, AlwaysUseLowerCamelCase
  static var Auth: Auth!
}

@MainActor
final class ViewController {
  var label = ""
  var handled = 0

  func signIn(username: String, password: String, then done: @escaping () -> Void) {
    Amplify.Auth.signIn(username: username, password: password) { result in
      switch result {
      case .success: self.label = "Signed in"
      case .failure(let error): self.label = "Sign in failed: \(error.kind)"
      }
      done()
    }
  }

  func signOut() async {
    let result = await Amplify.Auth.signOut()
    guard let signOutResult = result as? AWSCognitoSignOutResult
    else {
      label = "Signout failed"
      return
    }
    label = "Local signout successful: \(signOutResult.signedOutLocally)"
  }

  /// Makes every call of `Auth` that takes a handler, except those that take a window. Returns how many calls it made.
  func makeEveryCall(_ auth: Auth) -> Int {
    let attribute = AuthUserAttribute(.name, value: "Ana")
    let calls = [
      auth.signUp(username: "ben", password: "p") { _ in self.handled += 1 }.cancel,
      auth.confirmSignUp(for: "ben", confirmationCode: "1") { _ in self.handled += 1 }.cancel,
      auth.resendSignUpCode(for: "ben") { _ in self.handled += 1 }.cancel,
      auth.signIn(username: "ana", password: "p") { _ in self.handled += 1 }.cancel,
      auth.confirmSignIn(challengeResponse: "1") { _ in self.handled += 1 }.cancel,
      auth.autoSignIn { _ in self.handled += 1 }.cancel,
      auth.signInWithWebUI(browser: NoBrowser()) { _ in self.handled += 1 }.cancel,
      auth.handleRedirect(URL(fileURLWithPath: "/myapp")) { _ in self.handled += 1 }.cancel,
      auth.signOut(browser: NoBrowser()) { _ in self.handled += 1 }.cancel,
      auth.fetchAuthSession { _ in self.handled += 1 }.cancel,
      auth.getCurrentUser { _ in self.handled += 1 }.cancel,
      auth.sessionState { _ in self.handled += 1 }.cancel,
      auth.pendingSignIn { _ in self.handled += 1 }.cancel,
      auth.moveReport { _ in self.handled += 1 }.cancel,
      auth.finishMove { _ in self.handled += 1 }.cancel,
      auth.federateToIdentityPool(withProviderToken: "token", for: .google) { _ in self.handled += 1 }.cancel,
      auth.clearFederationToIdentityPool { _ in self.handled += 1 }.cancel,
      auth.signOut { _ in self.handled += 1 }.cancel,
      auth.fetchUserAttributes { _ in self.handled += 1 }.cancel,
      auth.update(userAttribute: attribute) { _ in self.handled += 1 }.cancel,
      auth.update(userAttributes: [attribute]) { _ in self.handled += 1 }.cancel,
      auth.deleteUserAttributes([.name]) { _ in self.handled += 1 }.cancel,
      auth.sendVerificationCode(forUserAttributeKey: .email) { _ in self.handled += 1 }.cancel,
      auth.resendConfirmationCode(for: .email) { _ in self.handled += 1 }.cancel,
      auth.confirm(userAttribute: .email, confirmationCode: "1") { _ in self.handled += 1 }.cancel,
      auth.deleteUser { _ in self.handled += 1 }.cancel,
      auth.resetPassword(for: "ana") { _ in self.handled += 1 }.cancel,
      auth.confirmResetPassword(for: "ana", with: "p", confirmationCode: "1") { _ in self.handled += 1 }.cancel,
      auth.update(oldPassword: "p", to: "q") { _ in self.handled += 1 }.cancel,
      auth.fetchMFAPreference { _ in self.handled += 1 }.cancel,
      auth.updateMFAPreference(totp: .disabled) { _ in self.handled += 1 }.cancel,
      auth.setUpTOTP { _ in self.handled += 1 }.cancel,
      auth.verifyTOTPSetup(code: "123456") { _ in self.handled += 1 }.cancel,
      auth.rememberDevice { _ in self.handled += 1 }.cancel,
      auth.forgetDevice { _ in self.handled += 1 }.cancel,
      auth.fetchDevices { _ in self.handled += 1 }.cancel,
      auth.associateWebAuthnCredential { _ in self.handled += 1 }.cancel,
      auth.listWebAuthnCredentials { _ in self.handled += 1 }.cancel,
      auth.deleteWebAuthnCredential(credentialId: "none") { _ in self.handled += 1 }.cancel,
      auth.fetchUserAuthFactors { _ in self.handled += 1 }.cancel,
    ]
    return calls.count
  }
}

/// A ``WebBrowser`` written in Swift 5 mode, for a device without a browser.
struct NoBrowser: WebBrowser {
  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
    throw WebBrowserFailure.unavailable
  }
}
