// The snippets of Amplify's sign-in guide, with `async` calls. They are unchanged, except that they print to `console`.
// `Amplify.Auth` is an instance of our `Auth`.
import CognitoAuth

/// A stand-in for `Amplify` in the snippets.
enum Amplify {
  // The guide uses `Amplify.Auth` without unwrapping it, because the app has configured it before.
  // swift-format-ignore: NeverUseImplicitlyUnwrappedOptionals, AlwaysUseLowerCamelCase
  nonisolated(unsafe) static var Auth: Auth!
}

enum AsyncSnippets {
  static func signUp(username: String, password: String, email: String, phonenumber: String) async {
    let userAttributes = [
      AuthUserAttribute(.email, value: email), AuthUserAttribute(.phoneNumber, value: phonenumber),
    ]
    let options = AuthSignUpRequest.Options(userAttributes: userAttributes)
    do {
      let signUpResult = try await Amplify.Auth.signUp(
        username: username,
        password: password,
        options: options
      )
      if case let .confirmUser(deliveryDetails, _, userId) = signUpResult.nextStep {
        console("Delivery details \(String(describing: deliveryDetails)) for userId: \(String(describing: userId))")
      } else {
        console("SignUp Complete")
      }
    } catch let error as AuthError {
      console("An error occurred while registering a user \(error)")
    } catch {
      console("Unexpected error: \(error)")
    }
  }

  static func confirmSignUp(for username: String, with confirmationCode: String) async {
    do {
      let confirmSignUpResult = try await Amplify.Auth.confirmSignUp(
        for: username,
        confirmationCode: confirmationCode
      )
      console("Confirm sign up result completed: \(confirmSignUpResult.isSignUpComplete)")
    } catch let error as AuthError {
      console("An error occurred while confirming sign up \(error)")
    } catch {
      console("Unexpected error: \(error)")
    }
  }

  static func signIn(username: String, password: String) async {
    do {
      let signInResult = try await Amplify.Auth.signIn(
        username: username,
        password: password
      )
      if signInResult.isSignedIn {
        console("Sign in succeeded")
      }
    } catch let error as AuthError {
      console("Sign in failed \(error)")
    } catch {
      console("Unexpected error: \(error)")
    }
  }

  static func signInWithNextStep(username: String, password: String) async {
    do {
      let signInResult = try await Amplify.Auth.signIn(username: username, password: password)
      switch signInResult.nextStep {
      case .confirmSignInWithSMSMFACode(let deliveryDetails, let info):
        console("SMS code sent to \(deliveryDetails.destination)")
        console("Additional info \(String(describing: info))")
      case .confirmSignInWithTOTPCode:
        console("Received next step as confirm sign in with TOTP code")
      case .confirmSignInWithOTP(let deliveryDetails):
        console("Email code sent to \(deliveryDetails.destination)")
      case .confirmSignInWithCustomChallenge(let info):
        console("Custom challenge, additional info \(String(describing: info))")
      case .confirmSignInWithNewPassword(let info):
        console("New password additional info \(String(describing: info))")
      case .confirmSignInWithPassword:
        console("Received next step as confirm sign in with password")
      case .continueSignInWithTOTPSetup(let setUpDetails):
        console("Received next step as continue sign in by setting up TOTP for \(setUpDetails.username)")
      case .continueSignInWithMFASelection(let allowedMFATypes):
        console("Received next step as continue sign in by selecting MFA type among \(allowedMFATypes)")
      case .continueSignInWithEmailMFASetup:
        console("Received next step as continue sign in by setting up email MFA")
      case .continueSignInWithMFASetupSelection(let allowedMFATypes):
        console("Received next step as continue sign in by selecting an MFA type to set up among \(allowedMFATypes)")
      case .continueSignInWithFirstFactorSelection(let availableFactors):
        console("Received next step as continue sign in by selecting first factor among \(availableFactors)")
      case .resetPassword(let info):
        console("Reset password additional info \(String(describing: info))")
      case .confirmSignUp(let info):
        console("Confirm signup additional info \(String(describing: info))")
      case .done:
        console("Signin complete")
      }
    } catch {
      console("Sign in failed \(error)")
    }
  }

  static func confirmSignIn(with confirmationCode: String) async {
    do {
      let signInResult = try await Amplify.Auth.confirmSignIn(challengeResponse: confirmationCode)
      console("Confirm sign in succeeded. Next step: \(signInResult.nextStep)")
    } catch let error as AuthError {
      console("Confirm sign in failed \(error)")
    } catch {
      console("Unexpected error: \(error)")
    }
  }

  static func fetchCurrentAuthSession() async {
    do {
      let session = try await Amplify.Auth.fetchAuthSession()
      console("Is user signed in - \(session.isSignedIn)")
    } catch let error as AuthError {
      console("Fetch session failed with error \(error)")
    } catch {
      console("Unexpected error: \(error)")
    }
  }

  static func signOutGlobally() async {
    let result = await Amplify.Auth.signOut(options: .init(globalSignOut: true))
    switch result {
    case .complete:
      console("Signed out successfully")
    case let .partial(revokeTokenError, globalSignOutError, hostedUIError):
      console("Partial: \(String(describing: (revokeTokenError, globalSignOutError, hostedUIError)))")
    case .failed(let error):
      console("SignOut failed with \(error)")
    }
  }
}
