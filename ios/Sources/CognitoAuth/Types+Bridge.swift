import CognitoAuthBindings

// The guides' names of what a sign-in can take, and the bridge's.

extension AuthFlowType {
  init(_ bridged: CognitoAuthBindings.AuthFlowType) {
    self =
      switch bridged {
      case .userSrp: .userSRP
      case .userPassword: .userPassword
      case .customWithSrp: .customWithSRP
      case .customWithoutSrp: .customWithoutSRP
      case .userAuth(let preferred): .userAuth(preferredFirstFactor: preferred.map(AuthFactorType.init))
      }
  }

  var bridged: CognitoAuthBindings.AuthFlowType {
    switch self {
    case .userSRP: .userSrp
    case .userPassword: .userPassword
    case .customWithSRP: .customWithSrp
    case .customWithoutSRP: .customWithoutSrp
    case .userAuth(let preferred): .userAuth(preferredFirstFactor: preferred?.bridged)
    }
  }
}

extension AuthFactorType {
  init(_ bridged: CognitoAuthBindings.AuthFactorType) {
    self =
      switch bridged {
      case .password: .password
      case .passwordSrp: .passwordSRP
      case .emailOtp: .emailOTP
      case .smsOtp: .smsOTP
      case .webAuthn: .webAuthn
      }
  }

  var bridged: CognitoAuthBindings.AuthFactorType {
    switch self {
    case .password: .password
    case .passwordSRP: .passwordSrp
    case .emailOTP: .emailOtp
    case .smsOTP: .smsOtp
    case .webAuthn: .webAuthn
    }
  }
}

extension UserMFAPreference {
  init(_ bridged: CognitoAuthBindings.UserMfaPreference) {
    self.init(enabled: Set(bridged.enabled), preferred: bridged.preferred)
  }
}

extension UserAuthFactors {
  init(_ bridged: CognitoAuthBindings.UserAuthFactors) {
    self.init(
      username: bridged.username,
      firstFactors: bridged.firstFactors.map(AuthFactorType.init),
      enabledMFATypes: bridged.enabledMfaTypes,
      preferredMFAType: bridged.preferredMfaType)
  }
}
