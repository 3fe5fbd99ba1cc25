internal import CognitoAuthBindings

extension AuthSignUpRequest.Options {
  var bridged: SignUpOptions {
    SignUpOptions(
      userAttributes: userAttributes.map(\.bridged), validationData: validationData, clientMetadata: clientMetadata,
      userContextData: userContextData?.bridged)
  }
}

extension AuthConfirmSignUpRequest.Options {
  var bridged: ConfirmSignUpOptions {
    ConfirmSignUpOptions(
      forceAliasCreation: forceAliasCreation, clientMetadata: clientMetadata,
      userContextData: userContextData?.bridged)
  }
}

extension AuthResendSignUpCodeRequest.Options {
  var bridged: ResendSignUpCodeOptions {
    ResendSignUpCodeOptions(clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}

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
