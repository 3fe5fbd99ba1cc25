import CognitoAuth
import Foundation

// For most of these types, Amplify has a protocol and a type that implements it for Cognito. This library has one type in
// place of them.

/// Amplify's name for ``AuthSession``.
public typealias AWSAuthCognitoSession = AuthSession
/// Amplify's name for ``UserPoolTokens``.
public typealias AuthCognitoTokens = UserPoolTokens
/// Amplify's name for ``UserPoolTokens``.
public typealias AWSCognitoUserPoolTokens = UserPoolTokens
/// Amplify's name for ``AuthAWSCredentials``.
public typealias AWSCredentials = AuthAWSCredentials
/// Amplify's name for ``AuthAWSCredentials``.
public typealias AWSTemporaryCredentials = AuthAWSCredentials
/// Amplify's name for ``AuthAWSCredentials``.
public typealias AuthAWSCognitoCredentials = AuthAWSCredentials
/// Amplify's name for ``AuthUser``.
public typealias AWSAuthUser = AuthUser
/// Amplify's name for ``AuthDevice``.
public typealias AWSAuthDevice = AuthDevice
/// Amplify's name for ``AuthWebAuthnCredential``.
public typealias AWSCognitoWebAuthnCredential = AuthWebAuthnCredential
/// Amplify's name for ``AuthFederateToIdentityPoolResult``.
public typealias FederateToIdentityPoolResult = AuthFederateToIdentityPoolResult

extension AuthSession {
  /// Amplify's name for ``AuthSession/getUserSub()``.
  public var userSubResult: Result<UserId, AuthError> { getUserSub() }
  /// Amplify's name for ``AuthSession/identityId``.
  public var identityIdResult: Result<String, AuthError> { identityId }
  /// Amplify's name for ``AuthSession/awsCredentials``.
  public var awsCredentialsResult: Result<AuthAWSCredentials, AuthError> { awsCredentials }
  /// Amplify's name for ``AuthSession/userPoolTokens``.
  public var userPoolTokensResult: Result<UserPoolTokens, AuthError> { userPoolTokens }
}

extension UserPoolTokens {
  /// Amplify's name for ``UserPoolTokens/expiresAt``.
  public var expiration: Date { expiresAt }
}
