// The snippets of Amplify's sign-in guide, with Combine. `Amplify.Auth` is an instance of our `Auth`.
#if canImport(Combine)
  import CognitoAuth
  import Combine

  enum CombineSnippets {
    static func signUp(username: String, password: String, email: String) -> AnyCancellable {
      let userAttributes = [AuthUserAttribute(.email, value: email)]
      let options = AuthSignUpRequest.Options(userAttributes: userAttributes)
      let sink = Amplify.Auth.signUp(username: username, password: password, options: options)
        .resultPublisher
        .sink {
          if case let .failure(authError) = $0 {
            console("An error occurred while registering a user \(authError)")
          }
        } receiveValue: { signUpResult in
          if case let .confirmUser(deliveryDetails, _, _) = signUpResult.nextStep {
            console("Delivery details \(String(describing: deliveryDetails))")
          } else {
            console("SignUp Complete")
          }
        }
      return sink
    }

    static func confirmSignUp(for username: String, with confirmationCode: String) -> AnyCancellable {
      Amplify.Auth.confirmSignUp(for: username, confirmationCode: confirmationCode)
        .resultPublisher
        .sink {
          if case let .failure(authError) = $0 {
            console("An error occurred while confirming sign up \(authError)")
          }
        } receiveValue: { _ in
          console("Confirm signUp succeeded")
        }
    }

    static func signIn(username: String, password: String) -> AnyCancellable {
      Amplify.Auth.signIn(username: username, password: password)
        .resultPublisher
        .sink {
          if case let .failure(authError) = $0 {
            console("Sign in failed \(authError)")
          }
        } receiveValue: { _ in
          console("Sign in succeeded")
        }
    }
  }
#endif
