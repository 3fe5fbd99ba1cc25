/// A saved step leaves out the session of ``AuthSignUpStep/completeAutoSignIn(_:)``: in a decoded step the session is
/// empty. ``AuthClient/autoSignIn()`` does not need the session. But that call works only in the run of the app that
/// has made or confirmed the sign-up.
extension AuthSignUpStep: Codable {
  private enum Name: String, Codable {
    case confirmUser
    case completeAutoSignIn
    case done
  }

  /// Reads a step.
  ///
  /// - Throws: `DecodingError` if this version does not know the step, or a part of the step is missing.
  public init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: StepKey.self)
    self =
      switch try form.decode(Name.self, forKey: .step) {
      case .confirmUser:
        .confirmUser(
          try form.decodeIfPresent(AuthCodeDeliveryDetails.self, forKey: .deliveryDetails), try form.info(),
          try form.decodeIfPresent(UserId.self, forKey: .userId))
      case .completeAutoSignIn: .completeAutoSignIn("")
      case .done: .done
      }
  }

  /// Writes the step without the session.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: StepKey.self)
    switch self {
    case .confirmUser(let details, let info, let userId):
      try form.encode(Name.confirmUser, forKey: .step)
      try form.encodeIfPresent(details, forKey: .deliveryDetails)
      try form.encodeIfPresent(info, forKey: .additionalInfo)
      try form.encodeIfPresent(userId, forKey: .userId)
    case .completeAutoSignIn: try form.encode(Name.completeAutoSignIn, forKey: .step)
    case .done: try form.encode(Name.done, forKey: .step)
    }
  }
}

extension AuthResetPasswordStep: Codable {
  private enum Name: String, Codable {
    case confirmResetPasswordWithCode
    case done
  }

  /// Reads a step.
  ///
  /// - Throws: `DecodingError` if this version does not know the step, or a part of the step is missing.
  public init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: StepKey.self)
    self =
      switch try form.decode(Name.self, forKey: .step) {
      case .confirmResetPasswordWithCode: .confirmResetPasswordWithCode(try form.details(), try form.info())
      case .done: .done
      }
  }

  /// Writes the step.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: StepKey.self)
    switch self {
    case .confirmResetPasswordWithCode(let details, let info):
      try form.encode(Name.confirmResetPasswordWithCode, forKey: .step)
      try form.encode(details, forKey: .deliveryDetails)
      try form.encodeIfPresent(info, forKey: .additionalInfo)
    case .done: try form.encode(Name.done, forKey: .step)
    }
  }
}

extension AuthCodeDeliveryDetails: Codable {
  private enum Key: String, CodingKey {
    case medium
    case mediumName
    case destination
    case attributeKey
  }

  private enum Medium: String, Codable {
    case email
    case sms
    case unknown
  }

  /// Reads the details.
  ///
  /// - Throws: `DecodingError` if a part of the details is missing.
  public init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: Key.self)
    let medium: DeliveryMedium =
      switch try form.decode(Medium.self, forKey: .medium) {
      case .email: .email
      case .sms: .sms
      case .unknown: .unknown(try form.decode(String.self, forKey: .mediumName))
      }
    self.init(
      medium: medium, destination: try form.decode(String.self, forKey: .destination),
      attributeKey: try form.decodeIfPresent(AuthUserAttributeKey.self, forKey: .attributeKey))
  }

  /// Writes the details.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    switch medium {
    case .email: try form.encode(Medium.email, forKey: .medium)
    case .sms: try form.encode(Medium.sms, forKey: .medium)
    case .unknown(let name):
      try form.encode(Medium.unknown, forKey: .medium)
      try form.encode(name, forKey: .mediumName)
    }
    try form.encode(destination, forKey: .destination)
    try form.encodeIfPresent(attributeKey, forKey: .attributeKey)
  }
}

/// A saved key is Cognito's name of the attribute.
extension AuthUserAttributeKey: Codable {}

/// A saved factor is its raw value.
extension MFAType: Codable {}

/// A saved factor is its raw value.
extension AuthFactorType: Codable {}
