internal import CognitoAuthBindings
import Foundation

extension UserPoolTokens {
  init(_ bridged: CognitoAuthBindings.UserPoolTokens) {
    self.init(
      idToken: bridged.idToken, accessToken: bridged.accessToken, refreshToken: bridged.refreshToken,
      expiresAt: Date(milliseconds: bridged.expiresAtMilliseconds), claims: UserPoolClaims(bridged.claims))
  }
}

extension UserPoolClaims {
  init(_ bridged: CognitoAuthBindings.UserPoolClaims) {
    self.init(idToken: TokenClaims(bridged.idToken), accessToken: TokenClaims(bridged.accessToken))
  }
}

extension TokenClaims {
  init(_ bridged: CognitoAuthBindings.TokenClaims) {
    self.init(
      userId: bridged.userId, username: bridged.username, groups: bridged.groups, email: bridged.email,
      isEmailVerified: bridged.isEmailVerified, phoneNumber: bridged.phoneNumber,
      isPhoneNumberVerified: bridged.isPhoneNumberVerified, customAttributes: bridged.customAttributes,
      scopes: bridged.scopes, issuedAt: bridged.issuedAtMilliseconds.map(Date.init(milliseconds:)),
      expiresAt: bridged.expiresAtMilliseconds.map(Date.init(milliseconds:)), claimsJSON: bridged.claimsJson)
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
      case .movedIn: .movedIn
      case .moveFailed: .moveFailed
      }
  }
}
