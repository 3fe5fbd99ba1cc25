internal import CognitoAuthBindings
import Foundation

extension UserPoolTokens {
  init(_ bridged: CognitoAuthBindings.UserPoolTokens) {
    self.init(
      idToken: bridged.idToken, accessToken: bridged.accessToken, refreshToken: bridged.refreshToken,
      expiresAt: Date(milliseconds: bridged.expiresAtMilliseconds))
  }
}

extension AuthUser {
  init(_ bridged: CognitoAuthBindings.AuthUser) {
    self.init(username: bridged.username, userId: bridged.userId)
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

extension AuthEvent {
  init(_ bridged: CognitoAuthBindings.AuthEvent) {
    self =
      switch bridged {
      case .signedIn: .signedIn
      case .signedOut: .signedOut
      case .sessionExpired: .sessionExpired
      case .userDeleted: .userDeleted
      case .tokensRefreshed: .tokensRefreshed
      case .storageFailed: .storageFailed
      }
  }
}
