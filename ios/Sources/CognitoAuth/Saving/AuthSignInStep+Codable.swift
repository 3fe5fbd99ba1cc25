// The saved form of a step has only names, never a case's number. So a saved step stays readable if a later version
// adds a step. Kotlin's saved steps have the same form: in each language, a test compares the form with
// `conformance/saved-steps.json`.

/// A saved step leaves out the shared secret of ``TOTPSetupDetails``: in a decoded step the secret is empty, as it is
/// after a restart of the app. The additional information is saved; it can contain personal data. A step that this
/// version does not know can't be decoded.
///
/// Use a saved step only to restore a screen. ``AuthClient/pendingSignIn()`` says whether a challenge is still open,
/// and which one.
extension AuthSignInStep: Codable {
  /// Reads a step.
  ///
  /// - Throws: `DecodingError` if this version does not know the step, or a part of the step is missing.
  public init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: StepKey.self)
    self =
      switch try form.decode(SignInStepName.self, forKey: .step) {
      case .confirmSignInWithSMSMFACode: .confirmSignInWithSMSMFACode(try form.details(), try form.info())
      case .confirmSignInWithCustomChallenge: .confirmSignInWithCustomChallenge(try form.info())
      case .confirmSignInWithNewPassword: .confirmSignInWithNewPassword(try form.info())
      case .confirmSignInWithPassword: .confirmSignInWithPassword
      case .confirmSignInWithTOTPCode: .confirmSignInWithTOTPCode
      case .confirmSignInWithOTP: .confirmSignInWithOTP(try form.details())
      case .continueSignInWithTOTPSetup: .continueSignInWithTOTPSetup(try form.totpSetupDetails())
      case .continueSignInWithMFASelection: .continueSignInWithMFASelection(try form.mfaTypes())
      case .continueSignInWithEmailMFASetup: .continueSignInWithEmailMFASetup
      case .continueSignInWithMFASetupSelection: .continueSignInWithMFASetupSelection(try form.mfaTypes())
      case .continueSignInWithFirstFactorSelection:
        .continueSignInWithFirstFactorSelection(Set(try form.decode([AuthFactorType].self, forKey: .availableFactors)))
      case .resetPassword: .resetPassword(try form.info())
      case .confirmSignUp: .confirmSignUp(try form.info())
      case .done: .done
      }
  }

  /// Writes the step without a secret.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: StepKey.self)
    try form.encode(name, forKey: .step)
    switch self {
    case .confirmSignInWithSMSMFACode(let details, let info):
      try form.encode(details, forKey: .deliveryDetails)
      try form.encodeIfPresent(info, forKey: .additionalInfo)
    case .confirmSignInWithCustomChallenge(let info), .confirmSignInWithNewPassword(let info), .resetPassword(let info),
      .confirmSignUp(let info):
      try form.encodeIfPresent(info, forKey: .additionalInfo)
    case .confirmSignInWithOTP(let details): try form.encode(details, forKey: .deliveryDetails)
    case .continueSignInWithTOTPSetup(let details): try form.encode(details.username, forKey: .username)
    case .continueSignInWithMFASelection(let types), .continueSignInWithMFASetupSelection(let types):
      try form.encode(types.map(\.rawValue).sorted(), forKey: .allowedMFATypes)
    case .continueSignInWithFirstFactorSelection(let factors):
      try form.encode(factors.map(\.rawValue).sorted(), forKey: .availableFactors)
    case .confirmSignInWithPassword, .confirmSignInWithTOTPCode, .continueSignInWithEmailMFASetup, .done: break
    }
  }

  private var name: SignInStepName {
    switch self {
    case .confirmSignInWithSMSMFACode: .confirmSignInWithSMSMFACode
    case .confirmSignInWithCustomChallenge: .confirmSignInWithCustomChallenge
    case .confirmSignInWithNewPassword: .confirmSignInWithNewPassword
    case .confirmSignInWithPassword: .confirmSignInWithPassword
    case .confirmSignInWithTOTPCode: .confirmSignInWithTOTPCode
    case .confirmSignInWithOTP: .confirmSignInWithOTP
    case .continueSignInWithTOTPSetup: .continueSignInWithTOTPSetup
    case .continueSignInWithMFASelection: .continueSignInWithMFASelection
    case .continueSignInWithEmailMFASetup: .continueSignInWithEmailMFASetup
    case .continueSignInWithMFASetupSelection: .continueSignInWithMFASetupSelection
    case .continueSignInWithFirstFactorSelection: .continueSignInWithFirstFactorSelection
    case .resetPassword: .resetPassword
    case .confirmSignUp: .confirmSignUp
    case .done: .done
    }
  }
}

private enum SignInStepName: String, Codable {
  case confirmSignInWithSMSMFACode
  case confirmSignInWithCustomChallenge
  case confirmSignInWithNewPassword
  case confirmSignInWithPassword
  case confirmSignInWithTOTPCode
  case confirmSignInWithOTP
  case continueSignInWithTOTPSetup
  case continueSignInWithMFASelection
  case continueSignInWithEmailMFASetup
  case continueSignInWithMFASetupSelection
  case continueSignInWithFirstFactorSelection
  case resetPassword
  case confirmSignUp
  case done
}

/// The names in a saved step.
enum StepKey: String, CodingKey {
  case step
  case deliveryDetails
  case additionalInfo
  case requiredAttributes
  case username
  case allowedMFATypes
  case availableFactors
  case userId
}

extension KeyedDecodingContainer<StepKey> {
  func details() throws -> AuthCodeDeliveryDetails {
    try decode(AuthCodeDeliveryDetails.self, forKey: .deliveryDetails)
  }

  func info() throws -> AdditionalInfo? {
    try decodeIfPresent(AdditionalInfo.self, forKey: .additionalInfo)
  }

  fileprivate func totpSetupDetails() throws -> TOTPSetupDetails {
    TOTPSetupDetails(sharedSecret: "", username: try decode(String.self, forKey: .username))
  }

  fileprivate func mfaTypes() throws -> AllowedMFATypes {
    Set(try decode([MFAType].self, forKey: .allowedMFATypes))
  }
}
