internal import CognitoAuthBindings

extension UserPoolSettings {
  init(_ bridged: CognitoAuthBindings.UserPoolSettings) {
    self.init(
      passwordPolicy: bridged.passwordPolicy.map(PasswordPolicy.init),
      mfaConfiguration: bridged.mfaConfiguration.map(MFAConfiguration.init),
      mfaTypes: bridged.mfaTypes.map(MFAType.init),
      usernameAttributes: bridged.usernameAttributes.map(UsernameAttribute.init),
      requiredSignUpAttributes: bridged.requiredSignUpAttributes.map(AuthUserAttributeKey.init),
      verificationTypes: bridged.verificationTypes.map(AuthUserAttributeKey.init),
      passwordless: bridged.passwordless.map(PasswordlessSettings.init),
      groups: bridged.groups)
  }

  var bridged: CognitoAuthBindings.UserPoolSettings {
    CognitoAuthBindings.UserPoolSettings(
      passwordPolicy: passwordPolicy?.bridged, mfaConfiguration: mfaConfiguration?.bridged,
      mfaTypes: mfaTypes.map(\.bridged), usernameAttributes: usernameAttributes.map(\.bridged),
      requiredSignUpAttributes: requiredSignUpAttributes.map(\.bridged),
      verificationTypes: verificationTypes.map(\.bridged), passwordless: passwordless?.bridged, groups: groups)
  }
}

extension PasswordPolicy {
  fileprivate init(_ bridged: CognitoAuthBindings.PasswordPolicy) {
    self.init(
      minLength: Int(bridged.minLength), requiresLowercase: bridged.requiresLowercase,
      requiresUppercase: bridged.requiresUppercase, requiresNumbers: bridged.requiresNumbers,
      requiresSymbols: bridged.requiresSymbols)
  }

  fileprivate var bridged: CognitoAuthBindings.PasswordPolicy {
    // The bridge's type can't hold every `Int`. A number that does not fit becomes the nearest number that fits. That
    // number is outside of the policy's range too, so the core refuses it.
    CognitoAuthBindings.PasswordPolicy(
      minLength: UInt32(clamping: minLength), requiresLowercase: requiresLowercase,
      requiresUppercase: requiresUppercase, requiresNumbers: requiresNumbers, requiresSymbols: requiresSymbols)
  }
}

extension MFAConfiguration {
  fileprivate init(_ bridged: CognitoAuthBindings.MfaConfiguration) {
    self =
      switch bridged {
      case .off: .off
      case .optional: .optional
      case .required: .required
      }
  }

  fileprivate var bridged: CognitoAuthBindings.MfaConfiguration {
    switch self {
    case .off: .off
    case .optional: .optional
    case .required: .required
    }
  }
}

extension UsernameAttribute {
  fileprivate init(_ bridged: CognitoAuthBindings.UsernameAttribute) {
    self =
      switch bridged {
      case .username: .username
      case .email: .email
      case .phoneNumber: .phoneNumber
      case .preferredUsername: .preferredUsername
      }
  }

  fileprivate var bridged: CognitoAuthBindings.UsernameAttribute {
    switch self {
    case .username: .username
    case .email: .email
    case .phoneNumber: .phoneNumber
    case .preferredUsername: .preferredUsername
    }
  }
}

extension PasswordlessSettings {
  fileprivate init(_ bridged: CognitoAuthBindings.PasswordlessSettings) {
    self.init(
      emailOTPEnabled: bridged.emailOtpEnabled, smsOTPEnabled: bridged.smsOtpEnabled,
      webAuthn: bridged.webAuthn.map(WebAuthnSettings.init),
      preferredChallenge: bridged.preferredChallenge.map(AuthFactorType.init))
  }

  fileprivate var bridged: CognitoAuthBindings.PasswordlessSettings {
    CognitoAuthBindings.PasswordlessSettings(
      emailOtpEnabled: emailOTPEnabled, smsOtpEnabled: smsOTPEnabled, webAuthn: webAuthn?.bridged,
      preferredChallenge: preferredChallenge?.bridged)
  }
}

extension WebAuthnSettings {
  fileprivate init(_ bridged: CognitoAuthBindings.WebAuthnSettings) {
    self.init(
      relyingPartyId: bridged.relyingPartyId, userVerification: bridged.userVerification.map(UserVerification.init))
  }

  fileprivate var bridged: CognitoAuthBindings.WebAuthnSettings {
    CognitoAuthBindings.WebAuthnSettings(
      relyingPartyId: relyingPartyId, userVerification: userVerification?.bridged)
  }
}

extension UserVerification {
  fileprivate init(_ bridged: CognitoAuthBindings.UserVerification) {
    self =
      switch bridged {
      case .preferred: .preferred
      case .required: .required
      }
  }

  fileprivate var bridged: CognitoAuthBindings.UserVerification {
    switch self {
    case .preferred: .preferred
    case .required: .required
    }
  }
}
