// An app, written as in Amplify's guides. Its code also compiles with Amplify: replace this import with the imports of
// Amplify and of its plugin for Cognito.
import CognitoAuthAmplifyShim
import Foundation

@MainActor
final class GuideApp {
  /// What the app has shown.
  private(set) var lines: [String] = []
  private var unsubscribeToken: UnsubscribeToken?

  func start(plugin: AWSCognitoAuthPlugin, outputs: AmplifyOutputs) {
    do {
      try Amplify.add(plugin: plugin)
      try Amplify.configure(with: outputs)
      show("Amplify configured")
    } catch {
      show("Unable to configure Amplify \(error)")
    }
    unsubscribeToken = Amplify.Hub.listen(to: .auth) { payload in
      switch payload.eventName {
      case HubPayload.EventName.Auth.signedIn:
        Task { @MainActor in self.show("User signed in") }
      case HubPayload.EventName.Auth.signedOut:
        Task { @MainActor in self.show("User signed out") }
      default:
        break
      }
    }
  }

  func signUp(username: String, password: String, email: String) async {
    let userAttributes = [AuthUserAttribute(.email, value: email)]
    let options = AuthSignUpRequest.Options(userAttributes: userAttributes)
    do {
      let signUpResult = try await Amplify.Auth.signUp(username: username, password: password, options: options)
      if case .confirmUser(let deliveryDetails, _, _) = signUpResult.nextStep {
        show("The code went to the e-mail address: \(deliveryDetails?.attributeKey == .email)")
      } else {
        show("SignUp Complete")
      }
    } catch let error as AuthError {
      show("An error occurred while registering a user \(error)")
    } catch {
      show("Unexpected error: \(error)")
    }
  }

  func confirmSignUp(for username: String, with confirmationCode: String) async {
    do {
      let result = try await Amplify.Auth.confirmSignUp(for: username, confirmationCode: confirmationCode)
      show(result.isSignUpComplete ? "Confirm signUp succeeded" : "Confirm sign up not complete")
    } catch let error as AuthError {
      if case .codeMismatch = error.underlyingError as? AWSCognitoAuthError {
        show("The code is wrong")
      } else {
        show("An error occurred while confirming sign up \(error)")
      }
    } catch {
      show("Unexpected error: \(error)")
    }
  }

  func signIn(username: String, password: String) async {
    do {
      let pluginOptions = AWSAuthSignInOptions(authFlowType: .userPassword)
      let result = try await Amplify.Auth.signIn(
        username: username, password: password, options: .init(pluginOptions: pluginOptions))
      show(result.isSignedIn ? "Sign in succeeded" : "Sign in not complete")
    } catch let error as AuthError {
      show("Sign in failed \(error)")
    } catch {
      show("Unexpected error: \(error)")
    }
  }

  func showSession() async {
    do {
      let session = try await Amplify.Auth.fetchAuthSession(options: .forceRefresh())
      show("Signed in: \(session.isSignedIn)")
      if let identityProvider = session as? AuthCognitoIdentityProvider {
        let sub = try identityProvider.getUserSub().get()
        let user = try await Amplify.Auth.getCurrentUser()
        show("The user is the session's: \(user.userId == sub)")
      }
      if let tokensProvider = session as? AuthCognitoTokensProvider {
        let tokens = try tokensProvider.getCognitoTokens().get()
        show("Parts of the access token: \(tokens.accessToken.split(separator: ".").count)")
      }
    } catch {
      show("Fetch auth session failed with error - \(error)")
    }
  }

  func signOut() async {
    let result = await Amplify.Auth.signOut()
    guard let signOutResult = result as? AWSCognitoSignOutResult else {
      show("Signout failed")
      return
    }
    show("Local signout successful: \(signOutResult.signedOutLocally)")
    switch signOutResult {
    case .complete:
      show("Signed out successfully")
    case .partial(let revokeTokenError, let globalSignOutError, let hostedUIError):
      show("\(String(describing: (revokeTokenError, globalSignOutError, hostedUIError)))")
    case .failed(let error):
      show("SignOut failed with \(error)")
    }
  }

  func stop() {
    if let unsubscribeToken { Amplify.Hub.removeListener(unsubscribeToken) }
  }

  private func show(_ line: String) {
    lines.append(line)
  }
}
