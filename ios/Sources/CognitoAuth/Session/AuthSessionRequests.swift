internal import CognitoAuthBindings

/// The request of ``AuthClient/fetchAuthSession(options:)``.
public enum AuthFetchSessionRequest {
  /// Whether to refresh valid tokens too, and what is passed to the pool's triggers.
  public struct Options: Equatable, Sendable {
    /// Refreshes the tokens even if they are still valid.
    public var forceRefresh: Bool
    /// Passed to the pool's triggers when a refresh is made.
    public var clientMetadata: [String: String]

    /// Options of a session.
    public init(forceRefresh: Bool = false, clientMetadata: [String: String] = [:]) {
      self.forceRefresh = forceRefresh
      self.clientMetadata = clientMetadata
    }

    /// Refreshes the tokens even if they are still valid.
    public static func forceRefresh() -> Self { Self(forceRefresh: true) }
  }
}

extension AuthFetchSessionRequest.Options {
  var bridged: FetchAuthSessionOptions {
    FetchAuthSessionOptions(forceRefresh: forceRefresh, clientMetadata: clientMetadata)
  }
}

/// The request of ``AuthClient/signOut(options:)``.
public enum AuthSignOutRequest {
  /// Whether to sign the user out on every device.
  public struct Options: Equatable, Sendable {
    /// Signs the user out on every device.
    public var globalSignOut: Bool

    /// Options of a sign-out.
    public init(globalSignOut: Bool = false) {
      self.globalSignOut = globalSignOut
    }
  }
}

extension AuthSignOutRequest.Options {
  var bridged: SignOutOptions { SignOutOptions(globalSignOut: globalSignOut) }
}
