import CognitoAuthBindings

// How the bridge's steps become the guides'. No `default`: a step that the core learns does not compile until it is
// here too.

extension AuthSignUpResult {
  init(_ bridged: CognitoAuthBindings.AuthSignUpResult) {
    self.init(
      nextStep: AuthSignUpStep(bridged.nextStep),
      userId: bridged.userId,
      isSignUpComplete: bridged.isSignUpComplete)
  }
}

extension AuthSignUpStep {
  init(_ bridged: CognitoAuthBindings.AuthSignUpStep) {
    self =
      switch bridged {
      case .confirmUser(let deliveryDetails, let additionalInfo, let userId):
        .confirmUser(deliveryDetails, additionalInfo.unlessEmpty, userId)
      case .completeAutoSignIn(let session): .completeAutoSignIn(session)
      case .done: .done
      }
  }
}

extension AuthSignInResult {
  init(_ bridged: CognitoAuthBindings.AuthSignInResult) {
    var requiredAttributes: [AuthUserAttributeKey] = []
    if case .confirmSignInWithNewPassword(_, let required) = bridged.nextStep {
      requiredAttributes = required
    }
    self.init(
      nextStep: AuthSignInStep(bridged.nextStep),
      isSignedIn: bridged.isSignedIn,
      requiredAttributes: requiredAttributes)
  }
}

extension AuthSignInStep {
  init(_ bridged: CognitoAuthBindings.AuthSignInStep) {
    self =
      switch bridged {
      case .confirmSignInWithSmsMfaCode(let deliveryDetails, let info):
        .confirmSignInWithSMSMFACode(deliveryDetails, info.unlessEmpty)
      case .confirmSignInWithCustomChallenge(let info): .confirmSignInWithCustomChallenge(info.unlessEmpty)
      case .confirmSignInWithNewPassword(let info, _): .confirmSignInWithNewPassword(info.unlessEmpty)
      case .confirmSignInWithPassword: .confirmSignInWithPassword
      case .confirmSignInWithTotpCode: .confirmSignInWithTOTPCode
      case .confirmSignInWithOtp(let deliveryDetails): .confirmSignInWithOTP(deliveryDetails)
      case .continueSignInWithTotpSetup(let details): .continueSignInWithTOTPSetup(details)
      case .continueSignInWithMfaSelection(let types): .continueSignInWithMFASelection(Set(types))
      case .continueSignInWithEmailMfaSetup: .continueSignInWithEmailMFASetup
      case .continueSignInWithMfaSetupSelection(let types):
        .continueSignInWithMFASetupSelection(Set(types))
      case .continueSignInWithFirstFactorSelection(let factors):
        .continueSignInWithFirstFactorSelection(Set(factors.map(AuthFactorType.init)))
      case .resetPassword(let info): .resetPassword(info.unlessEmpty)
      case .confirmSignUp(let info): .confirmSignUp(info.unlessEmpty)
      case .done: .done
      }
  }
}

extension AuthResetPasswordResult {
  init(_ bridged: CognitoAuthBindings.AuthResetPasswordResult) {
    self.init(
      isPasswordReset: bridged.isPasswordReset,
      nextStep: AuthResetPasswordStep(bridged.nextStep))
  }
}

extension AuthResetPasswordStep {
  init(_ bridged: CognitoAuthBindings.AuthResetPasswordStep) {
    self =
      switch bridged {
      case .confirmResetPasswordWithCode(let deliveryDetails, let info):
        .confirmResetPasswordWithCode(deliveryDetails, info.unlessEmpty)
      case .done: .done
      }
  }
}

extension AuthUpdateAttributeResult {
  init(_ bridged: CognitoAuthBindings.AuthUpdateAttributeResult) {
    self.init(isUpdated: bridged.isUpdated, nextStep: AuthUpdateAttributeStep(bridged.nextStep))
  }
}

extension AuthUpdateAttributeStep {
  init(_ bridged: CognitoAuthBindings.AuthUpdateAttributeStep) {
    self =
      switch bridged {
      case .confirmAttributeWithCode(let deliveryDetails, let info):
        .confirmAttributeWithCode(deliveryDetails, info.unlessEmpty)
      case .done: .done
      }
  }
}

extension AuthSignOutResult {
  init(_ bridged: CognitoAuthBindings.SignOutResult) {
    self =
      switch bridged {
      case .complete: .complete
      case .partial(let revokeTokenError, let globalSignOutError, let hostedUiError):
        .partial(
          revokeTokenError: revokeTokenError.map(AuthError.init),
          globalSignOutError: globalSignOutError.map(AuthError.init),
          hostedUIError: hostedUiError.map(AuthError.init))
      case .failed(let error): .failed(AuthError(error))
      }
  }
}

extension AdditionalInfo {
  /// The guides say nothing with `nil`.
  fileprivate var unlessEmpty: Self? { isEmpty ? nil : self }
}
