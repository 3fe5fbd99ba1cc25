internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func fetchAuthSession(options: AuthFetchSessionRequest.Options) async throws -> AuthSession {
    try await call { bridge, handle in
      AuthSession(try await bridge.fetchAuthSession(options: options.bridged, call: handle), options)
    }
  }

  public func getCurrentUser() async throws -> AuthUser {
    try await call { bridge, handle in
      AuthUser(try await bridge.getCurrentUser(call: handle))
    }
  }

  @discardableResult
  public func signOut(options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    do {
      return try await call { bridge, handle in
        AuthSignOutResult(try await bridge.signOut(options: options.bridged, call: handle))
      }
    } catch {
      return .failed(AuthError(error))
    }
  }
}
