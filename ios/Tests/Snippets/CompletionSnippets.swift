// The snippets of Amplify's guide of 2020, with completion handlers. `Amplify.Auth` is an instance of our `Auth`. One
// line differs from the guide: here the case `confirmUser` has a third value.
import CognitoAuth

enum CompletionSnippets {
  static func signUp(username: String, password: String, email: String) {
    let userAttributes = [AuthUserAttribute(.email, value: email)]
    let options = AuthSignUpRequest.Options(userAttributes: userAttributes)
    Amplify.Auth.signUp(username: username, password: password, options: options) { result in
      switch result {
      case .success(let signUpResult):
        if case let .confirmUser(deliveryDetails, _, _) = signUpResult.nextStep {
          console("Delivery details \(String(describing: deliveryDetails))")
        } else {
          console("SignUp Complete")
        }
      case .failure(let error):
        console("An error occurred while registering a user \(error)")
      }
    }
  }

  static func confirmSignUp(for username: String, with confirmationCode: String) {
    Amplify.Auth.confirmSignUp(for: username, confirmationCode: confirmationCode) { result in
      switch result {
      case .success(_):
        console("Confirm signUp succeeded")
      case .failure(let error):
        console("An error occurred while registering a user \(error)")
      }
    }
  }

  static func signIn(username: String, password: String) {
    Amplify.Auth.signIn(username: username, password: password) { result in
      switch result {
      case .success(_):
        console("Sign in succeeded")
      case .failure(let error):
        console("Sign in failed \(error)")
      }
    }
  }

  static func fetchCurrentAuthSession() {
    _ = Amplify.Auth.fetchAuthSession { result in
      switch result {
      case .success(let session):
        console("Is user signed in - \(session.isSignedIn)")
      case .failure(let error):
        console("Fetch session failed with error \(error)")
      }
    }
  }
}
