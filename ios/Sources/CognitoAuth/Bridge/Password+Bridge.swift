internal import CognitoAuthBindings

extension AuthResetPasswordResult {
  init(_ bridged: CognitoAuthBindings.AuthResetPasswordResult) {
    self.init(nextStep: AuthResetPasswordStep(bridged.nextStep))
  }
}

extension AuthResetPasswordStep {
  fileprivate init(_ bridged: CognitoAuthBindings.AuthResetPasswordStep) {
    self =
      switch bridged {
      case .confirmResetPasswordWithCode(let details, let info):
        .confirmResetPasswordWithCode(AuthCodeDeliveryDetails(details), info.unlessEmpty)
      case .done: .done
      }
  }
}
