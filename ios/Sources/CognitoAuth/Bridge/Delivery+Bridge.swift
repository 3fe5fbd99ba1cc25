internal import CognitoAuthBindings

// Conversions of types that several calls use.

extension AuthCodeDeliveryDetails {
  init(_ bridged: CognitoAuthBindings.AuthCodeDeliveryDetails) {
    self.init(
      medium: DeliveryMedium(bridged.medium), destination: bridged.destination,
      attributeKey: bridged.attributeKey.map(AuthUserAttributeKey.init))
  }
}

extension DeliveryMedium {
  fileprivate init(_ bridged: CognitoAuthBindings.DeliveryMedium) {
    self =
      switch bridged {
      case .email: .email
      case .sms: .sms
      case .unknown(let word): .unknown(word)
      }
  }
}

extension AdditionalInfo {
  /// `nil` if it is empty: in the guides, `nil` means that there is no additional info.
  var unlessEmpty: Self? { isEmpty ? nil : self }
}

extension UserContextData {
  var bridged: CognitoAuthBindings.UserContextData {
    CognitoAuthBindings.UserContextData(encodedData: encodedData, ipAddress: ipAddress)
  }
}
