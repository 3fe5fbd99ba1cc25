func next(after result: AuthSignInResult) -> String {
  switch result.nextStep {
  case .confirmSignInWithSMSMFACode(let details, let info): "\(details.destination) \(String(describing: info))"
  case .confirmSignInWithCustomChallenge(let info): String(describing: info)
  case .confirmSignInWithNewPassword(let info): String(describing: info)
  case .confirmSignInWithTOTPCode: "code"
  case .confirmSignInWithOTP(let details): details.destination
  case .confirmSignInWithPassword: "password"
  case .continueSignInWithTOTPSetup(let details): details.username
  case .continueSignInWithEmailMFASetup: "address"
  case .continueSignInWithMFASetupSelection(let types): "\(types)"
  case .continueSignInWithMFASelection(let types): "\(types)"
  case .continueSignInWithFirstFactorSelection(let factors): "\(factors)"
  case .resetPassword(let info): String(describing: info)
  case .confirmSignUp(let info): String(describing: info)
  case .done: "done"
  }
}
