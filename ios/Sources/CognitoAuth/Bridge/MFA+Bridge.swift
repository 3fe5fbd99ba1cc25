internal import CognitoAuthBindings

extension MFAType {
  init(_ bridged: CognitoAuthBindings.MfaType) {
    self =
      switch bridged {
      case .sms: .sms
      case .totp: .totp
      case .email: .email
      }
  }

  var bridged: CognitoAuthBindings.MfaType {
    switch self {
    case .sms: .sms
    case .totp: .totp
    case .email: .email
    }
  }
}

extension MFAPreference {
  var bridged: CognitoAuthBindings.MfaPreference {
    switch self {
    case .disabled: .disabled
    case .enabled: .enabled
    case .preferred: .preferred
    case .notPreferred: .notPreferred
    }
  }
}

extension UserMFAPreference {
  init(_ bridged: CognitoAuthBindings.UserMfaPreference) {
    self.init(enabled: Set(bridged.enabled.map(MFAType.init)), preferred: bridged.preferred.map(MFAType.init))
  }
}

extension TOTPSetupDetails {
  init(_ bridged: CognitoAuthBindings.TotpSetupDetails) {
    self.init(sharedSecret: bridged.sharedSecret, username: bridged.username)
  }

  var bridged: CognitoAuthBindings.TotpSetupDetails {
    CognitoAuthBindings.TotpSetupDetails(sharedSecret: sharedSecret, username: username)
  }
}
