internal import CognitoAuthBindings
import Foundation

extension AuthSession {
  /// The session that a call with these options returns. The options can leave the identity out.
  init(_ bridged: CognitoAuthBindings.AuthSession, _ options: AuthFetchSessionRequest.Options) {
    let identity = bridged.identity
    let absent: AuthError = options.withoutCredentials ? .credentialsLeftOut : .identityPoolNotConfigured
    // The core gives an error whenever a part of the identity is missing.
    let error = identity.map { $0.error.map(AuthError.init) ?? .internal } ?? absent
    self.init(
      isSignedIn: bridged.isSignedIn, userSub: bridged.userSub, tokens: bridged.tokens.map(UserPoolTokens.init),
      userPoolError: bridged.userPoolError.map(AuthError.init),
      identityId: identity?.identityId.map(Result.success) ?? .failure(error),
      awsCredentials: identity?.credentials.map { .success(AuthAWSCredentials($0)) } ?? .failure(error))
  }
}

extension AuthAWSCredentials {
  fileprivate init(_ bridged: CognitoAuthBindings.AwsCredentials) {
    self.init(
      accessKeyId: bridged.accessKeyId, secretAccessKey: bridged.secretAccessKey, sessionToken: bridged.sessionToken,
      expiration: Date(milliseconds: bridged.expiresAtMilliseconds))
  }
}

extension AuthFederateToIdentityPoolResult {
  init(_ bridged: CognitoAuthBindings.FederateToIdentityPoolResult) {
    self.init(identityId: bridged.identityId, credentials: AuthAWSCredentials(bridged.credentials))
  }
}

extension AuthLoginProvider {
  var bridged: CognitoAuthBindings.LoginProvider {
    switch self {
    case .amazon: .amazon
    case .apple: .apple
    case .facebook: .facebook
    case .google: .google
    case .twitter: .twitter
    case .oidc(let issuer): .oidc(issuer)
    case .saml(let arn): .saml(arn)
    case .developer: .developer
    case .custom(let name): .other(name)
    }
  }
}
