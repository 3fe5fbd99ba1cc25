internal import CognitoAuthBindings

// No `switch` here has a `default`. If the core gets a new step, flow or factor, this file does not compile until
// somebody adds the new case here.

extension AuthSignInResult {
  init(_ bridged: CognitoAuthBindings.AuthSignInResult) {
    self.init(bridged.nextStep)
  }

  init(_ bridged: CognitoAuthBindings.AuthSignInStep) {
    var requiredAttributes: [AuthUserAttributeKey] = []
    if case .confirmSignInWithNewPassword(_, let required) = bridged {
      requiredAttributes = required.map(AuthUserAttributeKey.init)
    }
    self.init(nextStep: AuthSignInStep(bridged), requiredAttributes: requiredAttributes)
  }
}

extension AuthSignInStep {
  fileprivate init(_ bridged: CognitoAuthBindings.AuthSignInStep) {
    self =
      switch bridged {
      case .confirmSignInWithSmsMfaCode(let details, let info):
        .confirmSignInWithSMSMFACode(AuthCodeDeliveryDetails(details), info.unlessEmpty)
      case .confirmSignInWithCustomChallenge(let info): .confirmSignInWithCustomChallenge(info.unlessEmpty)
      case .confirmSignInWithNewPassword(let info, _): .confirmSignInWithNewPassword(info.unlessEmpty)
      case .confirmSignInWithPassword: .confirmSignInWithPassword
      case .confirmSignInWithTotpCode: .confirmSignInWithTOTPCode
      case .confirmSignInWithOtp(let details): .confirmSignInWithOTP(AuthCodeDeliveryDetails(details))
      case .continueSignInWithTotpSetup(let details): .continueSignInWithTOTPSetup(TOTPSetupDetails(details))
      case .continueSignInWithMfaSelection(let types):
        .continueSignInWithMFASelection(Set(types.map(MFAType.init)))
      case .continueSignInWithEmailMfaSetup: .continueSignInWithEmailMFASetup
      case .continueSignInWithMfaSetupSelection(let types):
        .continueSignInWithMFASetupSelection(Set(types.map(MFAType.init)))
      case .continueSignInWithFirstFactorSelection(let factors):
        .continueSignInWithFirstFactorSelection(Set(factors.map(AuthFactorType.init)))
      case .resetPassword(let info): .resetPassword(info.unlessEmpty)
      case .confirmSignUp(let info): .confirmSignUp(info.unlessEmpty)
      case .done: .done
      }
  }
}

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

extension UserAuthFactors {
  init(_ bridged: CognitoAuthBindings.UserAuthFactors) {
    self.init(
      username: bridged.username,
      firstFactors: bridged.firstFactors.map(AuthFactorType.init),
      enabledMFATypes: bridged.enabledMfaTypes.map(MFAType.init),
      preferredMFAType: bridged.preferredMfaType.map(MFAType.init))
  }
}
