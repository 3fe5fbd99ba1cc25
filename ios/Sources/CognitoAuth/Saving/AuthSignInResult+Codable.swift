/// A saved result contains the next step without the step's secret: see ``AuthSignInStep``.
extension AuthSignInResult: Codable {
  /// Reads a result.
  ///
  /// - Throws: `DecodingError`, as for ``AuthSignInStep``.
  public init(from decoder: any Decoder) throws {
    let saved = try decoder.container(keyedBy: ResultKey.self).decode(StepAndAttributes.self, forKey: .nextStep)
    self.init(nextStep: saved.step, requiredAttributes: saved.requiredAttributes)
  }

  /// Writes the result without a secret.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: ResultKey.self)
    try form.encode(StepAndAttributes(step: nextStep, requiredAttributes: requiredAttributes), forKey: .nextStep)
  }
}

/// A saved pending sign-in contains the user name, and the next step without the step's secret: see ``AuthSignInStep``.
extension AuthPendingSignIn: Codable {
  /// Reads a sign-in.
  ///
  /// - Throws: `DecodingError`, as for ``AuthSignInStep``.
  public init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: ResultKey.self)
    let saved = try form.decode(StepAndAttributes.self, forKey: .nextStep)
    self.init(
      username: try form.decode(String.self, forKey: .username), nextStep: saved.step,
      requiredAttributes: saved.requiredAttributes)
  }

  /// Writes the sign-in without a secret.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: ResultKey.self)
    try form.encode(username, forKey: .username)
    try form.encode(StepAndAttributes(step: nextStep, requiredAttributes: requiredAttributes), forKey: .nextStep)
  }
}

private enum ResultKey: String, CodingKey {
  case username
  case nextStep
}

/// A step together with the attributes that the answer must contain, if the step asks for a new password. The saved
/// form has them in the step, because in Kotlin they are a part of the step.
private struct StepAndAttributes: Codable {
  let step: AuthSignInStep
  let requiredAttributes: [AuthUserAttributeKey]

  init(step: AuthSignInStep, requiredAttributes: [AuthUserAttributeKey]) {
    self.step = step
    self.requiredAttributes = requiredAttributes
  }

  init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: StepKey.self)
    step = try AuthSignInStep(from: decoder)
    requiredAttributes =
      try form.decodeIfPresent([AuthUserAttributeKey].self, forKey: .requiredAttributes) ?? []
  }

  func encode(to encoder: any Encoder) throws {
    try step.encode(to: encoder)
    var form = encoder.container(keyedBy: StepKey.self)
    if !requiredAttributes.isEmpty {
      try form.encode(requiredAttributes, forKey: .requiredAttributes)
    }
  }
}
