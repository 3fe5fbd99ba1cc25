internal import CognitoAuthBindings

extension AuthUserAttributeKey {
  init(_ bridged: CognitoAuthBindings.AuthUserAttributeKey) {
    self.init(rawValue: userAttributeName(key: bridged))
  }

  var bridged: CognitoAuthBindings.AuthUserAttributeKey { userAttributeKey(name: rawValue) }
}

extension AuthUserAttribute {
  init(_ bridged: CognitoAuthBindings.AuthUserAttribute) {
    self.init(AuthUserAttributeKey(bridged.key), value: bridged.value)
  }

  var bridged: CognitoAuthBindings.AuthUserAttribute {
    CognitoAuthBindings.AuthUserAttribute(key: key.bridged, value: value)
  }
}

extension AuthUpdateAttributeResult {
  init(_ bridged: CognitoAuthBindings.AuthUpdateAttributeResult) {
    self.init(isUpdated: bridged.isUpdated, nextStep: AuthUpdateAttributeStep(bridged.nextStep))
  }
}

extension AuthUpdateAttributeStep {
  fileprivate init(_ bridged: CognitoAuthBindings.AuthUpdateAttributeStep) {
    self =
      switch bridged {
      case .confirmAttributeWithCode(let details, let info):
        .confirmAttributeWithCode(AuthCodeDeliveryDetails(details), info.unlessEmpty)
      case .done: .done
      }
  }
}
