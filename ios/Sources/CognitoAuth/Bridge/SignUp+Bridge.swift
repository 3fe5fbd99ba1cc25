internal import CognitoAuthBindings

extension AuthSignUpResult {
  init(_ bridged: CognitoAuthBindings.AuthSignUpResult) {
    self.init(nextStep: AuthSignUpStep(bridged.nextStep), userId: bridged.userId)
  }
}

extension AuthSignUpStep {
  fileprivate init(_ bridged: CognitoAuthBindings.AuthSignUpStep) {
    self =
      switch bridged {
      case .confirmUser(let details, let info, let userId):
        .confirmUser(details.map(AuthCodeDeliveryDetails.init), info.unlessEmpty, userId)
      case .completeAutoSignIn(let session): .completeAutoSignIn(session)
      case .done: .done
      }
  }
}
