import CognitoAuthBindings

/// The request of ``Auth/signUp(username:password:options:)``.
public enum AuthSignUpRequest {
  /// The new user's attributes, and what is passed to the pool's triggers.
  public typealias Options = SignUpOptions
}

/// The request of ``Auth/confirmSignUp(for:confirmationCode:options:)``.
public enum AuthConfirmSignUpRequest {
  /// Whether an alias may be taken over, and what is passed to the pool's triggers.
  public typealias Options = ConfirmSignUpOptions
}

/// The request of ``Auth/resendSignUpCode(for:options:)``.
public enum AuthResendSignUpCodeRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = ResendSignUpCodeOptions
}

/// The request of ``Auth/signIn(username:password:options:)``.
public enum AuthSignInRequest {
  /// The flow, and what is passed to the pool's triggers.
  public struct Options: Equatable, Sendable {
    /// The flow; the configuration's default if absent.
    public var authFlowType: AuthFlowType?
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]

    /// Options of a sign-in.
    public init(authFlowType: AuthFlowType? = nil, clientMetadata: [String: String] = [:]) {
      self.authFlowType = authFlowType
      self.clientMetadata = clientMetadata
    }

    var bridged: SignInOptions {
      SignInOptions(flow: authFlowType?.bridged, clientMetadata: clientMetadata)
    }
  }
}

/// The request of ``Auth/confirmSignIn(challengeResponse:options:)``.
public enum AuthConfirmSignInRequest {
  /// Attributes that a new password's question asks for, and what is passed to the pool's triggers.
  public typealias Options = ConfirmSignInOptions
}

/// The request of ``Auth/fetchAuthSession(options:)``.
public enum AuthFetchSessionRequest {
  /// Whether to refresh valid tokens too, and what is passed to the pool's triggers.
  public typealias Options = FetchAuthSessionOptions
}

extension AuthFetchSessionRequest.Options {
  /// Refreshes the tokens even if they are still valid.
  public static func forceRefresh() -> Self { Self(forceRefresh: true) }
}

/// The request of ``Auth/signOut(options:)``.
public enum AuthSignOutRequest {
  /// Whether to sign the user out on every device.
  public typealias Options = SignOutOptions
}
