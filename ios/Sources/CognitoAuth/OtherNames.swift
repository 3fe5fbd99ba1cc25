// Amplify's guides, of today and of 2020, have some names that differ from ours. Many of them become a second name here
// for our call, property or type. The others are in the shim for Amplify.

extension AuthSignUpResult {
  /// The guides' name for ``userId``.
  public var userID: UserId? { userId }
}

extension AuthSignInResult {
  /// The name in the guides of 2020 for ``isSignedIn``.
  public var isSignInComplete: Bool { isSignedIn }
}

/// The guides cast the result of a sign-out to this type. It is ``AuthSignOutResult``.
public typealias AWSCognitoSignOutResult = AuthSignOutResult

extension AuthSignOutResult {
  /// The guides' name for ``isSignedOutLocally``.
  public var signedOutLocally: Bool { isSignedOutLocally }
}

/// The guides cast a session to this type to read its identity.
public protocol AuthCognitoIdentityProvider {
  /// The user's id (`sub`), or the error that says why there is none.
  func getUserSub() -> Result<UserId, AuthError>
  /// The guides' name for ``AuthSession/identityId``.
  func getIdentityId() -> Result<String, AuthError>
}

/// The guides cast a session to this type to read its AWS credentials.
public protocol AuthAWSCredentialsProvider {
  /// The guides' name for ``AuthSession/awsCredentials``.
  func getAWSCredentials() -> Result<AuthAWSCredentials, AuthError>
}

/// The guides cast a session to this type to read its tokens.
public protocol AuthCognitoTokensProvider {
  /// The guides' name for ``AuthSession/userPoolTokens``.
  func getCognitoTokens() -> Result<UserPoolTokens, AuthError>
}

extension AuthSession: AuthCognitoIdentityProvider, AuthAWSCredentialsProvider, AuthCognitoTokensProvider {
  /// ``userSub``, or the error of ``userPoolTokens``, or ``AuthErrorCode/notSignedIn``.
  public func getUserSub() -> Result<UserId, AuthError> {
    userSub.map(Result.success) ?? userPoolTokens.flatMap { _ in .failure(.notSignedIn) }
  }

  /// The guides' name for ``identityId``.
  public func getIdentityId() -> Result<String, AuthError> { identityId }

  /// The guides' name for ``awsCredentials``.
  public func getAWSCredentials() -> Result<AuthAWSCredentials, AuthError> { awsCredentials }

  /// The guides' name for ``userPoolTokens``.
  public func getCognitoTokens() -> Result<UserPoolTokens, AuthError> { userPoolTokens }
}

extension AuthClient {
  /// The guides' name for ``sendVerificationCode(forUserAttributeKey:options:)``.
  ///
  /// - Returns: Where the code went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func resendConfirmationCode(
    forUserAttributeKey key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await sendVerificationCode(forUserAttributeKey: key, options: options)
  }

  /// The name in the guides of 2020 for
  /// ``sendVerificationCode(forUserAttributeKey:options:completion:)``.
  @preconcurrency @discardableResult
  public func resendConfirmationCode(
    for key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil,
    completion: AuthCompletion<AuthCodeDeliveryDetails>? = nil
  ) -> AuthOperation<AuthCodeDeliveryDetails> {
    sendVerificationCode(forUserAttributeKey: key, options: options, completion: completion)
  }
}
