internal import CognitoAuthBindings

extension AuthSessionState {
  init(_ bridged: CognitoAuthBindings.SessionState) {
    self =
      switch bridged {
      case .loading: .loading
      case .signedOut(let ended): .signedOut(ended: ended.map(AuthSessionEnd.init))
      case .awaitingChallenge(let pending): .awaitingChallenge(AuthPendingSignIn(pending))
      case .signedIn(let user): .signedIn(AuthUser(user))
      case .guest(let identityId): .guest(identityId: identityId)
      case .federated(let identityId): .federated(identityId: identityId)
      case .unavailable(let code): .unavailable(AuthErrorCode(code))
      }
  }
}

extension AuthPendingSignIn {
  init(_ bridged: CognitoAuthBindings.PendingSignIn) {
    let result = AuthSignInResult(bridged.nextStep)
    self.init(
      username: bridged.username, nextStep: result.nextStep, requiredAttributes: result.requiredAttributes)
  }
}

extension AuthSessionEnd {
  fileprivate init(_ bridged: CognitoAuthBindings.SessionEnd) {
    self.init(reason: AuthSessionEndReason(bridged.reason), username: bridged.username)
  }
}

extension AuthSessionEndReason {
  fileprivate init(_ bridged: CognitoAuthBindings.SessionEndReason) {
    self =
      switch bridged {
      case .expired: .expired
      case .revoked: .revoked
      case .reused: .reused
      case .userDeleted: .userDeleted
      case .userDisabled: .userDisabled
      case .passwordResetRequired: .passwordResetRequired
      case .notConfirmed: .notConfirmed
      case .rejected: .rejected
      }
  }
}
